"""The inputs sheet: everything that the plan says, in cells that are there to be changed. No other sheet holds a number of its own.

Each cell has a name for the whole workbook, that of its key in `coophub.plan/1`: `vacancy_rate`, `funding_1_rate`. Formulas use the names.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from financing.engine.documents import MAX_AMOUNT, MAX_YEAR, Part
from financing.plans.workbook.book import GREY, TWO_LINES, Book, Cell, Linked, Sheet
from financing.plans.workbook.choices import CHOICES, word

LABEL, VALUE, UNIT, SOURCE = 0, 1, 2, 3
LAST_COL = 11
FIRST_DAY, LAST_DAY = dt.date(1901, 1, 1), dt.date(MAX_YEAR, 12, 31)
SPARE = 3
"""Empty rows under lists that a reader may want to add to: growth of single years, changes of a loan's rate, planned work."""

EXPECTED = {
    "integer": gettext_lazy("Fill in a whole number from %(low)s to %(high)s."),
    "decimal": gettext_lazy("Fill in a number from %(low)s to %(high)s."),
    "date": gettext_lazy("Fill in a day of the month that you mean."),
}


@dataclass(frozen=True)
class Kind:
    """How an input is written and what may be filled in."""

    number: str
    check: str = "decimal"
    low: float = 0
    high: float = MAX_AMOUNT


KINDS = {
    "text": Kind("text", ""),
    "euro": Kind("euro"),
    "signed_euro": Kind("euro", low=-MAX_AMOUNT),
    "amount": Kind("#,##0.00##"),
    "fraction": Kind("percent", high=1),
    "rate": Kind("percent", low=-0.999999, high=10),
    "share": Kind("percent", high=10),
    "count": Kind("count", "integer", high=100_000),
    "area": Kind("number", high=100_000),
    "year": Kind("year", "integer", 1900, MAX_YEAR),
    "moment": Kind("0.00##", "decimal", 1900, MAX_YEAR),
    "month": Kind("mmm yyyy", "date"),
    "horizon": Kind("count", "integer", 1, 75),
    "months": Kind("count", "integer", 0, 240),
    "term": Kind("count", "integer", 1, 100),
    "years": Kind("count", "integer", 0, 100),
    "depreciation": Kind("count", "integer", 1, 200),
    "ratio": Kind("ratio", high=100),
    "ratio_percent": Kind("percent", high=100),
    "multiple": Kind("number", high=1000),
}


@dataclass(frozen=True)
class Column:
    """A column of a table of inputs. `kind` is one of KINDS, the name of a list of choices, or `label` for what is not filled in."""

    key: str
    title: str
    kind: str
    unit: str = ""


