"""Time until something happens, for people of whom some are still waiting. No Django, no database, no clock.

Times have one unit of the caller's choice, and begin at 0. Shares are fractions.
"""

from pilots.selectors.cohorts.statistics.log_rank import LogRank, log_rank
from pilots.selectors.cohorts.statistics.small_groups import FEWEST, Crosstab, can_be_shown, shown_apart
from pilots.selectors.cohorts.statistics.survival import (
    CODES,
    Codes,
    Curve,
    CurveStep,
    Floats,
    Observation,
    WaitEnding,
    Waits,
    curve_of,
    together,
)

__all__ = [
    "CODES",
    "FEWEST",
    "Codes",
    "Crosstab",
    "Curve",
    "CurveStep",
    "Floats",
    "LogRank",
    "Observation",
    "WaitEnding",
    "Waits",
    "can_be_shown",
    "curve_of",
    "log_rank",
    "shown_apart",
    "together",
]
