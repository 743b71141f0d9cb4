"""What a month of delay costs, by the plan of a group."""

import copy

import pytest
from django.urls import reverse

from financing.plans.document.examples import example_document
from financing.plans.selectors.delay import month_later
from initiatives.models import Phase
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db


def document(*, growth):
    """Of a million euros at the price level in one line that grows with the building costs, and one that does not."""
    plan = copy.deepcopy(example_document("erfpacht-met-stadslening"))
    plan["price_level_year"] = 2026
    plan.pop("development", None)
    plan["series"]["construction"] = {"rate": growth}
    plan["investment"] = {
        "construction_months": 12,
        "midpoint": 2028.0,
        "construction_interest_rate": 0.0,
        "lines": [
            {"name": "Bouw", "category": "construction", "fixed": 1_000_000.0},
            {"name": "Grond", "category": "land", "fixed": 500_000.0},
        ],
    }
    return plan


def test_it_is_what_building_costs_grow_in_that_month():
    plan = PlanFactory(document=document(growth=0.06), name="Hofje")

    later = month_later(plan.initiative)

    assert later.plan == "Hofje"
    assert later.total == pytest.approx(1_000_000 * 1.06**2 * (1.06 ** (1 / 12) - 1), rel=1e-9)
    assert later.per_home >= 0


def test_a_building_that_is_still_ready_in_time_misses_no_rent_and_another_does():
    """The first rent comes in January 2029, and building takes a year."""
    in_time, late = document(growth=0.06), document(growth=0.06)
    for plan, midpoint in ((in_time, 2028 + 5 / 12), (late, 2028.5)):
        plan["first_year"] = 2029
        plan["investment"]["midpoint"] = midpoint
    rent = sum(home["count"] * home["monthly_rent"] for home in late["dwellings"])

    waits, loses = (month_later(PlanFactory(document=plan).initiative) for plan in (in_time, late))

    assert (waits.rent, waits.ready_before) == (0.0, 2029)
    assert loses.ready_before is None
    # A month's rent, at the prices of the first year, but for what stands empty.
    assert rent * 0.9 < loses.rent < rent * 1.2


def test_ground_that_is_bought_before_costs_interest_for_a_month_more():
    plan = document(growth=0.0)
    plan["first_year"] = 2029
    plan["investment"] |= {"construction_interest_method": "monthly", "prefinance_rate": 0.06}
    plan["investment"]["lines"][0]["fixed"] = 100_000.0
    plan["funding"] = [{"name": "Bank", "kind": "bank_loan", "remainder": True, "rate": 0.04, "term_years": 30}]
    plan["criteria"] = {"liquidity": True}
    plan["development"] = {
        "start": "2027-01",
        "construction_start": "2027-07",
        "spend": [{"line": "Grond", "from": "2027-01", "to": "2027-01", "share": 1.0}],
    }

    later = month_later(PlanFactory(document=plan).initiative)

    # The ground is advanced at 6% a year for a month more and borrowed at 4% for one less, as the building is; interest
    # over interest makes it a little more.
    expected = (500_000 * (0.06 - 0.04) - 100_000 * 0.04) / 12
    assert later.interest == pytest.approx(later.total)
    assert later.interest == pytest.approx(expected, rel=0.15)
    assert later.ready_before == 2029


@pytest.mark.parametrize(
    ("growth", "phase"), [(0.0, Phase.FEASIBILITY), (0.06, Phase.CONSTRUCTION), (0.06, Phase.LIVING)]
)
def test_nothing_is_said_where_waiting_costs_nothing(growth, phase):
    plan = PlanFactory(document=document(growth=growth), initiative__phase=phase)

    assert month_later(plan.initiative) is None


def test_group_without_a_plan_reads_nothing_of_it_and_one_with_a_plan_does(client):
    member = UserFactory()
    group = InitiativeFactory(owner=member)
    client.force_login(member)
    address = reverse("initiatives:roadmap", args=[group.slug])
    assert "een maand later" not in client.get(address).content.decode()

    PlanFactory(initiative=group, document=document(growth=0.06), name="Hofje")

    assert "een maand later" in client.get(address).content.decode()
