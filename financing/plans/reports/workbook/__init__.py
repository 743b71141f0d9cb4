"""A financing plan as a spreadsheet that calculates (`docs/developers/workbook.md`).

One module a sheet, in the order in which the figures follow from each other. The engine defines the figures; the
formulas work out the same figures again from the inputs sheet, so that a bank can change an input and follow every
step.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from financing.engine import Plan
from financing.plans.reports.workbook.book import Book, Sheet, SheetCell, page
from financing.plans.reports.workbook.cash_flow import write_cash_flow
from financing.plans.reports.workbook.choices import write_choices
from financing.plans.reports.workbook.construction_interest import is_by_month
from financing.plans.reports.workbook.development import write_development
from financing.plans.reports.workbook.exploitation import write_exploitation
from financing.plans.reports.workbook.figures import figures_of
from financing.plans.reports.workbook.funding import write_funding
from financing.plans.reports.workbook.indices import write_indices
from financing.plans.reports.workbook.investment import write_investment
from financing.plans.reports.workbook.loans import write_loans
from financing.plans.reports.workbook.months import months_of
from financing.plans.reports.workbook.plan_inputs import write_inputs
from financing.plans.reports.workbook.rates import write_rates
from financing.plans.reports.workbook.ratios import write_ratios
from financing.plans.reports.workbook.statements import write_statements
from financing.plans.reports.workbook.summary import write_summary
from financing.plans.reports.workbook.years import COLUMNS_A_PAGE, YearSheet

__all__ = ["PlanWorkbook", "workbook_of"]


MONTHS = ("development", "construction_interest")
"""Sheets with months from left to right."""


@dataclass(frozen=True)
class PlanWorkbook:
    """The file; for the figures of `coophub.result/1` in which cell they stand (of a series the first); and the cells
    with a name.
    """

    content: bytes
    places: dict[str, SheetCell]
    names: dict[str, SheetCell]


def workbook_of(plan: Plan) -> PlanWorkbook:
    """The workbook of a plan, in the language that is active."""
    figures = figures_of(plan)
    book = Book.begin(title=plan.name, subject=_("Financing plan"))
    for key, title in _titles():
        if key in MONTHS and not _has_months(key, plan):
            continue
        book.sheet(key, title)
    write_choices(book)
    write_inputs(book, plan)
    write_indices(book, figures)
    write_investment(book, figures)
    write_funding(book, figures)
    write_development(book, figures)
    loans = write_loans(book, figures)
    exploitation = write_exploitation(book, figures)
    flow = write_cash_flow(book, figures, exploitation, loans)
    ratios = write_ratios(book, figures, exploitation, loans, flow)
    write_statements(book, figures, exploitation, loans, flow)
    write_rates(book, figures, ratios)
    write_summary(book, figures, ratios)
    for key, sheet in book.sheets.items():
        page(sheet, title=plan.name, wide=_pages_wide(key, sheet, plan))
    return PlanWorkbook(book.finish(), book.places, book.names)


def _has_months(key: str, plan: Plan) -> bool:
    return plan.development is not None and (key == "development" or is_by_month(plan))


def _pages_wide(key: str, sheet: Sheet, plan: Plan) -> int:
    if key in MONTHS and plan.development is not None:
        return -(-months_of(plan, plan.development) // COLUMNS_A_PAGE)
    return -(-plan.horizon_years // COLUMNS_A_PAGE) if isinstance(sheet, YearSheet) else 1


def _titles() -> list[tuple[str, str]]:
    """The sheets in the order in which they stand."""
    return [
        ("summary", pgettext("sheet", "Summary")),
        ("inputs", pgettext("sheet", "Inputs")),
        ("indices", pgettext("sheet", "Growth")),
        ("investment", pgettext("sheet", "Investment")),
        ("funding", pgettext("sheet", "Funding")),
        ("development", pgettext("sheet", "Until the first rent")),
        ("construction_interest", pgettext("sheet", "Interest while building")),
        ("loans", pgettext("sheet", "Loans")),
        ("exploitation", pgettext("sheet", "Letting")),
        ("cash_flow", pgettext("sheet", "Cash flow")),
        ("ratios", pgettext("sheet", "Ratios")),
        ("statements", pgettext("sheet", "Statements")),
        ("rates", pgettext("sheet", "Rates of return")),
        ("lists", pgettext("sheet", "Lists")),
    ]
