"""What a part says of a draft and of what is frozen of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from financing.subsidies.law.budget import BudgetTotals, total
from financing.subsidies.models import Activity, Application, BudgetLine, IncomeLine, SchemeVersion

FrozenRows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Missing:
    """A sentence, the part of the form it belongs to, and the id of its field there; `fact` for a condition of the
    scheme.
    """

    section: str
    sentence: str
    field: str = ""
    fact: str = ""


@dataclass(frozen=True)
class Remark:
    """Something that is no reason to refuse an application, but that a group had better know before it submits."""

    section: str
    sentence: str
    field: str = ""


@dataclass(frozen=True)
class SectionFigure:
    """A figure under a part of the form."""

    label: str
    value: str
    note: str = ""
    tone: str = ""


@dataclass(frozen=True)
class FrozenPart:
    """A part by value: its answers (None where it has none), and what stands beside the answers by its own name."""

    answers: dict[str, Any] | None = None
    beside: dict[str, Any] = field(default_factory=dict)


class DraftToJudge:
    """A draft of which something is said: its rows are read once."""

    def __init__(self, application: Application) -> None:
        self.application = application

    @property
    def version(self) -> SchemeVersion:
        return self.application.scheme_version

    @cached_property
    def activities(self) -> list[Activity]:
        return list(self.application.activities.all())

    @cached_property
    def costs(self) -> list[BudgetLine]:
        return list(self.application.budget_lines.all())

    @cached_property
    def income(self) -> list[IncomeLine]:
        return list(self.application.income_lines.all())

    @property
    def totals(self) -> BudgetTotals:
        """Both sides of the budget as they are filled in now."""
        return BudgetTotals(
            costs=total(line.amount for line in self.costs),
            income=total(line.amount for line in self.income),
            subsidies=total(line.amount for line in self.income if line.kind == IncomeLine.Kind.SUBSIDY),
            asked=self.application.amount_requested,
        )

    def answers(self, part: str) -> Mapping[str, Any]:
        answers: Mapping[str, Any] = self.application.answers.get(part, {})
        return answers
