"""A sheet with months from left to right, as years stand on other sheets.

There are columns for more months than the plan has, for a reader who starts earlier or lets the homes later; those
beyond the plan's own are hidden.
"""

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from financing.engine import Plan
from financing.engine.documents import Development
from financing.plans.document.months import month_number
from financing.plans.figures import headings, result_label
from financing.plans.reports.workbook.book import Book, Linked, Sheet, SheetCell
from financing.plans.reports.workbook.development_inputs import month_serial
from financing.plans.reports.workbook.figures import Figures, YearSeries
from financing.plans.reports.workbook.years import Formula

FROM, TO, AMOUNT, ALL, FIRST = 1, 2, 3, 4, 5
"""Columns: the first month and the last one of a row, its amount, what falls in all months together, and the first
month.
"""

MARGIN = 60
"""Months more than the plan has, so that a reader can begin earlier or let the homes later."""

DATE_ROW, NUMBER_ROW = 3, 4
MONTH = "mmm yyyy"


@dataclass(frozen=True)
class Times:
    """Months by number, the first is 1.

    `count` is how many there are until letting, `columns` how many the sheet has.
    """

    count: int
    construction: int
    construction_end: int
    start: int

    @property
    def columns(self) -> int:
        return self.count + MARGIN

    def number(self, month: str) -> int:
        return month_number(month) - self.start + 1

    def over(self, first: int, last: int) -> YearSeries:
        """A whole, spread evenly over these months."""
        months = np.arange(1, self.columns + 1)
        return ((months >= first) & (months <= last)) / max(1, last - first + 1)

    def padded(self, values: YearSeries) -> YearSeries:
        """The engine's months, and nothing after them."""
        return np.concatenate([values, np.zeros(MARGIN)])


def months_of(plan: Plan, development: Development) -> int:
    """How many months there are until letting begins."""
    return 12 * plan.first_year - month_number(development.start)


def times_of(figures: Figures, development: Development) -> Times:
    start, count = month_number(development.start), months_of(figures.plan, development)
    first = month_number(development.construction_start) - start + 1
    return Times(count, first, min(first + max(figures.plan.investment.construction_months, 1) - 1, count), start)


def number_in(name: str, otherwise: str) -> str:
    """The number of the month in an input; what stands in for an empty one."""
    number = f"12*(YEAR({name})-YEAR(development_start))+MONTH({name})-MONTH(development_start)+1"
    return f"IF(ISNUMBER({name}),{number},{otherwise})"


@dataclass(frozen=True)
class MonthRow:
    """A row with months: `row[n]` is the cell of month n, `row.at` a cell before them."""

    sheet: Sheet
    number: int
    columns: int

    def __getitem__(self, month: int) -> str:
        return f"{self.sheet.quoted}!{xl_rowcol_to_cell(self.number, FIRST + month - 1)}"

    @property
    def amount(self) -> str:
        return self.at(AMOUNT)

    def at(self, col: int) -> str:
        return f"{self.sheet.quoted}!{xl_rowcol_to_cell(self.number, col, col_abs=True)}"

    def until(self, month: int) -> str:
        """All months up to one."""
        first = xl_rowcol_to_cell(self.number, FIRST, col_abs=True)
        return f"{self.sheet.quoted}!{first}:{self[month].rpartition('!')[2]}"

    @property
    def all(self) -> str:
        ends = [xl_rowcol_to_cell(self.number, col, True, True) for col in (FIRST, FIRST + self.columns - 1)]
        return f"{self.sheet.quoted}!{':'.join(ends)}"


class MonthSheet:
    """How such a sheet is written, from top to bottom."""

    def __init__(self, book: Book, sheet: Sheet, times: Times) -> None:
        self.book, self.sheet, self.times = book, sheet, times

    def open(self, title: str, lead: str, second: str = "") -> None:
        sheet, times = self.sheet, self.times
        sheet.heading(title, lead)
        sheet.worksheet.set_column(0, 0, 44)
        sheet.worksheet.set_column(FROM, ALL, 13)
        sheet.worksheet.set_column(FIRST, FIRST + times.columns - 1, 11)
        sheet.worksheet.set_column(FIRST + times.count, FIRST + times.columns - 1, 11, None, {"hidden": True})
        heads = (
            result_label("development.month"),
            str(headings.FROM_MONTH),
            second or _("up to month"),
            str(headings.AMOUNT),
            _("in all months"),
        )
        for col, head in enumerate(heads):
            sheet.text(DATE_ROW, col, head, "head_right" if col else "head")
            sheet.text(NUMBER_ROW, col, "" if col else _("Number of the month"), "head")
        for month in range(1, times.columns + 1):
            col = FIRST + month - 1
            number = xl_rowcol_to_cell(NUMBER_ROW, col)
            date = f"DATE(YEAR(development_start),MONTH(development_start)+{number}-1,1)"
            sheet.formula(NUMBER_ROW, col, f"COLUMN()-COLUMN(${xl_col_to_name(ALL)}$1)", month, "count", "head_right")
            sheet.formula(DATE_ROW, col, date, month_serial(times.start + month - 1), MONTH, "head_right")
        sheet.row = NUMBER_ROW + 1
        sheet.worksheet.freeze_panes(NUMBER_ROW + 1, FIRST)
        sheet.worksheet.repeat_rows(DATE_ROW, NUMBER_ROW)
        sheet.worksheet.repeat_columns(0)

    def close(self) -> None:
        grey = self.book.workbook.add_format({"font_color": "#BBBBBB"})
        first, last = xl_col_to_name(FIRST), xl_col_to_name(FIRST + self.times.columns - 1)
        self.sheet.worksheet.conditional_format(
            f"{first}{DATE_ROW + 1}:{last}{self.sheet.row}",
            {"type": "formula", "criteria": f"={first}${NUMBER_ROW + 1}>development_months", "format": grey},
        )
        self.sheet.protect()

    def number(self, month: int) -> str:
        """The cell with the number of a column, with its row fixed."""
        return str(xl_rowcol_to_cell(NUMBER_ROW, FIRST + month - 1, row_abs=True))

    def part(self, title: str) -> None:
        self.sheet.row += 1
        self.sheet.text(self.sheet.row, 0, title, "section")
        self.sheet.row += 1

    def row(self, label: str | Linked, *, bold: bool = False) -> MonthRow:
        """The next row with its label."""
        sheet, number, style = self.sheet, self.sheet.row, "total_label" if bold else ""
        if isinstance(label, Linked):
            sheet.formula(number, 0, label.name, label.text, "text", style)
        else:
            sheet.text(number, 0, label, style)
        if bold:
            for col in range(FROM, FIRST):
                sheet.text(number, col, "", style)
        sheet.row += 1
        return MonthRow(sheet, number, self.times.columns)

    def fill(
        self,
        row: MonthRow,
        formula: Formula,
        values: YearSeries,
        *,
        unit: str = "euro",
        key: str = "",
        bold: bool = False,
        total: bool = True,
    ) -> MonthRow:
        style = "total_label" if bold else ""
        for month in range(1, self.times.columns + 1):
            self.sheet.formula(row.number, FIRST + month - 1, formula(month), values[month - 1], unit, style)
        if total:
            self.sheet.formula(row.number, ALL, f"SUM({row.all})", values.sum(), unit, style)
        if key:
            self.book.places[key] = SheetCell(self.sheet, row.number, FIRST)
        return row

    def before(self, row: MonthRow, col: int, formula: str, value: float | str, unit: str = "euro") -> None:
        self.sheet.formula(row.number, col, formula, value, unit)
