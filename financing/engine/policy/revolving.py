"""A fund that lends instead of giving: what comes back is lent again."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from financing.engine.drivers import Array, Drivers
from financing.engine.market import received_per_euro, source_of
from financing.engine.policy.demand import ROUNDING
from financing.engine.policy.parameters import InstrumentName, LabProgress, PolicyParameters, silent
from financing.engine.policy.portfolio import Portfolio, PortfolioPlan
from financing.engine.policy.result import BandByYear, RevolvingOutcome
from financing.engine.policy.search import packages_of_plan
from financing.engine.stress import PERCENTILES


@dataclass(frozen=True)
class Askers:
    """The plans that do not close without help, each with what it needs in euros: infinitely much where nothing of the
    kind helps it.
    """

    loan: Array
    grant: Array
    homes: Array
    chance: Array


def revolving_of(
    portfolio: Portfolio, budget: float, seed: int, parameters: PolicyParameters, progress: LabProgress = silent
) -> RevolvingOutcome:
    """Each year so many plans, drawn by chance, ask for the least public loan with which they close, and in another
    world for the least grant. Who asks more than there is left is turned down.
    """
    askers = _askers(portfolio, parameters, progress)
    fund, runs = parameters.revolving, parameters.runs
    received = received_per_euro(parameters.public_loan, source_of(parameters.public_loan), Drivers.neutral())[0]
    generator = np.random.Generator(np.random.PCG64([seed, 1]))
    cash, purse = np.full(runs, budget), np.full(runs, budget)
    reached, given = np.zeros(runs), np.zeros(runs)
    due = np.zeros((runs, fund.years + len(received)))
    balance, lent_to, given_to = (np.zeros((fund.years, runs)) for _each in range(3))
    for year in range(fund.years):
        for asker in _asking(generator, askers, runs, fund.plans_per_year):
            can_lend = askers.loan[asker] <= cash + ROUNDING
            lent = np.where(can_lend, askers.loan[asker], 0.0)
            cash -= lent
            due[:, year : year + len(received)] += lent[:, None] * received
            reached += np.where(can_lend, askers.homes[asker], 0.0)
            can_give = askers.grant[asker] <= purse + ROUNDING
            purse -= np.where(can_give, askers.grant[asker], 0.0)
            given += np.where(can_give, askers.homes[asker], 0.0)
        cash += due[:, year]
        balance[year], lent_to[year], given_to[year] = cash, reached, given
    return RevolvingOutcome(
        year=list(range(1, fund.years + 1)),
        balance=_band(balance),
        homes=_band(lent_to),
        gift_homes=np.median(given_to, axis=1).tolist(),
    )


def _askers(portfolio: Portfolio, parameters: PolicyParameters, progress: LabProgress) -> Askers:
    needs = []
    for number, plan in enumerate(portfolio.plans):
        progress(number, len(portfolio.plans))
        loan = _least(plan, parameters, "public_loan")
        if loan > 0:
            needs.append((loan, _least(plan, parameters, "grant"), plan.homes, plan.weight))
    progress(len(portfolio.plans), len(portfolio.plans))
    loans, grants, homes, weights = np.array(needs).reshape(-1, 4).T
    return Askers(loans, grants, homes, weights / max(weights.sum(), 1e-300))


def _least(plan: PortfolioPlan, parameters: PolicyParameters, instrument: InstrumentName) -> float:
    """What the plan needs of this instrument alone; 0 where it closes without."""
    found = packages_of_plan(plan, parameters.model_copy(update={"instruments": [instrument]}))
    return found.packages[0].cash if found.packages else np.inf


def _asking(generator: np.random.Generator, askers: Askers, runs: int, count: int) -> NDArray[np.int64]:
    """Who asks in a year, one after the other: shape (plans a year, runs), or nobody where no plan needs anything."""
    if not len(askers.loan):
        return np.zeros((0, runs), dtype=np.int64)
    return generator.choice(len(askers.loan), size=(count, runs), p=askers.chance)


def _band(values: Array) -> BandByYear:
    """Of the shape (years, runs)."""
    low, middle, high = np.percentile(values, PERCENTILES, axis=1).tolist()
    return BandByYear(p5=low, p50=middle, p95=high)
