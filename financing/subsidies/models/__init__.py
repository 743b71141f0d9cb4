"""Schemes, applications, assessment, the ledger and letters."""

from financing.subsidies.models.afterwards import AdvanceRequest, ChangeRequest, LaterDecision, Payment, Report
from financing.subsidies.models.allocation import AllocationRun, LotAnnouncement, LotSeed
from financing.subsidies.models.application import (
    AT_THE_MINISTRY,
    BEFORE_ADVICE,
    RUNNING_AWARDS,
    SETTLED,
    UNDECIDED,
    Application,
    State,
)
from financing.subsidies.models.archiving import ArchiveStatement
from financing.subsidies.models.assessment import (
    Assessment,
    Decision,
    Ground,
    HearingChoice,
    InterestDeclaration,
    ReviewAssignment,
)
from financing.subsidies.models.case_figures import CaseFigures, CaseSum, PaceSum
from financing.subsidies.models.dossier_end import DossierEnd
from financing.subsidies.models.drafting import Activity, AidReceived, BudgetLine, IncomeLine, LiquidityNeed
from financing.subsidies.models.ledger import TOTAL, CeilingBalance, Holding, LedgerEntry
from financing.subsidies.models.letter import Letter
from financing.subsidies.models.loan import Loan, LoanDraw, LoanRepayment
from financing.subsidies.models.objection import (
    OPEN_OBJECTIONS,
    DefaultNotice,
    Objection,
    ObjectionState,
    Subject,
    application_of,
)
from financing.subsidies.models.payment_batch import BatchItem, PayeeAccount, PaymentBatch
from financing.subsidies.models.procedure import (
    Addition,
    DeadlineWarning,
    Hearing,
    Message,
    Note,
    Postponement,
    RemedyRequest,
    SavedView,
    TextBlock,
)
from financing.subsidies.models.register_extract import RegisterExtract
from financing.subsidies.models.retention import RetentionRule
from financing.subsidies.models.scheme import Scheme, SchemeVersion, Target
from financing.subsidies.models.scheme_parts import (
    Criterion,
    EligibilityRule,
    LoanTerms,
    PhaseMaximum,
    RequiredDocument,
    SchemeTerm,
)
from financing.subsidies.models.signing import DraftVersion, Signature, SignatureRequest
from financing.subsidies.models.submission import NumberSeries, Submission

__all__ = [
    "AT_THE_MINISTRY",
    "BEFORE_ADVICE",
    "OPEN_OBJECTIONS",
    "RUNNING_AWARDS",
    "SETTLED",
    "TOTAL",
    "UNDECIDED",
    "Activity",
    "Addition",
    "AdvanceRequest",
    "AidReceived",
    "AllocationRun",
    "Application",
    "ArchiveStatement",
    "Assessment",
    "BatchItem",
    "BudgetLine",
    "CaseFigures",
    "CaseSum",
    "CeilingBalance",
    "ChangeRequest",
    "Criterion",
    "DeadlineWarning",
    "Decision",
    "DefaultNotice",
    "DossierEnd",
    "DraftVersion",
    "EligibilityRule",
    "Ground",
    "Hearing",
    "HearingChoice",
    "Holding",
    "IncomeLine",
    "InterestDeclaration",
    "LaterDecision",
    "LedgerEntry",
    "Letter",
    "LiquidityNeed",
    "Loan",
    "LoanDraw",
    "LoanRepayment",
    "LoanTerms",
    "LotAnnouncement",
    "LotSeed",
    "Message",
    "Note",
    "NumberSeries",
    "Objection",
    "ObjectionState",
    "PaceSum",
    "PayeeAccount",
    "Payment",
    "PaymentBatch",
    "PhaseMaximum",
    "Postponement",
    "RegisterExtract",
    "RemedyRequest",
    "Report",
    "RequiredDocument",
    "RetentionRule",
    "ReviewAssignment",
    "SavedView",
    "Scheme",
    "SchemeTerm",
    "SchemeVersion",
    "Signature",
    "SignatureRequest",
    "State",
    "Subject",
    "Submission",
    "Target",
    "TextBlock",
    "application_of",
]
