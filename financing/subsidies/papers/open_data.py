"""Published awards as a table and as a document that machines read.

Column names are Dutch: so is the law that asks for them.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from coophub.web.streams import csv_lines
from financing.subsidies.selectors.publication import PublishedAward

FIELDS = (
    "wettelijkeGrondslag",
    "ontvanger",
    "activiteitenEnDoelregels",
    "bedragen",
    "intrekkingen",
    "datumBesluit",
)
"""Woo 3.3a lid 1, a to f."""
WORDS = {
    "award": "verleend",
    "increase": "verhoogd",
    "lower_settlement": "vastgesteld",
    "withdrawal": "ingetrokken",
    "recovery": "teruggevorderd",
    "reversal": "ongedaan gemaakt",
}


def as_json(awards: Iterable[PublishedAward]) -> Iterator[str]:
    """A list of awards, piece by piece."""
    before = "["
    for award in awards:
        yield before + json.dumps(fields_of(award), ensure_ascii=False)
        before = ",\n"
    yield "[]" if before == "[" else "]"


def as_csv(awards: Iterable[PublishedAward]) -> Iterator[str]:
    """Comma-separated, one award a row; amounts of one award stand behind each other with their day."""
    return csv_lines(chain([FIELDS], (_row(award) for award in awards)))


def _row(award: PublishedAward) -> list[str]:
    return [
        "; ".join(f"{part['soort']} {part['bedrag']} op {part['datum']}" for part in value)
        if isinstance(value, list)
        else value
        for value in fields_of(award).values()
    ]


def fields_of(award: PublishedAward) -> dict[str, Any]:
    """The six facts of an award by the names of the law."""
    values = (
        award.legal_basis,
        award.recipient,
        award.activities,
        _parts(award.amounts),
        _parts(award.withdrawals),
        award.decided_on.isoformat(),
    )
    return dict(zip(FIELDS, values, strict=True))


def _parts(entries: Sequence[tuple[str, Any, Any]]) -> list[dict[str, str]]:
    return [{"soort": WORDS[kind], "datum": on.isoformat(), "bedrag": f"{amount:.2f}"} for kind, on, amount in entries]
