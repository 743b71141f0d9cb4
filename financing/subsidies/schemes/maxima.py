"""The most that an initiative can ask under a scheme, by what its version says; the arithmetic is in `law`."""

from decimal import Decimal

from financing.subsidies.law.maxima import covered_part, least_maximum
from financing.subsidies.models import SchemeVersion
from initiatives.models import Initiative


def maximum_for(version: SchemeVersion, initiative: Initiative) -> Decimal:
    """The least of the maxima per application, for its phase and per home."""
    of_phase = [maximum.amount for maximum in version.phase_maxima.all() if maximum.phase == initiative.phase]
    return least_maximum(version.maximum_amount, of_phase, version.maximum_per_home, initiative.homes)


def covered_of(version: SchemeVersion, costs: Decimal) -> Decimal:
    """The part of the costs that a scheme may cover."""
    return covered_part(costs, version.own_share)
