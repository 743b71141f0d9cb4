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
