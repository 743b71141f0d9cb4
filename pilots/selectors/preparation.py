"""What an advisor reads before a session: what was agreed, and what changed since the last one."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from coophub.documents.models import Document
from coophub.documents.selectors import documents_of
from coophub.web import clock
from financing.plans.document.history import sentences_of
from financing.plans.document.patches import difference
from financing.plans.document.rows import keyed_document, without_keys
from financing.plans.models import Plan
from financing.plans.selectors.changes import state_at
from financing.plans.selectors.outcomes import outcome_of, plans_of
from financing.subsidies.selectors.applications import SubsidySummary, subsidy_summary
from initiatives.models import Milestone, PhaseChange, Task
from initiatives.selectors.road_map import road_map_of
from pilots.models import Bottleneck, CoachingSession, Pilot, PlannedSession
from pilots.selectors.agenda import ahead_of
from pilots.selectors.coaching import agreed_actions

NOTES_SHOWN = 3
CHANGES_SHOWN = 8


@dataclass(frozen=True)
class PlanSince:
    """How the latest plan stands, and what changed in it. `closed_before` is None for a plan that was not there yet."""

    plan: Plan
    sentence: str
    closes: bool
    closed_before: bool | None
    changes: list[str]
    more: int


@dataclass(frozen=True)
class Preparation:
    """What to know before a session."""

    since: dt.date
    last: CoachingSession | None
    planned: PlannedSession | None
    open_actions: list[Task]
    done_actions: list[Task]
    plan: PlanSince | None
    phases: list[PhaseChange]
    steps_done: list[Milestone]
    next_step: Milestone | None
    documents: list[Document]
    subsidy: SubsidySummary | None
    bottlenecks: QuerySet[Bottleneck]
    notes: list[CoachingSession]


def preparation_of(pilot: Pilot, *, sees_plan: bool) -> Preparation:
    """Everything for the next session with a pilot. A fixed number of queries; its plan only for who sees that."""
    initiative = pilot.initiative
    last = pilot.sessions.select_related("advisor").first()
    since = last.held_on if last else pilot.started_on
    actions = agreed_actions(pilot)
    return Preparation(
        since=since,
        last=last,
        planned=ahead_of(pilot).filter(starts_at__gte=clock.now()).first(),
        open_actions=actions.open,
        done_actions=[task for task in actions.done if task.done_at and clock.day_of(task.done_at) >= since],
        plan=_plan_since(pilot, since) if sees_plan else None,
        phases=list(initiative.phase_changes.filter(on__gte=since)),
        steps_done=list(initiative.milestones.filter(done_on__gte=since).order_by("done_on")),
        next_step=road_map_of(initiative).next_step,
        documents=_documents_since(pilot, since),
        subsidy=subsidy_summary(initiative),
        bottlenecks=pilot.bottlenecks.filter(resolved_on=None),
        notes=list(pilot.sessions.exclude(internal_note="").select_related("advisor")[:NOTES_SHOWN]),
    )


def _plan_since(pilot: Pilot, since: dt.date) -> PlanSince | None:
    plan = plans_of(pilot.initiative).first()
    if plan is None:
        return None
    now = outcome_of(plan.document)
    if clock.day_of(plan.created_at) >= since:
        return PlanSince(plan, now.sentence, now.closes, closed_before=None, changes=[], more=0)
    before = state_at(plan, _revision_before(plan, since))
    sentences = sentences_of(difference(before, keyed_document(plan)))
    return PlanSince(
        plan,
        now.sentence,
        now.closes,
        closed_before=outcome_of(without_keys(before)).closes,
        changes=sentences[:CHANGES_SHOWN],
        more=max(0, len(sentences) - CHANGES_SHOWN),
    )


def _revision_before(plan: Plan, since: dt.date) -> int:
    """The revision that the plan had when that day began."""
    change = plan.changes.filter(at__date__lt=since).order_by("-revision").first()
    return change.revision if change else 1


def _documents_since(pilot: Pilot, since: dt.date) -> list[Document]:
    """What was added to the documents of the group, or got a newer version."""
    added = documents_of(pilot.initiative).filter(versions__uploaded_at__date__gte=since)
    return list(added.distinct().order_by("title"))
