"""Schemes, applications, assessment, the ledger and letters."""

from financing.subsidies.models.application import (
    AT_THE_MINISTRY,
    DECIDED,
    UNDECIDED,
    Application,
    BudgetLine,
    State,
    Submission,
)
from financing.subsidies.models.assessment import Assessment, Decision, InterestDeclaration
from financing.subsidies.models.ledger import TOTAL, CeilingBalance, LedgerEntry
from financing.subsidies.models.letter import Letter
from financing.subsidies.models.scheme import Scheme, SchemeVersion, Target
from financing.subsidies.models.scheme_parts import (
    Criterion,
    EligibilityRule,
    LoanTerms,
    PhaseMaximum,
    RequiredDocument,
    SchemeTerm,
)

__all__ = [
    "AT_THE_MINISTRY",
    "DECIDED",
    "TOTAL",
    "UNDECIDED",
    "Application",
    "Assessment",
    "BudgetLine",
    "CeilingBalance",
    "Criterion",
    "Decision",
    "EligibilityRule",
    "InterestDeclaration",
    "LedgerEntry",
    "Letter",
    "LoanTerms",
    "PhaseMaximum",
    "RequiredDocument",
    "Scheme",
    "SchemeTerm",
    "SchemeVersion",
    "State",
    "Submission",
    "Target",
]
