"""Figures of the law, as data with the day from which they hold and their source (`data/law-*.csv`).

No Django, no database.

A figure that changes is a new row: what was decided under the old one can still be worked out.
"""

import csv
import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal, cast

from financing.subsidies.law.deadlines import Term, Unit

DATA = Path(__file__).parent / "data"
Arrangement = Literal["small", "middle", "large"]


@dataclass(frozen=True)
class LegalTerm:
    """A term of the law, with the article that sets it."""

    term: Term
    source: str


@dataclass(frozen=True)
class PenaltyStep:
    """What a day of default costs, from one such day to another (Awb 4:17 lid 2)."""

    first_day: int
    last_day: int
    amount_per_day: Decimal
    source: str


def legal_term(name: str, on: dt.date) -> LegalTerm:
    """The term of this name as it held on a day. Raises KeyError when there was none."""
    row = _newest(_rows("law-terms"), on, name=name)
    if not row:
        raise KeyError(name)
    return LegalTerm(
        Term(int(row[-1]["length"]), cast(Unit, row[-1]["unit"]), atw=row[-1]["atw"] == "yes"), row[-1]["source"]
    )


def penalty_steps(on: dt.date) -> list[PenaltyStep]:
    """The amounts a day as they held on a day; none before the law had them."""
    return [
        PenaltyStep(int(row["first_day"]), int(row["last_day"]), Decimal(row["amount_per_day"]), row["source"])
        for row in _newest(_rows("law-penalty"), on)
    ]


def arrangement_for(amount: Decimal, on: dt.date) -> Arrangement:
    """Which arrangement of accounting an amount falls under (KB 16 to 18)."""
    rows = [row for row in _newest(_rows("law-arrangements"), on) if amount >= Decimal(row["from_amount"])]
    return cast(Arrangement, max(rows, key=lambda row: Decimal(row["from_amount"]))["arrangement"])


def _newest(rows: list[dict[str, str]], on: dt.date, name: str | None = None) -> list[dict[str, str]]:
    """The rows that came into force last, on or before a day."""
    held = [
        row for row in rows if dt.date.fromisoformat(row["valid_from"]) <= on and (name is None or row["name"] == name)
    ]
    newest = max((row["valid_from"] for row in held), default="")
    return [row for row in held if row["valid_from"] == newest]


@cache
def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))
