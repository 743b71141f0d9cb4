"""What the engine finds wrong, as the reader of a page reads it."""

import re
from typing import Any

from django.utils.translation import gettext as _

from financing.engine import Problem
from financing.plans.figures import FIGURES

LIMITS = ("gt", "ge", "lt", "le")


def problem_in_words(problem: Problem) -> str:
    """The sentence in the reader's language; a limit is written as the figure is: "100%" and not 1.0."""
    figure = FIGURES.get(re.sub(r"\[[^\]]*\]", "[]", problem.path))
    words: dict[str, Any] = dict(problem.params)
    if figure is not None:
        words |= {name: figure.written(_number(words[name])) for name in LIMITS if name in words}
    return _(problem.template) % words


def _number(limit: str) -> float | int:
    value = float(limit)
    return int(value) if value.is_integer() else value
