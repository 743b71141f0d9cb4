"""Where the money of a scheme stands: every euro of a ceiling is settled, paid, awarded, reserved or free, and opens
its entries.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from financing.subsidies.models import TOTAL, Holding, LedgerEntry, SchemeVersion, Target
from financing.subsidies.selectors.applicants import with_applicants

ZERO = Decimal(0)
RESERVING = ["reservation", "release"]
IS_RESERVING = Q(kind__in=RESERVING) | Q(reverses__kind__in=RESERVING)
HELD = ("settled", "paid", "awarded", "reserved")

PARTS: dict[str, str | Promise] = {
    "settled": gettext_lazy("Settled"),
    "paid": gettext_lazy("Paid, not settled"),
    "awarded": gettext_lazy("Awarded, not paid"),
    "reserved": gettext_lazy("Reserved"),
    "free": gettext_lazy("Free"),
}


@dataclass(frozen=True)
class Bar:
    """A ceiling in its five parts, which add up to it."""

    target: str
    title: str
    ceiling: Decimal
    settled: Decimal
    paid: Decimal
    awarded: Decimal
    reserved: Decimal

    @property
    def free(self) -> Decimal:
        return self.ceiling - self.settled - self.paid - self.awarded - self.reserved

    @property
    def parts(self) -> list[tuple[str, str | Promise, Decimal]]:
        return [(name, title, getattr(self, name)) for name, title in PARTS.items()]


def budget_bars(version: SchemeVersion) -> list[Bar]:
    """The whole ceiling first, then each target group's. Two queries, however many applications there are."""
    sums = {part: Sum(part) for part in HELD}
    by_target: list[Any] = list(Holding.objects.filter(version=version).values("target").annotate(**sums))
    return [
        Bar(
            target=balance.target,
            title=str(Target(balance.target).label) if balance.target else _("Whole scheme"),
            ceiling=balance.ceiling,
            **{
                part: sum((row[part] for row in by_target if balance.target in (TOTAL, row["target"])), start=ZERO)
                for part in HELD
            },
        )
        for balance in version.balances.all()
    ]


def growth_of(version: SchemeVersion) -> list[tuple[dt.date, Decimal]]:
    """What was taken from the ceiling at the end of each day on which something changed. One query."""
    days = list(
        LedgerEntry.objects.filter(version=version)
        .annotate(day=TruncDate("made_at"))
        .values("day")
        .annotate(moved=Sum("amount"))
        .order_by("day")
    )
    totals = accumulate((row["moved"] for row in days), initial=ZERO)
    return [(row["day"], total) for row, total in zip(days, list(totals)[1:], strict=True)]


def entries_of(version: SchemeVersion, *, target: str = TOTAL, part: str = "") -> QuerySet[LedgerEntry]:
    """The entries behind a figure: of a ceiling, or of the applications that make up one part of it."""
    entries = (
        with_applicants(LedgerEntry.objects.filter(version=version), "application__")
        .select_related(
            "application__decision",
            "made_by",
            "reverses",
            "reversed_by",
            "version__scheme",
        )
        .prefetch_related("application__later_decisions")
        .order_by("-made_at", "-pk")
    )
    if target:
        entries = entries.filter(target=target)
    if part in HELD:
        entries = entries.exclude(**{f"application__holding__{part}": 0})
        entries = entries.filter(IS_RESERVING) if part == "reserved" else entries.exclude(IS_RESERVING)
    return entries


def totals_of(bars: Sequence[Bar]) -> Bar:
    return next(bar for bar in bars if bar.target == TOTAL)
