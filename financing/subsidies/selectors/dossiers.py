"""What the ministry sees of an application, and the stream and time line that both sides see."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property
from operator import attrgetter
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.models import AuditEntry
from coophub.audit.selectors import entries_of
from coophub.reports.models import ReportJob
from coophub.web import clock
from coophub.web.bilingual import Bilingual, both
from coophub.web.formats import day, euro_cents
from coophub.web.relations import Related
from coophub.web.timeline import DONE, LATE, NEXT, Event, with_today
from coophub.web.written_once import written_once
from financing.subsidies.models import (
    AT_THE_MINISTRY,
    BEFORE_ADVICE,
    RUNNING_AWARDS,
    TOTAL,
    AdvanceRequest,
    Application,
    Assessment,
    CeilingBalance,
    Decision,
    DraftVersion,
    LaterDecision,
    Letter,
    Message,
    Objection,
    Payment,
    Report,
    ReviewAssignment,
    State,
)
from financing.subsidies.papers.letters.kinds import letter_name
from financing.subsidies.papers.letters.letter import LETTER
from financing.subsidies.procedure.awards import CurrentAward, current_award
from financing.subsidies.procedure.log import LogLine, log_lines
from financing.subsidies.procedure.may.completing import open_request
from financing.subsidies.procedure.may.later import open_drafts
from financing.subsidies.procedure.may.terms import open_consent
from financing.subsidies.procedure.terms import has_lapsed
from financing.subsidies.selectors.advances import ShownAdvance, advances_of
from financing.subsidies.selectors.assessing import still_to_assess, why_struck
from financing.subsidies.selectors.deadlines import RunningPenalty, ShownDeadline, deadlines_of, penalties_of
from financing.subsidies.selectors.submitted import Submitted, read_content


@dataclass(frozen=True)
class StreamItem:
    """A letter or a message, with when it came and from whom."""

    at: dt.datetime
    title: str
    who: str
    text: str = ""
    letter: Letter | None = None
    job: ReportJob | None = None


@dataclass(frozen=True)
class ShownAssessment:
    """An assessment with the criteria by name: title, weight, score; and why it was struck out, if it was.

    That one was struck out shows to everybody; what it said only when `is_open`, so that each still scores alone.
    """

    assessment: Assessment
    scores: list[tuple[Bilingual, int, int]]
    why_struck: str
    is_open: bool


@dataclass(frozen=True)
class Dossier:
    """Everything that the ministry sees of an application, on one page."""

    application: Application
    content: dict[str, Any]
    award: CurrentAward
    deadlines: list[ShownDeadline]
    penalties: list[RunningPenalty]
    decision: Decision | None
    later_decisions: list[LaterDecision]
    objections: list[Objection]
    payments: list[Payment]
    reports: list[Report]
    advances: list[ShownAdvance]
    assignments: list[ReviewAssignment]
    assessments: list[ShownAssessment]
    hidden_assessments: int
    next_deadline: ShownDeadline | None = field(default=None)

    @cached_property
    def submitted(self) -> Submitted:
        """What was submitted, ready to print."""
        return read_content(self.content, kinds=self.application.scheme_version.costs)

    @cached_property
    def free(self) -> Decimal:
        """What is free under the ceilings of its scheme. One query."""
        application = self.application
        targets = [TOTAL, application.target]
        balances = CeilingBalance.objects.filter(version=application.scheme_version, target__in=targets)
        return min((balance.free for balance in balances), default=Decimal(0))

    @cached_property
    def stream(self) -> list[StreamItem]:
        return stream_of(self.application)

    @cached_property
    def log(self) -> list[LogLine]:
        return log_lines(log_of(self.application))


BESIDE_IT = (
    "scheme_version__scheme",
    "initiative__municipality",
    "submission",
    "decision__drafted_by",
    "decision__signed_by",
    "reviewer",
    "assigned_to",
)
"""What an application has one of."""


def belongings() -> "list[str | Prefetch[Any]]":
    """What an application may have many of, and the deadlines, the time line and the dossier read."""
    return [
        "scheme_version__terms",
        "scheme_version__criteria",
        "remedy_requests__addition",
        "remedy_requests__requested_by",
        "postponements",
        "hearings",
        "objections__handler",
        "objections__remedy_requests__addition__added_by",
        "objections__postponements",
        "default_notices",
        Prefetch("later_decisions", LaterDecision.objects.select_related("drafted_by", "signed_by", "objection")),
        Prefetch("payments", Payment.objects.select_related("ordered_by", "later_decision")),
        "reports",
        Prefetch("draft_versions", DraftVersion.objects.defer("content")),
        "change_requests",
        Prefetch("advance_requests", AdvanceRequest.objects.select_related("asked_by", "decision")),
        Prefetch("messages", Message.objects.select_related("author")),
        "letters",
    ]


def with_everything(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Applications with all that the deadlines, the time line and the dossier read: a fixed number of queries."""
    return applications.select_related(*BESIDE_IT).prefetch_related(*belongings())


