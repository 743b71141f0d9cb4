"""Does it hold when the world changes? The chosen packages in storms and by chance (the third question of the policy
lab).
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from financing.engine.calculate import calculate
from financing.engine.drivers import DRIVERS, NEUTRAL, AddedLoan, DriverName, Drivers
from financing.engine.market import source_of
from financing.engine.parameters import PublicLoanTerms
from financing.engine.policy.parameters import LabProgress, PolicyParameters, Storm, silent, uncertainty_of
from financing.engine.policy.portfolio import Portfolio, PortfolioPlan
from financing.engine.policy.result import (
    DrawOutcome,
    HomesBand,
    Outlook,
    PlanPackages,
    PolicyPackage,
    StormOutcome,
    UseOutcome,
)
from financing.engine.policy.revolving import revolving_of
from financing.engine.stress import PERCENTILES, draws_of


def outlook_of(
    portfolio: Portfolio,
    packages: Sequence[PlanPackages],
    use: UseOutcome,
    budget: float,
    seed: int,
    parameters: PolicyParameters | None = None,
    progress: LabProgress = silent,
) -> Outlook:
    """What still closes of the plans that are in a use of the budget, and what a fund that lends would do.

    Interest is one market: in each scenario all plans meet the same world.
    """
    chosen = parameters or PolicyParameters()
    known = {plan.id: (plan, its) for plan, its in zip(portfolio.plans, packages, strict=True)}
    helped = [(known[each.id][0], known[each.id][1].packages[each.package]) for each in use.chosen]
    worlds = [_world_of(chosen.storms), *draws_of(uncertainty_of(chosen), seed, chosen.runs)]
    total = len(helped) + len(portfolio.plans)
    plans, homes = np.zeros((2, sum(world.scenarios for world in worlds)))
    for number, (plan, package) in enumerate(helped):
        progress(number, total)
        closes = plan.weight * np.concatenate([still_closes(plan, package, world) for world in worlds])
        plans += closes
        homes += plan.homes * closes
    storms = worlds[0].scenarios
    low, middle, high = np.percentile(homes[storms:], PERCENTILES).tolist()
    return Outlook(
        storms=[
            StormOutcome(name=storm.name, homes=float(homes[row]), plans=float(plans[row]))
            for row, storm in enumerate(chosen.storms)
        ],
        draws=DrawOutcome(runs=chosen.runs, homes=HomesBand(p5=low, p50=middle, p95=high)),
        revolving=revolving_of(portfolio, budget, seed, chosen, lambda done, _of: progress(len(helped) + done, total)),
    )


def still_closes(plan: PortfolioPlan, package: PolicyPackage, world: Drivers) -> NDArray[np.float64]:
    """1 for each scenario in which the plan closes with its package, else 0."""
    moved: dict[DriverName, NDArray[np.float64]] = {}
    for driver in [*world.values, *(name for name in package.drivers if name not in world.values)]:
        of_world = world.values.get(driver, np.full((world.scenarios, 1), NEUTRAL[driver]))[:, 0]
        of_package = package.drivers.get(driver, NEUTRAL[driver])
        is_factor = DRIVERS[driver].kind == "factor"
        moved[driver] = of_world * of_package if is_factor else of_world + of_package
    drivers = Drivers.of(moved)
    if package.loan:
        source = source_of(PublicLoanTerms(**package.loan.model_dump()))
        lent = np.full((1, 1), package.loan.per_home * plan.document.dwelling_count)
        drivers = replace(drivers, loan=AddedLoan(source, lent))
    return calculate(plan.document, drivers).closes.astype(np.float64)


def _world_of(storms: Sequence[Storm]) -> Drivers:
    """A scenario for each storm; one in which nothing happens where there are none."""
    names = {driver for storm in storms for driver in storm.drivers}
    values = {name: [storm.drivers.get(name, NEUTRAL[name]) for storm in storms] for name in sorted(names)}
    return Drivers.of({"subsidy": [0.0] * max(len(storms), 1), **values})
