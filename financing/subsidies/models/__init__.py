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
from financing.subsidies.models.scheme import (
    Criterion,
    EligibilityRule,
    RequiredDocument,
    Scheme,
    SchemeVersion,
    Target,
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
    "RequiredDocument",
    "Scheme",
    "SchemeVersion",
    "State",
    "Submission",
    "Target",
]
