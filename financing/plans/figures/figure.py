"""A figure of a plan: where it stands in the document, what it is called, and what it may be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from coophub.web.formats import Words
from financing.plans.figures.bounds import Bounds, bounds_of
from financing.plans.figures.choices import Choices
from financing.plans.figures.kinds import GROUP, MONTH, Kind


@dataclass(frozen=True)
class Figure:
    """A figure of `coophub.plan/1`, or a list or group of them.

    A `path` is that of the document with [] for the rows of a list: `funding[].rate`. A list is called after one of its
    rows. `help` is a sentence for who fills it in; `short` is its name in a cell with little room; `benchmark` names
    what is usual; `default` is what counts where nothing is given.
    """

    path: str
    label: Words
    kind: Kind
    help: Words = ""
    own_unit: Words = ""
    short: Words = ""
    choices: Choices | None = None
    benchmark: str = ""
    default: Any = None

    @property
    def unit(self) -> str:
        return str(self.own_unit or self.kind.unit)

    @property
    def bounds(self) -> Bounds:
        return bounds_of(self.path)

    def written(self, value: Any) -> str:
        """A value as people read it."""
        if isinstance(value, list) and value and all(isinstance(name, str) for name in value):
            return ", ".join(value)
        if isinstance(value, list | dict):
            return GROUP.write(value)
        if self.choices and value in self.choices:
            return str(self.choices[value])
        return str(value) if isinstance(value, str) and self.kind is not MONTH else self.kind.write(value)


ROW = "#"
"""How the step to a row of a list begins; what follows is the key of the row."""


def path_of(steps: Sequence[str]) -> str:
    """The path of a value: one row stands for every row, and the growth of one year for that of every year."""
    keys = list(steps)
    if "by_year" in keys:
        keys = keys[: keys.index("by_year") + 1]
    return "".join("[]" if key.startswith(ROW) else f".{key}" for key in keys).lstrip(".")
