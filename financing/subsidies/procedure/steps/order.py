"""The steps of both sides, in the order in which the pages show them."""

from collections.abc import Iterator, Sequence
from inspect import isabstract

from coophub.accounts.models import User
from financing.subsidies.models import Application
from financing.subsidies.procedure.steps import (
    assessing,
    completing,
    deciding,
    interest,
    later,
    money,
    objections,
    talking,
    terms,
)
from financing.subsidies.procedure.steps.step import Step

SUBJECTS = (assessing, completing, deciding, later, objections, terms, money, interest, talking)
"""In the order of life."""


def _every_step() -> Iterator[Step]:
    """Subject by subject, as they stand in its file."""
    for subject in SUBJECTS:
        for found in vars(subject).values():
            is_step = isinstance(found, type) and issubclass(found, Step) and found.__module__ == subject.__name__
            if is_step and not isabstract(found):
                yield found()


def _can_be_next(step: Step) -> bool:
    return step.is_always_next or type(step).is_next is not Step.is_next


# What the procedure may wait for comes before what can be done beside it.
STEPS: list[Step] = sorted(_every_step(), key=_can_be_next, reverse=True)
STAFF_STEPS = [step for step in STEPS if not step.is_of_group]
GROUP_STEPS = [step for step in STEPS if step.is_of_group]


def named(steps: Sequence[Step], name: str) -> Step | None:
    """The step at this address."""
    return next((step for step in steps if step.name == name), None)


def offered(steps: Sequence[Step], application: Application, user: User) -> list[Step]:
    """The steps that this person can take now. Permissions that many steps share are asked once."""
    allowed = {name: user.has_perm(name, application) for name in {step.permission for step in steps}}
    return [step for step in steps if allowed[step.permission] and step.why_not(application, user) is None]
