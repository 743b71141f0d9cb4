"""After the award: advances, report, settlement, recovery and changes."""

from decimal import Decimal

import pytest

from coophub.web import clock
from coophub.web.errors import DomainError
from financing.subsidies.models import (
    Payment,
    State,
)
from financing.subsidies.procedure.awards import current_award
from financing.subsidies.services import deciding, later_decisions, payments, reviewing, settlement
from tests.financing.subsidies.life import (
    DAY,
    award,
    fresh,
    held,
    later,
    pay_all,
    report,
    today,
)

pytestmark = pytest.mark.django_db


def test_award_plans_an_advance_that_is_due_in_six_weeks(submitted, people):
    award(submitted, people)

    advance = Payment.objects.get(application=submitted)
    assert advance.amount == Decimal("72000.00")  # 80 % of 90,000
    assert advance.pay_by == today() + 42 * DAY
    with pytest.raises(DomainError):
        payments.order_payment(payment=advance, user=people["reviewer"])  # who drafted does not order
    payments.order_payment(payment=advance, user=people["manager"])
    payments.order_payment(payment=advance, user=people["manager"])
    assert submitted.letters.filter(kind="payment").count() == 1


def test_report_settles_as_awarded_and_pays_the_rest(submitted, people):
    award(submitted, people)
    pay_all(submitted, people)
    with pytest.raises(DomainError) as caught:
        settlement.submit_report(application=submitted, kind="final", results="Klaar.", user=people["owner"])
    assert caught.value.field == "report"
    first, second = report(submitted, people), report(submitted, people)
    assert first.pk == second.pk

    draft = settlement.draft_settlement(
        application=submitted, amount=Decimal(90_000), reasons="Alles is gedaan.", user=people["reviewer"]
    )
    later_decisions.sign_later_decision(decision=draft, user=people["decider"])
    later_decisions.sign_later_decision(decision=draft, user=people["decider"])

    assert fresh(submitted).state == State.SETTLED
    assert held(submitted) == 90_000
    assert Payment.objects.get(application=submitted, kind="rest").amount == 18_000
    assert submitted.letters.filter(kind="settlement").count() == 1


def test_lower_settlement_needs_ground_and_hearing_and_gives_back_to_the_ceiling(submitted, people):
    award(submitted, people)
    pay_all(submitted, people)
    report(submitted, people)
    lower = {
        "application": submitted,
        "amount": Decimal(60_000),
        "reasons": "Deels gedaan.",
        "user": people["reviewer"],
    }
    for missing in ({}, {"ground": "a"}, {"ground": "a", "hearing": "financial"}, {"ground": "a", "hearing": "heard"}):
        with pytest.raises(DomainError):
            settlement.draft_settlement(**lower, **missing)

    draft = settlement.draft_settlement(**lower, ground="a", hearing="not_needed")
    later_decisions.sign_later_decision(decision=draft, user=people["decider"])

    assert fresh(submitted).state == State.SETTLED_LOWER
    assert held(submitted) == 60_000
    assert current_award(fresh(submitted)).overpaid == 12_000
    with pytest.raises(DomainError):
        settlement.draft_recovery(
            application=submitted, amount=Decimal(72_001), reasons="Terug.", user=people["reviewer"]
        )
    reclaim = settlement.draft_recovery(
        application=submitted, amount=Decimal(12_000), reasons="Te veel betaald.", user=people["reviewer"]
    )
    later_decisions.sign_later_decision(decision=reclaim, user=people["decider"])
    assert fresh(submitted).state == State.RECOVERED
    assert held(submitted) == 60_000
    assert Payment.objects.get(application=submitted, kind="repayment").amount == 12_000


