"""The workbook itself: its sheets and styles, the names of cells, and where each figure of the result stands.

A cell on another sheet is written as `'Loans'!F12`. On its own sheet the same cell is `F12`, as people read it:
`Sheet.formula` leaves the sheet's own name out, so that whoever writes a formula need not know where it will stand.
"""

import math
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import numpy as np
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

UNDEFINED = "-"
"""What a cell shows of a figure that does not exist, such as the DSCR of a year without debt."""

TWO_LINES = 31
"""Points: the height of a row with two lines of text."""

LEAF, INPUT_INK, INPUT_PAPER, HEAD_PAPER, GREY = "#1F5B43", "#1F3A93", "#FFF6D6", "#E7EFEA", "#8A8A8A"
BAD_INK, BAD_PAPER, GOOD_INK, GOOD_PAPER = "#8C2D19", "#FBE4DE", "#1F5B43", "#E0F0E6"

NUMBER_FORMATS = {
    "euro": "#,##0;[Red]-#,##0;0",
    "euro_cents": "#,##0.00;[Red]-#,##0.00;0.00",
    "number": "#,##0.00;-#,##0.00",
    "count": "#,##0",
    "year": "0",
    "percent": "0.00%",
    "rate": "0.0000%",
    "factor": "0.0000",
    "ratio": "0.00",
    "text": "@",
}
STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": LEAF},
    "lead": {"italic": True, "font_color": "#555555"},
    "warning": {"bold": True, "font_color": BAD_INK, "bg_color": BAD_PAPER},
    "section": {"bold": True, "font_size": 12, "font_color": LEAF, "bottom": 1, "bottom_color": LEAF},
    "head": {"bold": True, "bg_color": HEAD_PAPER, "text_wrap": True, "valign": "top"},
    "head_right": {"bold": True, "bg_color": HEAD_PAPER, "text_wrap": True, "valign": "top", "align": "right"},
    "head_sentence": {"bold": True, "bg_color": HEAD_PAPER, "valign": "top", "align": "left", "indent": 1},
    "unit": {"font_color": GREY, "indent": 1},
    "label": {"text_wrap": True, "valign": "top"},
    "total_label": {"bold": True, "top": 1},
    "sentence": {"text_wrap": True, "valign": "top", "align": "left", "indent": 1},
    "verdict": {"text_wrap": True, "valign": "vcenter", "bold": True, "font_size": 14, "border": 1},
    "input_text": {"font_color": INPUT_INK, "bg_color": INPUT_PAPER, "border": 1, "border_color": "#D9CDA0"},
    "legend": {"font_color": INPUT_INK, "bg_color": INPUT_PAPER, "border": 1, "border_color": "#D9CDA0"},
}


def cached(value: Any) -> Any:
    """A value as a viewer that does not calculate shows it: the mark of an undefined figure for None and NaN."""
    if isinstance(value, np.generic):
        value = value.item()
    if not isinstance(value, float | int | str | None):
        raise TypeError(f"{value!r} is no value of one cell.")
    if value is None:
        return UNDEFINED
    if isinstance(value, float) and not math.isfinite(value):
        return UNDEFINED if math.isnan(value) else "#NUM!"
    return value


@dataclass(frozen=True)
class SheetCell:
    """One cell; as text it is how a formula names it."""

    sheet: "Sheet"
    row: int
    col: int

    def __str__(self) -> str:
        return f"{self.sheet.quoted}!{xl_rowcol_to_cell(self.row, self.col, row_abs=True, col_abs=True)}"


@dataclass(frozen=True)
class Linked:
    """A text that a user typed: the name of its input, with what it says now."""

    name: str
    text: str


