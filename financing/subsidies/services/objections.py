"""Objections (Awb 6:4 to 7:13) and notices of default (4:17, 4:18)."""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from coophub.accounts.models import Role, User
from coophub.accounts.selectors import people_with_role
from coophub.audit.services import record
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.formats import day, euro_cents
from financing.subsidies.law.objection_term import is_objection_in_time, objection_deadline, objection_decision_deadline
from financing.subsidies.models import (
    OPEN_OBJECTIONS,
    Application,
    Decision,
    DefaultNotice,
    LaterDecision,
    Objection,
    ObjectionState,
    Payment,
    State,
)
from financing.subsidies.papers.letters.hearing import ObjectionHearingLetter
from financing.subsidies.papers.letters.objections import ObjectionDecisionLetter, ObjectionReceiptLetter
from financing.subsidies.papers.letters.paying import MorePaid, PenaltyLetter
from financing.subsidies.procedure.awards import (
    advance_behind,
    advance_given,
    awarded_before,
    current_award,
    default_arrangement,
    planned_end,
)
from financing.subsidies.procedure.may.objections import (
    FIRST,
    decision_named,
    why_not_handle,
    why_not_prepare,
    why_not_report_hearing,
)
from financing.subsidies.procedure.may.states import why_not_take
from financing.subsidies.procedure.may.terms import why_not_draft_penalty
from financing.subsidies.procedure.terms import objection_term, running_penalty, running_term
from financing.subsidies.services.advances import add_to_advance, require_more_advance
from financing.subsidies.services.later_drafts import keep_later_draft
from financing.subsidies.services.ledger import enter_award
from financing.subsidies.services.letters import send_letter
from financing.subsidies.services.notices import tell_staff
from financing.subsidies.services.payments import more_paid, plan_advances, plan_from
from financing.subsidies.services.settlement import enter_difference
from financing.subsidies.services.steps import locked, locked_objection, out_of_order, refuse, take_step

OUTCOME = LaterDecision.Outcome
CHANNEL = Objection.Channel


@transaction.atomic
@clock.at_one_moment
def object_to(
    *,
    application: Application,
    reasons: str,
    user: User,
    against: str = FIRST,
    channel: str = CHANNEL.COOPHUB,
    received_on: dt.date | None = None,
    posted_on: dt.date | None = None,
    why_late: str = "",
    wants_hearing: bool = True,
) -> Objection:
    """Keeps an objection against a decision that was sent.

    A late one is kept and marked, never refused. Sent twice: once.

    Raises DomainError when there is no such decision, and for days that cannot be.
    """
    today = clock.today()
    received_on = received_on or today
    application = locked(application, staff=user if channel != CHANNEL.COOPHUB else None)
    decision = decision_named(application, against)
    if decision is None or decision.signed_at is None:
        raise DomainError(_("There is no decision to object against."))
    if found := application.objections.filter(against=against, state__in=OPEN_OBJECTIONS).first():
        return found
    sent_on = clock.day_of(decision.signed_at)
    if not sent_on <= received_on <= today:
        raise DomainError(_("It can have come from %(day)s until today.") % {"day": day(sent_on)}, field="received_on")
    if posted_on is not None and posted_on > received_on:
        raise DomainError(_("It cannot be posted after it was received."), field="posted_on")
    object_by = objection_deadline(sent_on).date
    objection = Objection.objects.create(
        application=application,
        against=against,
        decision_sent_on=sent_on,
        object_by=object_by,
        channel=channel,
        received_on=received_on,
        posted_on=posted_on,
        is_late=not is_objection_in_time(object_by=object_by, received_on=received_on, posted_on=posted_on),
        why_late=why_late,
        reasons=reasons,
        wants_hearing=wants_hearing,
        decide_by=objection_decision_deadline(object_by=object_by, has_committee=False).date,
        entered_by=user,
        entered_at=clock.now(),
    )
    record(
        actor=user,
        action="subsidies.object",
        target=application,
        after={"against": against, "received_on": received_on, "is_late": objection.is_late},
    )
    send_letter(
        application,
        ObjectionReceiptLetter.of(objection),
        occasion=f"objection-{objection.pk}",
    )
    tell_staff(people_with_role(Role.SCHEME_MANAGER), application, "subsidies_objection")
    return objection


