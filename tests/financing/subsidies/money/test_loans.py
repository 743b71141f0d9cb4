"""Lending: a schedule that agrees with the engine, two people, draws in parts, and repayments that flow back into the
ceiling.
"""

import datetime as dt
import uuid
from decimal import Decimal

import numpy as np
import pytest
from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError
from django.template.loader import render_to_string
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from coophub.accounts.models import Role
from coophub.proposals.models import Proposal
from coophub.web import clock
from coophub.web.errors import DomainError
from financing.engine.documents import Source
from financing.engine.drivers import Drivers
from financing.engine.rollover import loan_of
from financing.subsidies.applications.content import content_of
from financing.subsidies.law.loan_schedule import Movement, repayment_schedule
from financing.subsidies.models import Application, CeilingBalance, Decision, Loan, Payment, Submission
from financing.subsidies.papers.letters.kinds import letter_context
from financing.subsidies.procedure.signing import loan_to_sign
from financing.subsidies.schemes.examples import publish_example
from financing.subsidies.selectors.loans import loan_balance
from financing.subsidies.services import advances, deciding, later_decisions, ledger
from financing.subsidies.services import settlement as settlement_services
from financing.subsidies.services.loans import draw_up_loan, propose_loan_repayment, sign_loan, take_up
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.proposals import confirmed
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
    terms = dict(terms)
    amount = terms.pop("amount")
    schedule = repayment_schedule(movements=[Movement(START, amount)], **terms, starts_on=START)

    p = terms["payments_per_year"]
    assert len(schedule) == terms["term_years"] * p
    assert sum(part.principal for part in schedule) == amount == schedule[-1].due_so_far
    assert schedule[-1].balance == 0
    assert all(part.principal >= 0 and part.interest >= 0 for part in schedule)
    source = Source(
        name="Lening",
        kind="svn_loan",
        fixed=float(amount),
        rate=float(terms["rate"]),
        term_years=terms["term_years"],
        grace_years=terms["grace_years"],
        repayment=terms["repayment"],
        payments_per_year=p,
    )
    loan = loan_of(source, np.array([[float(amount)]]), Drivers.neutral(), terms["term_years"])
    for year in range(terms["term_years"]):
        of_year = schedule[year * p : (year + 1) * p]
        assert abs(float(of_year[-1].balance) - loan.balance[0, year]) < 0.006
        assert abs(float(sum(part.interest for part in of_year)) - loan.interest[0, year]) < 0.01 * p


