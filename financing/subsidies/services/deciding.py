"""The decision on an application: drafted by one, signed by another."""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from coophub.accounts.models import Role, User
from coophub.accounts.selectors import people_with_role
from coophub.audit.services import record
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.formats import day, euro
from financing.subsidies.law.objection_term import objection_deadline
from financing.subsidies.models import (
    Application,
    Decision,
    Ground,
    Hearing,
    HearingChoice,
    Payment,
)
from financing.subsidies.papers.letters.deciding import DecisionLetter
from financing.subsidies.papers.letters.hearing import HearingLetter
from financing.subsidies.procedure.awards import (
    SETTLED_WITHOUT_REPORT,
    default_advance_share,
    default_arrangement,
    planned_end,
)
from financing.subsidies.procedure.may.deciding import (
    why_not_ask_view,
    why_not_draft,
    why_not_give_view,
    why_not_leave_out,
    why_not_send_back,
    why_not_sign,
)
from financing.subsidies.procedure.signing import decision_to_sign
from financing.subsidies.services.ledger import enter_award, release_reservation
from financing.subsidies.services.letters import send_letter
from financing.subsidies.services.notices import tell_staff
from financing.subsidies.services.payments import plan_advances
from financing.subsidies.services.signing import keep_version, sign
from financing.subsidies.services.steps import locked, refuse, take_step

KIND = Decision.Kind
ARRANGEMENT = Decision.Arrangement
TRANSITIONS = {
    KIND.AWARD: "award",
    KIND.AWARD_PARTLY: "award_partly",
    KIND.REFUSE: "refuse",
    KIND.LEAVE_OUT: "leave_out",
}


@transaction.atomic
def ask_view(*, application: Application, facts: str, respond_by: dt.date, user: User) -> Hearing:
    """Asks the group for its view, before a decision that rests on other facts than it gave itself (Awb 4:7).

    Raises DomainError out of order, for a day that has passed, and while an earlier question is open.
    """
    application = locked(application, staff=user)
    refuse(why_not_ask_view(application, clock.today()), application)
    if respond_by <= clock.today():
        raise DomainError(_("Give the group a day after today."), field="respond_by")
    hearing = Hearing.objects.create(
        application=application, facts=facts, respond_by=respond_by, asked_by=user, asked_at=clock.now()
    )
    record(actor=user, action="subsidies.ask_view", target=application, after={"respond_by": respond_by})
    send_letter(application, HearingLetter.of(hearing), occasion=f"hearing-{hearing.pk}")
    return hearing


@transaction.atomic
def give_view(*, application: Application, view: str, user: User) -> Hearing:
    """The group's view. Sent twice: once. After the day too, while nothing was decided.

    Raises DomainError when nothing was asked.
    """
    application = locked(application)
    asked = application.hearings.last()
    if asked is not None and asked.answered_at is not None:
        return asked
    refuse(why_not_give_view(application), application)
    hearing = application.hearings.latest("asked_at", "pk")
    hearing.view, hearing.answered_by, hearing.answered_at = view, user, clock.now()
    hearing.save()
    record(actor=user, action="subsidies.give_view", target=application, after={"view": view})
    reviewer = application.assigned_to or application.reviewer
    tell_staff([reviewer] if reviewer else [], application, "subsidies_view_given")
    return hearing


@transaction.atomic
@clock.at_one_moment
def draft_decision(
    *,
    application: Application,
    kind: str,
    amount: Decimal,
    reasons: str,
    user: User,
    ground: str = "",
    hearing: str = HearingChoice.NOT_NEEDED,
    conditions: str = "",
    activities_end_on: dt.date | None = None,
    arrangement: str = "",
    advance_share: Decimal | None = None,
) -> Decision:
    """Writes the decision, for somebody else to sign. A draft may be written again until then.

    Raises DomainError in another state, for an amount that does not fit the decision or what was asked, and when the
    group still has to be heard (Awb 4:7, 4:12).
    """
    application = locked(application, staff=user)
    if kind == KIND.LEAVE_OUT:
        raise DomainError(_("Leaving out is another step."))
    refuse(why_not_draft(application), application)
    amount = _fitting_amount(application, kind, amount)
    if kind != KIND.AWARD:
        check_hearing(application, hearing, ground=ground)
    if amount:
        arrangement = arrangement or default_arrangement(application.scheme_version, amount, clock.today())
        if advance_share is None or arrangement in SETTLED_WITHOUT_REPORT:
            advance_share = default_advance_share(application, arrangement)
    decision = _keep_draft(
        application,
        user,
        kind=kind,
        amount=amount,
        reasons=reasons,
        ground="" if kind == KIND.AWARD else ground,
        hearing="" if kind == KIND.AWARD else hearing,
        conditions=conditions,
        activities_end_on=(activities_end_on or planned_end(application)) if amount else None,
        arrangement=arrangement if amount else "",
        advance_share=(advance_share or Decimal(0)) if amount else Decimal(0),
    )
    take_step(application, "draft_decision", user=user, after={"kind": kind, "amount": amount})
    _tell_deciders(application)
    return decision


