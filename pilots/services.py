"""Every change in coaching."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import Role, User
from coophub.accounts.selectors import people_with_role
from coophub.audit.services import record
from coophub.notifications.services import notify
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from initiatives import ties
from initiatives.models import Initiative
from initiatives.selectors import active_members
from initiatives.services.road_map import add_task
from pilots.may import why_not_ask_for_coach, why_not_assign, why_not_coach, why_not_end, why_not_resolve
from pilots.models import AgreedAction, Assignment, Bottleneck, CoachingSession, CoachRequest, Pilot, Programme


@dataclass(frozen=True)
class ActionInput:
    """What the group will do, and by when."""

    title: str
    due_on: dt.date | None = None


@dataclass(frozen=True)
class BottleneckInput:
    """What holds the group up."""

    category: str
    severity: int
    description: str


@transaction.atomic
def select_pilot(
    *,
    programme: Programme,
    initiative: Initiative,
    advisor: User,
    user: User | None,
    goal: str = "",
    hours_budget: Decimal = Decimal(60),
) -> Pilot:
    """Takes an initiative into a programme and gives it an advisor, who is told.

    Raises DomainError when it takes part already, or when the person is no advisor.
    """
    if not advisor.has_role(Role.ADVISOR):
        raise DomainError(_("%(name)s is not an advisor.") % {"name": advisor}, field="advisor")
    on = clock.today()
    pilot, is_new = Pilot.objects.get_or_create(
        programme=programme,
        initiative=initiative,
        defaults={"goal": goal, "hours_budget": hours_budget, "started_on": on},
    )
    if not is_new:
        raise DomainError(
            _("%(initiative)s takes part in this programme already.") % {"initiative": initiative}, field="initiative"
        )
    record(
        actor=user,
        action="pilots.select_pilot",
        target=pilot,
        after={"programme": programme.name, "initiative": initiative.name, "started_on": on},
    )
    assign_advisor(pilot=pilot, advisor=advisor, user=user)
    return pilot


@transaction.atomic
def assign_advisor(*, pilot: Pilot, advisor: User, user: User | None) -> Assignment:
    """Gives a pilot an advisor. Assigning the same person twice gives the assignment there is.

    Raises DomainError when the person is no advisor, and when the pilot has ended.
    """
    refuse(why_not_assign(pilot))
    if not advisor.has_role(Role.ADVISOR):
        raise DomainError(_("%(name)s is not an advisor.") % {"name": advisor}, field="advisor")
    assignment, is_new = Assignment.objects.get_or_create(
        pilot=pilot, advisor=advisor, ended_on=None, defaults={"started_on": clock.today()}
    )
    if is_new:
        record(actor=user, action="pilots.assign_advisor", target=pilot, after={"advisor": advisor.email})
        ties.begun.send(sender=Assignment, initiative=pilot.initiative)
        notify(
            recipients=[advisor],
            kind="pilots_assigned",
            context={"initiative": pilot.initiative.name, "programme": pilot.programme.name},
            url=reverse("pilots:pilot", args=[pilot.pk]),
        )
    return assignment


@transaction.atomic
def ask_for_coach(*, initiative: Initiative, user: User) -> CoachRequest:
    """Tells who runs the programmes that this group asks for an advisor.

    Raises DomainError when it has one, when it asked not long ago, and for who may not write for the group.
    """
    initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
    refuse(why_not_ask_for_coach(initiative, user))
    asked = CoachRequest.objects.create(initiative=initiative, asked_by=user)
    record(actor=user, action="pilots.ask_for_coach", target=initiative)
    notify(
        recipients=people_with_role(Role.ADMINISTRATOR),
        kind="pilots_coach_asked",
        context={"initiative": initiative.name},
        url=reverse("pilots:programmes"),
    )
    return asked


@transaction.atomic
def record_session(
    *,
    pilot: Pilot,
    advisor: User,
    key: UUID,
    held_on: dt.date,
    kind: str,
    hours: Decimal,
    summary: str,
    internal_note: str = "",
    actions: Sequence[ActionInput] = (),
    bottleneck: BottleneckInput | None = None,
) -> CoachingSession:
    """Writes down a coaching session with the actions agreed and, when there is one, a bottleneck. The group is told.

    `key` names the form: the same form sent twice gives the session that the first one made.
    Raises DomainError for who does not coach the pilot, and for a day in the future or before it started.
    """
    pilot = Pilot.objects.select_for_update().get(pk=pilot.pk)
    made_before = CoachingSession.objects.filter(submission_key=key, pilot=pilot).first()
    if made_before is not None:
        return made_before
    refuse(why_not_coach(pilot, advisor))
    if held_on > clock.today():
        raise DomainError(
            _("This day is still to come. Write a session down when it has taken place."), field="held_on"
        )
    if held_on < pilot.started_on:
        raise DomainError(_("This day is before the pilot started."), field="held_on")

    session = CoachingSession.objects.create(
        pilot=pilot,
        advisor=advisor,
        submission_key=key,
        held_on=held_on,
        kind=kind,
        hours=hours,
        summary=summary,
        internal_note=internal_note,
    )
    for action in actions:
        task = add_task(initiative=pilot.initiative, title=action.title, due_on=action.due_on, user=advisor)
        AgreedAction.objects.create(session=session, task=task)
    if bottleneck is not None:
        open_bottleneck(pilot=pilot, session=session, bottleneck=bottleneck, user=advisor)
    record(
        actor=advisor,
        action="pilots.record_session",
        target=session,
        after={"held_on": held_on, "hours": hours, "actions": [action.title for action in actions]},
    )
    notify(
        recipients=active_members(pilot.initiative),
        kind="pilots_session",
        context={"initiative": pilot.initiative.name, "advisor": str(advisor), "actions": len(actions)},
        url=reverse("pilots:coaching", args=[pilot.initiative.slug]),
    )
    return session


def open_bottleneck(
    *,
    pilot: Pilot,
    bottleneck: BottleneckInput,
    user: User,
    session: CoachingSession | None = None,
) -> Bottleneck:
    """Notes what holds a pilot up: since the session that brought it to light, or since today."""
    opened = Bottleneck.objects.create(
        pilot=pilot,
        session=session,
        category=bottleneck.category,
        severity=bottleneck.severity,
        description=bottleneck.description,
        opened_on=session.held_on if session else clock.today(),
    )
    record(
        actor=user,
        action="pilots.open_bottleneck",
        target=opened,
        after={"category": bottleneck.category, "severity": bottleneck.severity},
    )
    return opened


@transaction.atomic
def resolve_bottleneck(*, bottleneck: Bottleneck, resolution: str, user: User) -> Bottleneck:
    """Closes a bottleneck with what helped: others learn from it. Closing it twice changes nothing.

    Raises DomainError for who does not coach the pilot, and when it is not said what helped.
    """
    bottleneck = Bottleneck.objects.select_for_update(of=("self",)).select_related("pilot").get(pk=bottleneck.pk)
    if bottleneck.resolved_on:
        return bottleneck
    refuse(why_not_resolve(bottleneck, user))
    if not resolution.strip():
        raise DomainError(_("Write in a sentence what helped. Other groups learn from it."), field="resolution")
    bottleneck.resolved_on = clock.today()
    bottleneck.resolution = resolution.strip()
    bottleneck.save(update_fields=["resolved_on", "resolution"])
    record(
        actor=user,
        action="pilots.resolve_bottleneck",
        target=bottleneck,
        before={"resolved_on": None},
        after={"resolved_on": bottleneck.resolved_on, "resolution": bottleneck.resolution},
    )
    return bottleneck


@transaction.atomic
def end_pilot(*, pilot: Pilot, outcome: str, user: User | None) -> Pilot:
    """Ends the coaching with its outcome. Its advisors no longer see the group's pages.

    Raises DomainError when it has ended already.
    """
    pilot = Pilot.objects.select_for_update().get(pk=pilot.pk)
    refuse(why_not_end(pilot))
    pilot.ended_on = clock.today()
    pilot.outcome = outcome
    pilot.save(update_fields=["ended_on", "outcome"])
    pilot.assignments.filter(ended_on=None).update(ended_on=pilot.ended_on)
    record(actor=user, action="pilots.end_pilot", target=pilot, after={"ended_on": pilot.ended_on, "outcome": outcome})
    return pilot
