"""What a group can let an official see of a plan. The app that has plans adds it when CoopHub starts (`PLANS.add`)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from coophub.web.registry import Registry
from initiatives.models import Initiative

Lines = list[tuple[str, str]]
"""What is said, and of what: both in the language of whoever reads it now."""


@dataclass(frozen=True)
class PlansToShare:
    """`choices` are the plans of a group by a key; `parts` what can be shown of one, by name; `lines` says it of the
    parts that were chosen.

    `name_of` and `lines` raise LookupError for a plan that is no longer there.
    """

    choices: Callable[[Initiative], list[tuple[str, str]]]
    parts: Sequence[tuple[str, str | Promise]]
    name_of: Callable[[Initiative, str], str]
    lines: Callable[[Initiative, str, Sequence[str]], Lines]


PLANS = Registry[PlansToShare]("kind of plan to share")
OF_A_GROUP = "financing"
"""Under this name the financing plans stand there."""


def plans_to_share() -> PlansToShare | None:
    """None where no app has plans."""
    return PLANS.get(OF_A_GROUP)
