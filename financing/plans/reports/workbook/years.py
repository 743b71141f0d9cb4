"""Sheets with the years from left to right.

A year stands in the same column on every sheet, and every year has the same formula.

There are columns for the longest horizon that a plan can have. Those beyond the plan's own are hidden: they count on,
but no verdict or total looks at them. Whoever makes the horizon longer finds them there.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from financing.plans.figures import headings
from financing.plans.reports.workbook.book import GREY, Book, Linked, Sheet, SheetCell

Formula = Callable[[int], str]
"""The formula of a year or month, by its number."""

LONGEST = 75
"""Years: the longest horizon of `coophub.plan/1`."""

UNIT, BASE, START, FIRST = 1, 2, 3, 4
"""Columns: the unit, what a row starts from, the moment t = 0, and the first year."""

YEAR_ROW, NUMBER_ROW = 3, 4
LAST = FIRST + LONGEST - 1
COLUMNS_A_PAGE = 14


@dataclass(frozen=True)
class YearRow:
    """A row of a sheet with years.

    `row[t]` is the cell of year t (0 is the start), `row.base` its constant, `row.all` all years that count.
    """

    sheet: "YearSheet"
    number: int
    bold: bool
    unit: str

    def __getitem__(self, t: int) -> str:
        return f"{self.sheet.quoted}!{xl_rowcol_to_cell(self.number, START + t)}"

    @property
    def base(self) -> str:
        return f"{self.sheet.quoted}!{xl_rowcol_to_cell(self.number, BASE, col_abs=True)}"

    @property
    def all(self) -> str:
        return self.range(FIRST)

    @property
    def with_start(self) -> str:
        return self.range(START)

    def range(self, first: int) -> str:
        """From a column up to the last year of the horizon, which is an input."""
        begin, end = (xl_rowcol_to_cell(self.number, col, True, True) for col in (first, LAST))
        years = "horizon_years+1" if first == START else "horizon_years"
        return f"{self.sheet.quoted}!{begin}:INDEX({self.sheet.quoted}!{begin}:{end},{years})"

    def fill(
        self, formula: Callable[[int], str], values: Sequence[Any] | np.ndarray[Any, Any], key: str = ""
    ) -> "YearRow":
        """Writes the formula of every year, with the engine's values beside it."""
        style = "total_label" if self.bold else ""
        for t in range(1, LONGEST + 1):
            self.sheet.formula(self.number, START + t, formula(t), values[t - 1], self.unit, style)
        if key:
            self.sheet.book.places[key] = SheetCell(self.sheet, self.number, FIRST)
        return self

    def begin(self, formula: str, value: Any) -> "YearRow":
        """Writes the cell of the start, t = 0."""
        self.sheet.formula(self.number, START, formula, value, self.unit, "total_label" if self.bold else "")
        return self

    def from_base(self, formula: str, value: Any, number: str = "") -> "YearRow":
        """Writes the constant that the row's years start from."""
        self.sheet.formula(self.number, BASE, formula, value, number or self.unit, "total_label" if self.bold else "")
        return self


@dataclass
class YearSheet(Sheet):
    """A sheet on which row 4 has the calendar years and row 5 their numbers."""

    base_title: str = ""

    @classmethod
    def within(cls, book: Book, key: str, base_title: str) -> "YearSheet":
        """Turns a sheet of the book into one with years."""
        plain = book.sheets[key]
        sheet = cls(book, plain.worksheet, plain.quoted, base_title=base_title)
        book.sheets[key] = sheet
        return sheet

    def open(self, title: str, lead: str, *, first_year: int, horizon: int) -> None:
        self.heading(title, lead)
        self.worksheet.set_column(0, 0, 40)
        self.worksheet.set_column(UNIT, UNIT, 7)
        self.worksheet.set_column(BASE, START, 13)
        self.worksheet.set_column(FIRST, LAST, 11)
        if horizon < LONGEST:
            self.worksheet.set_column(FIRST + horizon, LAST, 11, None, {"hidden": True})
        for row, label in ((YEAR_ROW, str(headings.CALENDAR_YEAR)), (NUMBER_ROW, _("Year number"))):
            self.text(row, 0, label, "head")
            self.text(row, UNIT, _("unit") if row == YEAR_ROW else "", "head")
            self.text(row, BASE, self.base_title if row == YEAR_ROW else "", "head_right")
        self.text(YEAR_ROW, START, str(headings.START), "head_right")
        for t in range(LONGEST + 1):
            number = xl_rowcol_to_cell(NUMBER_ROW, START + t)
            self.formula(NUMBER_ROW, START + t, "COLUMN()-COLUMN($D$1)", t, "year", "head_right")
            if t:
                self.formula(YEAR_ROW, START + t, f"first_year+{number}-1", first_year + t - 1, "year", "head_right")
        self.row = NUMBER_ROW + 1
        self.worksheet.freeze_panes(NUMBER_ROW + 1, FIRST)
        self.worksheet.repeat_rows(YEAR_ROW, NUMBER_ROW)
        self.worksheet.repeat_columns(0, UNIT)

    def year(self, t: int) -> str:
        """The calendar year of a column, with its row fixed."""
        return str(xl_rowcol_to_cell(YEAR_ROW, START + t, row_abs=True))

    def number(self, t: int) -> str:
        """The year number of a column, with its row fixed."""
        return str(xl_rowcol_to_cell(NUMBER_ROW, START + t, row_abs=True))

    def add(self, label: str | Linked, number: str = "euro", *, unit: str = "€", bold: bool = False) -> YearRow:
        """The next row with its label; its formulas are filled in afterwards, so that rows can point at each other."""
        row, style = self.row, "total_label" if bold else ""
        if isinstance(label, Linked):
            self.formula(row, 0, label.name, label.text, "text", style)
        else:
            self.text(row, 0, label, style)
        self.text(row, UNIT, unit, style, font_color=GREY)
        if bold:
            for col in (BASE, START):
                self.worksheet.write_blank(row, col, None, self.book.style(style))
        self.row += 1
        return YearRow(self, row, bold, number)

    def part(self, title: str) -> None:
        """A heading between rows."""
        self.row += 1
        self.text(self.row, 0, title, "section")
        self.row += 1

    def close(self) -> None:
        """Greys the years that do not count (any more), and keeps the formulas from being overwritten."""
        grey = self.book.workbook.add_format({"font_color": "#BBBBBB"})
        first, last = xl_col_to_name(FIRST), xl_col_to_name(LAST)
        self.worksheet.conditional_format(
            f"{first}{YEAR_ROW + 1}:{last}{self.row}",
            {"type": "formula", "criteria": f"={first}${NUMBER_ROW + 1}>horizon_years", "format": grey},
        )
        self.protect()


def total(rows: Sequence[YearRow], t: int) -> str:
    """The sum of some rows in a year, as a formula; 0 when there are none."""
    if not rows:
        return "0"
    numbers = [row.number for row in rows]
    if len(rows) > 1 and numbers == list(range(numbers[0], numbers[0] + len(rows))):
        return f"SUM({rows[0][t]}:{rows[-1][t].rpartition('!')[2]})"
    return "+".join(row[t] for row in rows)
