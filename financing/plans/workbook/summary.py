"""The first sheet: does the plan close, why (not), and the figures that people ask for (section 5 of the financing model)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from financing.engine.returns import NO_EQUITY, NO_SIGN_CHANGE
from financing.plans.verdict import TELLING, WORDS, criteria_in_words, verdict_sentence
from financing.plans.workbook.book import BAD_INK, BAD_PAPER, GOOD_INK, GOOD_PAPER, TWO_LINES, Book, Cell, Sheet
from financing.plans.workbook.choices import is_, named, word
from financing.plans.workbook.figures import Figures
from financing.plans.workbook.ratios import RatioRows
from financing.plans.workbook.sentences import euros, figure, percentage, sentence, text
from financing.plans.workbook.years import LAST as LAST_YEAR
from financing.plans.workbook.years import Row

YES, NO = named("answers", "yes"), named("answers", "no")
NAME, HOLDS, NORM, WORST, WORST_YEAR, FIRST_YEAR, SHORT, WORDS_COL = range(8)
LAST = WORDS_COL


@dataclass(frozen=True)
class Test:
    """A criterion in formulas: whether it is asked and holds, its norm, and what it finds."""

    asked: str
    holds: str
    norm: str
    worst: str
    worst_year: str
    first_year: str
    shortfall: str
    number: str
    written: Callable[[str], str]
    norm_written: Callable[[str], str]


def write_summary(book: Book, figures: Figures, ratios: RatioRows) -> None:
    sheet = book.sheets["summary"]
    sheet.worksheet.set_column(0, 0, 40)
    sheet.worksheet.set_column(1, SHORT, 13)
    sheet.worksheet.set_column(WORDS_COL, WORDS_COL, 80)
    sheet.formula(0, 0, "plan_name", figures.plan.name, "text", "title")
    sheet.text(
        1,
        0,
        _(
            "Does the plan close? Every figure follows from the inputs sheet: change a yellow cell there and look here again."
        ),
        "lead",
    )
    verdict_row, sheet.row = 3, 5
    rows = _write_criteria(sheet, figures, ratios)
    closes = _write_verdict(sheet, figures, ratios, rows, verdict_row)
    _write_metrics(sheet, figures, ratios)
    _write_chart(sheet, ratios)
    _colour(sheet, rows, closes, verdict_row)
    sheet.protect()


def _tests(ratios: RatioRows) -> dict[str, Test]:
    own = "(own_money+grants)"
    euro_number = ("euro", euros, euros)
    share_number = ("percent", lambda cell: percentage(cell, 1), lambda cell: percentage(cell, 0))
    ltv = 'IF(market_value_first_year=0,"-",senior_loans/market_value_first_year)'
    share = f'IF(total_investment=0,"-",{own}/total_investment)'
    return {
        "funding": _at_start(
            is_("asks_funding", "answers", "yes"), "funding_gap<=gap_allowed", "gap_allowed", "funding_gap", "funding_gap", euro_number
        ),
        "liquidity": _by_year(
            is_("asks_liquidity", "answers", "yes"), "minimum_liquidity", ratios.year,
            ratios.liquidity, ratios.liquidity_fails, ratios.liquidity_missing, euro_number,
        ),
        "dscr": _by_year(
            "ISNUMBER(min_dscr)", "min_dscr", ratios.year, ratios.dscr, ratios.dscr_fails, ratios.dscr_missing,
            ("ratio", lambda cell: figure(cell, 2), lambda cell: figure(cell, 2)),
        ),
        "ltv": _at_start(
            "AND(ISNUMBER(max_ltv),ISNUMBER(market_value))", f"{ltv}<=max_ltv", "max_ltv", ltv,
            "senior_loans-max_ltv*market_value_first_year", share_number,
        ),
        "reserve": _by_year(
            is_("asks_reserve", "answers", "yes"), "0", ratios.year,
            ratios.reserve, ratios.reserve_fails, ratios.reserve_missing, euro_number,
        ),
        "equity_share": _at_start(
            "ISNUMBER(min_equity_share)", f"OR(total_investment=0,{own}>=min_equity_share*total_investment)", "min_equity_share",
            share, f"min_equity_share*total_investment-{own}", share_number,
        ),
    }  # fmt: skip


Writing = tuple[str, Callable[[str], str], Callable[[str], str]]


def _at_start(asked: str, holds: str, norm: str, worst: str, shortfall: str, writing: Writing) -> Test:
    """A criterion of t = 0, which is the first day of the first year."""
    return Test(asked, holds, norm, worst, "first_year", "first_year", shortfall, *writing)


def _by_year(asked: str, norm: str, year: Row, values: Row, fails: Row, missing: Row, writing: Writing) -> Test:
    """A criterion of every year in which there is a value."""
    least = f"MATCH(MIN({values.all}),{values.all},0)"
    return Test(
        asked,
        f"SUM({fails.all})=0",
        norm,
        f'IF(COUNT({values.all})=0,"-",MIN({values.all}))',
        f'IF(COUNT({values.all})=0,"-",INDEX({year.all},{least}))',
        f"INDEX({year.all},MATCH(1,{fails.all},0))",
        f"INDEX({missing.all},{least})",
        *writing,
    )


def _write_criteria(sheet: Sheet, figures: Figures, ratios: RatioRows) -> dict[str, int]:
    """The criteria as a table; gives the row of each."""
    heads = (
        _("What the plan must meet"), _("Holds"), _("Norm"), _("Worst value"), _("Worst year"), _("First year short"), _("Short, in euros"),
        _("In words"),
    )  # fmt: skip
    sheet.heads(heads[:WORDS_COL])
    sheet.text(sheet.row - 1, WORDS_COL, heads[WORDS_COL], "head_sentence")
    results = {criterion["name"]: criterion for criterion in figures.result["criteria"]}
    rows = {}
    for name, test in _tests(ratios).items():
        rows[name] = sheet.row
        sheet.worksheet.set_row(sheet.row, TWO_LINES)
        _write_criterion(sheet, name, test, results.get(name))
        sheet.row += 1
    return rows


def _write_criterion(sheet: Sheet, name: str, test: Test, result: dict[str, Any] | None) -> None:
    row = sheet.row
    holds, norm, worst, worst_year, first_year, short = (
        f"{letter}{row + 1}" for letter in ("B", "C", "D", "E", "F", "G")
    )
    told = criteria_in_words({"criteria": [result]})[0].sentence if result else _("Not asked.")
    facts = {
        "short": euros(short),
        "first": first_year,
        "worst": worst_year,
        "value": f'IF({worst}="-","-",{test.written(worst)})',
        "norm": test.norm_written(norm),
    }
    good, bad = (sentence(says.template(), facts) for says in (WORDS[name].good, WORDS[name].short))
    place, middle = f"criteria.{name}", {"valign": "top"}
    fails = result is not None and not result["holds"]
    found = result or dict.fromkeys(("threshold", "worst_value", "worst_year", "shortfall"))

    def put(col: int, formula: str, value: Any, number: str, key: str) -> None:
        sheet.formula(row, col, formula, value, number, key=f"{place}.{key}", **middle)

    sheet.text(row, NAME, WORDS[name].title(), "label")
    answer = None if result is None else word("answers", "yes" if result["holds"] else "no")
    sheet.formula(
        row,
        HOLDS,
        f'IF({test.asked},IF({test.holds},{YES},{NO}),"-")',
        answer,
        "text",
        key=f"{place}.holds",
        align="right",
        **middle,
    )
    put(
        NORM,
        f'IF({holds}="-","-",{test.norm})',
        found["threshold"],
        test.number if name != "funding" else "euro_cents",
        "threshold",
    )
    put(WORST, f'IF({holds}="-","-",{test.worst})', found["worst_value"], test.number, "worst_value")
    put(WORST_YEAR, f'IF({holds}="-","-",{test.worst_year})', found["worst_year"], "year", "worst_year")
    put(
        FIRST_YEAR,
        f'IF({holds}={NO},{test.first_year},"-")',
        result["first_year"] if fails and result else None,
        "year",
        "first_year",
    )
    put(
        SHORT,
        f'IF({holds}={NO},{test.shortfall},IF({holds}={YES},0*{norm},"-"))',
        found["shortfall"],
        "euro",
        "shortfall",
    )
    sheet.formula(
        row, WORDS_COL, f"IF({holds}={YES},{good},IF({holds}={NO},{bad},{text(_('Not asked.'))}))", told, "text", "sentence",
        key=f"{place}.sentence",
    )  # fmt: skip


def _write_verdict(sheet: Sheet, figures: Figures, ratios: RatioRows, rows: dict[str, int], row: int) -> Cell:
    """Whether the plan closes, in a sentence and as a cell that other sheets can ask."""
    first, last = min(rows.values()) + 1, max(rows.values()) + 1
    sheet.text(sheet.row, NAME, _("Does the plan close?"), "total_label")
    answer = word("answers", "yes" if figures.result["closes"] else "no")
    closes = sheet.formula(
        sheet.row,
        HOLDS,
        f"IF(COUNTIF(B{first}:B{last},{NO})=0,{YES},{NO})",
        answer,
        "text",
        "total_label",
        key="closes",
        align="right",
    )
    sheet.book.name("plan_closes", closes)
    sheet.row += 1
    cash = ratios.liquidity.all
    good = sentence(
        _("The plan closes. The least cash at the end of a year is %(amount)s, in %(year)s."),
        {"amount": euros(f"MIN({cash})"), "year": f"INDEX({ratios.year.all},MATCH(MIN({cash}),{cash},0))"},
    )
    reason = '""'
    for name in reversed(TELLING):
        reason = f"IF(B{rows[name] + 1}={NO},H{rows[name] + 1},{reason})"
    bad = f"{text(_('The plan does not close.') + ' ')}&{reason}"
    sheet.worksheet.merge_range(row, 0, row, LAST, "", sheet.book.style("verdict"))
    sheet.worksheet.set_row(row, 48)
    sheet.formula(
        row,
        0,
        f"IF({is_('plan_closes', 'answers', 'yes')},{good},{bad})",
        verdict_sentence(figures.result),
        "text",
        "verdict",
        key="sentence",
    )
    return closes


def _write_metrics(sheet: Sheet, figures: Figures, ratios: RatioRows) -> None:
    sheet.section(_("Figures"), LAST)
    result, metrics = figures.result, figures.result["metrics"]
    places, dscr, cash = sheet.book.places, ratios.dscr.all, ratios.liquidity.all
    per = 'IF(total_investment=0,"-",{}/total_investment)'
    rows = (
        ("", _("Total investment"), "total_investment", result["investment"]["total"], "euro"),
        ("", _("Per home"), str(places["investment.per_dwelling"]), result["investment"]["per_dwelling"], "euro"),
        ("", _("Still missing (a minus sign: more money than needed)"), "funding_gap", result["funding"]["gap"], "euro"),
        ("gross_initial_yield", _("Gross initial yield"), per.format(places["years.gross_rent"]), metrics["gross_initial_yield"], "percent"),
        ("net_initial_yield", _("Net initial yield"), per.format(places["years.noi"]), metrics["net_initial_yield"], "percent"),
        ("ltv_start", _("Loans that are paid first, against the value"),
         'IF(market_value_first_year=0,"-",senior_loans/market_value_first_year)', metrics["ltv_start"], "percent"),
        ("ltc", _("Loans that are paid first, against the investment"), per.format("senior_loans"), metrics["ltc"], "percent"),
        ("min_dscr", _("Smallest DSCR"), f'IF(COUNT({dscr})=0,"-",MIN({dscr}))', metrics["min_dscr"], "ratio"),
        ("average_dscr", _("Average DSCR"), f'IF(COUNT({dscr})=0,"-",AVERAGE({dscr}))', metrics["average_dscr"], "ratio"),
        ("min_liquidity", _("Least cash"), f"MIN({cash})", metrics["min_liquidity"], "euro"),
        ("irr_project", _("Return of the project a year (IRR)"), _irr(ratios.project), metrics["irr_project"], "percent"),
        ("irr_equity", _("Return of the members a year (IRR)"), f'IF(own_money<=0,"-",{_irr(ratios.members)})', metrics["irr_equity"],
         "percent"),
        ("npv", _("Present value of the project"), f"{ratios.project[0]}+NPV(discount_rate,{ratios.project.all})", metrics["npv"], "euro"),
    )  # fmt: skip
    for name, label, formula, value, number in rows:
        sheet.text(sheet.row, 0, label)
        cell = sheet.formula(sheet.row, 1, formula, value, number, key=f"metrics.{name}" if name else "")
        if name.startswith("irr"):
            _write_reason(
                sheet,
                cell,
                ratios.project if name == "irr_project" else ratios.members,
                metrics["undefined"].get(name),
                name,
            )
        sheet.row += 1


def _irr(flows: Row) -> str:
    """The rate, sought from the first year's yield and then from fixed guesses; a mark where there is none."""
    rate = '"-"'
    for guess in ("-0.2", "0", "0.03", f"-{flows[1]}/{flows[0]}"):
        found = f"IRR({flows.with_start},{guess})"
        # Less than everything cannot be lost: a program that finds such a rate is on the wrong track.
        rate = f"IFERROR(IF({found}>-1,{found},NA()),{rate})"
    return f'IF(OR(MIN({flows.with_start})>=0,MAX({flows.with_start})<=0),"-",{rate})'