class PlainWorksheet(Worksheet):  # type: ignore[misc]  # XlsxWriter says no types
    """Takes each formula as it is written.

    XlsxWriter looks in every formula for each of the functions that came after Excel 2007, to mark them: two thirds of
    the time that a workbook took. Ours use none of them.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")


@dataclass
class Book:
    """A workbook in memory.

    `places` says for the figures of `coophub.result/1` in which cell, or from which cell on, they stand; `names` has
    the cells with a name.
    """

    stream: BytesIO
    workbook: Workbook
    sheets: dict[str, "Sheet"] = field(default_factory=dict)
    places: dict[str, SheetCell] = field(default_factory=dict)
    names: dict[str, SheetCell] = field(default_factory=dict)
    _styles: dict[tuple[Any, ...], Format] = field(default_factory=dict)

    @classmethod
    def begin(cls, *, title: str, subject: str) -> "Book":
        """An empty workbook."""
        stream = BytesIO()
        # What people typed is written as text, whatever it looks like; no setting turns it into a formula or a link.
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        workbook = Workbook(stream, options)
        workbook.set_properties({"title": title, "subject": subject, "author": "CoopHub"})
        return cls(stream, workbook)

    def sheet(self, key: str, title: str) -> "Sheet":
        worksheet = self.workbook.add_worksheet(title, worksheet_class=PlainWorksheet)
        self.sheets[key] = Sheet(self, worksheet, quote_sheetname(title))
        return self.sheets[key]

    def style(self, name: str = "", number: str = "", **more: Any) -> Format:
        """A style by its name, with a number format and anything else that XlsxWriter knows of formats."""
        key = (name, number, *sorted(more.items()))
        if key not in self._styles:
            numbers = {"num_format": NUMBER_FORMATS.get(number, number)} if number else {}
            align = {"align": "right"} if number and number != "text" else {}
            self._styles[key] = self.workbook.add_format(
                {"font_name": "Calibri", **align, **STYLES.get(name, {}), **numbers, **more}
            )
        return self._styles[key]

    def name(self, name: str, cell: SheetCell | str) -> str:
        """Gives a cell or range a name for the whole workbook, and gives that name."""
        self.workbook.define_name(name, f"={cell}")
        if isinstance(cell, SheetCell):
            self.names[name] = cell
        return name

    def finish(self) -> bytes:
        self.workbook.close()
        return self.stream.getvalue()


@dataclass
class Sheet:
    """A sheet that is filled from top to bottom; `row` is the next free one."""

    book: Book
    worksheet: Worksheet
    quoted: str
    row: int = 0

    def heading(self, title: str, lead: str) -> None:
        """The sheet's title with a sentence of what stands here."""
        self.text(0, 0, title, "title")
        self.text(1, 0, lead, "lead")
        self.row = 3

    def section(self, title: str, last_col: int) -> None:
        """A heading within the sheet, with a line under it up to a column."""
        self.row += 1
        for col in range(last_col + 1):
            self.text(self.row, col, title if col == 0 else "", "section")
        self.row += 1

    def heads(self, heads: Sequence[str], *, left: Container[int] = (0,)) -> None:
        """A row of column heads, two lines high; those not in `left` stand above figures."""
        for col, head in enumerate(heads):
            self.text(self.row, col, head, "head" if col in left else "head_right")
        self.worksheet.set_row(self.row, TWO_LINES)
        self.row += 1

    def cell(self, row: int, col: int) -> SheetCell:
        return SheetCell(self, row, col)

    def text(self, row: int, col: int, text: str, style: str = "", **more: Any) -> None:
        self.worksheet.write_string(row, col, text, self.book.style(style, **more))

    def formula(
        self,
        row: int,
        col: int,
        formula: str,
        value: Any,
        number: str = "euro",
        style: str = "",
        key: str = "",
        **more: Any,
    ) -> SheetCell:
        """A formula with the value that the engine gives it; `key` is the place of the figure in `coophub.result/1`."""
        cell = SheetCell(self, row, col)
        format_ = self.book.style(style, number, **more)
        written = "=" + formula.replace(f"{self.quoted}!", "")
        self.worksheet.write_formula(row, col, written, format_, cached(value))
        if key:
            self.book.places[key] = cell
        return cell

    def protect(self) -> None:
        """Keeps formulas from being overwritten by accident.

        There is no password: anyone may take the protection off.
        """
        allowed = ("format_cells", "format_columns", "format_rows", "select_locked_cells", "select_unlocked_cells")
        self.worksheet.protect("", dict.fromkeys(allowed, True))


def page(sheet: Sheet, *, title: str, wide: int = 1) -> None:
    """How a sheet is printed: lying, on A4, `wide` pages across, with the plan's name and page numbers."""
    worksheet = sheet.worksheet
    worksheet.set_landscape()
    worksheet.set_paper(9)
    worksheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    worksheet.fit_to_pages(wide, 0)
    worksheet.hide_gridlines(2)
    # A header takes & for a code, and what people call a plan is theirs: it gets the wide sign that is none.
    worksheet.set_header("&L" + title[:120].replace("&", "\N{FULLWIDTH AMPERSAND}") + "&R&A")
    worksheet.set_footer("&LCoopHub&R&P / &N")
