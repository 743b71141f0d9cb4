"""The last day of a dossier is kept as what its rows say, whatever happens in it, and who writes at once."""

import datetime as dt
import random
import threading
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection, transaction

from coophub.audit.models import AuditEntry
from coophub.web import clock
from coophub.web.errors import DomainError
from financing.subsidies.models import (
    OPEN_OBJECTIONS,
    SETTLED,
    Application,
    DossierEnd,
    LaterDecision,
    Objection,
    Payment,
    State,
    Target,
)
from financing.subsidies.procedure.awards import TO_THE_GROUP, recovery_deadline
from financing.subsidies.selectors.archive import closed_on
from financing.subsidies.selectors.reconciling import last_day_differences
from financing.subsidies.services import objections, payments, settlement
from financing.subsidies.services.applying import withdraw_application
from financing.subsidies.services.later_decisions import sign_later_decision
from tests.factories.accounts import UserFactory
from tests.factories.proposals import confirmed
from tests.financing.subsidies.life import DAY, award, fresh, object_to, pay_all, refuse, report, today
from tests.financing.subsidies.money.test_budget import application_of
from tests.thorough import some

ENDS = [State.REFUSED, State.LEFT_OUT, State.WITHDRAWN, *SETTLED, State.RECOVERED]
REFUSED_BY_RULES = (DomainError, LookupError)


def first_open(rows):
    return rows.order_by("pk")[0]


def pay_one(case, people, _rng):
    payment = first_open(case.payments.filter(paid_on=None, cancelled_at=None))
    payments.order_payment(payment=payment, user=people["manager"])
    confirmed(payments.propose_paid(payment=fresh_row(payment), paid_on=today(), user=people["manager"]))


def cancel_one(case, _people, _rng):
    payment = first_open(case.payments.filter(paid_on=None, cancelled_at=None))
    payment.cancelled_at = clock.now()
    payment.save()


def settle(case, people, rng):
    settlement.draft_settlement(
        application=case,
        amount=Decimal(rng.choice([0, 60_000, 80_000])),
        reasons="Deels gedaan.",
        ground="a",
        hearing="not_needed",
        user=people["reviewer"],
    )


def reclaim(case, people, rng):
    settlement.draft_recovery(
        application=case,
        amount=Decimal(rng.choice([4_000, 12_000])),
        reasons="Te veel betaald.",
        hearing="not_needed",
        user=people["reviewer"],
    )


def amend(case, people, rng):
    settlement.draft_amendment(
        application=case,
        amount=Decimal(rng.choice([50_000, 70_000])),
        reasons="Minder woningen.",
        hearing="not_needed",
        user=people["reviewer"],
    )


def sign(case, people, _rng):
    draft = first_open(case.later_decisions.filter(signed_at=None))
    sign_later_decision(decision=draft, user=people["other_decider" if draft.objection_id else "decider"])


def against_first(case, people, _rng):
    object_to(case, people)


def stop_objecting(case, people, _rng):
    objections.withdraw_objection(objection=first_open(open_objections(case)), user=people["owner"])


def uphold(case, people, _rng):
    objections.draft_objection_decision(
        objection=first_open(open_objections(case)),
        outcome="upheld",
        amount=Decimal(0),
        reasons="Het besluit blijft.",
        hearing_left_out_because="Awb 7:3, b",
        user=people["manager"],
    )


def until_the_report(case, people, _rng):
    award(case, people)
    pay_all(case, people)
    report(case, people)


BEGINNINGS: list[Callable] = [
    until_the_report,
    until_the_report,
    lambda case, people, _rng: award(case, people),
    lambda case, people, _rng: refuse(case, people),
    lambda case, people, _rng: withdraw_application(application=case, user=people["owner"]),
]
OFTEN = [sign, sign, sign, pay_one, pay_one, settle, settle, reclaim, reclaim]
STEPS = [*OFTEN, cancel_one, amend, against_first, stop_objecting, uphold]


def fresh_row(row):
    return type(row).objects.get(pk=row.pk)


def open_objections(case):
    return case.objections.filter(state__in=OPEN_OBJECTIONS)


def day_of(moment: dt.datetime | None) -> dt.date | None:
    return clock.day_of(moment) if moment else None