@transaction.atomic
@clock.at_one_moment
def prepare_objection(
    *,
    objection: Objection,
    has_committee: bool,
    hearing_at: dt.datetime | None,
    hearing_place: str,
    user: User,
) -> Objection:
    """Takes an objection in hand: whether a committee advises, which sets the term (Awb 7:10, 7:13), and when the group
    is heard (7:2).

    Raises DomainError after the decision on it, for a moment that has passed, and for whoever signed the decision
    (10:3).
    """
    application, objection = locked_objection(objection, staff=user)
    refuse(why_not_prepare(objection, user), objection)
    if hearing_at is not None and hearing_at <= clock.now():
        raise DomainError(_("Name a moment to come."), field="hearing_at")
    is_new_moment = hearing_at is not None and hearing_at != objection.hearing_at
    before = {"decide_by": objection.decide_by, "hearing_at": objection.hearing_at}
    objection.has_committee, objection.handler = has_committee, user
    objection.hearing_at, objection.hearing_place = hearing_at, hearing_place
    objection.decide_by = objection_term(objection).date
    objection.save()
    record(
        actor=user,
        action="subsidies.prepare_objection",
        target=application,
        before=before,
        after={"decide_by": objection.decide_by, "hearing_at": hearing_at, "has_committee": has_committee},
    )
    if is_new_moment and hearing_at is not None:
        send_letter(
            application,
            ObjectionHearingLetter.of(objection),
            occasion=f"objection-{objection.pk}-{int(hearing_at.timestamp())}",
        )
    return objection


@transaction.atomic
@clock.at_one_moment
def record_hearing(*, objection: Objection, report: str, advice: str = "", user: User) -> Objection:
    """Keeps the report of the hearing (Awb 7:7) and, with a committee, its advice (7:13 lid 6).

    Raises DomainError before the hearing was, and without the advice of a committee that was asked.
    """
    _application, objection = locked_objection(objection, staff=user)
    refuse(why_not_report_hearing(objection, user, clock.now()), objection)
    if objection.has_committee and not advice.strip():
        raise DomainError(_("Add the advice of the committee (Awb 7:13 lid 6)."), field="advice")
    objection.hearing_report, objection.committee_advice = report, advice
    take_step(objection, "hear", user=user, action="hear_objection")
    return objection


@transaction.atomic
def draft_objection_decision(
    *,
    objection: Objection,
    outcome: str,
    amount: Decimal,
    reasons: str,
    user: User,
    hearing_left_out_because: str = "",
    follows_advice: bool | None = None,
    deviates_because: str = "",
) -> LaterDecision:
    """Drafts the decision on an objection: the first stands, is revised, or the objection is inadmissible.

    Raises DomainError after the decision on it, when nobody was heard and no ground of Awb 7:3 is named, when a
    committee advised and it is not said whether the decision follows it, and if not, why (7:13 lid 7), for an amount
    that would make the group worse off, and for whoever signed the first decision (10:3 lid 3).
    """
    application, objection = locked_objection(objection, staff=user)
    refuse(why_not_handle(objection, user), objection)
    if objection.state != ObjectionState.HEARD and not hearing_left_out_because.strip():
        raise DomainError(
            _("The group was not heard. Name the ground of Awb 7:3 on which that is left out."),
            field="hearing_left_out_because",
        )
    has_advice = bool(objection.committee_advice.strip())
    if has_advice and follows_advice is None:
        raise DomainError(_("Say whether the decision follows the advice of the committee."), field="follows_advice")
    deviates = has_advice and follows_advice is False
    if deviates and not deviates_because.strip():
        raise DomainError(
            _("Write why the decision deviates from the advice (Awb 7:13 lid 7)."), field="deviates_because"
        )
    advance = advance_behind(application, objection)
    before = advance_given(application, advance) if advance is not None else current_award(application).awarded
    if outcome == OUTCOME.REVISED and advance is not None:
        require_more_advance(application, advance, amount)
    elif outcome == OUTCOME.REVISED:
        _require_no_worse(application, before, amount)
        if objection.against != FIRST and amount != before:
            raise DomainError(
                _("Only an objection against the first decision can change the award here. Draft an amendment."),
                field="amount",
            )
    is_first_award = outcome == OUTCOME.REVISED and not before and advance is None
    return keep_later_draft(
        application=application,
        kind=LaterDecision.Kind.OBJECTION,
        amount=amount if outcome == OUTCOME.REVISED else before,
        # The decision itself was for nothing: how this award is accounted for follows from its amount and what was
        # submitted.
        activities_end_on=planned_end(application) if is_first_award else None,
        arrangement=default_arrangement(application.scheme_version, amount, clock.today()) if is_first_award else "",
        reasons=reasons,
        user=user,
        objection=objection,
        outcome=outcome,
        hearing_left_out_because=hearing_left_out_because.strip(),
        deviates_because=deviates_because.strip() if deviates else "",
    )


def decide_objection(application: Application, decision: LaterDecision, user: User) -> None:
    """Carries out the decision on an objection: the objection's state, the application's, the ledger, the letter."""
    if decision.objection is None:
        raise DomainError(out_of_order(application))
    objection = Objection.objects.select_for_update(of=("self",)).get(pk=decision.objection.pk)
    objection.application = application
    advance = advance_behind(application, objection)
    before = (
        advance_given(application, advance, before=decision)
        if advance is not None
        else awarded_before(application, decision)
    )
    names = {OUTCOME.UPHELD: "uphold", OUTCOME.REVISED: "revise", OUTCOME.INADMISSIBLE: "declare_inadmissible"}
    take_step(objection, names[OUTCOME(decision.outcome)], user=user, after={"amount": decision.amount})
    if decision.outcome == OUTCOME.REVISED and advance is not None:
        add_to_advance(application, advance, before, decision)
    elif decision.outcome == OUTCOME.REVISED and decision.amount != before:
        _revise(application, decision, before, user)
    send_letter(
        application,
        ObjectionDecisionLetter.of(
            decision,
            objection,
            amount_before=before,
            is_about_advance=advance is not None,
            more=_more_paid(decision, before, advance),
        ),
        occasion=f"later-{decision.pk}",
    )


