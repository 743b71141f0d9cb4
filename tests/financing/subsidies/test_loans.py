"""Lending: a schedule that agrees with the engine, two people, draws in parts, and repayments that flow back into the ceiling."""

import datetime as dt
import uuid
from decimal import Decimal

import numpy as np
import pytest
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from coophub.accounts.models import Role
from coophub.web.errors import DomainError
from financing.engine.documents import Source
from financing.engine.drivers import Drivers
from financing.engine.loans import loan_of
from financing.subsidies import services
from financing.subsidies.example_schemes import publish_example
from financing.subsidies.loan_schedule import repayment_schedule
from financing.subsidies.models import Application, CeilingBalance, Decision, Loan, Payment, Submission
from financing.subsidies.selectors.loans import loan_stand
from financing.subsidies.services import ledger
from financing.subsidies.services.loans import draw_up_loan, enter_loan_repayment, sign_loan, take_up
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.subsidies import ANSWERS, drafted

START = dt.date(2027, 1, 1)
TERMS = st.fixed_dictionaries(
    {
        "amount": st.decimals(Decimal(1), Decimal(5_000_000), places=2),
        "rate": st.sampled_from([Decimal(0), Decimal("0.015"), Decimal("0.02"), Decimal("0.0475")]),
        "term_years": st.integers(2, 40),
        "grace_years": st.integers(0, 1),
        "repayment": st.sampled_from(["annuity", "linear", "bullet"]),
        "payments_per_year": st.sampled_from([1, 4, 12]),
    }
)


@given(terms=TERMS)
def test_schedule_repays_exactly_and_agrees_with_the_engine(terms):
    schedule = repayment_schedule(**terms, starts_on=START)

    p = terms["payments_per_year"]
    assert len(schedule) == terms["term_years"] * p
    assert sum(part.principal for part in schedule) == terms["amount"]
    assert schedule[-1].balance == 0
    assert all(part.principal >= 0 and part.interest >= 0 for part in schedule)
    source = Source(
        name="Lening",
        kind="svn_loan",
        fixed=float(terms["amount"]),
        rate=float(terms["rate"]),
        term_years=terms["term_years"],
        grace_years=terms["grace_years"],
        repayment=terms["repayment"],
        payments_per_year=p,
    )
    loan = loan_of(source, np.array([[float(terms["amount"])]]), Drivers.neutral(), terms["term_years"])
    for year in range(terms["term_years"]):
        of_year = schedule[year * p : (year + 1) * p]
        assert abs(float(of_year[-1].balance) - loan.balance[0, year]) < 0.006
        assert abs(float(sum(part.interest for part in of_year)) - loan.interest[0, year]) < 0.01 * p


def test_instalments_fall_on_the_same_day_of_the_month():
    schedule = repayment_schedule(
        amount=Decimal(1000),
        rate=Decimal("0.04"),
        term_years=1,
        grace_years=0,
        repayment="linear",
        payments_per_year=4,
        starts_on=dt.date(2027, 11, 30),
    )

    assert [part.due_on for part in schedule] == [
        dt.date(2028, 2, 29),
        dt.date(2028, 5, 30),
        dt.date(2028, 8, 30),
        dt.date(2028, 11, 30),
    ]
    assert [part.interest for part in schedule] == [Decimal("10.00"), Decimal("7.50"), Decimal("5.00"), Decimal("2.50")]


@pytest.fixture
def people():
    return [UserFactory(roles=[Role.SCHEME_MANAGER]), UserFactory(roles=[Role.DECIDER])]


@pytest.fixture
def awarded(db):
    version = publish_example("leenfonds-landelijk")
    application = Application.objects.create(
        scheme_version=version,
        initiative=InitiativeFactory(),
        number="WC-1",
        state="awarded",
        submitted_at=timezone.now(),
        decide_by=timezone.localdate(),
    )
    ledger.enter_award(application=application, amount=Decimal(500_000), user=None)
    return application


@pytest.fixture
def loan(awarded, people):
    drawn_up = draw_up_loan(
        application=awarded, starts_on=timezone.localdate() - dt.timedelta(days=365), user=people[0]
    )
    return sign_loan(loan=drawn_up, user=people[1])


def taken(version) -> Decimal:
    return CeilingBalance.objects.get(version=version, target="").taken


def test_loan_has_its_own_copy_of_the_terms(loan, awarded):
    assert (loan.amount, loan.rate, loan.term_years) == (500_000, Decimal("0.02"), 30)
    assert (loan.grace_years, loan.rank) == (2, "subordinated")
    assert "gemeente" in loan.conditions
    with pytest.raises(ProgrammingError), transaction.atomic():
        Loan.objects.update(rate=0)


