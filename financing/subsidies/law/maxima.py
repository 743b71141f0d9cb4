"""The most that can be asked under a scheme. No Django, no database.

Amounts are Decimal euros with cents; a share is a fraction.
"""

from collections.abc import Iterable
from decimal import ROUND_DOWN, Decimal

CENT = Decimal("0.01")


def least_maximum(
    of_application: Decimal, of_phase: Iterable[Decimal], per_home: Decimal | None, homes: int
) -> Decimal:
    """The least of the maxima per application, for its phase and per home."""
    of_homes = [] if per_home is None else [per_home * homes]
    return min([of_application, *of_phase, *of_homes])


def covered_part(costs: Decimal, own_share: Decimal) -> Decimal:
    """The part of the costs that a scheme may cover, in whole cents and never a cent too much."""
    return (costs * (1 - own_share)).quantize(CENT, rounding=ROUND_DOWN)
