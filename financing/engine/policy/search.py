"""With which packages each plan closes, and which of them nothing beats in cash and in net."""

from financing.engine.calculate import calculate
from financing.engine.market import GUARANTEE, PUBLIC_LOAN, PublicMarket
from financing.engine.policy.curves import plan_phase_of
from financing.engine.policy.narrowing import ClosingCombinations, closing_combinations
from financing.engine.policy.parameters import COLUMN_OF, LabProgress, PolicyParameters, silent
from financing.engine.policy.portfolio import Portfolio, PortfolioPlan
from financing.engine.policy.result import PackageLoan, PlanPackages, PolicyPackage

NOTHING = PolicyPackage(drivers={}, guarantee=False, loan=None, cash=0.0, net=0.0)


def packages_by_plan(
    portfolio: Portfolio, parameters: PolicyParameters | None = None, progress: LabProgress = silent
) -> list[PlanPackages]:
    """For each plan what makes it close, by the instruments that may be used."""
    chosen = parameters or PolicyParameters()
    found = []
    for number, plan in enumerate(portfolio.plans):
        progress(number, len(portfolio.plans))
        found.append(packages_of_plan(plan, chosen))
    progress(len(portfolio.plans), len(portfolio.plans))
    return found


def packages_of_plan(plan: PortfolioPlan, parameters: PolicyParameters) -> PlanPackages:
    base = calculate(plan.document)
    if base.closes[0]:
        return PlanPackages(id=plan.id, homes=plan.homes, closes=True, packages=[NOTHING])
    grant = None if "grant" in parameters.instruments else plan_phase_of(base, parameters)
    market = PublicMarket(base, parameters.public, parameters.public_loan, grant)
    allowed = {COLUMN_OF[instrument] for instrument in parameters.instruments}
    found = closing_combinations(market, [column for column in market.usable if column in allowed])
    return PlanPackages(id=plan.id, homes=plan.homes, closes=False, packages=_written(market, found, parameters))


def _written(market: PublicMarket, found: ClosingCombinations, parameters: PolicyParameters) -> list[PolicyPackage]:
    terms = parameters.public_loan
    return [
        PolicyPackage(
            drivers=market.drivers_in(found.steps[row]),
            guarantee=bool(found.steps[row, GUARANTEE]),
            loan=PackageLoan(
                per_home=float(found.steps[row, PUBLIC_LOAN]) * terms.per_home,
                rate=terms.rate,
                term_years=terms.term_years,
                grace_years=terms.grace_years,
            )
            if found.steps[row, PUBLIC_LOAN] > 0
            else None,
            cash=float(found.cash[row]),
            net=float(found.net[row]),
        )
        for row in range(len(found.steps))
    ]
