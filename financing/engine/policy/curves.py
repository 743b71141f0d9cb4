"""What does one instrument do? The same level of it for every plan (the first question of the policy lab)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from financing.engine.calculate import Calculation, calculate
from financing.engine.drivers import Array
from financing.engine.market import LAST, PublicMarket
from financing.engine.policy.parameters import COLUMN_OF, INSTRUMENTS, LabProgress, PolicyParameters, silent
from financing.engine.policy.portfolio import GROUPINGS, Grouping, Portfolio
from financing.engine.policy.result import GroupCurve, PolicyCurve

LEVELS = np.linspace(0.0, 1.0, 21)


@dataclass(frozen=True)
class _Response:
    """What plans do at each level of each instrument: the shape is (plans, instruments, levels).

    A plan that closes without help is left alone: it closes at every level and costs nothing.
    """

    closes: NDArray[np.bool_]
    cash: Array
    net: Array


def curves_of(
    portfolio: Portfolio, parameters: PolicyParameters | None = None, progress: LabProgress = silent
) -> list[PolicyCurve]:
    """For each instrument 21 levels: what closes, and what it costs for those that close because of it.

    A guarantee on a part of the bank loan is taken to lower its rate in proportion.
    """
    chosen = parameters or PolicyParameters()
    shape = (len(portfolio.plans), len(INSTRUMENTS), len(LEVELS))
    response = _Response(np.zeros(shape, dtype=np.bool_), np.zeros(shape), np.zeros(shape))
    for number, plan in enumerate(portfolio.plans):
        progress(number, len(portfolio.plans))
        _respond(calculate(plan.document), chosen, response, number)
    progress(len(portfolio.plans), len(portfolio.plans))
    return [_curve(portfolio, response, number) for number in range(len(INSTRUMENTS))]


def plan_phase_of(base: Calculation, parameters: PolicyParameters) -> float:
    """The largest contribution to the plan phase, in euros: a part of the costs that are neither land nor building."""
    lines = (float(line.incl_vat[0, 0]) for line in base.cost.lines if line.category == "additional")
    return parameters.plan_phase_share * sum(lines)


def _respond(base: Calculation, parameters: PolicyParameters, response: _Response, number: int) -> None:
    market = PublicMarket(base, parameters.public, parameters.public_loan)
    ends = np.zeros((len(INSTRUMENTS), LAST + 1))
    for row, instrument in enumerate(INSTRUMENTS):
        column = COLUMN_OF[instrument]
        if column in market.usable:
            ends[row, column] = 1.0
        if instrument == "plan_phase" and market.total > 0:
            ends[row, column] = min(plan_phase_of(base, parameters) / market.total, 1.0)
    found = market.priced((ends[:, None, :] * LEVELS[None, :, None]).reshape(-1, LAST + 1))
    shape = response.closes.shape[1:]
    response.closes[number] = found.closes.reshape(shape) | base.closes[0]
    if not base.closes[0]:
        response.cash[number] = found.cash.reshape(shape)
        response.net[number] = found.net.reshape(shape)


def _curve(portfolio: Portfolio, response: _Response, number: int) -> PolicyCurve:
    homes, cash, everything = _sums(portfolio, response, number, range(len(portfolio.plans)))
    more = homes - homes[0]
    return PolicyCurve(
        instrument=INSTRUMENTS[number],
        level=LEVELS.tolist(),
        **everything,
        cash_per_home=[float(paid / gained) if gained > 0 else None for paid, gained in zip(cash, more, strict=True)],
        split=[
            GroupCurve(by=by, group=group, **_sums(portfolio, response, number, _members(portfolio, by, group))[2])
            for by in GROUPINGS
            for group in portfolio.groups(by)
        ],
    )


def _members(portfolio: Portfolio, by: Grouping, group: str) -> list[int]:
    return [number for number, plan in enumerate(portfolio.plans) if plan.group(by) == group]


def _sums(
    portfolio: Portfolio, response: _Response, number: int, members: Sequence[int]
) -> tuple[Array, Array, dict[str, list[float]]]:
    """Homes and cash by level of these plans; and as a curve has them, with plans and net."""
    rows = list(members)
    weight = np.array([portfolio.plans[row].weight for row in rows])
    counted = weight * np.array([portfolio.plans[row].homes for row in rows])
    closes = response.closes[rows, number].astype(np.float64)
    homes = counted @ closes
    cash, net = (weight @ (cost[rows, number] * closes) for cost in (response.cash, response.net))
    return (
        homes,
        cash,
        {"plans": (weight @ closes).tolist(), "homes": homes.tolist(), "cash": cash.tolist(), "net": net.tolist()},
    )
