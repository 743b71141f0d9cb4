"""The calculation of a housing co-operative's financing plan. No Django, no database, no clock.

Amounts are euros, rates are fractions per year. Arrays have the shape (scenarios, years); one plan is the case of one scenario.
Section numbers in docstrings are those of `docs/developers/financing-model.md`.
"""

from financing.engine.calculate import Calculation, calculate
from financing.engine.documents import Plan
from financing.engine.drivers import DriverError, Drivers
from financing.engine.errors import PlanError, Problem
from financing.engine.levers import find_levers
from financing.engine.parameters import ParameterError
from financing.engine.parse import parse_plan, plan_schema
from financing.engine.result import to_result

__all__ = [
    "Calculation",
    "DriverError",
    "Drivers",
    "ParameterError",
    "Plan",
    "PlanError",
    "Problem",
    "calculate",
    "find_levers",
    "parse_plan",
    "plan_schema",
    "to_result",
]
