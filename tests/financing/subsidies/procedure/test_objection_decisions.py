"""What a decision on an objection brings about, and what a late decision costs."""

import datetime as dt
from decimal import Decimal

import pytest

from coophub.web import clock
from coophub.web.errors import DomainError
from financing.subsidies.models import (
    CeilingBalance,
    Objection,
    Payment,
    State,
)
from financing.subsidies.procedure.awards import current_award
from financing.subsidies.services import deciding, later_decisions, objections, settlement, terms
from tests.factories.subsidies import assessed
from tests.financing.subsidies.life import (
    DAY,
    KIND,
    award,
    fresh,
    held,
    later,
    object_to,
    refuse,
    today,
)

pytestmark = pytest.mark.django_db


# Objections


@pytest.mark.awkward_days
def test_late_objection_is_kept_and_marked(submitted, people):
    decision = refuse(submitted, people)
    late = dt.datetime.combine(decision.object_by + DAY, dt.time(12), tzinfo=dt.UTC)

    with clock.at(late):
        objection = object_to(submitted, people, why_late="Ziekenhuis.")

    assert objection.is_late
    assert submitted.letters.get(kind="objection_receipt").facts["is_late"] is True


def test_objection_is_revised_with_its_effect_on_ledger_and_payment(submitted, people):
    refuse(submitted, people)
    objection = object_to(submitted, people)
    again = object_to(submitted, people)
    assert objection.pk == again.pk
    hearing_at = later(10)
    objections.prepare_objection(
        objection=objection,
        has_committee=True,
        hearing_at=hearing_at,
        hearing_place="Den Haag",
        user=people["other_reviewer"],
    )
    objection = Objection.objects.get()
    assert (objection.decide_by - objection.object_by).days >= 84
    with pytest.raises(DomainError):
        objections.record_hearing(
            objection=objection, report="Verslag.", advice="Gegrond.", user=people["other_reviewer"]
        )
    with clock.at(later(11)):
        objections.record_hearing(
            objection=objection, report="Verslag.", advice="Gegrond.", user=people["other_reviewer"]
        )

    draft = objections.draft_objection_decision(
        objection=objection,
        outcome="revised",
        amount=Decimal(50_000),
        reasons="Toch haalbaar.",
        follows_advice=True,
        user=people["other_reviewer"],
    )
    with pytest.raises(DomainError):
        later_decisions.sign_later_decision(decision=draft, user=people["decider"])  # signed the refusal (Awb 10:3)
    later_decisions.sign_later_decision(decision=draft, user=people["other_decider"])

    application = fresh(submitted)
    assert application.state == State.PARTLY_AWARDED
    assert Objection.objects.get().state == "revised"
    assert held(application) == 50_000
    assert current_award(application).arrangement == "middle"
    assert CeilingBalance.objects.get(target="").taken == 50_000
    assert application.letters.get(kind="objection_decision").facts["committee_advice"] == "Gegrond."


def test_objection_makes_nobody_worse_off(submitted, people):
    award(submitted, people, kind=KIND.AWARD_PARTLY, amount=Decimal(40_000), ground="kb12", hearing="not_needed")
    objection = object_to(submitted, people)

    with pytest.raises(DomainError) as caught:
        objections.draft_objection_decision(
            objection=objection,
            outcome="revised",
            amount=Decimal(30_000),
            reasons="Minder.",
            hearing_left_out_because="7:3 c",
            user=people["reviewer"],
        )
    assert caught.value.field == "amount"


def test_revised_decision_that_was_drafted_before_the_award_changed_is_drafted_again(submitted, people):
    award(submitted, people, kind=KIND.AWARD_PARTLY, amount=Decimal(40_000), ground="kb12", hearing="not_needed")
    objection = object_to(submitted, people)
    revised = {
        "objection": objection,
        "outcome": "revised",
        "amount": Decimal(60_000),
        "reasons": "Toch meer.",
        "hearing_left_out_because": "7:3 e",
        "user": people["other_reviewer"],
    }
    draft = objections.draft_objection_decision(**revised)
    amendment = settlement.draft_amendment(
        application=fresh(submitted), amount=Decimal(50_000), reasons="Meer werk.", user=people["reviewer"]
    )
    later_decisions.sign_later_decision(decision=amendment, user=people["decider"])

    with pytest.raises(DomainError):
        later_decisions.sign_later_decision(decision=draft, user=people["other_decider"])
    assert held(submitted) == 50_000

    later_decisions.sign_later_decision(
        decision=objections.draft_objection_decision(**revised), user=people["other_decider"]
    )
    assert held(submitted) == 60_000


