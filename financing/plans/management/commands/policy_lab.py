"""`manage.py policy_lab PORTFOLIO.json --budget 10000000 --seed 1`: where a euro does the most, without a database."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from financing.engine.policy import parse_portfolio, policy_of
from financing.plans.management.plan_command import DocumentCommand, object_in


class Command(DocumentCommand):
    help = (
        "Prints what each instrument does, the best use of a budget and what is left of it when the world changes, as"
        " JSON. Exits 2 when the portfolio or what is asked about it is not valid."
    )
    reads = "coophub.portfolio/1"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--budget", type=float, required=True, help="euros, above 0 and at most a billion")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same figures")
        parser.add_argument("--parameters", help="a file with an object, such as {“public_discount_rate”: 0.02}")

    def answer(
        self, data: bytes, *, budget: float = 0.0, seed: int = 1, parameters: str | None = None, **options: Any
    ) -> dict[str, Any]:
        portfolio, chosen = parse_portfolio(data), object_in(parameters)
        with _what_the_solver_says_apart():
            return policy_of(portfolio, budget=budget, seed=seed, parameters=chosen).document()


@contextmanager
def _what_the_solver_says_apart() -> Iterator[None]:
    """HiGHS writes a line on standard output now and then, past Python: it goes to standard error."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
