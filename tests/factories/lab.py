"""Portfolios of the policy lab."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from coophub.accounts.models import User
from coophub.web import clock
from financing.engine.policy import policy_parameters
from financing.lab.models import KeptPortfolio, LabConsent, PolicyRun
from financing.lab.selectors.sources import PlanSource, PlanToKeep
from financing.lab.services.consents import give_consent
from financing.lab.services.portfolios import keep_portfolio
from financing.plans.document.examples import example_document
from financing.plans.services.versions import hash_of
from tests.factories.accounts import scheme_manager
from tests.factories.initiatives import InitiativeFactory
from tests.factories.plans import PlanFactory

SHORT_OF = ("hofje-voor-ouderen", "sociale-huur-dorp", "middenhuur-stad")


def plan_to_keep(number: int, *, source: PlanSource = PlanSource.MADE_UP, **facts) -> PlanToKeep:
    """One of a row of plans, each a little different."""
    document = example_document(SHORT_OF[number % len(SHORT_OF)], discount_rate=0.04 + number / 10_000)
    known = {"form": "rental", "target": "middle_incomes", "province": "Utrecht"}
    return PlanToKeep(source=source, document=document, **{**known, **facts})


class KeptPortfolioFactory(DjangoModelFactory[KeptPortfolio]):
    """Six plans that are made up; `plans=` gives others."""

    class Meta:
        model = KeptPortfolio

    name = factory.Sequence(lambda number: f"Portefeuille {number}")

    @classmethod
    def _create(cls, model_class, *args, plans=None, made_by=None, is_made_up=True, municipality=None, **kwargs):
        found = [plan_to_keep(number) for number in range(6)] if plans is None else plans
        return keep_portfolio(
            name=kwargs["name"],
            plans=found,
            user=made_by or scheme_manager(),
            is_made_up=is_made_up,
            municipality=municipality,
        )


def consenting_group(number: int, user: User) -> LabConsent:
    """A group that said yes to a plan of its own."""
    initiative = InitiativeFactory(owner=user)
    document = example_document("middenhuur-stad", discount_rate=0.04 + number / 10_000)
    return give_consent(plan=PlanFactory(initiative=initiative, document=document), user=user)


def finished_run(*, portfolio: KeptPortfolio | None = None, budget: int = 10_000_000, **changes) -> PolicyRun:
    """A run that is done, with an outcome of which every figure is known: nothing is calculated."""
    portfolio = portfolio or KeptPortfolioFactory()
    result = {**made_up_result(portfolio, budget), **changes}
    return PolicyRun.objects.create(
        portfolio=portfolio,
        budget=budget,
        state=PolicyRun.State.DONE,
        result=result,
        sha256=hash_of(result),
        finished_at=clock.now(),
        created_by=portfolio.created_by,
    )


def made_up_result(portfolio: KeptPortfolio, budget: float) -> dict[str, Any]:
    """As the engine writes it: every third plan closes by itself, every other with a grant of 20,000 euros a home, and
    the budget is enough for all.
    """
    keys = [plan["id"] for plan in portfolio.document["plans"]]
    homes = {plan["id"]: plan["homes"] for plan in portfolio.document["plans"]}
    closes = {key for place, key in enumerate(keys) if place % 3 == 2}
    grants = {key: 0.0 if key in closes else 20_000.0 * homes[key] for key in keys}
    steps = range(21)
    whole = sum(homes.values())
    least = sum(homes[key] for key in closes)
    spent = sum(grants.values())
    outcome = {
        "homes": whole,
        "plans": len(keys),
        "value": whole,
        "cash": spent,
        "net": spent,
        "chosen": [{"id": key, "package": 0} for key in keys],
    }
    of_all = [len(closes) + (len(keys) - len(closes)) * step / 20 for step in steps]
    curve = {
        "instrument": "grant",
        "level": [step / 20 for step in steps],
        "plans": [float(round(found)) for found in of_all],
        "homes": [least + (whole - least) * step / 20 for step in steps],
        "cash": [spent * step / 20 for step in steps],
        "net": [spent * step / 20 for step in steps],
        "cash_per_home": [None if step == 0 else 20_000.0 for step in steps],
        "split": [],
    }
    band = {name: [float(year) for year in range(1, 31)] for name in ("p5", "p50", "p95")}
    return {
        "schema": "coophub.policy/1",
        "seed": 1,
        "budget": float(budget),
        "parameters": policy_parameters({}).model_dump(mode="json", by_alias=True),
        "plans": [
            {
                "id": key,
                "homes": homes[key],
                "closes": key in closes,
                "packages": [
                    {
                        "drivers": {} if key in closes else {"subsidy": grants[key]},
                        "guarantee": False,
                        "loan": None,
                        "cash": grants[key],
                        "net": grants[key],
                    }
                ],
            }
            for key in keys
        ],
        "curves": [curve],
        "optimum": {**outcome, "gap": 0.0},
        "rules": {
            "receipt": {**outcome, "homes": least},
            "score": None,
            "cheapest": outcome,
            "equal": {**outcome, "per_home": 20_000.0, "chosen": keys},
        },
        "next_home": [
            {"budget": budget * step / 10, "homes": whole, "cash": min(spent, budget * step / 10)} for step in steps
        ],
        "floors": [],
        "storms": [{"name": "interest", "homes": least, "plans": len(closes)}],
        "draws": {"runs": 1_000, "homes": {"p5": least, "p50": whole, "p95": whole}},
        "revolving": {"year": list(range(1, 31)), "balance": band, "homes": band, "gift_homes": band["p50"]},
    }
