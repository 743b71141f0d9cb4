"""Schemes, applications, assessment, the ledger and letters."""

from financing.subsidies.models.application import (
    AT_THE_MINISTRY,
    DECIDED,
    UNDECIDED,
    Activity,
    Application,
    BudgetLine,
    State,
    Submission,
)
from financing.subsidies.models.assessment import Assessment, Decision, InterestDeclaration
from financing.subsidies.models.drafting import AidReceived, IncomeLine, LiquidityNeed
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
    "Activity",
    "AidReceived",
    "Application",
    "Assessment",
    "BudgetLine",
    "CeilingBalance",
    "Criterion",
    "Decision",
    "EligibilityRule",
    "IncomeLine",
    "InterestDeclaration",
    "LedgerEntry",
    "Letter",
    "LiquidityNeed",
    "RequiredDocument",
    "Scheme",
    "SchemeVersion",
    "State",
    "Submission",
    "Target",
]
