"""An advance on an award that runs: asked by the group, decided on by two pairs of eyes (Awb 4:95, KB 23 lid 3)."""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.formats import day, euro_cents
from financing.subsidies.law.freezing import seal
from financing.subsidies.models import (
    AdvanceRequest,
    Application,
    HearingChoice,
    LaterDecision,
    Payment,
)
from financing.subsidies.papers.letters.after_award import AdvanceLetter
from financing.subsidies.procedure.awards import CENT, CurrentAward, advance_given, advance_left, current_award
from financing.subsidies.procedure.may.awards import why_not_ask_advance, why_not_draft_advance
from financing.subsidies.services.deciding import check_hearing
from financing.subsidies.services.later_drafts import keep_later_draft
from financing.subsidies.services.letters import send_letter
from financing.subsidies.services.notices import handlers_of, tell_staff
from financing.subsidies.services.payments import plan_from
from financing.subsidies.services.steps import locked, out_of_order, refuse

KIND = LaterDecision.Kind


@transaction.atomic
@clock.at_one_moment
def ask_advance(
    *,
    application: Application,
    amount: Decimal,
    needed_from: dt.date,
    purpose: str,
    user: User,
) -> AdvanceRequest:
    """The group asks for an advance on its award. The same request sent twice: once.

    Raises DomainError without an award that runs, while an earlier request is open, when nothing is left for an
    advance, for an amount above what is left, and for a day that has passed or lies after the activities.
    """
    amount = amount.quantize(CENT)
    application = locked(application)
    earlier = application.advance_requests.filter(decision=None).first()
    asked = (amount, needed_from, purpose.strip())
    if earlier is not None and (earlier.amount, earlier.needed_from, earlier.purpose) == asked:
        return earlier
    refuse(why_not_ask_advance(application, clock.today()), application)
    award = current_award(application)
    left = advance_left(application, award)
    _require_possible(amount, needed_from, left, award, clock.today())
    if not purpose.strip():
        raise DomainError(_("Write what you need the money for."), field="purpose")
    content = {
        "amount": str(amount),
        "needed_from": needed_from.isoformat(),
        "purpose": purpose.strip(),
        "awarded": str(award.awarded),
        "left": str(left),
    }
    request = AdvanceRequest.objects.create(
        application=application,
        amount=amount,
        needed_from=needed_from,
        purpose=purpose.strip(),
        awarded=award.awarded,
        left=left,
        sha256=seal(content),
        asked_by=user,
        asked_at=clock.now(),
    )
    record(
        actor=user,
        action="subsidies.ask_advance",
        target=application,
        after={**content, "amount": amount, "needed_from": needed_from, "sha256": request.sha256},
    )
    tell_staff(handlers_of(application), application, "subsidies_advance_asked", tab="money")
    return request


@transaction.atomic
def draft_advance(
    *,
    application: Application,
    amount: Decimal,
    reasons: str,
    user: User,
    hearing: str = "",
) -> LaterDecision:
    """Drafts the decision on a request for an advance: all of it, less, or nothing, which refuses it.

    Raises DomainError when nothing is asked, for more than was asked or than is left of the award, and for less than
    was asked when it is not said how the group was heard (Awb 4:7 to 4:12).
    """
    application = locked(application, staff=user)
    refuse(why_not_draft_advance(application), application)
    request = _open_request(application)
    if not 0 <= amount <= request.amount:
        raise DomainError(
            _("Give nothing, or at most what was asked: %(amount)s.") % {"amount": euro_cents(request.amount)},
            field="amount",
        )
    _require_left(application, amount)
    is_less = amount < request.amount
    if is_less:
        _require_heard(application, request, hearing)
    return keep_later_draft(
        application=application,
        kind=KIND.ADVANCE,
        amount=amount,
        reasons=reasons,
        user=user,
        hearing=hearing if is_less else "",
    )


def decide_advance(application: Application, decision: LaterDecision, user: User) -> None:
    """Answers the request, plans the payment and writes to the group.

    The award, its state and the ceilings do not change.
    """
    request = _open_request(application)
    _require_left(application, decision.amount)
    request.decision = decision
    request.save(update_fields=["decision"])
    payment = _plan(decision, request, decision.amount)
    record(
        actor=user,
        action="subsidies.decide_advance",
        target=application,
        after={"amount": decision.amount, "asked": request.amount},
    )
    send_letter(
        application,
        AdvanceLetter.of(decision, request=request, awarded=current_award(application).awarded, payment=payment),
        occasion=f"later-{decision.pk}",
    )


def require_more_advance(application: Application, advance: LaterDecision, amount: Decimal) -> None:
    """What a decision on an advance can become after an objection: more than it was, at most what was asked and what is
    left.

    Raises DomainError.
    """
    given, asked = advance_given(application, advance), _request_of(advance).amount
    if not given < amount <= asked:
        raise DomainError(
            _("A revised decision gives more than %(least)s, up to what was asked: %(most)s.")
            % {"least": euro_cents(given), "most": euro_cents(asked)},
            field="amount",
        )
    _require_left(application, amount - given, given)


def add_to_advance(application: Application, advance: LaterDecision, given: Decimal, revised: LaterDecision) -> None:
    """Plans what a decision on an objection gives above the advance that was given.

    Raises DomainError when it does not fit any more.
    """
    _require_left(application, revised.amount - given, given)
    _plan(revised, _request_of(advance), revised.amount - given)


def _plan(decision: LaterDecision, request: AdvanceRequest, amount: Decimal) -> Payment | None:
    if not amount:
        return None
    pay_from = max(request.needed_from, clock.today())
    return plan_from(decision, kind=Payment.Kind.ADVANCE, amount=amount, pay_from=pay_from)


def _open_request(application: Application) -> AdvanceRequest:
    request = (
        AdvanceRequest.objects.select_for_update(of=("self",)).filter(application=application, decision=None).first()
    )
    if request is None:
        raise DomainError(out_of_order(application))
    return request


def _request_of(advance: LaterDecision) -> AdvanceRequest:
    return advance.advance_requests.get()


def _require_possible(
    amount: Decimal, needed_from: dt.date, left: Decimal, award: CurrentAward, today: dt.date
) -> None:
    if amount <= 0:
        raise DomainError(_("Ask for more than nothing."), field="amount")
    if amount > left:
        raise DomainError(
            _("At most %(amount)s of your award is left for an advance.") % {"amount": euro_cents(left)},
            field="amount",
        )
    if needed_from < today:
        raise DomainError(_("This day has passed. Choose today or a later day."), field="needed_from")
    if award.activities_end_on is not None and needed_from > award.activities_end_on:
        raise DomainError(
            _("Your activities are done by %(day)s. After that day you ask for settlement, not for an advance.")
            % {"day": day(award.activities_end_on)},
            field="needed_from",
        )


def _require_left(application: Application, amount: Decimal, given: Decimal = Decimal(0)) -> None:
    """Whether an amount fits what is left.

    `given` was given on the same request before, and counts in what the sentence says.
    """
    left = advance_left(application)
    if amount > left:
        raise DomainError(
            _("All advances together are never more than the award. At most %(amount)s is possible.")
            % {"amount": euro_cents(given + left)},
            field="amount",
        )


def _require_heard(application: Application, request: AdvanceRequest, hearing: str) -> None:
    """A request is refused or cut: on facts that differ from the group's own the group is heard, about this request
    (Awb 4:7).
    """
    if hearing not in HearingChoice:
        raise DomainError(_("Say how the group was heard, or why not (Awb 4:7 to 4:12)."), field="hearing")
    check_hearing(application, hearing, since=request.asked_at)
