"""The days that count for an application, each with how it follows."""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from coophub.web import clock
from coophub.web.formats import day
from financing.subsidies.law.deadlines import Deadline, DeadlineStep
from financing.subsidies.law.objection_term import objection_deadline
from financing.subsidies.law.statutory import Penalty, leaving_out_deadline, statutory_deadline
from financing.subsidies.models import (
    AT_THE_MINISTRY,
    RUNNING_AWARDS,
    SETTLED,
    Application,
    Decision,
    Payment,
    RemedyRequest,
    Report,
    State,
)
from financing.subsidies.procedure.awards import CurrentAward, current_award, recovery_deadline
from financing.subsidies.procedure.terms import decision_deadline, objection_term, remedy_ended_on, running_penalty
from financing.subsidies.schemes.terms import scheme_deadline

DUTIES = {
    "complete": gettext_lazy("Complete the application, as the ministry asks"),
    "object": gettext_lazy("Object to the decision, if you do not agree with it"),
    "complete-objection": gettext_lazy("Complete the objection, as the ministry asks"),
    "ask-settlement": gettext_lazy("Ask for settlement"),
    "progress": gettext_lazy("Hand in the progress report"),
}
"""What a group does before a day that is for it, by the key of that day without its number."""

Found = tuple[str, str, Deadline, bool]
"""What a day is for: its key within the application and its name; the day; and whether the group has to act."""


@dataclass(frozen=True)
class ShownDeadline:
    """A day with its name, who has to act, the days left and the sentences that lead to it. `key` stays the same in
    every language, and when the day moves.
    """

    key: str
    label: str
    on: dt.date
    days_left: int
    steps: list[str]
    is_for_group: bool = False


@dataclass(frozen=True)
class RunningPenalty:
    """A penalty that runs or ran, in sentences."""

    found: Penalty
    received_on: dt.date
    is_coming: bool
    is_running: bool
    steps: list[str]


def deadlines_of(application: Application, award: CurrentAward) -> list[ShownDeadline]:
    """Every day that still counts, the nearest first. Reads only what was prefetched."""
    return _shown(_all(application, award))


def duties_of(application: Application, award: CurrentAward) -> list[ShownDeadline]:
    """What a group that was awarded money still has to do, and by when, the nearest first."""
    if application.state not in RUNNING_AWARDS:
        return []
    return [item for item in _shown(_settlement(application, award)) if item.is_for_group]


def first_duties(initiatives: Collection[int]) -> dict[int, ShownDeadline]:
    """By the number of a group the first of what it still has to do for what it was awarded. One query where nothing
    runs, else five, for any number of groups.
    """
    running = Application.objects.filter(
        initiative__in=initiatives, state__in=[State.AWARDED, State.PARTLY_AWARDED]
    ).select_related("decision", "scheme_version")
    found: dict[int, ShownDeadline] = {}
    for application in running.prefetch_related(
        "later_decisions__objection", "payments", "reports", "scheme_version__terms"
    ):
        for duty in duties_of(application, current_award(application))[:1]:
            first = found.get(application.initiative_id)
            if first is None or duty.on < first.on:
                found[application.initiative_id] = duty
    return found


def _shown(found: Iterable[Found]) -> list[ShownDeadline]:
    today = clock.today()
    shown = [
        ShownDeadline(key, label, item.date, (item.date - today).days, in_words(item.steps), is_for_group)
        for key, label, item, is_for_group in found
    ]
    return sorted(shown, key=lambda item: item.on)


def duty_in_words(duty: ShownDeadline) -> str:
    """What a group does before a day that counts for it."""
    return str(DUTIES[re.sub(r"-\d+$", "", duty.key)])


def duties_on_task_list(application: Application, deadlines: Iterable[ShownDeadline]) -> set[str]:
    """The keys of the days of which the group has a task, done or not. One query."""
    keys = {task_key(application, item.key): item.key for item in deadlines if item.is_for_group}
    made = application.initiative.tasks.filter(submission_key__in=keys)
    return {keys[key] for key in made.values_list("submission_key", flat=True)}


def task_key(application: Application, key: str) -> UUID:
    """The same for the same day, so that nobody makes a second task of it."""
    return uuid5(NAMESPACE_URL, f"coophub:application:{application.pk}:{key}")


def penalties_of(application: Application) -> list[RunningPenalty]:
    """What late decisions cost, or cost until they were sent."""
    today = clock.today()
    shown = []
    open_objections = {objection.pk for objection in application.objections.all() if objection.is_open}
    for notice in application.default_notices.all():
        found = running_penalty(notice, today)
        if found is None:
            continue
        is_open = notice.objection_id in open_objections if notice.objection_id else application.is_undecided
        shown.append(
            RunningPenalty(
                found,
                notice.received_on,
                is_coming=is_open and today < found.first_day,
                is_running=is_open and found.first_day <= today <= found.last_day,
                steps=in_words(found.steps),
            )
        )
    return shown