def test_who_drew_it_up_does_not_sign(awarded, people):
    drawn_up = draw_up_loan(application=awarded, starts_on=START, user=people[0])

    with pytest.raises(DomainError):
        sign_loan(loan=drawn_up, user=people[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        Loan.objects.update(signed_by=people[0])
    with pytest.raises(DomainError):
        take_up(loan=drawn_up, amount=Decimal(1), drawn_on=START, key=uuid.uuid4(), user=people[0])


def test_taken_up_in_parts_and_never_more(loan, people):
    key, today = uuid.uuid4(), timezone.localdate()
    for _attempt in range(2):
        take_up(loan=loan, amount=Decimal(300_000), drawn_on=today, key=key, user=people[0])

    with pytest.raises(DomainError) as caught:
        take_up(loan=loan, amount=Decimal("200000.01"), drawn_on=today, key=uuid.uuid4(), user=people[0])
    assert caught.value.field == "amount"
    assert Payment.objects.get().amount == 300_000
    assert loan_stand(loan, today).undrawn == 200_000


def test_repayment_pays_interest_first_and_principal_can_be_lent_again(loan, people):
    today = timezone.localdate()
    take_up(loan=loan, amount=Decimal(500_000), drawn_on=today, key=uuid.uuid4(), user=people[0])
    due = loan_stand(loan, today).interest_due
    assert due == 10_000
    before = taken(loan.application.scheme_version)

    key = uuid.uuid4()
    for _attempt in range(2):
        repayment = enter_loan_repayment(loan=loan, amount=Decimal(60_000), received_on=today, key=key, user=people[0])

    assert (repayment.interest, repayment.principal) == (10_000, 50_000)
    assert taken(loan.application.scheme_version) == before - 50_000
    stand = loan_stand(loan, today)
    assert (stand.outstanding, stand.interest_due) == (450_000, 0)
    with pytest.raises(DomainError):
        enter_loan_repayment(
            loan=loan, amount=Decimal("450000.01"), received_on=today, key=uuid.uuid4(), user=people[0]
        )


def test_loan_has_no_advance_to_ask_and_a_lower_award_leaves_what_was_taken_up(loan, awarded, people):
    now, today = timezone.now(), timezone.localdate()
    Decision.objects.create(
        application=awarded,
        kind="award",
        amount=Decimal(500_000),
        reasons="Past.",
        arrangement="large",
        advance_share=Decimal(1),
        activities_end_on=today + dt.timedelta(days=365),
        drafted_by=people[0],
        drafted_at=now,
        signed_by=people[1],
        signed_at=now,
    )
    Application.objects.update(amount_requested=Decimal(500_000))
    take_up(loan=loan, amount=Decimal(300_000), drawn_on=today, key=uuid.uuid4(), user=people[0])

    draft = services.draft_amendment(
        application=awarded, amount=Decimal(400_000), reasons="Minder.", hearing="not_needed", user=people[0]
    )
    services.sign_later_decision(decision=draft, user=people[1])

    assert Payment.objects.get().cancelled_at is None
    with pytest.raises(DomainError):
        services.ask_advance(
            application=awarded, amount=Decimal(100), needed_from=today, purpose="Bouw.", user=UserFactory()
        )


@pytest.mark.django_db
def test_grant_is_no_loan(people):
    application = Application.objects.create(
        scheme_version=publish_example("stimulering"), initiative=InitiativeFactory()
    )

    with pytest.raises(DomainError):
        draw_up_loan(application=application, starts_on=START, user=people[0])


def test_pages_lead_from_award_to_repayment(client, awarded, people):
    manager, decider = people
    address = reverse("subsidies:loan", args=[awarded.pk])
    today = timezone.localdate().isoformat()
    client.force_login(manager)
    client.post(address, {"starts_on": today})
    client.force_login(decider)
    client.post(reverse("subsidies:sign_loan", args=[awarded.pk]))
    form = {"key": str(uuid.uuid4()), "amount": "100.000", "drawn_on": today}
    client.post(reverse("subsidies:enter_loan", args=[awarded.pk, "take-up"]), form)
    form = {"key": str(uuid.uuid4()), "amount": "1.000.000", "received_on": today}
    wrong = client.post(reverse("subsidies:enter_loan", args=[awarded.pk, "repayment"]), form)
    client.post(reverse("subsidies:enter_loan", args=[awarded.pk, "repayment"]), {**form, "amount": "25.000"})

    assert "amount" in wrong.context["repayment_form"].errors
    stand = loan_stand(Loan.objects.get(), timezone.localdate())
    assert (stand.drawn, stand.repaid) == (100_000, 25_000)
    assert "75.000,00" in client.get(address).content.decode()


@pytest.mark.django_db
def test_award_of_a_loan_plans_no_advance(people):
    application = lending_application()
    drafted(application, UserFactory(roles=[Role.REVIEWER]))

    services.sign_decision(application=application, user=people[1])

    assert ledger.held_by(application) == application.amount_requested
    assert not Payment.objects.exists()


def lending_application() -> Application:
    """An application under the lending example, submitted by value."""
    application = Application.objects.create(
        scheme_version=publish_example("leenfonds-landelijk"),
        initiative=InitiativeFactory(),
        number="WC-2",
        state="submitted",
        amount_requested=Decimal(100_000),
        submitted_at=timezone.now(),
        decide_by=timezone.localdate(),
        answers=ANSWERS,
    )
    content = {"answers": ANSWERS, "initiative": {"name": "Hof", "homes": 10}, "documents": [], "plan": None}
    Submission.objects.create(application=application, content=content, sha256="0" * 64, submitted_at=timezone.now())
    return application
