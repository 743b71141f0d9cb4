"""The ledger: what may be entered, what is entered once, and a balance that is always the sum of its entries."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from decimal import Decimal

import pytest
from django.db import IntegrityError, connections, transaction
from django.db.models import Sum
from django.db.utils import ProgrammingError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coophub.accounts.models import Role
from coophub.web import clock
from coophub.web.errors import DomainError
from financing.subsidies.models import Application, CeilingBalance, LedgerEntry, Target
from financing.subsidies.services import ledger
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.proposals import confirmed
from tests.factories.subsidies import example_scheme

pytestmark = pytest.mark.django_db

KIND = LedgerEntry.Kind


def application_of(target: str = Target.MIDDLE_INCOMES) -> Application:
    return Application.objects.create(scheme_version=example_scheme(), initiative=InitiativeFactory(), target=target)


@pytest.fixture
def application():
    return application_of()


@pytest.fixture
def user():
    return UserFactory(roles=[Role.DECIDER])


def taken(target: str = "") -> Decimal:
    return CeilingBalance.objects.get(target=target).taken


def test_award_uses_up_the_reservation(application, user):
    ledger.reserve(application=application, amount=Decimal(80_000), user=user)
    assert taken() == 80_000

    ledger.enter_award(application=application, amount=Decimal("75000.50"), user=user)

    assert taken() == taken("middle_incomes") == Decimal("75000.50")
    assert taken("older_people") == 0
    assert [entry.kind for entry in LedgerEntry.objects.all()] == [KIND.RESERVATION, KIND.RELEASE, KIND.AWARD]


def test_reserved_money_is_not_free_for_another(application, user):
    CeilingBalance.objects.filter(target="middle_incomes").update(taken=Decimal(4_900_000))
    ledger.reserve(application=application, amount=Decimal(60_000), user=user)

    with pytest.raises(DomainError, match=r"40\.000"):
        ledger.enter_award(application=application_of(), amount=Decimal(60_000), user=user)
    assert ledger.enter_award(application=application, amount=Decimal(100_000), user=user).amount == 100_000


def test_reserving_again_replaces_what_was_held(application, user):
    for amount in (10_000, 10_000, 25_000, 10_000):
        ledger.reserve(application=application, amount=Decimal(amount), user=user)
        assert ledger.held_by(application) == taken() == amount

    ledger.release_reservation(application=application, user=user)

    assert taken() == 0
    assert ledger.release_reservation(application=application, user=user) is None


def test_the_same_event_is_entered_once(application, user):
    for _attempt in range(2):
        ledger.enter_award(application=application, amount=Decimal(50_000), user=user)
        ledger.enter_increase(application=application, amount=Decimal(5_000), user=user, key="objection-1")
        ledger.enter_lower_settlement(application=application, amount=Decimal(20_000), user=user)
        ledger.enter_recovery(application=application, amount=Decimal(1_000), user=user)

    assert LedgerEntry.objects.count() == 4
    assert ledger.held_by(application) == taken() == 34_000


def test_settlement_as_awarded_is_an_entry_of_nothing(application, user):
    ledger.enter_award(application=application, amount=Decimal(50_000), user=user)

    assert ledger.enter_lower_settlement(application=application, amount=Decimal(0), user=user).amount == 0
    assert taken() == 50_000


def test_nobody_gives_back_more_than_is_held(application, user):
    ledger.enter_award(application=application, amount=Decimal(50_000), user=user)
    ledger.enter_award(application=application_of(), amount=Decimal(50_000), user=user)

    with pytest.raises(DomainError) as caught:
        ledger.enter_withdrawal(application=application, amount=Decimal("50000.01"), user=user)

    assert caught.value.field == "amount"
    assert taken() == 100_000


def test_reversed_award_can_be_made_again(application, user):
    wrong = ledger.enter_award(application=application, amount=Decimal(50_000), user=user)
    for _attempt in range(2):
        proposal = ledger.propose_reversal(entry=wrong, reason="Verkeerd bedrag", user=user)
    confirmed(proposal)
    assert taken() == 0

    right = ledger.enter_award(application=application, amount=Decimal(40_000), user=user)

    assert right != wrong
    assert ledger.held_by(application) == taken() == 40_000
    assert LedgerEntry.objects.filter(kind=KIND.REVERSAL).count() == 1


def test_reversal_needs_a_reason_and_is_not_reversed_itself(application, user):
    entry = ledger.enter_award(application=application, amount=Decimal(50_000), user=user)

    with pytest.raises(DomainError) as caught:
        ledger.propose_reversal(entry=entry, reason=" ", user=user)
    assert caught.value.field == "reason"
    confirmed(ledger.propose_reversal(entry=entry, reason="Dubbel", user=user))
    reversal = LedgerEntry.objects.get(reverses=entry)
    with pytest.raises(DomainError):
        ledger.propose_reversal(entry=reversal, reason="Toch niet", user=user)


def test_amounts_are_whole_cents(application, user):
    with pytest.raises(DomainError):
        ledger.enter_award(application=application, amount=Decimal("0.001"), user=user)


@pytest.mark.parametrize(
    ("kind", "amount"),
    [
        (KIND.AWARD, -1),
        (KIND.RESERVATION, 0),
        (KIND.WITHDRAWAL, 1),
        (KIND.LOWER_SETTLEMENT, 1),
        (KIND.RECOVERY, -1),
        (KIND.REVERSAL, 1),
    ],
)
def test_database_refuses_what_makes_no_sense(application, kind, amount):
    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerEntry.objects.create(
            version=application.scheme_version,
            target=application.target,
            application=application,
            kind=kind,
            amount=amount,
            made_at=clock.now(),
        )
    assert taken() == 0


def test_database_refuses_a_reversal_that_is_no_opposite(application, user):
    entry = ledger.enter_award(application=application, amount=Decimal(50_000), user=user)

    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerEntry.objects.create(
            version=application.scheme_version,
            target=application.target,
            application=application,
            kind=KIND.REVERSAL,
            reverses=entry,
            amount=-1,
            made_at=clock.now(),
        )


def test_entries_are_never_changed(application, user):
    ledger.enter_award(application=application, amount=Decimal(50_000), user=user)

    with pytest.raises(ProgrammingError), transaction.atomic():
        LedgerEntry.objects.update(amount=1)
    with pytest.raises(ProgrammingError), transaction.atomic():
        LedgerEntry.objects.all().delete()


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["reserve", "release", "award", "increase", "settle", "withdraw", "recover", "reverse"]),
        st.integers(0, 2),
        st.decimals(Decimal("0.01"), Decimal(2_000_000), places=2),
    ),
    max_size=12,
)


def enter(step: str, application: Application, amount: Decimal, key: str, user) -> None:
    """One step of somebody at work."""
    common = {"application": application, "user": user}
    if step == "release":
        ledger.release_reservation(**common)
    elif step == "reverse":
        if last := application.ledger_entries.last():
            confirmed(ledger.propose_reversal(entry=last, reason="Fout", user=user))
    elif step in ("reserve", "award", "settle"):
        {"reserve": ledger.reserve, "award": ledger.enter_award, "settle": ledger.enter_lower_settlement}[step](
            **common, amount=amount
        )
    else:
        {"increase": ledger.enter_increase, "withdraw": ledger.enter_withdrawal, "recover": ledger.enter_recovery}[
            step
        ](**common, amount=amount, key=key)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_balance_is_the_sum_of_entries_whatever_happens(user, steps):
    with transaction.atomic():
        applications = [application_of(target) for target in ("middle_incomes", "middle_incomes", "cpo")]
        for number, (step, which, amount) in enumerate(steps):
            with suppress(DomainError):
                enter(step, applications[which], amount, str(number), user)

        for balance in CeilingBalance.objects.all():
            entries = LedgerEntry.objects.filter(**({"target": balance.target} if balance.target else {}))
            assert balance.taken == (entries.aggregate(sum=Sum("amount"))["sum"] or 0)
            assert 0 <= balance.taken <= balance.ceiling
        assert all(ledger.held_by(application) >= 0 for application in applications)
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_the_same_award_from_many_places_at_once_is_one(user):
    application = application_of()

    def award(_number):
        try:
            return ledger.enter_award(application=application, amount=Decimal(50_000), user=user).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(award, range(8)))

    assert len(made) == 1
    assert taken() == 50_000