def worked_out(case) -> tuple[dt.date | None, dt.date | None]:
    """The last day and the day of a settlement that was below what was paid, from the rows themselves."""
    later = list(LaterDecision.objects.filter(application=case).order_by("signed_at", "pk"))
    paid = list(Payment.objects.filter(application=case))
    taken_back = AuditEntry.objects.filter(
        target_type="subsidies.application", target_id=str(case.pk), action="subsidies.withdraw"
    )
    is_open = (
        any(found.signed_at is None for found in later)
        or any(found.paid_on is None and found.cancelled_at is None for found in paid)
        or Objection.objects.filter(application=case, state__in=OPEN_OBJECTIONS).exists()
    )
    decisions = [*later, *([case.decision] if hasattr(case, "decision") else [])]
    days = [
        *(day_of(found.signed_at) for found in decisions),
        *(found.object_by for found in decisions),
        *(found.paid_on for found in paid),
        *(day_of(entry.at) for entry in taken_back),
    ]
    settlements = [found for found in later if found.kind == "settlement" and found.signed_at]
    given = sum(found.amount for found in paid if found.kind in TO_THE_GROUP and found.paid_on)
    back = sum(found.amount for found in later if found.kind == "recovery" and found.signed_at)
    too_much = settlements and given - back > settlements[-1].amount
    return (
        None if is_open else max((day for day in days if day), default=None),
        day_of(settlements[-1].signed_at) if too_much else None,
    )


def require_kept(case) -> None:
    case = fresh(case)
    last_day, reclaim_from = worked_out(case)
    kept = DossierEnd.objects.get(pk=case.pk)
    assert (kept.last_day, kept.reclaim_from) == (last_day, reclaim_from)
    assert last_day_differences() == []
    end = None
    if last_day and case.state in ENDS:
        end = max(last_day, recovery_deadline(case).date) if reclaim_from else last_day
    for day in {today(), *((end, end + DAY) if end else ())}:
        with clock.at(dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)):
            assert closed_on(case) == (end if end and end < day else None)


def take(step, case, people, rng) -> None:
    """One that is out of order changes nothing."""
    try:
        with transaction.atomic():
            step(fresh(case), people, rng)
    except REFUSED_BY_RULES:
        return


@pytest.mark.django_db
@pytest.mark.parametrize("seed", some(range(12), plain=[1, 2]))
def test_what_is_kept_is_what_the_rows_say(submitted, people, seed):
    rng, moment = random.Random(seed), clock.now()
    assert DossierEnd.objects.get(pk=submitted.pk).last_day is None
    take(rng.choice(BEGINNINGS), submitted, people, rng)
    require_kept(submitted)

    for _turn in range(25):
        moment += rng.choice([0, 1, 40]) * DAY
        with clock.at(moment):
            with transaction.atomic():
                take(rng.choice(STEPS), submitted, people, rng)
                if is_undone := rng.random() < 0.2:
                    transaction.set_rollback(True)
            if not is_undone:
                require_kept(submitted)
    require_kept(submitted)


@pytest.mark.django_db
def test_day_that_is_wrong_is_named():
    case = application_of("WC-1", Target.CPO)
    DossierEnd.objects.update(last_day=today())

    assert last_day_differences() == [f"the last day of application {case.pk} is not what its rows say"]


@pytest.mark.django_db
def test_draft_has_no_last_day_and_what_goes_takes_its_day_along():
    case = application_of("WC-1", Target.CPO)
    Application.objects.filter(pk=case.pk).update(state=State.DRAFT, submitted_at=None)

    assert not DossierEnd.objects.exists()
    assert last_day_differences() == []


@pytest.mark.django_db
def test_day_of_withdrawal_stays_when_an_older_copy_of_the_row_is_saved(submitted, people):
    """As the release before does, which does not know the column."""
    withdraw_application(application=submitted, user=people["owner"])
    older = fresh(submitted)
    older.withdrawn_on = None

    with clock.at(clock.now() + 9 * DAY):
        older.save()

    assert fresh(submitted).withdrawn_on == today()
    assert DossierEnd.objects.get(pk=submitted.pk).last_day == today()


@pytest.mark.django_db(transaction=True)
def test_those_who_write_at_once_are_all_counted():
    """On one application: its objection and its payments, each in transactions of their own."""
    case = application_of("WC-1", Target.CPO)
    planned = {"application": case, "kind": "advance", "amount": 1, "pay_from": today(), "pay_by": today()}
    objection = Objection.objects.create(
        application=case,
        against="first",
        decision_sent_on=today(),
        object_by=today(),
        channel="post",
        received_on=today(),
        is_late=False,
        reasons="Nee.",
        decide_by=today(),
        entered_by=UserFactory(),
        entered_at=clock.now(),
    )
    together = threading.Barrier(2)

    def at_once(step):
        def go():
            try:
                together.wait()
                for turn in range(8):
                    step(turn)
            finally:
                connection.close()

        return threading.Thread(target=go)

    def plan_and_cancel(turn):
        payment = Payment.objects.create(key=f"{turn}", **planned)
        Payment.objects.filter(pk=payment.pk).update(cancelled_at=clock.now())

    states = ["heard", "withdrawn"]
    threads = [
        at_once(plan_and_cancel),
        at_once(lambda turn: Objection.objects.filter(pk=objection.pk).update(state=states[turn % 2])),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert case.payments.count() == 8
    assert last_day_differences() == []
