"""Reading a plan document: whatever comes in, a plan or a list of problems comes out."""

import json
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from financing.engine.checks import problems_in
from financing.engine.construction_interest import comes_to_rest
from financing.engine.documents import MONTH_PATTERN, YEAR_PATTERN, Part, Plan
from financing.engine.errors import PlanError, Problem
from financing.engine.sentences import Sentence, _

AnyPart = TypeVar("AnyPart", bound=Part)

MAX_BYTES = 2_000_000
MAX_PROBLEMS = 200

SENTENCES: dict[str, Sentence] = {
    "missing": _("Expected a value: this key is missing."),
    "extra_forbidden": _("Expected no such key: it is not known here."),
    "float_type": _("Expected a number."),
    "float_parsing": _("Expected a number."),
    "int_type": _("Expected a whole number."),
    "int_parsing": _("Expected a whole number."),
    "int_parsing_size": _("Expected a smaller number."),
    "int_from_float": _("Expected a whole number."),
    "finite_number": _("Expected an ordinary number, not infinity or “not a number”."),
    "bool_type": _("Expected true or false."),
    "bool_parsing": _("Expected true or false."),
    "string_type": _("Expected text."),
    "list_type": _("Expected a list."),
    "dict_type": _("Expected an object with keys and values."),
    "model_type": _("Expected an object with keys and values."),
    "model_attributes_type": _("Expected an object with keys and values."),
    "greater_than": _("Expected a number greater than %(gt)s."),
    "greater_than_equal": _("Expected a number of at least %(ge)s."),
    "less_than": _("Expected a number less than %(lt)s."),
    "less_than_equal": _("Expected a number of at most %(le)s."),
    "literal_error": _("Expected one of: %(expected)s."),
    "string_too_short": _("Expected text of at least %(min_length)s character."),
    "string_too_long": _("Expected text of at most %(max_length)s characters."),
    "too_short": _("Expected at least %(min_length)s item."),
    "too_long": _("Expected at most %(max_length)s items."),
    "string_pattern_mismatch": _("Expected text of the form %(pattern)s."),
}
"""What pydantic finds, in words of our own. `tests` hold that every kind of error it gives for a plan is here."""

OTHER_VALUE = _("Expected another value.")

FORMS = {YEAR_PATTERN: "2027", MONTH_PATTERN: "2027-03"}
"""An example says more than a pattern."""


def parse_plan(data: bytes | str | dict[str, Any]) -> Plan:
    """The plan of a JSON document, or of what JSON gave. Raises PlanError with every problem found."""
    plan = read_as(Plan, object_of(data))
    problems = problems_of_plan(plan)
    if problems:
        raise PlanError(problems)
    return plan


def object_of(data: bytes | str | dict[str, Any], max_bytes: int = MAX_BYTES) -> dict[str, Any]:
    """The object of a JSON document. Raises PlanError."""
    document = _from_json(data, max_bytes) if isinstance(data, bytes | str) else data
    if not isinstance(document, dict):
        raise PlanError([Problem("", "not_an_object", _("Expected an object with keys and values."))])
    return document


def read_as(kind: type[AnyPart], document: dict[str, Any]) -> AnyPart:
    """A document as its type, of which only the type is checked. Raises PlanError with every problem found."""
    try:
        return kind.model_validate(document)
    except ValidationError as error:
        raise PlanError(_problems(error)) from error
    except RecursionError as error:
        raise PlanError([_too_deep()]) from error


def problems_of_plan(plan: Plan) -> list[Problem]:
    """What its type cannot say; none for a plan that can be calculated."""
    problems = problems_in(plan)
    if not problems and plan.investment.construction_interest_method == "monthly" and not comes_to_rest(plan):
        return [_never_at_rest()]
    return problems


def _from_json(data: bytes | str, max_bytes: int) -> Any:
    if len(data) > max_bytes:
        raise PlanError([Problem("", "too_large", _("Expected at most %(bytes)s bytes."), {"bytes": max_bytes})])
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data
        return json.loads(text, object_pairs_hook=_no_key_twice)
    except UnicodeDecodeError as error:
        raise PlanError([Problem("", "not_utf8", _("Expected text in UTF-8."))]) from error
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        raise PlanError(
            [Problem("", "not_json", _("Expected JSON: it breaks off at line %(line)s, column %(column)s."), place)]
        ) from error
    except RecursionError as error:
        raise PlanError([_too_deep()]) from error
    except PlanError:
        raise
    except ValueError as error:
        # Python refuses to read whole numbers of thousands of digits.
        raise PlanError([Problem("", "number_too_long", _("Expected numbers of fewer digits."))]) from error


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise PlanError(
                [Problem(key, "key_twice", _("Expected this key once in its object; it stands there twice."))]
            )
        found[key] = value
    return found


def _too_deep() -> Problem:
    return Problem("", "too_deep", _("Expected fewer objects inside each other."))


def _never_at_rest() -> Problem:
    return Problem(
        "investment.construction_interest_method",
        "interest_grows",
        _("Expected half, or less interest: what the loans cost grows with what they lend, without an end."),
    )


def _problems(error: ValidationError) -> list[Problem]:
    seen: dict[str, Problem] = {}
    for detail in error.errors(include_url=False, include_input=False):
        path = _path(detail["loc"])
        seen.setdefault(path, _problem(path, detail))
    return list(seen.values())[:MAX_PROBLEMS]


def _problem(path: str, detail: ErrorDetails) -> Problem:
    template = SENTENCES.get(detail["type"], OTHER_VALUE)
    params = {key: str(value) for key, value in detail.get("ctx", {}).items()}
    if "pattern" in params:
        params["pattern"] = FORMS[params["pattern"]]
    return Problem(path, detail["type"], template, params)


def _path(loc: tuple[int | str, ...]) -> str:
    path = ""
    for part in loc:
        if part == "[key]" or (isinstance(part, str) and part.startswith(("literal[", "constrained-"))):
            continue
        path += f"[{part}]" if isinstance(part, int) else f".{part}"
    return path.lstrip(".")