def in_words(steps: Sequence[DeadlineStep]) -> list[str]:
    return [step_in_words(step) for step in steps]


def step_in_words(step: DeadlineStep) -> str:
    """A step of a deadline in the reader's language, with days as people write them."""
    written = {name: day(value) if isinstance(value, dt.date) else value for name, value in step.params.items()}
    return _(step.template) % written


def _all(application: Application, award: CurrentAward) -> Iterator[Found]:
    if application.state in AT_THE_MINISTRY:
        yield "decide", _("Decide by"), decision_deadline(application), False
        yield from _remedy(application)
    yield from _objection(application)
    if application.state in RUNNING_AWARDS:
        for request in application.advance_requests.all():
            if request.is_open:
                yield f"advance-{request.pk}", _("Decide on the advance by"), request.deadline, False
        yield from _settlement(application, award)
    if application.state in SETTLED:
        yield "reclaim", _("Reclaiming is possible until"), recovery_deadline(application), False
    for payment in _next_payments(application):
        source = statutory_deadline("payment", payment.pay_from)
        label = _("Pay by: %(payment)s") % {"payment": str(payment.get_kind_display()).lower()}
        yield f"pay-{payment.pk}", label, source, False


def _next_payments(application: Application) -> list[Payment]:
    """What may be paid now, and the first that comes after it: of an advance every quarter the others only crowd the
    page.
    """
    unpaid = [
        payment
        for payment in application.payments.all()
        if payment.paid_on is None and payment.cancelled_at is None and payment.kind != Payment.Kind.REPAYMENT
    ]
    today = clock.today()
    coming = sorted((payment for payment in unpaid if payment.pay_from > today), key=lambda item: item.pay_from)
    return [*(payment for payment in unpaid if payment.pay_from <= today), *coming[:1]]


def _remedy(application: Application) -> Iterator[Found]:
    request = next(iter(reversed(application.remedy_requests.all())), None)
    if request is None or application.state not in (State.REMEDY_REQUESTED, State.COMPLETED):
        return
    if request.is_open:
        yield f"complete-{request.pk}", _("Complete the application by"), _set_by(request), True
    label = _("Leaving out of consideration is possible until")
    yield f"leave-out-{request.pk}", label, leaving_out_deadline(remedy_ended_on(request)), False


def _set_by(request: RemedyRequest) -> Deadline:
    """The last day to complete something."""
    told = gettext_noop("The ministry set this day in its letter of %(date)s.")
    return Deadline(request.last_day, (DeadlineStep(told, {"date": request.requested_on}),))


def _objection(application: Application) -> Iterator[Found]:
    decision = getattr(application, "decision", None)
    if decision is not None and decision.signed_at:
        found = objection_deadline(clock.day_of(decision.signed_at))
        if found.date >= clock.today():
            yield "object", _("Object by"), found, True
    for objection in application.objections.all():
        if objection.is_open:
            yield f"objection-{objection.pk}", _("Decide on the objection by"), objection_term(objection), False
            for request in objection.remedy_requests.all():
                if request.is_open:
                    yield f"complete-objection-{request.pk}", _("Complete the objection by"), _set_by(request), True


def _settlement(application: Application, award: CurrentAward) -> Iterator[Found]:
    version = application.scheme_version
    final = next((report for report in application.reports.all() if report.kind == Report.Kind.FINAL), None)
    if final is not None:
        received = clock.day_of(final.submitted_at)
        yield "settle", _("Settle by"), scheme_deadline(version, "settlement_decision", received), False
    elif award.activities_end_on is not None and award.arrangement == Decision.Arrangement.SMALL:
        yield "settle", _("Settle by"), statutory_deadline("own_motion_settlement", award.activities_end_on), False
    elif award.activities_end_on is not None:
        found = scheme_deadline(version, "settlement_application", award.activities_end_on)
        yield "ask-settlement", _("Ask for settlement by"), found, True
        yield from _progress(application, award)


def _progress(application: Application, award: CurrentAward) -> Iterator[Found]:
    """A report every twelve months, when the work runs longer than that (KB 19)."""
    signed_at = application.decision.signed_at
    if signed_at is None or award.activities_end_on is None:
        return
    begun = clock.day_of(signed_at)
    given = sum(1 for report in application.reports.all() if report.kind == Report.Kind.PROGRESS)
    for _number in range(given + 1):
        found = scheme_deadline(application.scheme_version, "progress_report", begun)
        begun = found.date
    if begun < award.activities_end_on:
        yield f"progress-{given + 1}", _("Progress report by"), found, True
