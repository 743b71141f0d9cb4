"""Whether groups wait differently long than chance would make them: the log-rank test (Mantel 1966, for any number of
groups Peto and Peto 1972).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from pilots.selectors.cohorts.statistics.survival import Floats, Observation, Waits


@dataclass(frozen=True)
class LogRank:
    """`p_value` is the chance of a difference at least this large between groups that do not differ at all.

    `expected` are the events that each group would have had then, `observed` those that it had.
    """

    statistic: float
    degrees_of_freedom: int
    p_value: float
    observed: tuple[int, ...]
    expected: tuple[float, ...]


def log_rank(seen: Sequence[Sequence[Observation] | Waits]) -> LogRank | None:
    """Compares groups; None where there is nothing to compare: fewer than two groups with somebody in them, or no event
    at a time at which more than one group had somebody waiting.
    """
    groups = [group if isinstance(group, Waits) else Waits.of(group) for group in seen if len(group)]
    if len(groups) < 2:
        return None
    events, at_risk = _tables(groups)
    all_events, everybody = events.sum(axis=1), at_risk.sum(axis=1)
    expected = (all_events / everybody) @ at_risk
    spread = _spread(all_events, everybody, at_risk)
    if not spread.any():
        return None
    # The differences add up to nothing, so one group follows from the others.
    apart = (events.sum(axis=0) - expected)[:-1]
    statistic = float(apart @ np.linalg.pinv(spread[:-1, :-1]) @ apart)
    return LogRank(
        statistic=statistic,
        degrees_of_freedom=len(groups) - 1,
        p_value=float(chdtrc(len(groups) - 1, statistic)),
        observed=tuple(int(number) for number in events.sum(axis=0)),
        expected=tuple(float(number) for number in expected),
    )


def _tables(groups: Sequence[Waits]) -> tuple[Floats, Floats]:
    """For each time at which an event was seen, and each group: the events, and how many waited until just before."""
    times = np.unique(np.concatenate([group.events for group in groups]))
    events, at_risk = np.zeros((len(times), len(groups))), np.zeros((len(times), len(groups)))
    for number, group in enumerate(groups):
        waited, happened = np.sort(group.times), np.sort(group.events)
        at_risk[:, number] = len(waited) - np.searchsorted(waited, times, side="left")
        events[:, number] = np.searchsorted(happened, times, side="right") - np.searchsorted(happened, times)
    return events, at_risk


def _spread(all_events: Floats, everybody: Floats, at_risk: Floats) -> Floats:
    """How events spread over the groups by chance: the covariance of the hypergeometric distribution, of all times."""
    several = everybody > 1
    deaths, total, share = all_events[several], everybody[several], at_risk[several] / everybody[several, None]
    weight = deaths * (total - deaths) / (total - 1)
    spread: Floats = np.diag(weight @ share) - share.T @ (share * weight[:, None])
    return spread