def test_change_that_was_drafted_on_another_award_is_drafted_again(submitted, people):
    award(submitted, people, kind=KIND.AWARD_PARTLY, amount=Decimal(40_000), ground="kb12", hearing="not_needed")
    objection = object_to(submitted, people)
    amendment = settlement.draft_amendment(
        application=fresh(submitted), amount=Decimal(50_000), reasons="Meer werk.", user=people["reviewer"]
    )
    revised = objections.draft_objection_decision(
        objection=objection,
        outcome="revised",
        amount=Decimal(60_000),
        reasons="Toch meer.",
        hearing_left_out_because="7:3 e",
        user=people["other_reviewer"],
    )
    later_decisions.sign_later_decision(decision=revised, user=people["other_decider"])

    with pytest.raises(DomainError):
        later_decisions.sign_later_decision(decision=amendment, user=people["decider"])

    assert held(submitted) == 60_000


def test_objection_is_upheld_only_after_a_hearing_or_a_ground_to_leave_it_out(submitted, people):
    refuse(submitted, people)
    objection = object_to(submitted, people)
    decision = {"objection": objection, "outcome": "upheld", "amount": Decimal(0), "reasons": "Blijft."}
    with pytest.raises(DomainError):
        objections.draft_objection_decision(**decision, user=people["other_reviewer"])

    draft = objections.draft_objection_decision(
        **decision, user=people["other_reviewer"], hearing_left_out_because="kennelijk ongegrond (7:3, b)"
    )
    later_decisions.sign_later_decision(decision=draft, user=people["other_decider"])

    assert fresh(submitted).state == State.REFUSED
    assert Objection.objects.get().state == "upheld"


def test_objection_is_postponed_once(submitted, people):
    refuse(submitted, people)
    objection = object_to(submitted, people)
    before = objection.decide_by

    terms.extend_term(subject=objection, reason="Druk.", user=people["reviewer"])

    assert Objection.objects.get().decide_by >= before + 35 * DAY
    with pytest.raises(DomainError):
        terms.extend_term(subject=objection, reason="Weer.", user=people["reviewer"])


def test_withdrawn_objection_leaves_the_decision(submitted, people):
    refuse(submitted, people)
    objection = object_to(submitted, people)

    objections.withdraw_objection(objection=objection, user=people["owner"])

    assert Objection.objects.get().state == "withdrawn"
    assert fresh(submitted).state == State.REFUSED


# Late decisions


@pytest.mark.awkward_days
def test_notice_of_default_starts_a_penalty_that_is_set_after_the_decision(submitted, people):
    assessed(submitted, people["reviewer"])
    late = (submitted.decide_by - today()).days + 1
    early = objections.give_default_notice(application=submitted, user=people["owner"])
    assert early.is_premature
    with clock.at(later(late)):
        notice = objections.give_default_notice(application=submitted, user=people["owner"])
    with clock.at(later(late + 3)):
        again = objections.give_default_notice(application=submitted, user=people["owner"])
    assert notice.pk == again.pk
    with pytest.raises(DomainError), clock.at(later(late + 20)):
        objections.draft_penalty(notice=notice, reasons="Te laat.", user=people["reviewer"])
    drafted_at = later(late + 29)
    with clock.at(drafted_at):
        deciding.draft_decision(
            application=submitted,
            kind=KIND.AWARD,
            amount=submitted.amount_requested,
            reasons="Past.",
            user=people["reviewer"],
        )
        deciding.sign_decision(application=submitted, user=people["decider"])

    with clock.at(drafted_at):
        draft = objections.draft_penalty(notice=notice, reasons="Te laat.", user=people["reviewer"])
        later_decisions.sign_later_decision(decision=draft, user=people["decider"])

    days = 29 - 14 - 1
    assert draft.amount <= days * 23
    assert draft.amount > 0
    assert Payment.objects.get(application=submitted, kind="penalty").amount == draft.amount
    assert held(submitted) == submitted.amount_requested
