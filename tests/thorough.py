"""What a plain run tries some of, and `make thorough` all of."""

from collections.abc import Container, Iterable
from typing import Any

import pytest


def some(cases: Iterable[Any], plain: Container[Any]) -> list[Any]:
    """For `parametrize` with one value: each run tries those in `plain`, `make thorough` the others."""
    return [case if case in plain else pytest.param(case, marks=pytest.mark.thorough) for case in cases]
