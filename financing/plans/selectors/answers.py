"""How a plan would stand with the answer of an official in it."""

from dataclasses import dataclass

from financing.engine import PlanError
from financing.plans.document.answers import with_answer
from financing.plans.document.rows import keyed_document, without_keys
from financing.plans.models import Plan
from financing.plans.selectors.outcomes import Outcome, outcome_of
from initiatives.models import EnquiryAnswer


@dataclass(frozen=True)
class FigureBeside:
    """A figure of the plan as it is, and with the answer in it."""

    label: str
    now: str
    then: str


@dataclass(frozen=True)
class AnswerInPlan:
    """A plan as it is and as it would be: a scenario that is kept nowhere.

    `changes` says what is different and `left` what the group has to do itself; `after` is None when nothing of the
    answer fits, or when it makes a plan that cannot be calculated.
    """

    plan: Plan
    before: Outcome
    after: Outcome | None
    changes: list[str]
    left: list[str]
    is_in_it: bool
    """Whether the plan has these figures already."""

    @property
    def figures(self) -> list[FigureBeside]:
        if self.after is None:
            return []
        pairs = zip(self.before.figures, self.after.figures, strict=True)
        return [FigureBeside(now.label, now.value, then.value) for now, then in pairs]


def answer_in(plan: Plan, answer: EnquiryAnswer) -> AnswerInPlan:
    """Takes some milliseconds and no query."""
    found = with_answer(keyed_document(plan), answer)
    document, before = without_keys(found.document), outcome_of(plan.document)
    return AnswerInPlan(
        plan=plan,
        before=before,
        after=_calculated(document) if found.changes else None,
        changes=found.changes,
        left=found.left,
        is_in_it=bool(found.changes) and document == plan.document,
    )


def _calculated(document: dict[str, object]) -> Outcome | None:
    try:
        return outcome_of(document)
    except PlanError:
        return None
