"""The most that an initiative can ask under a scheme, by what its version says."""

from decimal import ROUND_DOWN, Decimal

from financing.subsidies.models import SchemeVersion
from initiatives.models import Initiative

CENT = Decimal("0.01")


def maximum_for(version: SchemeVersion, initiative: Initiative) -> Decimal:
    """The least of the maxima per application, for its phase and per home."""
    of_phase = [maximum.amount for maximum in version.phase_maxima.all() if maximum.phase == initiative.phase]
    per_home = [] if version.maximum_per_home is None else [version.maximum_per_home * initiative.homes]
    return min([version.maximum_amount, *of_phase, *per_home])


def covered_of(version: SchemeVersion, costs: Decimal) -> Decimal:
    """The part of the costs that a scheme may cover, in whole cents and never a cent too much."""
    return (costs * (1 - version.own_share)).quantize(CENT, rounding=ROUND_DOWN)
