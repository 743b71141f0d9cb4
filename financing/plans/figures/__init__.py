"""The words of a plan's figures, and what is usual for them: the one place that forms, paper, spreadsheet and history
ask.

`plan` has them for each path of `coophub.plan/1`, `result` for each of `coophub.result/1`; `headings` are what stands
above them.
"""

from financing.plans.figures.figure import ROW, Figure, path_of
from financing.plans.figures.plan import FIGURES, LOAN_KEYS, OF_EVERY_SOURCE, figure_at, keys_of
from financing.plans.figures.result import RESULT

__all__ = [
    "FIGURES",
    "LOAN_KEYS",
    "OF_EVERY_SOURCE",
    "ROW",
    "Figure",
    "figure_at",
    "keys_of",
    "label_of",
    "path_of",
    "result_label",
]


def label_of(path: str) -> str:
    """What a figure of a plan is called. Raises KeyError for a path that no plan has."""
    return str(FIGURES[path].label)


def result_label(path: str) -> str:
    """What a figure of a result is called. Raises KeyError for a path that has no name."""
    return str(RESULT[path])
