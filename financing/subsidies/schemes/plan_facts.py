"""What a scheme can ask of a financing plan: facts from its document and its result."""

from functools import cached_property
from typing import Any

from financing.engine.documents import homes_in
from financing.plans.selectors.norms import RentLimits, rent_limits_of
from financing.plans.selectors.outcomes import Outcome, outcome_of

MEMBERS = ("member_equity", "member_loan")


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
        """Whole ones: rooms count together for the homes that they make."""
        return int(self.outcome.plan.dwelling_count)

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
        limits = self._limits
        return None if limits is None else self._share_of_homes(0.0, float(limits.social))

    @property
    def middle_share(self) -> float | None:
        limits = self._limits
        return None if limits is None else self._share_of_homes(float(limits.social), float(limits.middle))

    @property
    def free_share(self) -> float | None:
        limits = self._limits
        return None if limits is None else self._share_of_homes(float(limits.middle), float("inf"))

    @cached_property
    def _limits(self) -> RentLimits | None:
        """Rents are at the price level of the plan, and so are the limits."""
        return rent_limits_of(self.outcome.plan.price_level_year)

    def _share_of_homes(self, above: float, up_to: float) -> float | None:
        """The share of homes with a monthly rent above one limit and up to another."""
        dwellings = self.outcome.plan.dwellings
        total = homes_in(dwellings)
        found = homes_in(
            dwelling
            for dwelling in dwellings
            if not dwelling.is_sold and (above < dwelling.payment or above == 0.0) and dwelling.payment <= up_to
        )
        return found / total if total else None
