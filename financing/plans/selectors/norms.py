"""The norms of a year."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from coophub.web import clock
from financing.plans.figures.norms import INCOME_LIMITS
from financing.plans.models import NormSet, Plan


@dataclass(frozen=True)
class RentLimits:
    """Up to which monthly rent a home counts as social and as middle rent; `year` is that of the norms."""

    year: int
    social: Decimal
    middle: Decimal


def all_norms() -> QuerySet[NormSet]:
    """Every set of norms, the newest first, with who added it."""
    return NormSet.objects.select_related("added_by")


def unknown_limits(norms: NormSet) -> list[tuple[str, str]]:
    """The pairs of income limits that a set came without: the names of both fields."""
    return [pair for pair in INCOME_LIMITS if getattr(norms, pair[0]) is None]


@dataclass(frozen=True)
class NormsToDo:
    """What is left to who keeps the norms: sets without some of their income limits, and years without a set."""

    incomplete: list[NormSet]
    missing_year: int | None


def norms_to_do() -> NormsToDo:
    """One query. The norms of a year are missing from its first day on."""
    sets = list(all_norms())
    year = clock.today().year
    is_there = any(norms.valid_from.year == year for norms in sets)
    return NormsToDo([norms for norms in sets if unknown_limits(norms)], None if is_there else year)


def newest_norms() -> NormSet | None:
    return NormSet.objects.order_by("-valid_from").first()


def norms_on(date: dt.date) -> NormSet | None:
    """The set that holds on a day; before the first set, the first.

    None when there is no set at all. At most two queries.
    """
    return (
        NormSet.objects.filter(valid_from__lte=date).order_by("-valid_from").first()
        or NormSet.objects.order_by("valid_from").first()
    )


def plans_held_against(day: dt.date) -> QuerySet[Plan]:
    """The plans that a set from this day on is for, or would be: those whose price level year begins while it holds."""
    later = NormSet.objects.filter(valid_from__gt=day).order_by("valid_from").first()
    plans = Plan.objects.filter(document__price_level_year__gte=_first_year(day))
    return plans if later is None else plans.filter(document__price_level_year__lt=_first_year(later.valid_from))


def _first_year(day: dt.date) -> int:
    """The first year that begins on this day or after it."""
    return day.year if (day.month, day.day) == (1, 1) else day.year + 1


def rent_limits_of(year: int) -> RentLimits | None:
    """The limits in force at the start of a year, from the norms that staff keep; None while there are none.

    At most three queries.
    """
    norms = norms_on(dt.date(year, 1, 1))
    if norms is None:
        return None
    borders = norms.maximum_rents.filter(points__in=[norms.low_segment_points, norms.middle_segment_points])
    return rent_limits_in(norms, dict(borders.values_list("points", "amount")))


def rent_limits_in(norms: NormSet, rents: dict[int, Decimal]) -> RentLimits | None:
    """The limits of a set, of which `rents` has the highest rent by points; None when it does not have those of the
    limits.
    """
    social, middle = rents.get(norms.low_segment_points), rents.get(norms.middle_segment_points)
    return None if social is None or middle is None else RentLimits(norms.valid_from.year, social, middle)
