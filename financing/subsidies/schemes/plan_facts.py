"""What a scheme can ask of a financing plan: facts from its document and its result."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from financing.plans.selectors.affordability import norms_on
from financing.plans.selectors.outcomes import Outcome, outcome_of

MEMBERS = ("member_equity", "member_loan")


@dataclass(frozen=True)
class RentSegments:
    """Up to which monthly rent a home counts as social and as middle rent."""

    social_max: float
    middle_max: float


def segments_of_year(year: int) -> RentSegments | None:
    """The limits in force at the start of a year, from the norms that staff keep; None while there are none. At most three queries."""
    norms = norms_on(dt.date(year, 1, 1))
    if norms is None:
        return None
    rents = dict(
        norms.maximum_rents.filter(points__in=[norms.low_segment_points, norms.middle_segment_points]).values_list(
            "points", "amount"
        )
    )
    social, middle = rents.get(norms.low_segment_points), rents.get(norms.middle_segment_points)
    return None if social is None or middle is None else RentSegments(float(social), float(middle))


class PlanFacts:
    """The facts of one plan, worked out when they are first asked for."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document

    @cached_property
    def outcome(self) -> Outcome:
        return outcome_of(self.document)

    @property
    def closes(self) -> bool:
        return self.outcome.closes

    @property
    def homes(self) -> int:
        return self.outcome.plan.dwelling_count

    @property
    def cost_per_home(self) -> float | None:
        return self.outcome.result.investment.per_dwelling

    @property
    def min_dscr(self) -> float | None:
        return self.outcome.result.metrics.min_dscr

    @property
    def own_share(self) -> float | None:
        """What members bring in, as equity or as a loan, of the whole investment."""
        result = self.outcome.result
        total = result.investment.total
        sources = zip(self.outcome.plan.funding, result.funding.sources, strict=True)
        own = sum(found.amount for source, found in sources if source.kind in MEMBERS)
        return own / total if total else None

    @property
    def social_share(self) -> float | None:
        limits = self._segments
        return None if limits is None else self._share_of_homes(0.0, limits.social_max)

    @property
    def middle_share(self) -> float | None:
        limits = self._segments
        return None if limits is None else self._share_of_homes(limits.social_max, limits.middle_max)

    @property
    def free_share(self) -> float | None:
        limits = self._segments
        return None if limits is None else self._share_of_homes(limits.middle_max, float("inf"))

    @cached_property
    def _segments(self) -> RentSegments | None:
        """Rents are at the price level of the plan, and so are the limits."""
        return segments_of_year(self.outcome.plan.price_level_year)

    def _share_of_homes(self, above: float, up_to: float) -> float | None:
        """The share of homes with a monthly rent above one limit and up to another."""
        dwellings = self.outcome.plan.dwellings
        total = sum(dwelling.count for dwelling in dwellings)
        found = sum(
            dwelling.count
            for dwelling in dwellings
            if (above < dwelling.monthly_rent or above == 0.0) and dwelling.monthly_rent <= up_to
        )
        return found / total if total else None
