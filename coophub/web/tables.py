"""Tables: described once, and drawn by `components/table.html` on screen, on paper and beside a chart.

A table is a caption, columns and rows. Its rows hold plain values: the column says how they are written and on which
side they stand. A cell that has more than its value (a link, words under it, a badge) is a `Cell`; one with content of
its own, such as a form, is a `Slot`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from django.core.paginator import Page
from django.utils.functional import Promise

from coophub.web.bilingual import Bilingual, marked
from coophub.web.formats import Words, day, euro, euro_cents, moment, number, percent

ColumnKind = Literal["text", "code", "number", "euro", "cents", "percent", "day", "moment"]
FIGURES = ("number", "euro", "cents", "percent")
"""Kinds that stand on the right, one figure under the other.

A code, such as a number of a case, is a word that never breaks.
"""


@dataclass(frozen=True)
class Badge:
    """A state in one or two words. `tone` is good, busy, warn or bad; without one it is neutral."""

    label: Words
    tone: str = ""


@dataclass(frozen=True)
class Gauge:
    """How much of something is left, of how much at most; its words are a note of the cell."""

    left: int
    full: int
    is_late: bool = False


@dataclass(frozen=True)
class Box:
    """A box to choose a row with: the name and value that a form gets, by its id, and what it says aloud."""

    name: str
    value: str
    form: str
    label: Words


@dataclass(frozen=True)
class Cell:
    """A value with what belongs to it: where it leads, a gauge, a box before it, a badge, and words under it."""

    value: Any
    url: str = ""
    badge: Badge | None = None
    notes: Sequence[Words] = ()
    gauge: Gauge | None = None
    box: Box | None = None


@dataclass(frozen=True)
class Slot:
    """A cell with content of its own: a template that gets `values`. On paper and in a file it is its `text`."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    text: Words = ""


@dataclass(frozen=True)
class Sort:
    """How a list is sorted by a column: the field and the value in the address for the next press, and how it is sorted
    now.
    """

    field: str
    next: str
    now: Literal["", "ascending", "descending"] = ""


@dataclass(frozen=True)
class Column:
    """A heading, which is also the name of the cell on a phone, and how the values under it are written.

    `places` are the decimals of a number or percentage; `empty` stands where a value is None. A heading that
    `is_silent` is read aloud only: for a column of buttons.
    """

    heading: Words | Cell
    kind: ColumnKind = "text"
    places: int = 0
    empty: Words = ""
    is_silent: bool = False
    sort: Sort | None = None

    @cached_property
    def css_class(self) -> str:
        if self.kind in FIGURES:
            return "number"
        return "nowrap" if self.kind == "code" else ""

    @cached_property
    def name(self) -> str:
        """The heading in words alone."""
        return str(self.heading.value if isinstance(self.heading, Cell) else self.heading)

    @property
    def drawn(self) -> "DrawnCell":
        """The heading as a cell."""
        return DrawnCell(self, self.name, more=self.heading if isinstance(self.heading, Cell) else None)

    def written(self, value: Any) -> str:
        """A value as people read it. Words stay as they are, so that one column can hold figures of several kinds."""
        if value is None:
            return str(self.empty)
        if isinstance(value, str | Promise):
            return str(value)
        if isinstance(value, Bilingual):
            return marked(value)
        if self.kind == "number":
            return number(value, self.places)
        if self.kind == "percent":
            return percent(value, self.places)
        return str(WRITERS[self.kind](value))


WRITERS: dict[str, Callable[[Any], str]] = {
    "text": str,
    "code": str,
    "euro": euro,
    "cents": euro_cents,
    "day": day,
    "moment": moment,
}


@dataclass(frozen=True)
class Row:
    """A row of which more is known than its cells: one that is quiet says nothing new."""

    cells: Sequence[Any]
    is_quiet: bool = False


@dataclass(frozen=True)
class DrawnCell:
    """A cell as the component draws it."""

    column: Column
    text: str
    names_row: bool = False
    more: Cell | None = None
    slot: Slot | None = None


@dataclass(frozen=True)
class DrawnRow:
    cells: list[DrawnCell]
    is_quiet: bool = False


@dataclass(frozen=True)
class Table:
    """What `components/table.html` draws. Rows that are only for a file can come one by one.

    `named_by` is the column that names the row. On a phone a table is a pile of cards, or with `on_phone="scroll"`
    stays a table of which the first column stays in sight. With `row_keys` the keys j and k walk through the rows.
    """

    caption: Words
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any] | Row]
    total: Sequence[Any] | None = None
    empty: Words = ""
    named_by: int = 0
    on_phone: Literal["cards", "scroll"] = "cards"
    row_keys: bool = False
    page: Page[Any] | None = None
    page_field: str = "page"

    @property
    def body(self) -> list[DrawnRow]:
        return [
            DrawnRow(self._drawn(row.cells), row.is_quiet) if isinstance(row, Row) else DrawnRow(self._drawn(row))
            for row in self.rows
        ]

    @property
    def foot(self) -> list[DrawnCell]:
        return [] if self.total is None else self._drawn(self.total)

    @property
    def names(self) -> list[str]:
        """The headings in words alone."""
        return [column.name for column in self.columns]

    @property
    def values(self) -> Iterator[list[Any]]:
        """The rows as bare values, for a file."""
        return ([_value(cell) for cell in (row.cells if isinstance(row, Row) else row)] for row in self.rows)

    @property
    def words(self) -> list[list[str]]:
        """The rows as they are written, without links, badges and notes."""
        return [[cell.text for cell in row.cells] for row in self.body]

    def _drawn(self, cells: Sequence[Any]) -> list[DrawnCell]:
        return [
            _drawn(column, cell, names_row=place == self.named_by)
            for place, (column, cell) in enumerate(zip(self.columns, cells, strict=True))
        ]


def _value(cell: Any) -> Any:
    if isinstance(cell, Slot):
        return str(cell.text)
    return cell.value if isinstance(cell, Cell) else cell


def _drawn(column: Column, cell: Any, *, names_row: bool) -> DrawnCell:
    if isinstance(cell, Slot):
        return DrawnCell(column, str(cell.text), names_row, slot=cell)
    if isinstance(cell, Cell):
        return DrawnCell(column, column.written(cell.value), names_row, more=cell)
    return DrawnCell(column, column.written(cell), names_row)


def figure_columns(first: Words, *others: Words, kind: ColumnKind = "number") -> list[Column]:
    """Columns of which the first names the row and the others hold figures."""
    return [Column(first), *(Column(heading, kind) for heading in others)]
