"""Whether an initiative meets a scheme's conditions: known facts, compared without any code in the scheme."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from financing.subsidies.models import EligibilityRule, SchemeVersion
from initiatives.models import Initiative, Phase

FACTS: dict[str, Callable[[Initiative], Any]] = {
    "homes": lambda initiative: initiative.homes,
    "phase": lambda initiative: initiative.phase,
    "phase_number": lambda initiative: Phase(initiative.phase).number,
    "form": lambda initiative: initiative.form,
    "target_group": lambda initiative: initiative.target_group,
    "members": lambda initiative: initiative.memberships.filter(left_at=None).count(),
    "kvk_number": lambda initiative: initiative.kvk_number or None,
}
"""What a condition can be about. None is a fact that is not known yet."""


@dataclass(frozen=True)
class Check:
    """One condition in words. `met` is None when the fact is not known yet."""

    explanation: str
    met: bool | None
    found: str


def check_eligibility(version: SchemeVersion, initiative: Initiative) -> list[Check]:
    """Every condition of the scheme, with how this initiative stands."""
    return [_check(rule, initiative) for rule in version.eligibility_rules.all()]


def is_met(rule: EligibilityRule, value: Any) -> bool | None:
    """Whether a value meets a condition; None for an unknown value."""
    if value is None:
        return None
    if rule.operator == EligibilityRule.Operator.AT_LEAST:
        return bool(value >= rule.value)
    if rule.operator == EligibilityRule.Operator.AT_MOST:
        return bool(value <= rule.value)
    return value in rule.value


def _check(rule: EligibilityRule, initiative: Initiative) -> Check:
    value = FACTS[rule.fact](initiative)
    shown = _shown(rule.fact, value, initiative)
    return Check(rule.explanation, is_met(rule, value), shown)


def _shown(fact: str, value: Any, initiative: Initiative) -> str:
    if value is None:
        return _("not known yet")
    display = getattr(initiative, f"get_{fact}_display", None)
    if fact == "phase_number":
        return str(initiative.get_phase_display())
    return str(display()) if display else str(value)
