"""What is wrong with a plan document: where, and what was expected."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from financing.engine.sentences import Sentence


@dataclass(frozen=True)
class Problem:
    """One defect.

    `path` names the offending value, such as `investment.lines[2].share_of`; it is empty for the whole document.

    `template` has %(name)s placeholders, filled from `params`: whoever shows it may translate it first.
    """

    path: str
    code: str
    template: Sentence
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return self.template % self.params

    def __str__(self) -> str:
        return f"{self.path or 'document'}: {self.sentence}"


class PlanError(ValueError):
    """A document that is no valid plan; `problems` has at least one."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems
