"""The budget page: five parts that add up to each ceiling, and entries behind every figure."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coophub.accounts.models import Role
from coophub.web import clock
from financing.subsidies.models import (
    Application,
    CeilingBalance,
    Holding,
    LedgerEntry,
    Payment,
    State,
    Submission,
    Target,
)
from financing.subsidies.papers.charts import budget_chart, growth_chart
from financing.subsidies.selectors.budget import HELD, budget_bars, entries_of, growth_of
from financing.subsidies.services import ledger
from financing.subsidies.services.payments import propose_paid
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.proposals import confirmed
from tests.factories.subsidies import example_scheme
from tests.web.chart_schema import is_as_vega_lite_knows


def application_of(number: str, target: str, state: State = State.IN_ASSESSMENT, answers=None) -> Application:
    """One that was submitted, with no more in it than its group and these answers."""
    initiative = InitiativeFactory()
    application = Application.objects.create(
        scheme_version=example_scheme(),
        initiative=initiative,
        target=target,
        number=number,
        state=state,
        submitted_at=clock.now(),
        decide_by=clock.today(),
    )
    content = {"answers": answers or {}, "initiative": {"name": initiative.name}}
    Submission.objects.create(application=application, content=content, sha256="0" * 64, submitted_at=clock.now())
    return application


def pay(application: Application, amount: int | Decimal, kind: str = "advance") -> None:
    today = clock.today()
    payment = Payment.objects.create(
        application=application,
        kind=kind,
        key=f"{kind}-{amount}",
        amount=amount,
        pay_from=today,
        pay_by=today,
        ordered_at=clock.now(),
    )
    confirmed(propose_paid(payment=payment, paid_on=today, user=UserFactory(roles=[Role.SCHEME_MANAGER])))


@pytest.fixture
def money(db):
    """One application in each part, and one that is both paid and awarded."""
    reserved = application_of("WC-1", Target.CPO)
    awarded = application_of("WC-2", Target.MIDDLE_INCOMES, State.AWARDED)
    settled = application_of("WC-3", Target.MIDDLE_INCOMES, State.SETTLED_LOWER)
    ledger.reserve(application=reserved, amount=Decimal(10_000), user=None)
    ledger.enter_award(application=awarded, amount=Decimal(50_000), user=None)
    pay(awarded, 30_000)
    with clock.at(clock.now() - dt.timedelta(days=3)):
        ledger.enter_award(application=settled, amount=Decimal(40_000), user=None)
    ledger.enter_lower_settlement(application=settled, amount=Decimal(5_000), user=None)
    pay(settled, 35_000)
    return {"reserved": reserved, "awarded": awarded, "settled": settled}


def test_parts_add_up_to_each_ceiling(money):
    bars = {bar.target: bar for bar in budget_bars(example_scheme())}

    whole = bars[""]
    assert (whole.settled, whole.paid, whole.awarded, whole.reserved) == (35_000, 30_000, 20_000, 10_000)
    assert bars["cpo"].reserved == 10_000
    assert bars["middle_incomes"].reserved == 0
    for bar in bars.values():
        assert sum(amount for _part, _title, amount in bar.parts) == bar.ceiling
        balance = CeilingBalance.objects.get(target=bar.target)
        assert bar.free == balance.free


def test_charts_are_as_vega_lite_knows_them(money):
    version = example_scheme()

    assert is_as_vega_lite_knows(budget_chart(budget_bars(version)))
    assert is_as_vega_lite_knows(growth_chart(growth_of(version), version.ceiling))


def test_every_figure_opens_its_entries(client, money):
    client.force_login(UserFactory(roles=[Role.REVIEWER]))
    version = example_scheme()
    page = client.get(reverse("subsidies:budget")).content.decode()
    address = reverse("subsidies:entries", args=[version.pk])
    assert f"{address}?target=cpo&amp;part=reserved" in page

    behind = client.get(address, {"target": "", "part": "settled"}).content.decode()

    assert "WC-3" in behind
    assert "WC-2" not in behind


def test_entries_of_a_part_add_up_to_its_figure(money):
    version = example_scheme()
    [whole, *_rest] = budget_bars(version)

    for part in ("settled", "reserved"):
        assert sum(entry.amount for entry in entries_of(version, part=part)) == getattr(whole, part)
    both = {entry.pk: entry.amount for part in ("paid", "awarded") for entry in entries_of(version, part=part)}
    assert sum(both.values()) == whole.paid + whole.awarded
    assert sum(entry.amount for entry in entries_of(version)) == whole.ceiling - whole.free


def test_growth_ends_at_what_is_taken(money):
    growth = growth_of(example_scheme())

    assert [total for _day, total in growth] == [40_000, 95_000]
    assert growth[-1][1] == CeilingBalance.objects.get(target="").taken


def test_entry_is_reversed_with_a_reason_when_a_colleague_confirms_it(client, money):
    entry = LedgerEntry.objects.get(application=money["reserved"])
    address = reverse("subsidies:reverse_entry", args=[entry.pk])
    entries = reverse("subsidies:entries", args=[example_scheme().pk])
    client.force_login(UserFactory(roles=[Role.REVIEWER]))
    assert client.post(address, {"reason": "Dubbel"}).status_code == 404

    client.force_login(UserFactory(roles=[Role.DECIDER]))
    assert client.post(address, {"reason": ""}).context["form"].errors
    sent = client.post(address, {"reason": "Dubbel ingevoerd"})

    assert ledger.held_by(money["reserved"]) == 10_000
    assert sent["Location"] in client.get(entries).content.decode()
    client.force_login(UserFactory(roles=[Role.SCHEME_MANAGER]))
    client.post(f"{sent['Location']}confirm/")
    assert ledger.held_by(money["reserved"]) == 0
    assert "Dubbel ingevoerd" in client.get(entries).content.decode()


def test_interest_hides_the_name(client, money):
    reviewer = UserFactory(roles=[Role.REVIEWER])
    money["awarded"].interest_declarations.create(person=reviewer, has_interest=True)
    client.force_login(reviewer)

    page = client.get(reverse("subsidies:entries", args=[example_scheme().pk])).content.decode()

    assert "WC-2" in page
    assert money["awarded"].initiative.name not in page
    assert money["settled"].initiative.name in page


def test_budget_takes_as_many_queries_for_many_as_for_few(client, money):
    client.force_login(UserFactory(roles=[Role.REVIEWER]))
    addresses = [reverse("subsidies:budget"), reverse("subsidies:entries", args=[example_scheme().pk])]
    for address in addresses:
        client.get(address)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        for number in range(4):
            application = application_of(f"{address}-{number}"[-20:], Target.CPO, State.AWARDED)
            ledger.enter_award(application=application, amount=Decimal(1_000), user=None)
        with CaptureQueriesContext(connection) as many:
            client.get(address)
        assert len(many) == len(few)


AMOUNT = st.decimals(0, 1_000_000, places=2)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    taken=AMOUNT,
    reserved=AMOUNT,
    out=AMOUNT,
    back=st.decimals(0, 1_010_000, places=2),
    state=st.sampled_from(State.values),
)
def test_no_part_is_negative_and_together_they_are_what_is_held(db, taken, reserved, out, back, state):
    with transaction.atomic():
        application = application_of("WC-9", Target.CPO, state)
        made = {"version": application.scheme_version, "target": Target.CPO, "made_at": clock.now()}
        entries = [("award", taken), ("reservation", reserved)]
        for kind, amount in entries:
            if amount:
                application.ledger_entries.create(kind=kind, amount=amount, **made)
        for kind, amount in (("advance", out), ("repayment", back), ("penalty", Decimal(500))):
            if amount:
                pay(application, amount, kind)

        found = Holding.objects.filter(application=application).first()
        parts = [getattr(found, part, Decimal(0)) for part in HELD]
        assert min(parts) >= 0
        assert sum(parts) == taken + reserved
        if found and state not in ("settled", "settled_lower", "settled_nil", "recovered"):
            assert found.paid == max(Decimal(0), min(out - back, taken))
        assert_kept_is_counted()
        transaction.set_rollback(True)


def assert_kept_is_counted():
    """What the database keeps of every application is what it counts anew from entries, payments and states."""
    found = []
    with connection.cursor() as cursor:
        for table in ("subsidies_holding", "subsidies_holding_counted"):
            parts = ", ".join(HELD)
            cursor.execute(f"SELECT application_id, version_id, target, {parts} FROM {table} ORDER BY 1")  # noqa: S608 # names of ours
            found.append(cursor.fetchall())
    assert found[0] == found[1]
