"""The calculation of a housing co-operative's financing plan. No Django, no database, no clock.

Amounts are euros, rates are fractions per year. Arrays have the shape (scenarios, years); one plan is the case of one
scenario. Section numbers in docstrings are those of `docs/developers/financing-model.md`.
"""

from financing.engine.calculate import Calculation, calculate
from financing.engine.documents import Plan
from financing.engine.drivers import DriverError, Drivers
from financing.engine.errors import PlanError, Problem
from financing.engine.levers import find_levers
from financing.engine.norms import Norms, NormsError, parse_norms
from financing.engine.parameters import ParameterError
from financing.engine.parse import parse_plan
from financing.engine.result import result_document, result_of
from financing.engine.result_documents import Result, read_result
from financing.engine.schemas import KEPT_SCHEMAS, SCHEMA_NAMES, json_schema_of, without_words
from financing.engine.sensitivity import heat_map
from financing.engine.stress import stress
from financing.engine.time_series import Indices, indices_of

__all__ = [
    "KEPT_SCHEMAS",
    "SCHEMA_NAMES",
    "Calculation",
    "DriverError",
    "Drivers",
    "Indices",
    "Norms",
    "NormsError",
    "ParameterError",
    "Plan",
    "PlanError",
    "Problem",
    "Result",
    "calculate",
    "find_levers",
    "heat_map",
    "indices_of",
    "json_schema_of",
    "parse_norms",
    "parse_plan",
    "read_result",
    "result_document",
    "result_of",
    "stress",
    "without_words",
]