def dossier_row(pk: int, *others: str) -> Application | None:
    """An application with what the ministry reads beside it of which there is one, for who reads everything of it and
    `others` then. One query.
    """
    return next(iter(_dossier_rows(*others)(pk)), None)


@cache
def _dossier_rows(*others: str) -> Callable[[int], list[Application]]:
    # What the group has now, its plan and its words, is not the dossier.
    whole = Application.objects.select_related(*BESIDE_IT, "submission__register_extract")
    short = whole.defer("answers", "section_changes", "words", "initiative__words", "initiative__near_names")
    found = _everything(*others).with_found(short)
    return written_once(lambda pk: found.filter(pk=pk))


def read_everything(application: Application, *others: str) -> None:
    """All that belongs to one application, and what `others` name: what it has none of takes no query."""
    _everything(*others).read(application)


@cache
def _everything(*others: str) -> Related:
    return Related(Application, *belongings(), *others)


def dossier_of(application: Application, user: User | None = None) -> Dossier:
    """The dossier: what was submitted and added, not what the group has now. `user` decides which assessments show."""
    award = current_award(application)
    deadlines = deadlines_of(application, award)
    assessments = sorted(application.assessments.all(), key=attrgetter("finished_at"))
    opened = [item for item in assessments if user is None or sees_assessment(application, item, assessments, user)]
    shown = [item for item in assessments if item in opened or not item.counts]
    ours = [item for item in deadlines if not item.is_for_group]
    decision = getattr(application, "decision", None)
    return Dossier(
        application=application,
        content=application.submission.content,
        award=award,
        deadlines=deadlines,
        penalties=penalties_of(application),
        decision=decision,
        later_decisions=list(application.later_decisions.all()),
        objections=list(application.objections.all()),
        payments=list(application.payments.all()),
        reports=list(application.reports.all()),
        advances=advances_of(application),
        assignments=still_to_assess(application),
        assessments=[
            ShownAssessment(
                item,
                [
                    (both(criterion, "title"), criterion.weight, item.scores[criterion.slug])
                    for criterion in application.scheme_version.criteria.all()
                    if criterion.slug in item.scores
                ],
                why_struck(application, item),
                item in opened,
            )
            for item in shown
        ],
        hidden_assessments=len(assessments) - len(shown),
        next_deadline=next(iter(ours), None),
    )


def whose_turn(application: Application) -> str:
    """Who goes on with a case that waits at the ministry for somebody else, in a sentence; nothing once it is decided
    on.
    """
    today = clock.today()
    asked = next(reversed(application.remedy_requests.all()), None)
    if application.state == State.REMEDY_REQUESTED and asked is not None and not has_lapsed(asked, today):
        return _("The group can complete its application until %(day)s.") % {"day": day(asked.last_day)}
    if application.state == State.DRAFT_DECISION:
        return _("The draft waits for the signature of somebody who decides.")
    if application.state == State.ADVISED:
        return _("It waits for somebody who drafts the decision.")
    if application.state == State.IN_ASSESSMENT and application.reviewer is not None:
        return _("It is being assessed: %(name)s leads.") % {"name": application.reviewer}
    if application.is_undecided:
        return _("It waits for somebody who takes it up.")
    return _("A draft waits for a signature.") if open_drafts(application) else ""


def sees_assessment(application: Application, item: Assessment, given: list[Assessment], user: User) -> bool:
    """Each scores alone: somebody else's assessment shows after one's own, and to everybody once the advice is
    complete.
    """
    if item.reviewer_id == user.pk:
        return True
    is_complete = application.state not in BEFORE_ADVICE
    return is_complete or any(own.reviewer_id == user.pk for own in given)


def stream_of(application: Application) -> list[StreamItem]:
    """Letters and messages in one stream, the newest first. One query for the PDFs."""
    letters = list(application.letters.all())
    jobs = _jobs_of(letters)
    items = [
        StreamItem(
            at=letter.sent_at,
            title=letter_name(letter),
            who=_("the ministry"),
            letter=letter,
            job=jobs.get(str(letter.pk)),
        )
        for letter in letters
    ]
    items += [
        StreamItem(
            at=message.sent_at,
            title=_("Message"),
            who=_("the ministry") if message.is_from_ministry else str(message.author),
            text=message.text,
        )
        for message in application.messages.all()
    ]
    return sorted(items, key=lambda item: item.at, reverse=True)