def _write_reason(sheet: Sheet, cell: Cell, flows: Row, reason: str | None, name: str) -> None:
    """Why a rate does not exist, beside it."""
    no_equity, no_change = _("There is no own money."), _("The flows are all in or all out.")
    nothing_found = _("No rate makes the flows worth nothing.")
    told = {None: "", NO_EQUITY: no_equity, NO_SIGN_CHANGE: no_change}.get(reason, nothing_found)
    why = f"IF(OR(MIN({flows.with_start})>=0,MAX({flows.with_start})<=0),{text(no_change)},{text(nothing_found)})"
    if name == "irr_equity":
        why = f"IF(own_money<=0,{text(no_equity)},{why})"
    sheet.formula(sheet.row, 2, f'IF({cell}="-",{why},"")', told, "text", "lead")


def _write_chart(sheet: Sheet, ratios: RatioRows) -> None:
    """Cash flow and cash in hand; the hidden years are not drawn."""
    workbook = sheet.book.workbook
    net = sheet.book.places["years.net_cash_flow"]

    def whole(row: Row | Cell) -> str:
        sheet_name, number = row.sheet.quoted, row.number if isinstance(row, Row) else row.row
        return f"={sheet_name}!$E${number + 1}:${xl_col_to_name(LAST_YEAR)}${number + 1}"

    bars = workbook.add_chart({"type": "column"})
    bars.add_series(
        {
            "name": _("Left this year"),
            "categories": whole(ratios.year),
            "values": whole(net),
            "fill": {"color": "#8C8274"},
        }
    )
    line = workbook.add_chart({"type": "line"})
    line.add_series(
        {
            "name": _("Cash in hand"),
            "categories": whole(ratios.year),
            "values": whole(ratios.liquidity),
            "line": {"color": GOOD_INK, "width": 2.25},
        }
    )
    bars.combine(line)
    bars.set_title({"name": _("Cash flow (bars) and cash in hand (line)"), "name_font": {"size": 12}})
    bars.set_legend({"position": "bottom"})
    bars.set_size({"width": 900, "height": 320})
    bars.set_x_axis({"num_font": {"rotation": -90}, "label_position": "low"})
    bars.set_y_axis({"num_format": "#,##0"})
    sheet.row += 1
    sheet.worksheet.insert_chart(sheet.row, 0, bars, {"description": _("Cash flow (bars) and cash in hand (line)")})


def _colour(sheet: Sheet, rows: dict[str, int], closes: Cell, verdict_row: int) -> None:
    """Green where it holds and red where it does not; the words say the same."""
    first, last = min(rows.values()), closes.row
    for answer, ink, paper in ((YES, GOOD_INK, GOOD_PAPER), (NO, BAD_INK, BAD_PAPER)):
        style = sheet.book.workbook.add_format({"font_color": ink, "bg_color": paper})
        sheet.worksheet.conditional_format(
            first, HOLDS, last, HOLDS, {"type": "cell", "criteria": "==", "value": f"={answer}", "format": style}
        )
        sheet.worksheet.conditional_format(
            verdict_row,
            0,
            verdict_row,
            LAST,
            {"type": "formula", "criteria": f"=plan_closes={answer}", "format": style},
        )
