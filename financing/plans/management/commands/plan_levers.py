"""`manage.py plan_levers PLAN.json`: what makes a plan close, without a database."""

from argparse import ArgumentParser
from typing import Any

from financing.engine import Plan, find_levers
from financing.plans.management.plan_command import PlanCommand, object_in


class Command(PlanCommand):
    help = (
        "Prints how far each instrument must move for the plan to close, and the public packages that do it, as JSON."
        " Exits 0 whether or not the plan closes, 2 when it is not valid."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--parameters", help="a file with an object, such as {“public_discount_rate”: 0.02}")

    def document_of(self, plan: Plan, *, parameters: str | None = None, **options: Any) -> dict[str, Any]:
        return find_levers(plan, object_in(parameters)).document()