def timeline_of(application: Application) -> list[Event]:
    """From the draft to the last day that counts, with today and who is to act."""
    events = [Event(clock.day_of(application.created_at), _("Application begun"), DONE)]
    if application.submitted_at is None:
        return with_today(events)
    events.append(Event(clock.day_of(application.submitted_at), _("Application received"), DONE))
    for remedy_request in application.remedy_requests.all():
        events.append(Event(remedy_request.requested_on, _("Asked to complete it"), DONE, _("the ministry")))
        if remedy_request.completed_on:
            events.append(Event(remedy_request.completed_on, _("Completed"), DONE, _("your group")))
    for hearing in application.hearings.all():
        events.append(Event(clock.day_of(hearing.asked_at), _("Asked for your view"), DONE, _("the ministry")))
    decision = getattr(application, "decision", None)
    if decision is not None and decision.signed_at:
        events.append(
            Event(clock.day_of(decision.signed_at), _("Decision"), DONE, "", str(decision.get_kind_display()))
        )
    for objection in application.objections.all():
        events.append(Event(objection.received_on, _("Objection received"), DONE, _("your group")))
        if objection.hearing_at:
            held = objection.hearing_at <= clock.now()
            on, state = clock.day_of(objection.hearing_at), DONE if held else NEXT
            events.append(Event(on, _("Hearing"), state, key=f"hearing-{objection.pk}"))
        for asked in objection.remedy_requests.all():
            events.append(Event(asked.requested_on, _("Asked to complete the objection"), DONE, _("the ministry")))
            if asked.completed_on:
                events.append(Event(asked.completed_on, _("Objection completed"), DONE, _("your group")))
    for report in application.reports.all():
        events.append(Event(clock.day_of(report.submitted_at), str(report.get_kind_display()), DONE, _("your group")))
    for request in application.advance_requests.all():
        asked_on = clock.day_of(request.asked_at)
        events.append(Event(asked_on, _("Asked for an advance"), DONE, _("your group"), euro_cents(request.amount)))
    for later in application.later_decisions.all():
        if later.signed_at:
            events.append(Event(clock.day_of(later.signed_at), str(later.get_kind_display()), DONE))
    for payment in application.payments.all():
        if payment.paid_on:
            events.append(Event(payment.paid_on, str(payment.get_kind_display()), DONE, "", euro_cents(payment.amount)))
    happened = [event for event in events if event.state == DONE]
    today = clock.today()
    coming = [
        Event(item.on, item.label, _state_of(item), _actor(item), key=item.key)
        for item in deadlines_of(application, current_award(application))
        if item.on >= today or not item.is_for_group
    ]
    coming += [event for event in events if event.state == NEXT]
    return with_today([*sorted(happened, key=_by_day), *sorted(coming, key=_by_day)])


def _state_of(item: ShownDeadline) -> str:
    return LATE if item.days_left < 0 and not item.is_for_group else NEXT


def _by_day(event: Event) -> dt.date:
    return event.day or clock.today()


def log_of(application: Application) -> list[AuditEntry]:
    """Who did what, the newest first."""
    return list(entries_of(application)[:200])


def group_has_to_act(application: Application) -> bool:
    """Whether it is the group's turn: something was asked of it, or a report is due."""
    if application.state in (State.DRAFT, State.REMEDY_REQUESTED):
        return True
    if application.state in AT_THE_MINISTRY:
        return open_consent(application) is not None or _is_asked_for_view(application)
    if application.state in RUNNING_AWARDS and _is_asked_for_view(application):
        return True
    for objection in application.objections.all():
        if objection.is_open and (open_request(objection) or open_consent(objection)):
            return True
    if application.state not in (State.AWARDED, State.PARTLY_AWARDED):
        return False
    return current_award(application).report_is_due(clock.today())


def _is_asked_for_view(application: Application) -> bool:
    return any(item.answered_at is None for item in application.hearings.all())


def _jobs_of(letters: list[Letter]) -> dict[str, ReportJob]:
    """The newest job of each letter. One query."""
    found = ReportJob.objects.filter(
        kind=LETTER, subject_type__model="letter", subject_id__in=[str(letter.pk) for letter in letters]
    ).order_by("created_at")
    return {job.subject_id: job for job in found}


def _actor(item: ShownDeadline) -> str:
    return _("your group") if item.is_for_group else _("the ministry")
