"""Figures of the law, as data with the day from which they hold and their source (`data/law-*.csv`).

No Django, no database.

A figure that changes is a new row: what was decided under the old one can still be worked out. Before the law had a
term or an arrangement its first one counts, so that an odd day that was stored breaks no page.
"""

import csv
import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal, cast

from financing.subsidies.law.deadlines import DeadlineStep, Term, Unit
from financing.subsidies.law.sentences import _

DATA = Path(__file__).parent / "data"
Arrangement = Literal["small", "middle", "large"]


@dataclass(frozen=True)
class LegalTerm:
    """A term of the law, with the article that sets it and the sentences that say so."""

    term: Term
    source: str
    steps: tuple[DeadlineStep, ...]


@dataclass(frozen=True)
class PenaltyStep:
    """What a day of default costs, from one such day to another (Awb 4:17 lid 2)."""

    first_day: int
    last_day: int
    amount_per_day: Decimal
    source: str


def legal_term(name: str, on: dt.date) -> LegalTerm:
    """The term of this name as it held on a day, or the first that the law had, which its steps say. Raises KeyError
    for a name that the law does not have.
    """
    rows = [row for row in _rows("law-terms") if row["name"] == name]
    if not rows:
        raise KeyError(name)
    held = _newest(rows, on)
    row = (held or _first(rows))[-1]
    steps = [DeadlineStep(_("The term is set by %(source)s."), {"source": row["source"]})]
    if not held:
        told = _("On %(date)s the law had no such term yet; the first that it had is counted.")
        steps.append(DeadlineStep(told, {"date": on}))
    term = Term(int(row["length"]), cast(Unit, row["unit"]), atw=row["atw"] == "yes")
    return LegalTerm(term, row["source"], tuple(steps))


def penalty_steps(on: dt.date) -> list[PenaltyStep]:
    """The amounts a day as they held on a day; none before the law had them."""
    return [
        PenaltyStep(int(row["first_day"]), int(row["last_day"]), Decimal(row["amount_per_day"]), row["source"])
        for row in _newest(_rows("law-penalty"), on)
    ]


def arrangement_for(amount: Decimal, on: dt.date) -> Arrangement:
    """Which arrangement of accounting an amount falls under (KB 16 to 18), on a day or as the first that there were."""
    rows = _rows("law-arrangements")
    reached = [row for row in _newest(rows, on) or _first(rows) if amount >= Decimal(row["from_amount"])]
    return cast(Arrangement, max(reached, key=lambda row: Decimal(row["from_amount"]))["arrangement"])


def _newest(rows: list[dict[str, str]], on: dt.date) -> list[dict[str, str]]:
    """The rows that came into force last, on or before a day."""
    held = [row for row in rows if dt.date.fromisoformat(row["valid_from"]) <= on]
    newest = max((row["valid_from"] for row in held), default="")
    return [row for row in held if row["valid_from"] == newest]


def _first(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The rows that came into force before all others."""
    first = min(row["valid_from"] for row in rows)
    return [row for row in rows if row["valid_from"] == first]


@cache
def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))
