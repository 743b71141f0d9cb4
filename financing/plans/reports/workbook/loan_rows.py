"""How a loan begins on the loans sheet, and what other sheets use of it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from financing.engine.documents import Source
from financing.plans.figures import label_of
from financing.plans.reports.workbook.book import Linked
from financing.plans.reports.workbook.choices import is_
from financing.plans.reports.workbook.years import YearRow, YearSheet

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


def begin_loan(sheet: YearSheet, name: str, source: Source) -> tuple[Linked, YearRow, YearRow]:
    """The rows with which every loan begins: its name, whether it is paid first, and its periods."""
    linked = Linked(f"{name}_name", source.name)
    sheet.row += 1
    sheet.add(linked, unit="", bold=True)
    senior = sheet.add(str(PAID_FIRST), "count", unit="").from_base(
        f"IF({is_(f'{name}_rank', 'loan_ranks', 'senior')},1,0)", int(source.effective_rank == "senior")
    )
    p = sheet.add(label_of("funding[].payments_per_year"), "count", unit="").from_base(
        f"{name}_payments_per_year", source.payments_per_year
    )
    return linked, senior, p
