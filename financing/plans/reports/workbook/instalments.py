"""Money that comes in parts, on the sheet of the months: which part of each source can be used in which month."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from financing.engine.documents import Available, Development
from financing.plans.reports.workbook.book import Linked
from financing.plans.reports.workbook.development_inputs import SPARE_PARTS, comes_in_parts, given_months
from financing.plans.reports.workbook.figures import YearSeries
from financing.plans.reports.workbook.months import AMOUNT, FROM, TO, MonthRow, MonthSheet, Times, number_in
from financing.plans.reports.workbook.years import Formula

NEVER = 10_000
"""The number of a month that no sheet has: of a part without one."""


@dataclass(frozen=True)
class Parts:
    """The parts of a source: what their cells on the inputs sheet are called by, and what the plan says of them."""

    cell: str
    given: Sequence[Available]

    @property
    def are_none(self) -> str:
        """Whether a reader took all of them away: the source then comes as one that has none."""
        return f"COUNT({self.cell}_part_shares)=0"

    @property
    def numbers(self) -> range:
        return range(1, len(self.given) + SPARE_PARTS + 1)

    def month(self, number: int) -> str:
        return number_in(f"{self.cell}_part_{number}_from", str(NEVER))

    def first_month(self, usual: str) -> str:
        return f"IF({self.are_none},{usual},MIN({','.join(self.month(number) for number in self.numbers)}))"


def parts_in(development: Development, source: str, cell: str) -> Parts | None:
    """The parts of a source; None for one that comes at once."""
    given = given_months(development, source)
    return Parts(cell, given) if comes_in_parts(given) else None


@dataclass(frozen=True)
class SourceInTurn:
    """A source in the list of whose turn it is: its name, its row there, from which month it can be used, its parts."""

    name: str | Linked
    listed: MonthRow
    starts: int
    parts: Parts | None

    @property
    def text(self) -> str:
        return self.name.text if isinstance(self.name, Linked) else self.name


def write_available(
    sheet: MonthSheet, queue: Sequence[SourceInTurn], order: Sequence[int], turns: str
) -> list[MonthRow]:
    """Writes which part of each source can be used, and gives the rows by turn.

    `order` has by turn the place in the queue, `turns` the cells in which the sheet finds it.
    """
    sheet.part(_("Part of a source that comes from a month on"))
    parts = [_write_parts(sheet, source) for source in queue]
    sheet.part(_("Part of the money that can be used"))
    values = [_values(sheet.times, source) for source in queue]
    rows = [_of_source(sheet, *each) for each in zip(queue, parts, values, strict=True)]
    sheet.part(_("The same, by whose turn it is"))
    found: list[MonthRow] = []
    for turn, place in enumerate(order, start=1):
        row = MonthRow(sheet.sheet, sheet.sheet.row, sheet.times.columns)
        which = f"MATCH({turn},{turns},0)"
        sheet.sheet.formula(row.number, 0, _nth(rows, which, 0), queue[place].text, "text")
        sheet.before(row, TO, which, place + 1, "count")
        sheet.sheet.row += 1
        found.append(_fill(sheet, row, _of_turn(rows, row), values[place]))
    return found


def _write_parts(sheet: MonthSheet, source: SourceInTurn) -> list[MonthRow]:
    """A row for each part: nothing, and from its month on its share."""
    rows: list[MonthRow] = []
    parts = source.parts
    if parts is None:
        return rows
    for number in parts.numbers:
        entry = parts.given[number - 1] if number <= len(parts.given) else None
        first = NEVER if entry is None else sheet.times.number(entry.from_)
        share = 0.0 if entry is None else _share(entry)
        row = sheet.row(source.name)
        sheet.before(row, FROM, parts.month(number), first, "count")
        sheet.before(row, AMOUNT, f"{parts.cell}_part_{number}_share+0", share, "percent")
        values = share * _from(sheet.times, first)
        rows.append(_fill(sheet, row, _from_then_on(sheet, row.at(FROM), row.amount), values))
    return rows


def _of_source(sheet: MonthSheet, source: SourceInTurn, parts: Sequence[MonthRow], values: YearSeries) -> MonthRow:
    row, at_once = sheet.row(source.name), _from_then_on(sheet, source.listed.at(FROM), "1")
    if source.parts is None:
        return _fill(sheet, row, at_once, values)
    none = source.parts.are_none

    def formula(month: int) -> str:
        return f"IF({none},{at_once(month)},SUM({parts[0][month]}:{parts[-1][month].rpartition('!')[2]}))"

    return _fill(sheet, row, formula, values)


def _of_turn(rows: Sequence[MonthRow], row: MonthRow) -> Formula:
    return lambda month: f"INDEX({rows[0][month]}:{rows[-1][month].rpartition('!')[2]},{row.at(TO)})"


def _nth(rows: Sequence[MonthRow], which: str, col: int) -> str:
    return f"INDEX({rows[0].at(col)}:{rows[-1].at(col).rpartition('!')[2]},{which})"


def _from_then_on(sheet: MonthSheet, first: str, what: str) -> Formula:
    """Nothing, and from a month on always the same."""
    return lambda month: f"IF({sheet.number(month)}>={first},{what},0)"


def _fill(sheet: MonthSheet, row: MonthRow, formula: Formula, values: YearSeries) -> MonthRow:
    return sheet.fill(row, formula, values, unit="percent", total=False)


def _values(times: Times, source: SourceInTurn) -> YearSeries:
    if source.parts is None:
        return _from(times, source.starts)
    whole = np.zeros(times.columns)
    for entry in source.parts.given:
        whole = whole + _share(entry) * _from(times, times.number(entry.from_))
    return whole


def _share(entry: Available) -> float:
    return 1.0 if entry.share is None else entry.share


def _from(times: Times, first: int) -> YearSeries:
    """1 from a month on."""
    return (np.arange(1, times.columns + 1) >= first).astype(np.float64)
