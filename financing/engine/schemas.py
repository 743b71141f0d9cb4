"""The published JSON Schemas, made from the same types as the code (section 7)."""

from functools import cache
from typing import Any

from pydantic import BaseModel

from financing.engine.documents import Plan
from financing.engine.norms import Norms
from financing.engine.policy.portfolio import Portfolio
from financing.engine.policy.result import Policy
from financing.engine.result_documents import HeatMap, Levers, Result, Stress

_MODELS: dict[str, type[BaseModel]] = {
    "plan-1": Plan,
    "result-1": Result,
    "levers-1": Levers,
    "stress-1": Stress,
    "heat-map-1": HeatMap,
    "portfolio-1": Portfolio,
    "policy-1": Policy,
    "norms-1": Norms,
}

SCHEMA_NAMES = tuple(_MODELS)
"""The names of the files, without `.json`."""
KEPT_SCHEMAS = ("plan-1", "result-1")
"""Of documents that are stored and taken along: each edition of their schema is kept, for what was written by it."""


@cache
def json_schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema of one kind of document, which nobody changes. Raises KeyError for a name that is none."""
    model = _MODELS[name]
    title = f"coophub.{name.rpartition('-')[0]}/{name.rpartition('-')[2]}"
    schema = model.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": title}


def without_words(schema: Any, *, is_names: bool = False) -> Any:
    """What a schema takes and refuses, without its titles and explanations."""
    if isinstance(schema, list):
        return [without_words(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        # What stands under these two are names of keys and of types, and one may be called so.
        key: without_words(part, is_names=key in ("properties", "$defs") and not is_names)
        for key, part in schema.items()
        if is_names or key not in ("title", "description")
    }
