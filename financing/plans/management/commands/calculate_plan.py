"""`manage.py calculate_plan PLAN.json`: the result of a plan document, without a database."""

from argparse import ArgumentParser
from typing import Any

from financing.engine import Drivers, Plan, calculate, result_document
from financing.plans.management.plan_command import PlanCommand, object_in


class Command(PlanCommand):
    help = (
        "Prints the result of a plan document as JSON. Exits 0 whether or not the plan closes, 2 when it is not valid."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--drivers", help="a file with an object of driver: list of numbers, for as many scenarios")

    def document_of(self, plan: Plan, *, drivers: str | None = None, **options: Any) -> dict[str, Any]:
        values = object_in(drivers)
        return result_document(calculate(plan, None if values is None else Drivers.of(values)))