@transaction.atomic
def draft_leaving_out(*, application: Application, reasons: str, user: User) -> Decision:
    """Drafts that the application is not dealt with, because it was not completed in time or not enough (Awb 4:5).

    Raises DomainError when nobody asked to complete it, the group still has time, or the four weeks to announce it are
    over (4:5 lid 4).
    """
    application = locked(application, staff=user)
    refuse(why_not_leave_out(application, clock.today()), application)
    decision = _keep_draft(application, user, kind=KIND.LEAVE_OUT, amount=Decimal(0), reasons=reasons)
    take_step(application, "draft_leaving_out", user=user, action="draft_decision", after={"kind": KIND.LEAVE_OUT})
    _tell_deciders(application)
    return decision


@transaction.atomic
def send_back(*, application: Application, reason: str, user: User) -> Application:
    """The second pair of eyes does not sign, and says why. A draft of leaving out goes back like any other.

    Raises DomainError for who drafted it, without a reason, and out of order.
    """
    application = locked(application, staff=user)
    refuse(why_not_send_back(application, user), application)
    decision = application.decision
    if not reason.strip():
        raise DomainError(_("Write why, so that your colleague can go on."), field="reason")
    decision.sent_back_because = reason.strip()
    decision.save(update_fields=["sent_back_because"])
    name = "send_back_unassessed" if decision.kind == KIND.LEAVE_OUT else "send_back"
    take_step(application, name, user=user, action="send_back", after={"reason": reason.strip()})
    tell_staff([decision.drafted_by], application, "subsidies_sent_back")
    return application


@transaction.atomic
@clock.at_one_moment
def sign_decision(*, application: Application, user: User, read: str | None = None) -> Decision:
    """Makes the decision: the ledger takes the amount, the advance is planned, the letter goes out, the group is told.

    Signed twice: once. `read` is the seal of the draft that was read.

    Raises DomainError for who assessed or wrote any version of the draft, when another draft was read, and when a
    ceiling would be passed.
    """
    today = clock.today()
    application = locked(application, staff=user)
    earlier: Decision | None = getattr(application, "decision", None)
    if earlier is not None and earlier.signed_by_id == user.pk:
        return earlier
    refuse(why_not_sign(application, user, today), application)

    decision = application.decision
    decision.application = application
    sign(decision_to_sign(decision), user=user, read=read)
    decision.signed_by, decision.signed_at = user, clock.now()
    decision.object_by = objection_deadline(today).date
    decision.save()
    take_step(
        application,
        TRANSITIONS[KIND(decision.kind)],
        user=user,
        action="sign_decision",
        after={"amount": decision.amount},
    )
    planned: list[Payment] = []
    if decision.amount:
        enter_award(application=application, amount=decision.amount, user=user)
        planned = plan_advances(application=application)
    else:
        release_reservation(application=application, user=user)
    if decision.arrangement == ARRANGEMENT.SMALL_DIRECT:
        take_step(application, "settle", user=user, action="settle")
    send_letter(application, DecisionLetter.of(decision, planned))
    return decision


def check_hearing(
    application: Application, hearing: str, *, ground: str = "", since: dt.datetime | None = None
) -> None:
    """Whether the duty to hear the group first was met in the way that was chosen (Awb 4:7, 4:11, 4:12).

    `since` is when that began of which the group has to be heard: a view that was asked before is of something else.
    Raises DomainError.
    """
    asked = application.hearings.last()
    if hearing == HearingChoice.HEARD and asked is not None and since is not None and asked.asked_at < since:
        raise DomainError(_("The group was not asked for its view of this yet. Ask it first."), field="hearing")
    if hearing in (HearingChoice.HEARD, HearingChoice.HEARD_BEFORE):
        if asked is None:
            raise DomainError(_("The group was not asked for its view yet. Ask it first."), field="hearing")
        if asked.answered_at is None and clock.today() <= asked.respond_by:
            raise DomainError(
                _("The group can give its view until %(day)s.") % {"day": day(asked.respond_by)}, field="hearing"
            )
    if hearing == HearingChoice.FINANCIAL and ground == Ground.DOUBT:
        raise DomainError(
            _("Hearing cannot be left out for a refusal under Awb 4:35 (Awb 4:12 lid 2)."), field="hearing"
        )


def _keep_draft(application: Application, user: User, **fields: object) -> Decision:
    """The draft as it is now; what an earlier draft said is gone."""
    blank = {
        "ground": "",
        "hearing": "",
        "conditions": "",
        "activities_end_on": None,
        "arrangement": "",
        "advance_share": Decimal(0),
        "sent_back_because": "",
    }
    decision, _is_new = Decision.objects.update_or_create(
        application=application, defaults={**blank, **fields, "drafted_by": user, "drafted_at": clock.now()}
    )
    decision.application = application
    keep_version(decision_to_sign(decision), user=user)
    return decision


def _fitting_amount(application: Application, kind: str, amount: Decimal) -> Decimal:
    """The amount that belongs to the decision: all that was asked, less, or nothing."""
    asked = application.amount_requested
    if kind == KIND.REFUSE:
        return Decimal(0)
    if kind == KIND.AWARD and amount != asked:
        raise DomainError(
            _("An award is for all that was asked: %(amount)s.") % {"amount": euro(asked)}, field="amount"
        )
    if kind == KIND.AWARD_PARTLY and not 0 < amount < asked:
        raise DomainError(
            _("A partial award is more than nothing and less than %(amount)s.") % {"amount": euro(asked)},
            field="amount",
        )
    return amount


def _tell_deciders(application: Application) -> None:
    tell_staff(people_with_role(Role.DECIDER), application, "subsidies_to_sign")
