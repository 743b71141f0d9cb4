"""Where the money of a scheme stands: every euro of a ceiling is settled, paid, awarded, reserved or free, and opens
its entries.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from financing.subsidies.models import SETTLED, TOTAL, Application, LedgerEntry, Payment, SchemeVersion, State, Target

ZERO = Decimal(0)
RESERVING = ["reservation", "release"]
IS_RESERVING = Q(kind__in=RESERVING) | Q(reverses__kind__in=RESERVING)
FINISHED = [*SETTLED, State.RECOVERED]

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


@dataclass(frozen=True)
class Holding:
    """What one application holds of its ceiling, by part."""

    application: int
    target: str
    settled: Decimal
    paid: Decimal
    awarded: Decimal
    reserved: Decimal


def holdings_of(version: SchemeVersion) -> list[Holding]:
    """Every application with entries, by part. Three queries, however many there are."""
    held = (
        LedgerEntry.objects.filter(version=version)
        .values("application", "target")
        .annotate(held=Sum("amount"), reserved=Sum("amount", filter=IS_RESERVING))
        .order_by("application")
    )
    states = dict(Application.objects.filter(scheme_version=version).values_list("pk", "state"))
    is_back = Q(kind=Payment.Kind.REPAYMENT)
    paid = {
        row["application"]: (row["out"] or ZERO) - (row["back"] or ZERO)
        for row in Payment.objects.filter(application__scheme_version=version, paid_on__isnull=False)
        .exclude(kind=Payment.Kind.PENALTY)
        .values("application")
        .annotate(out=Sum("amount", filter=~is_back), back=Sum("amount", filter=is_back))
    }
    return [
        _holding(
            row["application"],
            row["target"],
            row["held"],
            row["reserved"] or ZERO,
            states[row["application"]],
            paid.get(row["application"], ZERO),
        )
        for row in held
    ]


def budget_bars(version: SchemeVersion) -> list[Bar]:
    """The whole ceiling first, then each target group's."""
    holdings = holdings_of(version)
    return [
        Bar(
            target=balance.target,
            title=str(Target(balance.target).label) if balance.target else _("Whole scheme"),
            ceiling=balance.ceiling,
            **{
                part: sum(
                    (getattr(h, part) for h in holdings if balance.target in (TOTAL, h.target)),
                    start=ZERO,
                )
                for part in ("settled", "paid", "awarded", "reserved")
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
        LedgerEntry.objects.filter(version=version)
        .select_related("application__initiative", "made_by", "reverses", "reversed_by", "version__scheme")
        .prefetch_related("application__interest_declarations")
        .order_by("-made_at", "-pk")
    )
    if target:
        entries = entries.filter(target=target)
    if part in ("settled", "paid", "awarded", "reserved"):
        behind = [holding.application for holding in holdings_of(version) if getattr(holding, part)]
        entries = entries.filter(application__in=behind)
        entries = entries.filter(IS_RESERVING) if part == "reserved" else entries.exclude(IS_RESERVING)
    return entries


def _holding(application: int, target: str, held: Decimal, reserved: Decimal, state: str, paid: Decimal) -> Holding:
    taken = held - reserved
    if state in FINISHED:
        return Holding(application, target, taken, ZERO, ZERO, reserved)
    paid = max(ZERO, min(paid, taken))
    return Holding(application, target, ZERO, paid, taken - paid, reserved)


def totals_of(bars: Sequence[Bar]) -> Bar:
    return next(bar for bar in bars if bar.target == TOTAL)
