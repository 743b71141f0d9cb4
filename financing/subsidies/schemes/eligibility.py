"""Whether an initiative meets a scheme's conditions: known facts, compared without any code in the scheme."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from coophub.web.bilingual import AnyWords, both
from financing.plans.models import Plan
from financing.subsidies.models import EligibilityRule, SchemeVersion
from financing.subsidies.schemes.facts import FACTS, FactSource, Situation
from initiatives.models import Initiative, Phase

OPERATOR = EligibilityRule.Operator


@dataclass(frozen=True)
class Check:
    """One condition in words, and what was found. `met` is None when the fact is not known yet.

    `fact` is what the condition is about, and `source` where that comes from.
    """

    explanation: AnyWords
    met: bool | None
    found: str
    source: FactSource = "initiative"
    fact: str = ""


def check_eligibility(version: SchemeVersion, initiative: Initiative, plan: Plan | None = None) -> list[Check]:
    """Every condition of the scheme, with how this initiative stands and, where a condition asks for it, its plan."""
    situation = Situation(initiative, plan)
    return [
        *_checks_of_the_scheme(version, initiative),
        *(_check(rule, situation) for rule in version.eligibility_rules.all()),
    ]


def conditions_in_words(version: SchemeVersion) -> list[AnyWords]:
    """Everything that an applicant must meet, as the public reads it."""
    found: list[AnyWords] = []
    if version.named_applicant:
        found.append(_("Only %(name)s can apply.") % {"name": version.named_applicant})
    if phases := [maximum.get_phase_display() for maximum in version.phase_maxima.all()]:
        found.append(_("The project is in one of these phases: %(phases)s.") % {"phases": _listed(phases)})
    return [*found, *(both(rule, "explanation") for rule in version.eligibility_rules.all())]


def rule_in_words(fact: str, operator: str, value: Any) -> str:
    """The sentence that a condition gets when its writer gives none."""
    known = FACTS[fact]
    label = str(known.label)
    if operator == OPERATOR.IS:
        return _("%(fact)s: yes.") % {"fact": label} if value else _("%(fact)s: no.") % {"fact": label}
    if operator == OPERATOR.ONE_OF:
        return _("%(fact)s: %(values)s.") % {
            "fact": label,
            "values": _listed([known.shown(item) for item in value], _("or")),
        }
    words = {
        OPERATOR.AT_LEAST: _("%(fact)s: at least %(value)s."),
        OPERATOR.AT_MOST: _("%(fact)s: at most %(value)s."),
    }
    return words[OPERATOR(operator)] % {"fact": label, "value": known.shown(value)}


def is_met(rule: EligibilityRule, value: Any) -> bool | None:
    """Whether a value meets a condition; None for an unknown value."""
    if value is None:
        return None
    # A share that is worked out can be a hair beside the round figure of the condition.
    if rule.operator == OPERATOR.AT_LEAST:
        return bool(round(value - rule.value, 9) >= 0)
    if rule.operator == OPERATOR.AT_MOST:
        return bool(round(value - rule.value, 9) <= 0)
    if rule.operator == OPERATOR.IS:
        return bool(value == rule.value)
    return value in rule.value


def _checks_of_the_scheme(version: SchemeVersion, initiative: Initiative) -> list[Check]:
    """What follows from the scheme's own fields: for whom, and in which phases."""
    checks = []
    if version.named_applicant:
        checks.append(
            Check(
                _("Only %(name)s can apply.") % {"name": version.named_applicant},
                initiative.kvk_number == version.named_applicant_kvk if initiative.kvk_number else None,
                initiative.kvk_number or _("not known yet"),
                fact="has_kvk_number",
            )
        )
    if phases := [maximum.phase for maximum in version.phase_maxima.all()]:
        labels = [str(Phase(phase).label) for phase in phases]
        checks.append(
            Check(
                _("The project is in one of these phases: %(phases)s.") % {"phases": _listed(labels)},
                initiative.phase in phases,
                str(initiative.get_phase_display()),
                fact="phase",
            )
        )
    return checks


def _check(rule: EligibilityRule, situation: Situation) -> Check:
    fact = FACTS[rule.fact]
    value = fact.read(situation)
    return Check(both(rule, "explanation"), is_met(rule, value), fact.shown(value), fact.source, rule.fact)


def _listed(words: list[str], conjunction: str = "") -> str:
    """AnyWords in a row, as a sentence names them: a, b and c."""
    if len(words) < 2:
        return "".join(words)
    joined, last = conjunction or _("and"), words[-1]
    return f"{', '.join(words[:-1])} {joined} {last}"
