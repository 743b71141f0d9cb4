"""The indices sheet: the growth of every calendar year and the factor that it makes (section 1 of the financing
model).
"""

from math import floor

import numpy as np
from django.utils.translation import gettext as _

from financing.engine import Plan
from financing.engine.time_series import rate_in, series_named
from financing.plans.figures import headings
from financing.plans.figures.choices import SERIES
from financing.plans.reports.workbook.book import Book
from financing.plans.reports.workbook.choices import word
from financing.plans.reports.workbook.figures import Figures
from financing.plans.reports.workbook.years import LONGEST

MARGIN = 25
"""Years more than the plan needs, so that a reader can let it begin later."""

NAMES = tuple(SERIES)


def names_in(plan: Plan) -> tuple[str, ...]:
    """The series of a plan: those of every plan, and its own."""
    return (*NAMES, *plan.series.of_its_own)


def cell_of(plan: Plan, name: str) -> str:
    """What the cells of a series are called: one of the plan's own after its number."""
    own = list(plan.series.of_its_own)
    return f"own_{own.index(name) + 1}" if name in own else name


def word_of(name: str) -> str:
    """What a series is called; one of the plan's own as the plan calls it."""
    return word("series", name) if name in NAMES else name


def write_indices(book: Book, figures: Figures) -> None:
    """A row for each calendar year from the price level year on, with each series' growth in that year and factor at
    its start.
    """
    plan = figures.plan
    sheet = book.sheets["indices"]
    sheet.heading(
        _("Growth of prices and rents"),
        _("The factor of the price level year is 1; each year's factor grows with the growth of the year before it."),
    )
    texts = (_("%(series)s: growth"), _("%(series)s: factor"))
    sheet.heads(
        [
            str(headings.CALENDAR_YEAR),
            *(text % {"series": word_of(name)} for name in names_in(plan) for text in texts),
        ]
    )
    first = sheet.row
    start = plan.price_level_year
    count = MARGIN + max(plan.first_year - start + LONGEST, floor(plan.investment.midpoint) - start + 1)
    for row in range(first, first + count):
        before = f"{sheet.quoted}!A{row}"
        sheet.formula(row, 0, "price_level_year" if row == first else f"{before}+1", start + row - first, "year")
    for number, name in enumerate(names_in(plan)):
        _write_series(book, figures, name, 1 + 2 * number, first, count)
    sheet.worksheet.set_column(0, 0, 14)
    sheet.worksheet.set_column(1, 2 * len(names_in(plan)), 13)
    sheet.worksheet.freeze_panes(first, 1)
    sheet.worksheet.repeat_rows(first - 1)
    sheet.protect()


def _write_series(book: Book, figures: Figures, name: str, col: int, first: int, count: int) -> None:
    sheet, plan = book.sheets["indices"], figures.plan
    series, _known_as = series_named(plan, name)
    cell = cell_of(plan, name)
    rates = np.array([rate_in(series, plan.price_level_year + number) for number in range(count)])
    with np.errstate(all="ignore"):
        factors = np.concatenate([[1.0], np.cumprod(1 + rates)[:-1]])
    for number, (rate, factor) in enumerate(zip(rates, factors, strict=True)):
        row = first + number
        own = f"series_{cell}_rate"
        year = f"$A{row + 1}"
        exception = f"SUMIFS(other_growth_{cell},other_growth_year,{year})"
        is_exception = f'COUNTIFS(other_growth_year,{year},other_growth_{cell},">-1")>0'
        formula = f"IF({is_exception},{exception},{own})"
        if name != "inflation":
            formula = f"IF(ISNUMBER({own}),{formula},$B{row + 1})"
        sheet.formula(row, col, formula, rate, "percent")
        above = f"{sheet.cell(row - 1, col)}".replace("$", "")
        above_factor = f"{sheet.cell(row - 1, col + 1)}".replace("$", "")
        # The factor of the first year is 1, whatever the growth.
        grown = "price_level_year/$A" + str(row + 1) if number == 0 else f"{above_factor}*(1+{above})"
        sheet.formula(row, col + 1, grown, factor, "factor")
    last = first + count - 1
    for kind, place in (("growth", col), ("factor", col + 1)):
        begin, end = sheet.cell(first, place), sheet.cell(last, place)
        book.name(f"{kind}_{cell}", f"{begin}:{str(end).rpartition('!')[2]}")


def factor_in(name: str, year: str) -> str:
    """The factor of a series in a calendar year, as a formula."""
    return f"INDEX(factor_{name},{year}-price_level_year+1)"
