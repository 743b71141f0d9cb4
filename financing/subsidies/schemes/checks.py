"""What a version of a scheme still lacks before it can be put up for approval, each with the section where it is filled
in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from coophub.web import clock
from coophub.web.formats import euro
from financing.subsidies.models import TOTAL, LoanTerms, SchemeVersion
from financing.subsidies.schemes.facts import FACTS, OPERATORS


@dataclass(frozen=True)
class SchemeProblem:
    """A sentence, and the section of the editor it belongs to."""

    section: str
    sentence: str


def problems_of(version: SchemeVersion) -> list[SchemeProblem]:
    """Everything that is in the way of publication; empty for a version that can be published."""
    return [
        *_basics(version),
        *_period(version),
        *(_money(version) if version.has_money else ()),
        *_conditions(version),
        *_judging(version),
        *(_loan(version) if version.is_loan else ()),
    ]


def _basics(version: SchemeVersion) -> Iterator[SchemeProblem]:
    sentences = {
        "issued_by": _("Fill in who gives it."),
        "summary": _("Write in a few sentences what the scheme is for."),
        "legal_reference": _("Name the legal basis (Awb 4:23)."),
        "objection_address": _("Fill in where an applicant can object (Awb 3:45)."),
    }
    for name, sentence in sentences.items():
        if not getattr(version, name).strip():
            yield SchemeProblem("basics", sentence)
    if version.is_example and not version.example_note.strip():
        yield SchemeProblem("basics", _("Write what is real and what is an example."))
    if version.named_applicant and not version.named_applicant_kvk:
        yield SchemeProblem("basics", _("Fill in the KVK number of the named applicant."))


def _period(version: SchemeVersion) -> Iterator[SchemeProblem]:
    if not version.is_example and version.opens_at <= clock.now():
        yield SchemeProblem(
            "period",
            _("The window opens before the ceiling can be announced (Awb 4:27). Let it open later than today."),
        )
    if version.closes_at <= clock.now():
        yield SchemeProblem("period", _("The window has closed already. Choose later days."))
    if not version.decision_source.strip():
        yield SchemeProblem("period", _("Name the source of the decision term."))
    if version.allocation != version.Allocation.RECEIPT and version.decision_from != version.DecisionFrom.CLOSING:
        yield SchemeProblem(
            "period",
            _(
                "With ranking or equal shares nobody is decided on before the window closes. Let the "
                "decision term run from then (KB 22)."
            ),
        )


def _money(version: SchemeVersion) -> Iterator[SchemeProblem]:
    ceilings = {balance.target: balance.ceiling for balance in version.balances.all()}
    total = ceilings.pop(TOTAL, Decimal(0))
    if total <= 0:
        yield SchemeProblem("money", _("Fill in the ceiling."))
    if ceilings and (divided := sum(ceilings.values(), start=Decimal(0))) != total:
        yield SchemeProblem(
            "money",
            _("The target groups have %(divided)s together, the whole scheme %(total)s. Make them equal.")
            % {"divided": euro(divided), "total": euro(total)},
        )
    if version.maximum_amount <= 0:
        yield SchemeProblem("money", _("Fill in the most per application."))
    if version.maximum_amount > total > 0:
        yield SchemeProblem("money", _("The most per application is more than the ceiling."))
    for maximum in version.phase_maxima.all():
        if maximum.amount > version.maximum_amount:
            yield SchemeProblem(
                "money",
                _("The most in the phase “%(phase)s” is more than the most per application.")
                % {"phase": maximum.get_phase_display()},
            )
    if not version.eligible_costs:
        yield SchemeProblem("money", _("Name the costs that count."))


def _conditions(version: SchemeVersion) -> Iterator[SchemeProblem]:
    for rule in version.eligibility_rules.all():
        fact = FACTS.get(rule.fact)
        if fact is None or rule.operator not in OPERATORS[fact.kind]:
            yield SchemeProblem(
                "conditions", _("This condition cannot be tested any more: %(rule)s") % {"rule": rule.explanation}
            )


def _judging(version: SchemeVersion) -> Iterator[SchemeProblem]:
    criteria = list(version.criteria.all())
    if version.allocation == version.Allocation.RANKING and not criteria:
        yield SchemeProblem("criteria", _("Ranking needs criteria."))
    if criteria and not any(criterion.weight for criterion in criteria):
        yield SchemeProblem("criteria", _("Give at least one criterion a weight."))
    if version.minimum_score is not None and not criteria:
        yield SchemeProblem("criteria", _("A least score needs criteria."))


def _loan(version: SchemeVersion) -> Iterator[SchemeProblem]:
    if not LoanTerms.objects.filter(version=version).exists():
        yield SchemeProblem("loan", _("Fill in the terms of the loan."))