def test_instalments_fall_on_the_same_day_of_the_month():
    schedule = repayment_schedule(
        movements=[Movement(dt.date(2027, 11, 30), Decimal(1000))],
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


PARTS = st.lists(
    st.tuples(st.integers(0, 8), st.decimals(Decimal(1), Decimal(500_000), places=2)), min_size=1, max_size=4
)


@given(terms=TERMS, parts=PARTS)
def test_parts_taken_up_on_due_days_are_so_many_loans_that_end_together(terms, parts):
    """Each part by itself is a loan with the periods that are left; together they are the schedule."""
    terms = {name: value for name, value in terms.items() if name != "amount"} | {"term_years": 12, "grace_years": 0}
    p = terms["payments_per_year"]
    day_of = {years: START + relativedelta(years=years) for years in range(9)}
    whole = repayment_schedule(
        movements=[Movement(day_of[years], amount) for years, amount in parts], **terms, starts_on=START
    )

    alone = [
        repayment_schedule(
            movements=[Movement(day_of[years], amount)],
            **(terms | {"term_years": 12 - years}),
            starts_on=day_of[years],
        )
        for years, amount in parts
    ]
    for part in whole:
        together = [
            found[part.number - (12 - len(found) // p) * p - 1]
            for found in alone
            if part.number > (12 - len(found) // p) * p
        ]
        assert abs(part.interest - sum(found.interest for found in together)) <= Decimal("0.06")
        assert abs(part.balance - sum(found.balance for found in together)) <= Decimal("0.06")


@given(
    terms=TERMS,
    draws=st.lists(st.tuples(st.integers(0, 700), st.integers(1, 400_000)), min_size=1, max_size=4),
    shares=st.lists(st.tuples(st.integers(0, 720), st.floats(0, 0.4)), max_size=4),
)
def test_interest_runs_over_what_is_lent_from_day_to_day(terms, draws, shares):
    terms = {name: value for name, value in terms.items() if name != "amount"}
    out = [Movement(START + dt.timedelta(days=days), Decimal(amount)) for days, amount in draws]
    drawn = sum(found.amount for found in out if found.on == min(draw.on for draw in out))
    back = [
        Movement(START + dt.timedelta(days=days), -(drawn * Decimal(share) / 4).quantize(Decimal("0.01")))
        for days, share in shares
        if START + dt.timedelta(days=days) >= min(draw.on for draw in out)
    ]

    schedule = repayment_schedule(movements=[*out, *back], **terms, starts_on=START)

    assert schedule[-1].balance == 0
    assert schedule[-1].due_so_far == sum(found.amount for found in out)
    assert all(part.principal >= 0 and part.interest >= 0 for part in schedule)
    # What is due never shrinks, and the balance is what was taken up and need not be back yet.
    so_far = [part.due_so_far for part in schedule]
    assert so_far == sorted(so_far)
    start, due = START, Decimal(0)
    for part in schedule:
        lent = Decimal(0)
        for number in range((part.due_on - start).days):
            on = start + dt.timedelta(days=number)
            taken_up = sum((found.amount for found in out if found.on <= on), start=Decimal(0))
            repaid = sum((-found.amount for found in back if found.on <= on), start=Decimal(0))
            lent += taken_up - max(due, repaid)
        exact = lent / (part.due_on - start).days * terms["rate"] / terms["payments_per_year"]
        assert abs(part.interest - exact) <= Decimal("0.005")
        start, due = part.due_on, part.due_so_far


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
        submitted_at=clock.now(),
        decide_by=clock.today(),
    )
    content = content_of(application, plan=None, on=clock.today())
    Submission.objects.create(application=application, content=content, sha256="0" * 64, submitted_at=clock.now())
    ledger.enter_award(application=application, amount=Decimal(500_000), user=None)
    return application


@pytest.fixture
def loan(awarded, people):
    drawn_up = draw_up_loan(application=awarded, starts_on=clock.today() - relativedelta(years=1), user=people[0])
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
    key, today = uuid.uuid4(), clock.today()
    for _attempt in range(2):
        take_up(loan=loan, amount=Decimal(300_000), drawn_on=today, key=key, user=people[0])

    with pytest.raises(DomainError) as caught:
        take_up(loan=loan, amount=Decimal("200000.01"), drawn_on=today, key=uuid.uuid4(), user=people[0])
    assert caught.value.field == "amount"
    assert Payment.objects.get().amount == 300_000
    assert loan_balance(loan, today).undrawn == 200_000


def test_repayment_pays_interest_first_and_principal_can_be_lent_again(loan, people):
    today = clock.today()
    take_up(loan=loan, amount=Decimal(500_000), drawn_on=loan.starts_on, key=uuid.uuid4(), user=people[0])
    due = loan_balance(loan, today).interest_due
    assert due == 10_000
    before = taken(loan.application.scheme_version)

    key = uuid.uuid4()
    for _attempt in range(2):
        proposal = propose_loan_repayment(loan=loan, amount=Decimal(60_000), received_on=today, key=key, user=people[0])
    assert taken(loan.application.scheme_version) == before
    confirmed(proposal)

    repayment = loan.repayments.get()
    assert (repayment.interest, repayment.principal) == (10_000, 50_000)
    assert taken(loan.application.scheme_version) == before - 50_000
    balance = loan_balance(loan, today)
    assert (balance.outstanding, balance.interest_due) == (450_000, 0)
    with pytest.raises(DomainError):
        propose_loan_repayment(
            loan=loan, amount=Decimal("450000.01"), received_on=today, key=uuid.uuid4(), user=people[0]
        )


def test_loan_has_no_advance_to_ask_and_a_lower_award_leaves_what_was_taken_up(loan, awarded, people):
    now, today = clock.now(), clock.today()
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

    draft = settlement_services.draft_amendment(
        application=awarded, amount=Decimal(400_000), reasons="Minder.", hearing="not_needed", user=people[0]
    )
    later_decisions.sign_later_decision(decision=draft, user=people[1])

    assert Payment.objects.get().cancelled_at is None
    with pytest.raises(DomainError):
        advances.ask_advance(
            application=awarded, amount=Decimal(100), needed_from=today, purpose="Bouw.", user=UserFactory()
        )


def test_who_takes_up_later_and_repays_sooner_pays_less_interest(loan, people):
    """Half at the start and half after three quarters; a tenth back, half a year in advance."""
    starts_on, manager = loan.starts_on, people[0]
    quarters = [starts_on + relativedelta(months=months) for months in (3, 6, 9)]
    take_up(loan=loan, amount=Decimal(250_000), drawn_on=starts_on, key=uuid.uuid4(), user=manager)
    take_up(loan=loan, amount=Decimal(250_000), drawn_on=quarters[2], key=uuid.uuid4(), user=manager)
    confirmed(
        propose_loan_repayment(
            loan=loan, amount=Decimal("52500.00"), received_on=quarters[1], key=uuid.uuid4(), user=manager
        )
    )

    # 250,000 at 2 % for two quarters; 50,000 of it came back; 200,000 for a quarter; then 450,000.
    balance = loan_balance(loan, clock.today())
    assert [part.interest for part in balance.schedule[:4]] == [1_250, 1_250, 1_000, 2_250]
    assert (balance.outstanding, balance.repaid, balance.interest_due) == (450_000, 50_000, 3_250)
    assert balance.principal_due == 0
    # After the grace the 450,000 is spread over the quarters that are left, and nothing is asked twice.
    assert balance.schedule[7].balance == 450_000
    assert sum(part.principal for part in balance.schedule) == 450_000
    after = loan_balance(loan, balance.schedule[8].due_on)
    assert after.principal_due == balance.schedule[8].principal > 0


def test_nothing_is_taken_up_outside_the_term(loan, people):
    for outside in (loan.starts_on - dt.timedelta(days=1), loan_balance(loan, clock.today()).ends_on):
        with pytest.raises(DomainError) as caught:
            take_up(loan=loan, amount=Decimal(1_000), drawn_on=outside, key=uuid.uuid4(), user=people[0])
        assert caught.value.field == "drawn_on"


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
    today = clock.today().isoformat()
    client.force_login(manager)
    client.post(address, {"starts_on": today})
    client.force_login(decider)
    client.post(reverse("subsidies:sign_loan", args=[awarded.pk]), {"seal": loan_to_sign(Loan.objects.get()).seal})
    form = {"key": str(uuid.uuid4()), "amount": "100.000", "drawn_on": today}
    client.post(reverse("subsidies:enter_loan", args=[awarded.pk, "take-up"]), form)
    form = {"key": str(uuid.uuid4()), "amount": "1.000.000", "received_on": today}
    wrong = client.post(reverse("subsidies:enter_loan", args=[awarded.pk, "repayment"]), form)
    client.post(reverse("subsidies:enter_loan", args=[awarded.pk, "repayment"]), {**form, "amount": "25.000"})
    client.force_login(manager)
    assert client.get(address).context["proposed"]
    client.post(reverse("proposals:confirm", args=[Proposal.objects.get().pk]))

    assert "amount" in wrong.context["repayment_form"].errors
    balance = loan_balance(Loan.objects.get(), clock.today())
    assert (balance.drawn, balance.repaid) == (100_000, 25_000)
    assert "75.000,00" in client.get(address).content.decode()


def test_group_sees_its_loan_once_it_is_signed(client, awarded, people):
    member = MembershipFactory(initiative=awarded.initiative).user
    address = reverse("subsidies:application", args=[awarded.initiative.slug, awarded.pk])
    drawn_up = draw_up_loan(application=awarded, starts_on=clock.today(), user=people[0])
    client.force_login(member)
    assert "Jullie lening" not in client.get(address).content.decode()

    sign_loan(loan=drawn_up, user=people[1])
    take_up(loan=drawn_up, amount=Decimal(100_000), drawn_on=clock.today(), key=uuid.uuid4(), user=people[0])

    page = client.get(address).content.decode()
    assert "nog €\xa0400.000,00 opnemen" in page.replace("\n", " ")
    assert "€\xa0500,00 rente" in page.replace("\n", " ")


@pytest.mark.django_db
def test_award_of_a_loan_plans_no_advance(people):
    application = lending_application()
    drafted(application, UserFactory(roles=[Role.REVIEWER]))

    deciding.sign_decision(application=application, user=people[1])

    assert ledger.held_by(application) == application.amount_requested
    assert not Payment.objects.exists()
    letter = application.letters.get(kind="decision")
    text = render_to_string("subsidies/letters/_decision.html", letter_context(letter))
    assert "een lening van hoogstens €\xa0100.000,00" in text
    assert "De rente is 2,00% per jaar." in text
    assert "gemeente stemt in" in text
    assert "voorschot" not in text


@pytest.mark.django_db
def test_what_was_settled_lower_is_not_taken_up_and_no_rest_is_paid(people):
    application = lending_application()
    reviewer = UserFactory(roles=[Role.REVIEWER])
    drafted(application, reviewer)
    deciding.sign_decision(application=application, user=people[1])
    application = Application.objects.get(pk=application.pk)
    today = clock.today()
    loan = sign_loan(loan=draw_up_loan(application=application, starts_on=today, user=people[0]), user=people[1])
    take_up(loan=loan, amount=Decimal(40_000), drawn_on=today, key=uuid.uuid4(), user=people[0])
    Application.objects.filter(pk=application.pk).update(state="report_submitted")
    settlement = settlement_services.draft_settlement(
        application=Application.objects.get(pk=application.pk),
        amount=Decimal(60_000),
        reasons="Er was minder nodig.",
        ground="lid3",
        hearing="not_needed",
        user=reviewer,
    )
    later_decisions.sign_later_decision(decision=settlement, user=people[1])

    assert [(payment.kind, payment.amount) for payment in Payment.objects.all()] == [("loan", 40_000)]
    with pytest.raises(DomainError) as caught:
        take_up(loan=loan, amount=Decimal("20000.01"), drawn_on=today, key=uuid.uuid4(), user=people[0])
    assert "20.000,00" in caught.value.message


def lending_application() -> Application:
    """An application under the lending example, submitted by value."""
    application = Application.objects.create(
        scheme_version=publish_example("leenfonds-landelijk"),
        initiative=InitiativeFactory(),
        number="WC-2",
        state="submitted",
        amount_requested=Decimal(100_000),
        submitted_at=clock.now(),
        decide_by=clock.today(),
        answers=ANSWERS,
    )
    content = {"answers": ANSWERS, "initiative": {"name": "Hof", "homes": 10}, "documents": [], "plan": None}
    Submission.objects.create(application=application, content=content, sha256="0" * 64, submitted_at=clock.now())
    return application
