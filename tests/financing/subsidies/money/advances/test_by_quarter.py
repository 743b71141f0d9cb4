"""Advances as a group needs the money: what it filled in by quarter decides when which part is paid (KB 11, KB 23)."""

import datetime as dt
from decimal import Decimal

import pytest

from coophub.accounts.models import Role
from coophub.web import clock
from financing.subsidies.law.budget import next_quarter, quarter_of
from financing.subsidies.models import Application, Decision
from financing.subsidies.procedure.awards import current_award
from financing.subsidies.services import applying, budgeting, deciding, later_decisions, objections, payments
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.subsidies import assessed, complete_application

pytestmark = pytest.mark.django_db
NOW = quarter_of(clock.today())
NEXT = next_quarter(NOW)


@pytest.fixture
def people():
    return {
        "writer": UserFactory(),
        "signer": UserFactory(),
        "reviewer": UserFactory(roles=[Role.REVIEWER]),
        "decider": UserFactory(roles=[Role.DECIDER]),
    }


def awarded(people, *, wanted="yes", needs=None, amount=90_000, kind=Decision.Kind.AWARD, **words):
    """An award of an application that says how much it needs in which quarter."""
    initiative = InitiativeFactory(owner=people["writer"])
    MembershipFactory(initiative=initiative, user=people["signer"])
    draft = complete_application(initiative, writer=people["writer"], signer=people["signer"], amount=Decimal(amount))
    draft = budgeting.save_advance(
        application=draft, wanted=wanted, needs=needs or {}, revision=draft.revision, user=people["writer"]
    )
    applying.co_sign(application=draft, user=people["signer"])
    application = applying.submit_application(application=draft, user=people["writer"])
    assessed(application, people["reviewer"])
    deciding.draft_decision(
        application=application,
        kind=kind,
        amount=Decimal(amount) if kind == Decision.Kind.AWARD else Decimal(0),
        reasons="Past.",
        user=people["reviewer"],
        **words,
    )
    deciding.sign_decision(application=application, user=people["decider"])
    return application


def planned(application):
    return list(application.payments.order_by("pay_from").values_list("pay_from", "amount"))


def test_advances_follow_what_the_group_needs_in_each_quarter(people):
    later = next_quarter(NEXT)

    application = awarded(people, needs={NOW: Decimal(45_000), NEXT: Decimal(30_000), later: Decimal(15_000)})

    # 80 % of each, the quarter that is going on from today.
    assert planned(application) == [
        (clock.today(), Decimal(36_000)),
        (NEXT, Decimal(24_000)),
        (later, Decimal(12_000)),
    ]


def test_cents_of_advances_add_up(people):
    later = next_quarter(NEXT)

    application = awarded(
        people, needs={NOW: Decimal("33333.33"), NEXT: Decimal("33333.33"), later: Decimal("23333.34")}
    )

    assert sum(amount for _day, amount in planned(application)) == Decimal(72_000)


def test_who_asked_no_advance_gets_none(people):
    application = awarded(people, wanted="no")

    assert application.decision.advance_share == 0
    assert planned(application) == []


def test_the_ministry_may_decide_on_an_advance_that_was_not_asked(people):
    application = awarded(people, wanted="no", advance_share=Decimal("0.5"))

    assert planned(application) == [(clock.today(), Decimal(45_000))]


def test_a_small_award_is_paid_at_once_whatever_the_quarters_say(people):
    application = awarded(people, needs={NOW: Decimal(4_000), NEXT: Decimal(6_000)}, amount=10_000)

    assert planned(application) == [(clock.today(), Decimal(10_000))]


def test_a_quarter_that_has_passed_is_paid_with_the_present_one(people):
    decided_at = clock.now() + dt.timedelta(days=100)
    application = awarded(people, needs={NOW: Decimal(45_000), NEXT: Decimal(45_000)})
    application.payments.all().delete()

    with clock.at(decided_at):
        payments.plan_advances(application=application)

    today = clock.day_of(decided_at)
    expected = {today: Decimal(0)}
    for start in (NOW, NEXT):
        expected[max(start, today)] = expected.get(max(start, today), Decimal(0)) + 36_000
    assert dict(planned(application)) == expected


def test_an_award_on_objection_is_advanced_like_any_other(people):
    application = awarded(people, kind=Decision.Kind.REFUSE, ground="kb13b", needs={NOW: Decimal(90_000)})
    objection = objections.object_to(
        application=application, against="decision", reasons="De bank doet mee.", user=people["writer"]
    )
    draft = objections.draft_objection_decision(
        objection=objection,
        outcome="revised",
        amount=Decimal(50_000),
        reasons="Toch haalbaar.",
        hearing_left_out_because="7:3 e",
        user=people["reviewer"],
    )
    later_decisions.sign_later_decision(decision=draft, user=UserFactory(roles=[Role.DECIDER]))

    now = current_award(Application.objects.get(pk=application.pk))
    assert planned(application) == [(clock.today(), Decimal(40_000))]
    assert (now.awarded, now.arrangement) == (Decimal(50_000), "middle")
    assert now.activities_end_on is not None
