"""All three questions about a portfolio: the document `coophub.policy/1`."""

from collections.abc import Mapping, Sequence
from typing import Any

from financing.engine.errors import Problem
from financing.engine.policy.best_use import best_use_of
from financing.engine.policy.curves import curves_of
from financing.engine.policy.outlook import outlook_of
from financing.engine.policy.parameters import LabProgress, PolicyParameters, checked_budget, policy_parameters, silent
from financing.engine.policy.portfolio import PolicyError, Portfolio
from financing.engine.policy.result import BestUse, Outlook, PlanPackages, Policy, PolicyCurve
from financing.engine.policy.search import packages_by_plan
from financing.engine.sentences import _

A_QUESTION = 100
"""How much of the progress is one of its parts."""


def policy_of(
    portfolio: Portfolio,
    *,
    budget: float,
    seed: int,
    parameters: Mapping[str, Any] | None = None,
    progress: LabProgress = silent,
) -> Policy:
    """The document of a portfolio. The same seed gives the same figures. Raises PolicyError."""
    chosen, budget, seed = policy_parameters(parameters), checked_budget(budget), checked_seed(seed)
    curves = curves_of(portfolio, chosen, _part(progress, 0))
    packages = packages_by_plan(portfolio, chosen, _part(progress, 1))
    best = best_use_of(portfolio, packages, budget, chosen, _part(progress, 2))
    outlook = outlook_of(portfolio, packages, best.optimum, budget, seed, chosen, _part(progress, 3))
    return policy_from(budget, seed, chosen, curves, packages, best, outlook)


def policy_from(
    budget: float,
    seed: int,
    parameters: PolicyParameters,
    curves: Sequence[PolicyCurve],
    packages: Sequence[PlanPackages],
    best: BestUse,
    outlook: Outlook,
) -> Policy:
    """The document of questions that were answered one by one."""
    return Policy(
        schema_="coophub.policy/1",
        seed=seed,
        budget=budget,
        parameters=parameters,
        plans=list(packages),
        curves=list(curves),
        **{name: getattr(best, name) for name in BestUse.model_fields},
        **{name: getattr(outlook, name) for name in Outlook.model_fields},
    )


def checked_seed(seed: int) -> int:
    """Raises PolicyError."""
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise PolicyError([Problem("seed", "seed_outside", _("Expected a whole number of at least 0."))])
    return seed


def _part(progress: LabProgress, number: int) -> LabProgress:
    """Tells of one of the four parts as a quarter of the whole."""
    return lambda done, total: progress(number * A_QUESTION + A_QUESTION * done // max(total, 1), 4 * A_QUESTION)