@transaction.atomic
def withdraw_objection(*, objection: Objection, user: User) -> Objection:
    """The group takes its objection back (Awb 6:21). Withdrawing twice changes nothing.

    Raises DomainError after the decision on it.
    """
    _application, objection = locked_objection(objection)
    if objection.state == ObjectionState.WITHDRAWN:
        return objection
    refuse(why_not_take(objection, "withdraw"), objection)
    take_step(objection, "withdraw", user=user, action="withdraw_objection")
    return objection


@transaction.atomic
@clock.at_one_moment
def give_default_notice(
    *,
    application: Application,
    user: User,
    objection: Objection | None = None,
    received_on: dt.date | None = None,
) -> DefaultNotice:
    """A notice of default for a decision that is late (Awb 4:17).

    One that comes too early is kept, marked, and starts nothing.

    Given twice for the same term: once.
    Raises DomainError when nothing is undecided, and for a day to come.
    """
    application = locked(application, staff=user if received_on is not None else None)
    received_on = received_on or clock.today()
    if received_on > clock.today():
        raise DomainError(_("This day has not come yet."), field="received_on")
    decide_by = running_term(objection or application)
    if decide_by is None:
        raise DomainError(out_of_order(objection or application))
    is_premature = received_on <= decide_by
    notice, is_new = DefaultNotice.objects.get_or_create(
        application=application,
        objection=objection,
        decide_by=decide_by,
        is_premature=is_premature,
        defaults={"received_on": received_on, "entered_by": user, "entered_at": clock.now()},
    )
    if is_new:
        record(
            actor=user,
            action="subsidies.give_default_notice",
            target=application,
            after={"received_on": received_on, "decide_by": decide_by, "is_premature": is_premature},
        )
        deciders = people_with_role(Role.DECIDER, Role.SCHEME_MANAGER)
        tell_staff(deciders, application, "subsidies_default_notice")
    return notice


@transaction.atomic
def draft_penalty(*, notice: DefaultNotice, reasons: str, user: User) -> LaterDecision:
    """Drafts the decision that sets the penalty (Awb 4:18): the amount follows from the days.

    Raises DomainError while it still runs, when nothing is due, and when it was set before.
    """
    application = locked(notice.application, staff=user)
    notice.application = application
    today = clock.today()
    refuse(why_not_draft_penalty(notice, today), application)
    found = running_penalty(notice, today)
    return keep_later_draft(
        application=application,
        kind=LaterDecision.Kind.PENALTY,
        amount=found.amount if found is not None else Decimal(0),
        reasons=reasons,
        user=user,
        objection=notice.objection,
    )


def set_penalty(application: Application, decision: LaterDecision, user: User) -> None:
    """Plans the payment of the penalty and writes to the group. It is no subsidy: the ceilings do not change."""
    plan_from(decision, kind=Payment.Kind.PENALTY, amount=decision.amount, pay_from=clock.today())
    record(actor=user, action="subsidies.set_penalty", target=application, after={"amount": decision.amount})
    send_letter(
        application,
        PenaltyLetter.of(decision),
        occasion=f"later-{decision.pk}",
    )


def _revise(application: Application, decision: LaterDecision, before: Decimal, user: User) -> None:
    name = "revise_to_award" if decision.amount == application.amount_requested else "revise_to_part"
    had_nothing = application.state in (State.REFUSED, State.LEFT_OUT)
    take_step(application, name, user=user, after={"amount": decision.amount})
    if had_nothing:
        enter_award(application=application, amount=decision.amount, user=user, key=decision.key)
        plan_advances(application=application, later_decision=decision)
        if decision.arrangement == Decision.Arrangement.SMALL_DIRECT:
            take_step(application, "settle", user=user, action="settle")
    else:
        enter_difference(application, decision.amount - before, decision, user)


def _more_paid(decision: LaterDecision, before: Decimal, advance: LaterDecision | None) -> MorePaid:
    """When what the objection brought is paid. More in advance is paid all of it now: the award itself is the same."""
    more = more_paid(decision, raised=decision.amount - before)
    return more if advance is None else MorePaid(more.payments)


def _require_no_worse(application: Application, awarded: Decimal, amount: Decimal) -> None:
    if not awarded <= amount <= application.amount_requested:
        raise DomainError(
            _("An objection makes nobody worse off: award from %(least)s up to what was asked, %(most)s.")
            % {"least": euro_cents(awarded), "most": euro_cents(application.amount_requested)},
            field="amount",
        )
    if not amount:
        raise DomainError(_("A revised decision awards something."), field="amount")
