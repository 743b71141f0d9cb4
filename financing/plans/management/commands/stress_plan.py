"""`manage.py stress_plan PLAN.json --seed 1 --runs 10000`: what chance does to a plan, without a database."""

from argparse import ArgumentParser
from typing import Any

from financing.engine import Plan, stress
from financing.plans.management.plan_command import PlanCommand, object_in


class Command(PlanCommand):
    help = "Prints a Monte Carlo simulation of a plan document as JSON. Exits 2 when the plan is not valid."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same figures")
        parser.add_argument("--runs", type=int, default=10_000, help="how many scenarios are drawn")
        parser.add_argument("--parameters", help="a file with standard deviations, correlations and tornado values")

    def document_of(
        self, plan: Plan, *, seed: int = 1, runs: int = 10_000, parameters: str | None = None, **options: Any
    ) -> dict[str, Any]:
        return stress(plan, seed=seed, runs=runs, parameters=object_in(parameters)).document()
