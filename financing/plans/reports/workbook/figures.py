"""The engine's figures for the workbook: what a viewer that does not calculate shows in each cell."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from financing.engine import Calculation, Plan, Result, calculate, result_of
from financing.plans.reports.workbook.years import LONGEST

YearSeries = NDArray[np.float64]


@dataclass(frozen=True)
class Figures:
    """The plan as it stands, and the same plan over the longest horizon, for the years that a reader may ask for."""

    plan: Plan
    result: Result
    here: Calculation
    far: Calculation

    @property
    def horizon(self) -> int:
        return self.plan.horizon_years


def figures_of(plan: Plan) -> Figures:
    here = calculate(plan)
    with np.errstate(all="ignore"):
        far = calculate(plan.model_copy(update={"horizon_years": LONGEST}))
    return Figures(plan, result_of(here), here, far)


def by_year(values: NDArray[Any]) -> YearSeries:
    """The figures of the only scenario, one for each year."""
    return np.asarray(np.broadcast_to(values, (1, LONGEST))[0], dtype=np.float64)


def one(values: Any) -> float:
    """The figure of the only scenario."""
    return float(np.asarray(values).reshape(-1)[0])
