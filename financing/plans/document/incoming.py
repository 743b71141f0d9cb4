"""A plan document as it is kept: with clean texts, and whole numbers without a point."""

from collections.abc import Mapping
from typing import Any

from coophub.web.texts import clean_document, clean_line
from financing.plans.document.rows import PlanDocument


def as_kept(document: Mapping[str, Any]) -> PlanDocument:
    """The same plan. A document that is nested too deep to be one is left to the engine to refuse."""
    try:
        return dict(_whole(clean_document(dict(document), clean_line)))
    except RecursionError:
        return dict(document)


def _whole(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_whole(inner) for inner in value]
    if isinstance(value, dict):
        return {key: _whole(inner) for key, inner in value.items()}
    return value
