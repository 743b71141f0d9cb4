"""What became of the advances that a group asked for on an award that runs."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from coophub.web import clock
from coophub.web.formats import day, euro_cents
from financing.subsidies.models import AdvanceRequest, Application, LaterDecision, Payment
from financing.subsidies.procedure.awards import advance_given


@dataclass(frozen=True)
class ShownAdvance:
    """A request with what became of it; `decision` only when it was decided on itself."""

    request: AdvanceRequest
    sentence: str
    decision: LaterDecision | None


def advances_of(application: Application) -> list[ShownAdvance]:
    """The requests, the newest first. Reads only what was prefetched."""
    requests = sorted(application.advance_requests.all(), key=lambda item: (item.asked_at, item.pk), reverse=True)
    return [_shown(application, request) for request in requests]


def _shown(application: Application, request: AdvanceRequest) -> ShownAdvance:
    decision = request.decision
    if decision is None:
        sentence = _("Decision on it by %(day)s at the latest.") % {"day": day(request.decide_by)}
        return ShownAdvance(request, sentence, None)
    on = day(clock.day_of(decision.signed_at)) if decision.signed_at else ""
    if decision.kind != LaterDecision.Kind.ADVANCE:
        return ShownAdvance(request, _("It lapsed on %(day)s, when the subsidy was settled.") % {"day": on}, None)
    given = advance_given(application, decision)
    words = {"day": on, "amount": euro_cents(decision.amount), "given": euro_cents(given)}
    if given != decision.amount:
        sentence = _("Decided on %(day)s: %(amount)s. After an objection it became %(given)s.")
    elif not given:
        sentence = _("Refused on %(day)s.")
    elif given < request.amount:
        sentence = _("Given on %(day)s in part: %(amount)s.")
    else:
        sentence = _("Given on %(day)s.")
    payment = next((item for item in application.payments.all() if item.later_decision_id == decision.pk), None)
    return ShownAdvance(request, f"{sentence % words} {_about(payment)}".strip(), decision)


def _about(payment: Payment | None) -> str:
    if payment is None:
        return ""
    if payment.paid_on is not None:
        return _("It was paid on %(day)s.") % {"day": day(payment.paid_on)}
    if payment.cancelled_at is not None:
        return _("It was not paid any more: the award changed or was settled.")
    return _("It is paid from %(start)s, and by %(by)s at the latest.") % {
        "start": day(payment.pay_from),
        "by": day(payment.pay_by),
    }
