"""The months until the first rent on the inputs sheet: when it begins, when costs are paid and from when money can be
used.
"""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from financing.engine import Plan
from financing.engine.documents import CostLine, Development, Spend
from financing.engine.sales import SALES
from financing.plans.figures import label_of
from financing.plans.reports.workbook.book import Linked
from financing.plans.reports.workbook.inputs import LAST_COL, InputSheet, column, source_of

SPREADSHEETS_BEGIN = dt.date(1899, 12, 30)
"""Day 0 of a spreadsheet's dates, for every day after February 1900."""

SPARE_PARTS = 1
"""Empty rows for each cost, for a reader who wants to pay it in other months."""


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
    given = {entry.source: entry.from_ for entry in development.available}
    columns = [
        column("development.available[].source"),
        column("development.available[].from", "available_from"),
    ]
    rows: list[tuple[str, dict[str, Any]]] = [
        (
            f"funding_{number}",
            {
                "source": Linked(f"funding_{number}_name", source.name),
                "available_from": serial_of(given[source.name]) if source.name in given else None,
            },
        )
        for number, source in enumerate(plan.funding, start=1)
    ]
    if plan.has_sales:
        first = serial_of(given[SALES]) if SALES in given else None
        rows.append(("sales", {"source": SALES, "available_from": first}))
    sheet.table(columns, rows)


def parts_of(development: Development, line: CostLine) -> list[Spend]:
    """The parts of a cost that the plan gives months of their own."""
    return [entry for entry in development.spend if entry.line == line.name]


def serial_of(month: str) -> int:
    """A month, written as 2027-01, as the number that a spreadsheet has for its first day."""
    return month_serial(12 * int(month[:4]) + int(month[5:]) - 1)


def month_serial(month: int) -> int:
    """The same of a number of months since the year 0."""
    return (dt.date(month // 12, month % 12 + 1, 1) - SPREADSHEETS_BEGIN).days
