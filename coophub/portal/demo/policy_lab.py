"""A portfolio of sixty made-up plans, so that every chart of the policy lab says something, and a run over it; before
that ten of them as if they were in Utrecht, so that its officials have something to read.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from coophub.accounts.models import User
from financing.lab.models import KeptPortfolio, PolicyRun
from financing.lab.selectors.sources import PlanSource, PlanToKeep
from financing.lab.services.portfolios import keep_portfolio
from financing.lab.services.publishing import publish_run
from financing.lab.services.runs import calculate_run, start_run
from financing.plans.document.filled_in import document_from
from financing.plans.document.questions import answers_from
from initiatives.models import Building, CooperativeForm, Municipality, TargetGroup

PLANS = 60
BUDGET = 10_000_000
DRAWS = 200
"""Fewer than usual, so that the demo is soon there."""
FORMS = (
    CooperativeForm.RENTAL,
    CooperativeForm.RENTAL,
    CooperativeForm.CLUSTERED,
    CooperativeForm.MEMBER_EQUITY,
    CooperativeForm.RENTAL,
    CooperativeForm.MIXED,
)
TARGETS = (TargetGroup.MIDDLE_INCOMES, TargetGroup.OLDER_PEOPLE, TargetGroup.SOCIAL, TargetGroup.STARTERS)
PROVINCES = (
    "Noord-Holland",
    "Zuid-Holland",
    "Utrecht",
    "Gelderland",
    "Noord-Brabant",
    "Overijssel",
    "Groningen",
    "Noord-Holland",
    "Zuid-Holland",
    "Gelderland",
    "Limburg",
    "Flevoland",
)
BUILDINGS = (Building.NEW_BUILD, Building.NEW_BUILD, Building.TRANSFORMATION)
SIZES = ("small_and_medium", "medium", "small", "all")
RENTS = {
    TargetGroup.MIDDLE_INCOMES: 1_080,
    TargetGroup.OLDER_PEOPLE: 960,
    TargetGroup.SOCIAL: 800,
    TargetGroup.STARTERS: 850,
}


def create_policy_lab(*, accounts: dict[str, User]) -> PolicyRun:
    """The portfolio, with what ten million euros do for it."""
    staff = accounts["Sanne"]
    of_utrecht = keep_portfolio(
        name="Tien verzonnen plannen in Utrecht",
        plans=list(islice(made_up_plans(), 10)),
        user=staff,
        is_made_up=True,
        municipality=Municipality.objects.get(name="Utrecht"),
    )
    publish_run(run=_asked(of_utrecht, staff), user=staff)
    portfolio = keep_portfolio(
        name="Zestig verzonnen plannen", plans=list(made_up_plans()), user=staff, is_made_up=True
    )
    return _asked(portfolio, staff)


def _asked(portfolio: KeptPortfolio, user: User) -> PolicyRun:
    run = start_run(portfolio=portfolio, budget=BUDGET, parameters={"runs": DRAWS}, user=user)
    return calculate_run(run=run, progress=lambda percentage: None)


def made_up_plans() -> Iterator[PlanToKeep]:
    """Plans over forms, sizes and provinces, the same each time. None is of anybody."""
    for number in range(PLANS):
        form, target = FORMS[number % len(FORMS)], TARGETS[number * 7 % 11 % len(TARGETS)]
        yield PlanToKeep(
            source=PlanSource.MADE_UP,
            document=document_from(answers_from(_said(number, form, target)), name=f"Verzonnen plan {number + 1}"),
            form=form.value,
            target=target.value,
            province=PROVINCES[number * 5 % 13 % len(PROVINCES)],
            received=number + 1,
        )


def _said(number: int, form: CooperativeForm, target: TargetGroup) -> dict[str, Any]:
    """The answers to the ten questions: each a little different, within what is usual."""
    building = BUILDINGS[number % len(BUILDINGS)]
    return {
        "form": form.value,
        "building": building.value,
        "homes": 10 + number * 13 % 41,
        "size": SIZES[number % len(SIZES)],
        "first_year": 2029 + number % 4,
        "ground": "leased" if number % 5 in (1, 3) else "bought",
        "rent": float(RENTS[target] + number * 37 % 260),
        "cost_basis": "per_m2",
        "building_cost": _building_cost(building, number),
        "own_money": float(10_000 + number * 11 % 7 * 5_000),
        "municipal_loan": float((20_000, 35_000, 50_000)[number % 7 % 3]),
        "bank_share": (0.6, 0.65, 0.7)[number % 3],
    }


def _building_cost(building: Building, number: int) -> float:
    """Per square metre, from a sober building to a dear one."""
    least = 1_500 if building == Building.TRANSFORMATION else 1_950
    return float(least + number * 17 % 9 * 70)
