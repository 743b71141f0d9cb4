"""The sheet that looks for every rate of return, as flows that change sign more than once can have several
(section 5 of the financing model).

It tries the same rates as the engine. Where the worth of the flows changes sign between one rate and the next, a rate
lies between them.
"""

from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_rowcol_to_cell

from financing.engine.drivers import Array
from financing.engine.result import member_flows, project_flows
from financing.engine.returns import RATES_TRIED, worth_by_rate
from financing.plans.figures import result_label
from financing.plans.reports.workbook.book import Book, Sheet
from financing.plans.reports.workbook.figures import Figures
from financing.plans.reports.workbook.ratios import RatioRows
from financing.plans.reports.workbook.years import YearRow

RATE, WORTH, FOUND = 0, 1, 3
"""Columns: the rate that is tried, what the flows of the project and the members are worth, and the rates found."""


def write_rates(book: Book, figures: Figures, ratios: RatioRows) -> None:
    """Names the flows and the rates found: `project_flows`, `project_rates`, `member_flows` and `member_rates`."""
    sheet = book.sheets["rates"]
    sheet.worksheet.set_column(RATE, FOUND + 1, 18)
    sheet.heading(
        _("Rates of return"),
        _(
            "At a rate of return the flows are worth nothing, seen from the start, or from the end where the rate is "
            "below zero. Here rates are tried in turn."
        ),
    )
    heads = [
        _("Rate that is tried"),
        _("Worth of the project's flows"),
        _("Worth of the members' flows"),
        result_label("metrics.irr_project"),
        result_label("metrics.irr_equity"),
    ]
    sheet.heads(heads, left=())
    first, last = sheet.row, sheet.row + len(RATES_TRIED) - 1
    _write_rates_tried(sheet, first)
    flows = (
        ("project", ratios.project, project_flows(figures.here)),
        ("member", ratios.members, member_flows(figures.here)),
    )
    for place, (of, row, values) in enumerate(flows):
        book.name(f"{of}_flows", row.with_start)
        book.name(
            f"{of}_rates", f"{sheet.cell(first, FOUND + place)}:{xl_rowcol_to_cell(last, FOUND + place, True, True)}"
        )
        _write_worth(sheet, first, place, row, worth_by_rate(values[0]))
    sheet.protect()


def _write_rates_tried(sheet: Sheet, first: int) -> None:
    """Each rate is the one before it and a step, which is smallest where returns are (`RATES_TRIED`)."""
    sheet.formula(first, RATE, "lowest_rate_tried", RATES_TRIED[0], "percent")
    for number, rate in enumerate(RATES_TRIED[1:], start=1):
        before = xl_rowcol_to_cell(first + number - 1, RATE)
        times = f"IF({before}<-0.3,10,IF({before}<-0.1,5,IF({before}<0.3,1,IF({before}<1,5,100))))"
        sheet.formula(first + number, RATE, f"ROUND({before}+smallest_rate_step*{times},3)", rate, "percent")


def _write_worth(sheet: Sheet, first: int, place: int, flows: YearRow, worth: Array) -> None:
    """What the flows are worth at each rate and, where that changes sign, the rate on the line between the two."""
    for number, value in enumerate(worth):
        row = first + number
        rate, here = xl_rowcol_to_cell(row, RATE), xl_rowcol_to_cell(row, WORTH + place)
        sheet.formula(
            row, WORTH + place, f"({flows[0]}+NPV({rate},{flows.all}))*(1+MIN({rate},0))^horizon_years", value
        )
        if number == 0:
            continue
        rate_before, before = xl_rowcol_to_cell(row - 1, RATE), xl_rowcol_to_cell(row - 1, WORTH + place)
        between = f"{rate_before}+({rate}-{rate_before})*{before}/({before}-{here})"
        value_before, low, high = worth[number - 1], RATES_TRIED[number - 1], RATES_TRIED[number]
        is_between = (value_before >= 0) != (value >= 0)
        found = low + (high - low) * value_before / (value_before - value) if is_between else ""
        sheet.formula(row, FOUND + place, f'IF(({before}>=0)<>({here}>=0),{between},"")', found, "percent")
