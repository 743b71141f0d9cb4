"""What other sheets use of the loans sheet."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from financing.plans.reports.workbook.book import Linked
from financing.plans.reports.workbook.years import YearRow

OWED_AT_START, OWED_AT_END = _("Owed at the start of the year"), _("Owed at the end of the year")
ACCRUED, ADDED = _("Interest of the year"), _("Interest added to the loan")
PAID_FIRST = _("Paid first (1 is yes)")


@dataclass(frozen=True)
class LoanRows:
    """What other sheets use of a loan. `is_senior` is a cell: 1 for a loan that is paid first."""

    name: Linked
    is_senior: str
    interest: YearRow
    capitalised: YearRow
    principal: YearRow
    fees: YearRow
    balance: YearRow
    drawn: YearRow | None = None


@dataclass(frozen=True)
class LoansRows:
    """All loans, and the sums of the year; `drawn` is what is lent again, where a loan is."""

    loans: list[LoanRows]
    interest: YearRow
    capitalised: YearRow
    principal: YearRow
    fees: YearRow
    debt: YearRow
    senior_interest: YearRow
    senior_principal: YearRow
    senior_fees: YearRow
    senior_debt: YearRow
    drawn: YearRow | None
    senior_drawn: YearRow | None
