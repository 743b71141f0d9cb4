"""The inputs sheet: everything that the plan says, in cells that are there to be changed.

No other sheet holds a number of its own.

Each cell has a name for the whole workbook, that of its key in `coophub.plan/1`: `vacancy_rate`, `funding_1_rate`.
Formulas use the names.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.web.formats import Words
from financing.engine.documents import MAX_AMOUNT, MAX_YEAR, Part
from financing.plans.figures import Figure, figure_at, headings, keys_of
from financing.plans.figures.bounds import Bounds, bounds_of
from financing.plans.figures.choices import ANSWERS
from financing.plans.figures.kinds import (
    AREA,
    COUNT,
    EURO,
    MOMENT,
    MONTH,
    MONTHS,
    NUMBER,
    RATE,
    RATIO,
    SHARE,
    TEXT,
    YEAR,
    YEARS,
    YES_NO,
    Kind,
)
from financing.plans.reports.workbook.book import GREY, TWO_LINES, Book, Linked, Sheet, SheetCell
from financing.plans.reports.workbook.choices import CHOICES, word

LABEL, VALUE, UNIT, SOURCE = 0, 1, 2, 3
LAST_COL = 11
FIRST_DAY, LAST_DAY = dt.date(1901, 1, 1), dt.date(MAX_YEAR, 12, 31)
SPARE = 3
"""Empty rows under lists that a reader may want to add to: growth of single years, changes of a loan's rate, planned
work.
"""

EXPECTED = {
    "integer": gettext_lazy("Fill in a whole number from %(low)s to %(high)s."),
    "decimal": gettext_lazy("Fill in a number from %(low)s to %(high)s."),
    "date": gettext_lazy("Fill in a day of the month that you mean."),
}


AMOUNT = Kind("amount", str, gettext_lazy("€ or %"))
"""Euros, or a share where the row says so."""

NUMBERS: dict[Kind, tuple[str, str]] = {
    TEXT: ("text", ""),
    EURO: ("euro", "decimal"),
    RATE: ("percent", "decimal"),
    SHARE: ("percent", "decimal"),
    RATIO: ("ratio", "decimal"),
    NUMBER: ("number", "decimal"),
    AREA: ("number", "decimal"),
    AMOUNT: ("#,##0.00##", "decimal"),
    COUNT: ("count", "integer"),
    YEARS: ("count", "integer"),
    MONTHS: ("count", "integer"),
    YEAR: ("year", "integer"),
    MOMENT: ("0.00##", "decimal"),
    MONTH: ("mmm yyyy", "date"),
}
"""For each kind of figure how it is written, and what may be filled in."""

NO_BOUNDS = Bounds()
AMOUNT_BOUNDS, SHARE_BOUNDS = Bounds(0.0, MAX_AMOUNT), bounds_of("investment.lines[].share")


@dataclass(frozen=True)
class InputColumn:
    """A column of a table of inputs: of a kind of figure, or with a menu (the name of a list of choices, or the
    numbers themselves). One that has neither is not filled in.
    """

    key: str
    title: Words
    unit: Words = ""
    kind: Kind | None = None
    bounds: Bounds = NO_BOUNDS
    menu: str | tuple[int, ...] = ""

    @property
    def is_text(self) -> bool:
        return not self.menu and self.kind in (None, TEXT)


def column(path: str, key: str = "", *, menu: str | tuple[int, ...] = "") -> InputColumn:
    """The column of a figure; without a menu of its own that of its choices."""
    figure = figure_at(path)
    key = key or path.rpartition(".")[2]
    return InputColumn(key, figure.label, figure.unit, figure.kind, figure.bounds, menu or menu_of(figure))


def columns_of(
    rows: str, *, but: Sequence[str] = (), instead: Mapping[str, Sequence[InputColumn]] = MappingProxyType({})
) -> list[InputColumn]:
    """A column for each figure of the rows of a list, in the order of the document, without those in `but`; `instead`
    has other columns for a figure.
    """
    columns: list[InputColumn] = []
    for key in keys_of(rows):
        if key not in but:
            columns += instead.get(key) or [column(f"{rows}.{key}")]
    return columns


def amount_columns(forms: str, title: Words) -> list[InputColumn]:
    """How an amount is given, with the name of the list of ways, and the amount itself."""
    return [
        InputColumn("form", headings.HOW_GIVEN, menu=forms),
        InputColumn("value", title, AMOUNT.unit, AMOUNT, AMOUNT_BOUNDS),
    ]


def menu_of(figure: Figure) -> str:
    """The name of the list that has the choices of a figure; "" for one that is not chosen."""
    choices = ANSWERS if figure.kind is YES_NO else figure.choices
    return next((name for name, listed in CHOICES.items() if listed is choices), "")


class InputSheet(Sheet):
    """A sheet with labelled, named cells to fill in."""

    def figure(self, name: str, path: str, value: Any, source: str) -> SheetCell:
        """One input on a row of its own, with the words of its figure."""
        figure = figure_at(path)
        self.text(self.row, LABEL, str(figure.label))
        self.text(self.row, UNIT, figure.unit, "unit")
        self.text(self.row, SOURCE, source, "unit")
        cell = self._put(self.row, VALUE, name, column(path), value)
        self.row += 1
        return cell

    def table(
        self, columns: Sequence[InputColumn], rows: Iterable[tuple[str, dict[str, Any]]], source: str = ""
    ) -> int:
        """A table with a named cell for each value: the row's own name and the column's key.

        Gives the number of the first row.

        Columns that a row leaves out stay white.
        """
        for col, column in enumerate(columns):
            self.text(self.row, col, str(column.title), "head" if column.is_text else "head_right")
            self.text(self.row + 1, col, str(column.unit), "head_right", bold=False, font_color=GREY)
        self.worksheet.set_row(self.row, TWO_LINES)
        self.row += 2
        first = self.row
        for prefix, row in rows:
            for col, column in enumerate(columns):
                value = row.get(column.key)
                if isinstance(value, Linked):
                    self.formula(self.row, col, value.name, value.text, "text")
                elif column.kind is None and not column.menu:
                    self.text(self.row, col, str(value))
                elif column.key in row:
                    is_share = column.kind is AMOUNT and str(row.get("form")).startswith("share")
                    shown = replace(column, kind=SHARE, bounds=SHARE_BOUNDS) if is_share else column
                    self._put(self.row, col, f"{prefix}_{column.key}", shown, value)
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

    def _put(self, row: int, col: int, name: str, column: InputColumn, value: Any) -> SheetCell:
        """Writes one input cell, with its name and what may be filled in.

        Text is text, also when it looks like a formula.
        """
        if isinstance(column.menu, tuple):
            self.worksheet.write_number(row, col, value, self.book.style("input_text", "count", locked=False))
            self._check(row, col, {"validate": "list", "source": list(column.menu)})
        elif column.menu:
            chosen = ("yes" if value else "no") if isinstance(value, bool) else value
            style = self.book.style("input_text", locked=False, align="right" if col else "left", shrink=True)
            self.worksheet.write_string(row, col, word(column.menu, chosen), style)
            self._check(row, col, {"validate": "list", "source": f"=list_{column.menu}"})
        else:
            self._put_value(row, col, column, value)
        cell = self.cell(row, col)
        self.book.name(name, cell)
        return cell

    def _put_value(self, row: int, col: int, column: InputColumn, value: Any) -> None:
        number, check = NUMBERS[column.kind or TEXT]
        if column.is_text:
            self.worksheet.write_string(row, col, value or "", self.book.style("input_text", locked=False))
            return
        style = self.book.style("input_text", _fitting(number, value), locked=False)
        if value is None:
            self.worksheet.write_blank(row, col, None, style)
        else:
            self.worksheet.write_number(row, col, value, style)
        bounds = (FIRST_DAY, LAST_DAY) if check == "date" else (column.bounds.low, column.bounds.high)
        low, high = (f"{bound:g}" if isinstance(bound, float) else "" for bound in bounds)
        self._check(
            row,
            col,
            {
                "validate": check,
                "criteria": "between",
                "minimum": bounds[0],
                "maximum": bounds[1],
                "error_message": EXPECTED[check] % {"low": low, "high": high},
            },
        )

    def _check(self, row: int, col: int, rule: dict[str, Any]) -> None:
        self.worksheet.data_validation(row, col, row, col, rule)


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


def source_of(part: Part, *keys: str) -> str:
    """Where an input comes from: the plan says it, or the calculation's own standard stands in."""
    is_given = any(key in part.model_fields_set for key in keys)
    return as_the_plan_says() if is_given else _("Standard of the calculation")


def as_the_plan_says() -> str:
    return _("As the plan says")


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
