"""All advances together are never more than the award, whatever happens beside them."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coophub.web.errors import DomainError
from coophub.web.formats import day, euro_cents
from financing.subsidies.models import AdvanceRequest, Payment, State
from financing.subsidies.procedure.awards import advance_left, advances_underway, current_award
from financing.subsidies.selectors import advances
from financing.subsidies.services import later_decisions, objections, payments
from financing.subsidies.services import settlement as settlement_services
from tests.financing.subsidies.life import DAY, award, fresh, held, object_to, pay_all, report, today
from tests.financing.subsidies.money.advances.steps import amend, ask, decide, draft, rehearsed, settle

pytestmark = pytest.mark.django_db


# Never more than the award


def test_award_that_became_less_in_between_stops_the_signature_and_says_what_is_left(awarded, people):
    pay_all(awarded, people)  # 72,000
    ask(awarded, people)
    drafted = draft(awarded, people)
    amend(awarded, people, 80_000)

    with pytest.raises(DomainError) as caught:
        later_decisions.sign_later_decision(decision=drafted, user=people["decider"])
    assert euro_cents(Decimal(8_000)) in caught.value.message
    assert AdvanceRequest.objects.get().is_open
    assert rehearsed(drafted, people["decider"]).refusal.message == caught.value.message
    with pytest.raises(DomainError) as caught:
        draft(awarded, people)
    assert euro_cents(Decimal(8_000)) in caught.value.message
    decide(awarded, people, amount=8_000, hearing="financial")

    assert advances_underway(fresh(awarded)) == current_award(fresh(awarded)).awarded == 80_000


def test_second_request_gets_what_the_first_left(awarded, people):
    ask(awarded, people, amount=10_000)
    decide(awarded, people, amount=10_000)

    with pytest.raises(DomainError) as caught:
        ask(awarded, people, amount="8000.01")
    assert euro_cents(Decimal(8_000)) in caught.value.message
    ask(awarded, people, amount=8_000)
    decide(awarded, people, amount=8_000)

    assert advances_underway(fresh(awarded)) == 90_000


def test_award_that_becomes_less_takes_planned_advances_back_the_last_first(awarded, people):
    ask(awarded, people, needed_from=today() + 60 * DAY)
    later_advance = decide(awarded, people)

    amend(awarded, people, 70_000)  # 16,000 less in advance by the share, 20,000 to stay within the award

    planned = Payment.objects.filter(application=awarded, cancelled_at=None)
    assert sorted(payment.amount for payment in planned) == [Decimal(70_000)]
    assert Payment.objects.get(key=f"advance-{later_advance.pk}").cancelled_at is not None


def test_ordered_advance_stays_when_the_award_becomes_less(awarded, people):
    payments.order_payment(payment=awarded.payments.get(), user=people["manager"])

    amend(awarded, people, 50_000)

    assert advances_underway(fresh(awarded)) == 72_000
    assert advance_left(fresh(awarded)) == 0


def test_higher_award_leaves_more_to_ask(submitted, people):
    award(submitted, people, kind="award_partly", amount=Decimal(50_000), ground="kb12", hearing="not_needed")

    amend(submitted, people, 60_000)

    assert advances_underway(fresh(submitted)) == 48_000
    assert advance_left(fresh(submitted)) == 12_000


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["ask", "amend", "pay"]), st.integers(1, 9_000) | st.integers(1, 90_000)), max_size=6
    )
)
def test_planned_advances_never_pass_the_award_in_any_order(awarded, people, steps):
    """What the bank has already is out of reach; whatever is decided later stays within the award."""
    with transaction.atomic():
        for name, amount in steps:
            application = fresh(awarded)
            before = advances_underway(application)
            try:
                with transaction.atomic():
                    if name == "ask":
                        ask(application, people, amount=amount)
                        decide(application, people, amount=amount)
                    elif name == "amend":
                        amend(application, people, amount)
                    else:
                        pay_all(application, people)
            except DomainError:
                continue
            paid = sum(payment.amount for payment in application.payments.filter(ordered_at__isnull=False))
            assert advances_underway(fresh(awarded)) <= max(current_award(fresh(awarded)).awarded, paid)
            if name == "ask":
                assert advances_underway(fresh(awarded)) == before + amount
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_advance_and_lower_award_signed_at_the_same_moment_stay_within_the_award(submitted, people):
    award(submitted, people)
    ask(submitted, people)
    drafts = [
        draft(submitted, people),
        settlement_services.draft_amendment(
            application=submitted,
            amount=Decimal(60_000),
            reasons="Minder.",
            hearing="not_needed",
            user=people["reviewer"],
        ),
    ]

    def sign(decision):
        try:
            later_decisions.sign_later_decision(decision=decision, user=people["decider"])
        except DomainError as error:
            return error.message
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(6) as pool:
        refused = {message for message in pool.map(sign, drafts * 3) if message}

    application = fresh(submitted)
    assert current_award(application).awarded == 60_000
    assert advances_underway(application) <= 60_000
    assert all("€" in message for message in refused)


@pytest.mark.django_db(transaction=True)
def test_many_requests_at_the_same_moment_are_one(submitted, people):
    award(submitted, people)

    def send(number):
        try:
            ask(submitted, people, amount=100 + number % 2)
        except DomainError:
            return 0
        finally:
            connections.close_all()
        return 1

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(send, range(12)))

    assert AdvanceRequest.objects.count() == 1


# Settlement, objection, dates


def test_settlement_counts_a_later_advance_and_answers_a_request_that_is_still_open(awarded, people):
    ask(awarded, people, amount=10_000)
    decide(awarded, people, amount=10_000)
    pay_all(awarded, people)
    ask(awarded, people, amount=5_000)
    drafted = draft(awarded, people, amount=5_000)
    report(awarded, people)

    settlement = settle(awarded, people)

    assert Payment.objects.get(application=awarded, kind="rest").amount == 8_000
    assert AdvanceRequest.objects.get(amount=5_000).decision_id == settlement.pk
    [last, _first] = advances.advances_of(fresh(awarded))
    assert (last.decision, day(today()) in last.sentence) == (None, True)
    with pytest.raises(DomainError):
        later_decisions.sign_later_decision(decision=drafted, user=people["decider"])


def test_advance_that_was_not_ordered_lapses_with_the_settlement(awarded, people):
    ask(awarded, people)
    decide(awarded, people)
    report(awarded, people)

    settle(awarded, people)

    assert [payment.amount for payment in Payment.objects.filter(application=awarded, cancelled_at=None)] == [90_000]


def objected(awarded, people, *, outcome, amount):
    ask(awarded, people)
    refusal = decide(awarded, people, amount=6_000, hearing="not_needed")
    objection = object_to(awarded, people, against=str(refusal.pk))
    return objections.draft_objection_decision(
        objection=objection,
        outcome=outcome,
        amount=Decimal(amount),
        reasons="Wij zien het nu anders.",
        hearing_left_out_because="7:3 e",
        user=people["other_reviewer"],
    )


def test_objection_gives_more_advance_and_leaves_the_award_alone(awarded, people):
    drafted = objected(awarded, people, outcome="revised", amount=15_000)
    before = current_award(fresh(awarded))

    later_decisions.sign_later_decision(decision=drafted, user=people["other_decider"])

    application = fresh(awarded)
    assert current_award(application) == before
    assert application.state == State.AWARDED
    assert held(application) == 90_000
    assert Payment.objects.get(key=f"objection-{drafted.pk}").amount == 9_000
    facts = application.letters.get(kind="objection_decision").facts
    assert (facts["amount_before"], facts["amount"], facts["is_about_advance"]) == ("6000.00", "15000.00", True)
    [shown] = advances.advances_of(application)
    assert euro_cents(Decimal(15_000)) in shown.sentence


@pytest.mark.parametrize("amount", [6_000, "18000.01"])
def test_objection_gives_more_than_before_and_no_more_than_was_asked(awarded, people, amount):
    with pytest.raises(DomainError) as caught:
        objected(awarded, people, outcome="revised", amount=amount)

    assert caught.value.field == "amount"


def test_objection_against_an_advance_that_does_not_fit_any_more_is_not_signed(awarded, people):
    drafted = objected(awarded, people, outcome="revised", amount=15_000)
    ask(awarded, people, amount=12_000)
    decide(awarded, people, amount=12_000)

    with pytest.raises(DomainError) as caught:
        later_decisions.sign_later_decision(decision=drafted, user=people["other_decider"])
    assert euro_cents(Decimal(6_000)) in caught.value.message


def test_upheld_advance_stays_as_it_was(awarded, people):
    drafted = objected(awarded, people, outcome="upheld", amount=0)

    later_decisions.sign_later_decision(decision=drafted, user=people["other_decider"])

    assert drafted.amount == 6_000
    assert advances_underway(fresh(awarded)) == 78_000
    assert current_award(fresh(awarded)).awarded == 90_000
