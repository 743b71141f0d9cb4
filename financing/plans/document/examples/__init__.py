"""The library of example plans.

All of them are made up; `library.py` says what each is and where its figures come from.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from financing.plans.document.examples.library import EXAMPLES, SIZES, Example, best_first, most_alike_that_closes

__all__ = [
    "EXAMPLES",
    "SIZES",
    "Example",
    "best_first",
    "example_document",
    "example_named",
    "most_alike_that_closes",
]

FOLDER = Path(__file__).parent


def example_named(slug: str) -> Example:
    """Raises KeyError for a name that is no example."""
    return {example.slug: example for example in EXAMPLES}[slug]


def example_document(slug: str, **changes: Any) -> dict[str, Any]:
    """The plan document of an example, with these top-level keys changed.

    Raises KeyError for a name that is no example.
    """
    return {**json.loads(_text(example_named(slug).slug)), **changes}


@cache
def _text(slug: str) -> str:
    return (FOLDER / f"{slug}.json").read_text(encoding="utf-8")
