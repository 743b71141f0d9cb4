"""Published awards as a table and as a document that machines read.

Column names are Dutch: so is the law that asks for them.
"""

import csv
import io
from collections.abc import Sequence
from typing import Any

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


def as_json(awards: Sequence[PublishedAward]) -> list[dict[str, Any]]:
    return [
        dict(
            zip(
                FIELDS,
                (
                    award.legal_basis,
                    award.recipient,
                    award.activities,
                    _parts(award.amounts),
                    _parts(award.withdrawals),
                    award.decided_on.isoformat(),
                ),
                strict=True,
            )
        )
        for award in awards
    ]


def as_csv(awards: Sequence[PublishedAward]) -> str:
    """Comma-separated, one award a row; amounts of one award stand behind each other with their day."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(FIELDS)
    for row in as_json(awards):
        writer.writerow(
            _harmless(
                "; ".join(f"{part['soort']} {part['bedrag']} op {part['datum']}" for part in value)
                if isinstance(value, list)
                else value
            )
            for value in row.values()
        )
    return out.getvalue()


def _parts(entries: Sequence[tuple[str, Any, Any]]) -> list[dict[str, str]]:
    return [{"soort": WORDS[kind], "datum": on.isoformat(), "bedrag": f"{amount:.2f}"} for kind, on, amount in entries]


def _harmless(text: str) -> str:
    """What a spreadsheet would take for a formula is kept as text."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
