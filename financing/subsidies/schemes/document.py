"""A version of a scheme as one document, `coophub.scheme/1`: what an example holds, and what a next version is copied
from.

Amounts and shares are texts, so that no cent is lost. The window is not in it: a copy gets its own. English that nobody
wrote is left out, so that a document without it is the same as before there was any, and so is its seal.
"""

from decimal import Decimal
from typing import Any

from financing.subsidies.models import (
    TOTAL,
    CeilingBalance,
    Criterion,
    EligibilityRule,
    LoanTerms,
    PhaseMaximum,
    RequiredDocument,
    SchemeTerm,
    SchemeVersion,
    TextBlock,
)

SCHEMA = "coophub.scheme/1"
ENGLISH = ("name_en", "summary_en", "example_note_en", "eligible_costs_en")
TEXTS = (
    "kind",
    "issued_by",
    "legal_reference",
    "summary",
    "is_example",
    "example_note",
    "sources",
    "named_applicant",
    "named_applicant_kvk",
    "eligible_costs",
    "earlier_costs_count",
    "allocation",
    "arrangement",
    "advances",
    "state_aid",
    "decision_from",
    "decision_weeks",
    "decision_source",
    "atw_applies",
    "objection_address",
)
AMOUNTS = (
    "minimum_amount",
    "maximum_amount",
    "maximum_per_home",
    "own_share",
    "minimum_score",
    "advance_share",
)
LOAN = ("term_years", "grace_years", "repayment", "payments_per_year", "rank", "conditions", "conditions_en")
REQUIRED_DOCUMENT = ("slug", "title", "title_en", "help_text", "help_text_en", "part", "step")
CRITERION = ("slug", "title", "title_en", "guidance", "guidance_en", "weight")
RULE = ("fact", "operator", "value", "explanation", "explanation_en")
TEXT_BLOCK = ("letter", "title", "text", "is_always_used")


def document_of(version: SchemeVersion) -> dict[str, Any]:
    """Everything that a version holds, but for its window and who made it."""
    loan = LoanTerms.objects.filter(version=version).first()
    return {
        "schema": SCHEMA,
        **{name: getattr(version, name) for name in TEXTS},
        **_written({name: getattr(version, name) for name in ENGLISH}),
        **{name: _text(getattr(version, name)) for name in AMOUNTS},
        "ceilings": {balance.target: str(balance.ceiling) for balance in version.balances.all()},
        "phase_maxima": {maximum.phase: str(maximum.amount) for maximum in version.phase_maxima.all()},
        "required_documents": [_written(row) for row in version.required_documents.values(*REQUIRED_DOCUMENT)],
        "criteria": [_written(row) for row in version.criteria.values(*CRITERION)],
        "eligibility_rules": [_written(row) for row in version.eligibility_rules.values(*RULE)],
        "text_blocks": list(version.text_blocks.values(*TEXT_BLOCK)),
        "terms": list(version.terms.values("purpose", "length", "unit", "source", "atw_applies")),
        "loan_terms": _loan_terms(loan) if loan else None,
    }


def apply_fields(version: SchemeVersion, document: dict[str, Any]) -> None:
    """Sets the fields of a version, without saving it. What a document leaves out keeps its default."""
    for name in (*TEXTS, *ENGLISH):
        if name in document:
            setattr(version, name, document[name])
    for name in AMOUNTS:
        if name in document:
            setattr(version, name, None if document[name] is None else Decimal(document[name]))
    version.ceiling = Decimal(document.get("ceilings", {}).get(TOTAL, 0))


def add_parts(version: SchemeVersion, document: dict[str, Any]) -> None:
    """Makes the parts of a version that has none yet."""
    ceilings = {TOTAL: version.ceiling, **document.get("ceilings", {})}
    CeilingBalance.objects.bulk_create(
        CeilingBalance(version=version, target=target, ceiling=Decimal(ceiling)) for target, ceiling in ceilings.items()
    )
    PhaseMaximum.objects.bulk_create(
        PhaseMaximum(version=version, phase=phase, amount=Decimal(amount))
        for phase, amount in document.get("phase_maxima", {}).items()
    )
    RequiredDocument.objects.bulk_create(
        RequiredDocument(version=version, position=number, **part)
        for number, part in _parts(document, "required_documents")
    )
    Criterion.objects.bulk_create(
        Criterion(version=version, position=number, **part) for number, part in _parts(document, "criteria")
    )
    EligibilityRule.objects.bulk_create(
        EligibilityRule(version=version, position=number, **part)
        for number, part in _parts(document, "eligibility_rules")
    )
    SchemeTerm.objects.bulk_create(SchemeTerm(version=version, **term) for term in document.get("terms", []))
    TextBlock.objects.bulk_create(TextBlock(version=version, **block) for block in document.get("text_blocks", []))
    if loan := document.get("loan_terms"):
        LoanTerms.objects.create(version=version, **{**loan, "rate": Decimal(loan["rate"])})


def _parts(document: dict[str, Any], name: str) -> list[tuple[int, dict[str, Any]]]:
    return list(enumerate(document.get(name, [])))


def _loan_terms(loan: LoanTerms) -> dict[str, Any]:
    return _written({"rate": str(loan.rate), **{name: getattr(loan, name) for name in LOAN}})


def _written(row: dict[str, Any]) -> dict[str, Any]:
    """A row without the English that nobody wrote."""
    return {name: value for name, value in row.items() if value or not name.endswith("_en")}


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
