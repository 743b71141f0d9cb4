"""The months until the first rent on the inputs sheet: when it begins, when costs are paid and from when money can be
used.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from financing.engine import Plan
from financing.engine.documents import Available, CostLine, Development, Spend
from financing.engine.sales import SALES
from financing.plans.figures import label_of
from financing.plans.reports.workbook.book import Linked
from financing.plans.reports.workbook.inputs import LAST_COL, InputSheet, column, source_of

SPREADSHEETS_BEGIN = dt.date(1899, 12, 30)
"""Day 0 of a spreadsheet's dates, for every day after February 1900."""

SPARE_PARTS = 1
"""Empty rows for each cost, for a reader who wants to pay it in other months, and for each source that comes in
parts.
"""


def write_development_inputs(sheet: InputSheet, plan: Plan) -> None:
    """Only for a plan that says when it begins. A month is a date; which day of the month makes no difference."""
    development = plan.development
    if development is None:
        return
    sheet.section(label_of("development"), LAST_COL)
    source = source_of(plan, "development")
    sheet.figure("development_start", "development.start", serial_of(development.start), source)
    sheet.figure(
        "construction_start", "development.construction_start", serial_of(development.construction_start), source
    )
    if plan.investment.lines:
        _parts(sheet, plan, development)
    if plan.funding:
        _available(sheet, plan, development)


def _parts(sheet: InputSheet, plan: Plan, development: Development) -> None:
    sheet.row += 1
    sheet.text(
        sheet.row,
        0,
        _("Costs that are paid in other months than is usual. The parts of a cost add up to 100%."),
        font_color="#555555",
    )
    sheet.row += 1
    columns = [
        column("development.spend[].line", "cost"),
        *(column(f"development.spend[].{key}") for key in ("from", "to", "share")),
    ]
    found = [
        (number, line, [*parts_of(development, line), *[None] * SPARE_PARTS])
        for number, line in enumerate(plan.investment.lines, start=1)
    ]
    rows = [
        (
            f"cost_{number}_part_{count}",
            {
                "cost": Linked(f"cost_{number}_name", line.name),
                "from": part and serial_of(part.from_),
                "to": part and serial_of(part.to),
                "share": part and part.share,
            },
        )
        for number, line, parts in found
        for count, part in enumerate(parts, start=1)
    ]
    first = sheet.table(columns, rows)
    for number, _line, parts in found:
        sheet.column(f"cost_{number}_part_shares", 3, first, len(parts))
        first += len(parts)


def _available(sheet: InputSheet, plan: Plan, development: Development) -> None:
    sheet.row += 1
    note = _("Left open: loans and what is still missing from the start of building, other money from the first month.")
    sheet.text(sheet.row, 0, note, font_color="#555555")
    sheet.row += 1
    columns = [
        column("development.available[].source"),
        column("development.available[].from", "available_from"),
    ]
    sources: list[tuple[str, str, str | Linked]] = [
        (f"funding_{number}", source.name, Linked(f"funding_{number}_name", source.name))
        for number, source in enumerate(plan.funding, start=1)
    ]
    sources += [("sales", SALES, SALES)] if plan.has_sales else []
    rows: list[tuple[str, dict[str, Any]]] = []
    for cell, name, shown in sources:
        given = given_months(development, name)
        if not comes_in_parts(given):
            rows.append((cell, {"source": shown, "available_from": serial_of(given[0].from_) if given else None}))
    if rows:
        sheet.table(columns, rows)
    _available_parts(sheet, development, sources)


def _available_parts(
    sheet: InputSheet, development: Development, sources: Sequence[tuple[str, str, str | Linked]]
) -> None:
    """The parts of what comes in parts."""
    found = [
        (cell, shown, [*given, *[None] * SPARE_PARTS])
        for cell, name, shown in sources
        if comes_in_parts(given := given_months(development, name))
    ]
    if not found:
        return
    sheet.row += 1
    note = _("Money that comes in parts. The parts of a source add up to 100%.")
    sheet.text(sheet.row, 0, note, font_color="#555555")
    sheet.row += 1
    columns = [column(f"development.available[].{key}") for key in ("source", "from", "share")]
    rows: list[tuple[str, dict[str, Any]]] = [
        (
            f"{cell}_part_{count}",
            {"source": shown, "from": part and serial_of(part.from_), "share": part and part.share},
        )
        for cell, shown, parts in found
        for count, part in enumerate(parts, start=1)
    ]
    first = sheet.table(columns, rows)
    for cell, _shown, parts in found:
        sheet.column(f"{cell}_part_shares", 2, first, len(parts))
        first += len(parts)


def parts_of(development: Development, line: CostLine) -> list[Spend]:
    """The parts of a cost that the plan gives months of their own."""
    return [entry for entry in development.spend if entry.line == line.name]


def given_months(development: Development, source: str) -> list[Available]:
    """From which months a source can be used, where the plan says so."""
    return [entry for entry in development.available if entry.source == source]


def comes_in_parts(given: Sequence[Available]) -> bool:
    return any(entry.share is not None for entry in given)


def serial_of(month: str) -> int:
    """A month, written as 2027-01, as the number that a spreadsheet has for its first day."""
    return month_serial(12 * int(month[:4]) + int(month[5:]) - 1)


def month_serial(month: int) -> int:
    """The same of a number of months since the year 0."""
    return (dt.date(month // 12, month % 12 + 1, 1) - SPREADSHEETS_BEGIN).days
