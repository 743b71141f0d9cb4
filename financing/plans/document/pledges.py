"""What members pledged, put into a plan as one of its sources."""

from decimal import Decimal

from financing.plans.document.rows import KEY, PlanDocument, PlanRow

WAYS = ("fixed", "per_dwelling", "share_of_investment", "share_of_market_value", "remainder")
"""The ways in which a source says how much it is, of which it has one."""


def with_pledges(document: PlanDocument, *, row: str, amount: Decimal, name: str) -> PlanDocument:
    """The document, of which the rows have their keys, with this amount in the source with the key `row`. Where there
    is no such source a new one comes first, of money that stays in, called `name`.
    """
    sources = document.get("funding", [])
    if row in {source[KEY] for source in sources}:
        return {**document, "funding": [_of(source, amount) if source[KEY] == row else source for source in sources]}
    return {**document, "funding": [_of({KEY: row, "name": name, "kind": "member_equity"}, amount), *sources]}


def _of(source: PlanRow, amount: Decimal) -> PlanRow:
    return {**{key: value for key, value in source.items() if key not in WAYS}, "fixed": float(amount)}