def test_view_that_was_given_before_the_award_is_none_of_a_lower_settlement(submitted, people):
    reviewing.declare_interest(application=submitted, has_interest=False, user=people["reviewer"])
    deciding.ask_view(
        application=submitted,
        facts="De gemeente noemt een andere plek.",
        respond_by=today() + 7 * DAY,
        user=people["reviewer"],
    )
    deciding.give_view(application=submitted, view="Dat klopt niet.", user=people["owner"])
    award(submitted, people)
    report(submitted, people)
    lower = {
        "application": submitted,
        "amount": Decimal(60_000),
        "reasons": "Deels gedaan.",
        "ground": "a",
        "hearing": "heard",
        "user": people["reviewer"],
    }

    with pytest.raises(DomainError) as caught:
        settlement.draft_settlement(**lower)
    assert caught.value.field == "hearing"

    deciding.ask_view(
        application=fresh(submitted),
        facts="De helft is niet gedaan.",
        respond_by=today() + 7 * DAY,
        user=people["reviewer"],
    )
    deciding.give_view(application=submitted, view="Dat klopt.", user=people["owner"])
    assert settlement.draft_settlement(**lower).hearing == "heard"


def test_nil_settlement_gives_everything_back(submitted, people):
    award(submitted, people)
    report(submitted, people)

    draft = settlement.draft_settlement(
        application=submitted,
        amount=Decimal(0),
        reasons="Niets gedaan.",
        ground="a",
        hearing="not_needed",
        user=people["reviewer"],
    )
    later_decisions.sign_later_decision(decision=draft, user=people["decider"])

    assert fresh(submitted).state == State.SETTLED_NIL
    assert held(submitted) == 0
    assert Payment.objects.filter(application=submitted, cancelled_at=None).count() == 0


def test_recovery_stops_after_five_years(submitted, people):
    award(submitted, people)
    pay_all(submitted, people)
    report(submitted, people)
    draft = settlement.draft_settlement(
        application=submitted,
        amount=Decimal(50_000),
        reasons="Deels.",
        ground="a",
        hearing="not_needed",
        user=people["reviewer"],
    )
    later_decisions.sign_later_decision(decision=draft, user=people["decider"])

    with pytest.raises(DomainError), clock.at(later(5 * 366 + 1)):
        settlement.draft_recovery(application=submitted, amount=Decimal(100), reasons="Laat.", user=people["reviewer"])


@pytest.mark.parametrize(("asked", "arrangement", "share"), [(20_000, "small", 1), (90_000, "middle", "0.8")])
def test_arrangement_follows_the_amount(initiative, people, asked, arrangement, share):
    from tests.factories.subsidies import submitted_application

    application = submitted_application(
        initiative, writer=people["owner"], signer=people["second"], amount=Decimal(asked)
    )

    decision = award(application, people)

    assert (decision.arrangement, decision.advance_share) == (arrangement, Decimal(share))


def test_small_award_is_settled_by_the_ministry_without_a_report(initiative, people):
    from tests.factories.subsidies import submitted_application

    application = submitted_application(
        initiative, writer=people["owner"], signer=people["second"], amount=Decimal(20_000)
    )
    award(application, people)

    draft = settlement.draft_settlement(
        application=application, amount=Decimal(20_000), reasons="Gedaan.", user=people["reviewer"]
    )
    later_decisions.sign_later_decision(decision=draft, user=people["decider"])

    assert fresh(application).state == State.SETTLED


def test_amendment_changes_amount_date_and_ledger(submitted, people):
    award(submitted, people)
    settlement.ask_change(application=submitted, text="Het duurt langer.", user=people["owner"])
    ends = today() + 900 * DAY

    draft = settlement.draft_amendment(
        application=submitted,
        amount=Decimal(80_000),
        reasons="Minder woningen.",
        activities_end_on=ends,
        hearing="not_needed",
        user=people["reviewer"],
    )
    with pytest.raises(DomainError):
        later_decisions.sign_later_decision(decision=draft, user=people["reviewer"])
    later_decisions.sign_later_decision(decision=draft, user=people["decider"])

    now = current_award(fresh(submitted))
    assert (now.awarded, now.activities_end_on) == (80_000, ends)
    assert held(submitted) == 80_000
    assert fresh(submitted).state == State.AWARDED
    assert fresh(submitted).change_requests.get().decision_id == draft.pk