class InputSheet(Sheet):
    """A sheet with labelled, named cells to fill in."""

    def value(self, name: str, label: str, kind: str, value: Any, unit: str = "", source: str = "") -> Cell:
        """One input on a row of its own."""
        self.text(self.row, LABEL, label)
        self.text(self.row, UNIT, unit, "unit")
        self.text(self.row, SOURCE, source, "unit")
        cell = self._put(self.row, VALUE, name, kind, value)
        self.row += 1
        return cell

    def table(self, columns: Sequence[Column], rows: Iterable[tuple[str, dict[str, Any]]], source: str = "") -> int:
        """A table with a named cell for each value: the row's own name and the column's key. Gives the number of the first row.

        Columns that a row leaves out stay white.
        """
        for col, column in enumerate(columns):
            self.text(self.row, col, column.title, "head" if column.kind in ("text", "label") else "head_right")
            self.text(self.row + 1, col, column.unit, "head_right", bold=False, font_color=GREY)
        self.worksheet.set_row(self.row, TWO_LINES)
        self.row += 2
        first = self.row
        for prefix, row in rows:
            for col, column in enumerate(columns):
                value = row.get(column.key)
                if isinstance(value, Linked):
                    self.formula(self.row, col, value.name, value.text, "text")
                elif column.kind == "label":
                    self.text(self.row, col, str(value))
                elif column.key in row:
                    is_share = column.kind == "amount" and str(row.get("form")).startswith("share")
                    self._put(self.row, col, f"{prefix}_{column.key}", "share" if is_share else column.kind, value)
            self.row += 1
        if source:
            self.text(self.row, 0, source, "lead")
            self.row += 1
        return first

    def column(self, name: str, col: int, first: int, count: int) -> None:
        """Names a column of a table, from its first row on."""
        begin, end = self.cell(first, col), self.cell(first + count - 1, col)
        self.book.name(name, f"{begin}:{str(end).rpartition('!')[2]}")

    def rule(self, name: str, label: str, number: str, value: float, unit: str, source: str) -> None:
        """A number that the calculation fixes: it stands here to be seen and is not to be filled in."""
        self.text(self.row, LABEL, label)
        self.worksheet.write_number(self.row, VALUE, value, self.book.style("", number))
        self.text(self.row, UNIT, unit, "unit")
        self.text(self.row, SOURCE, source, "unit")
        self.book.name(name, self.cell(self.row, VALUE))
        self.row += 1

    def _put(self, row: int, col: int, name: str, kind: str, value: Any) -> Cell:
        """Writes one input cell, with its name and what may be filled in. Text is text, also when it looks like a formula."""
        if kind in CHOICES:
            style = self.book.style("input_text", locked=False, align="right" if col else "left", shrink=True)
            self.worksheet.write_string(row, col, word(kind, value), style)
            self.worksheet.data_validation(row, col, row, col, {"validate": "list", "source": f"=list_{kind}"})
        elif kind == "payments":
            self.worksheet.write_number(row, col, value, self.book.style("input_text", "count", locked=False))
            self.worksheet.data_validation(row, col, row, col, {"validate": "list", "source": [1, 4, 12]})
        else:
            self._put_value(row, col, KINDS[kind], value)
        cell = self.cell(row, col)
        self.book.name(name, cell)
        return cell

    def _put_value(self, row: int, col: int, kind: Kind, value: Any) -> None:
        if kind.number == "text":
            self.worksheet.write_string(row, col, value or "", self.book.style("input_text", locked=False))
            return
        style = self.book.style("input_text", _fitting(kind.number, value), locked=False)
        if value is None:
            self.worksheet.write_blank(row, col, None, style)
        else:
            self.worksheet.write_number(row, col, value, style)
        sentence = EXPECTED[kind.check] % {"low": f"{kind.low:g}", "high": f"{kind.high:g}"}
        low, high = (FIRST_DAY, LAST_DAY) if kind.check == "date" else (kind.low, kind.high)
        self.worksheet.data_validation(
            row,
            col,
            row,
            col,
            {
                "validate": kind.check,
                "criteria": "between",
                "minimum": low,
                "maximum": high,
                "error_message": sentence,
            },
        )


def _fitting(number: str, value: float | None) -> str:
    """The number format with as many decimals as the value has."""
    if value is None:
        return number
    if number == "euro" and value != round(value):
        return "euro_cents"
    if number == "percent" and abs(value * 10_000 - round(value * 10_000)) > 1e-6:
        return "rate"
    return number


def numbered(prefix: str, rows: Iterable[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    """Rows with their names: `prefix_1`, `prefix_2` and so on."""
    return [(f"{prefix}_{number}", row) for number, row in enumerate(rows, start=1)]


def yes(value: bool) -> str:
    """The choice that stands for a yes or no."""
    return "yes" if value else "no"


def source_of(part: Part, *keys: str) -> str:
    """Where an input comes from: the plan says it, or the calculation's own standard stands in."""
    return (
        _("As the plan says") if any(key in part.model_fields_set for key in keys) else _("Standard of the calculation")
    )


def begin_inputs(book: Book) -> InputSheet:
    """The empty sheet, with what it is for."""
    plain = book.sheets["inputs"]
    sheet = InputSheet(book, plain.worksheet, plain.quoted)
    book.sheets["inputs"] = sheet
    sheet.heading(
        _("Inputs"),
        _(
            "Change a yellow cell and every sheet follows, up to the verdict. "
            "All amounts are in money of 1 January of the price level year."
        ),
    )
    sheet.text(2, 0, _("To fill in"), "legend")
    sheet.text(2, 1, _("An empty cell means: there is none."), "lead")
    sheet.worksheet.set_column(0, 0, 44)
    sheet.worksheet.set_column(1, LAST_COL, 19)
    sheet.worksheet.freeze_panes(3, 1)
    return sheet
