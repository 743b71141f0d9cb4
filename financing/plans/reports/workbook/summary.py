"""The first sheet: does the plan close, why (not), and the figures that people ask for (section 5 of the financing
model).
"""

from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from financing.engine import Plan
from financing.plans.figures import headings, result_label
from financing.plans.figures.undefined import ALL_SOLD, NO_OWN_MONEY, NOTHING_FOUND, ONE_WAY, SEVERAL, why_undefined
from financing.plans.figures.verdict import CLOSES, DOES_NOT_CLOSE, FIRST_TOLD, verdict_sentence
from financing.plans.reports.workbook.book import BAD_INK, BAD_PAPER, GOOD_INK, GOOD_PAPER, Book, Sheet, SheetCell
from financing.plans.reports.workbook.choices import is_, word
from financing.plans.reports.workbook.criteria import HOLDS, NAME, NO, SHORT, WORDS_COL, YES, write_criteria
from financing.plans.reports.workbook.figures import Figures
from financing.plans.reports.workbook.ratios import RatioRows
from financing.plans.reports.workbook.sentences import euros, percentage, sentence, text
from financing.plans.reports.workbook.years import LAST as LAST_YEAR
from financing.plans.reports.workbook.years import YearRow

LAST = WORDS_COL


def write_summary(book: Book, figures: Figures, ratios: RatioRows) -> None:
    sheet = book.sheets["summary"]
    sheet.worksheet.set_column(0, 0, 54)
    sheet.worksheet.set_column(1, SHORT, 13)
    sheet.worksheet.set_column(WORDS_COL, WORDS_COL, 80)
    sheet.formula(0, 0, "plan_name", figures.plan.name, "text", "title")
    lead = _("Every figure follows from the inputs sheet: change a yellow cell there and look here again.")
    sheet.text(1, 0, lead, "lead")
    verdict_row, sheet.row = 3, 5
    rows = write_criteria(sheet, figures, ratios)
    closes = _write_verdict(sheet, figures, ratios, rows, verdict_row)
    _write_metrics(sheet, figures, ratios)
    _write_chart(sheet, ratios)
    _colour(sheet, rows, closes, verdict_row)
    sheet.protect()


def _write_verdict(sheet: Sheet, figures: Figures, ratios: RatioRows, rows: dict[str, int], row: int) -> SheetCell:
    """Whether the plan closes, in a sentence and as a cell that other sheets can ask."""
    first, last = min(rows.values()) + 1, max(rows.values()) + 1
    sheet.text(sheet.row, NAME, result_label("closes"), "total_label")
    answer = word("answers", "yes" if figures.result.closes else "no")
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
        str(CLOSES),
        {"amount": euros(f"MIN({cash})"), "year": f"INDEX({ratios.year.all},MATCH(MIN({cash}),{cash},0))"},
    )
    reason = '""'
    for name in reversed(FIRST_TOLD):
        reason = f"IF(B{rows[name] + 1}={NO},H{rows[name] + 1},{reason})"
    closes_not = str(DOES_NOT_CLOSE) + " "
    bad = f"{text(closes_not)}&{reason}"
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
    result, metrics = figures.result, figures.result.metrics
    project = _irr("project_flows", "project_rates", f"-{ratios.project[1]}/{ratios.project[0]}")
    if figures.plan.has_sales:
        project = f'IF(net_investment<=0,"-",{project})'
    members = _irr("member_flows", "member_rates", f"-{ratios.members[1]}/{ratios.members[0]}")
    places, dscr, cash = sheet.book.places, ratios.dscr.all, ratios.liquidity.all
    per = 'IF(net_investment<=0,"-",({})/net_investment)'
    income = f"{places['years.gross_rent']}+{places['years.other_income']}"
    if "of_owners" in places:
        income += f"-{places['of_owners']}"
    rows = (
        ("", result_label("investment.total"), "total_investment", result.investment.total, "euro"),
        (
            "",
            result_label("investment.per_dwelling"),
            str(places["investment.per_dwelling"]),
            result.investment.per_dwelling,
            "euro",
        ),
        ("", str(headings.GAP_OR_MORE), "funding_gap", result.funding.gap, "euro"),
        (
            "gross_initial_yield",
            result_label("metrics.gross_initial_yield"),
            per.format(income),
            metrics.gross_initial_yield,
            "percent",
        ),
        (
            "net_initial_yield",
            result_label("metrics.net_initial_yield"),
            per.format(places["years.noi"]),
            metrics.net_initial_yield,
            "percent",
        ),
        (
            "ltv_start",
            result_label("metrics.ltv_start"),
            'IF(market_value_first_year=0,"-",senior_loans/market_value_first_year)',
            metrics.ltv_start,
            "percent",
        ),
        (
            "ltc",
            result_label("metrics.ltc"),
            per.format("senior_loans"),
            metrics.ltc,
            "percent",
        ),
        (
            "min_dscr",
            result_label("metrics.min_dscr"),
            f'IF(COUNT({dscr})=0,"-",MIN({dscr}))',
            metrics.min_dscr,
            "ratio",
        ),
        (
            "average_dscr",
            result_label("metrics.average_dscr"),
            f'IF(COUNT({dscr})=0,"-",AVERAGE({dscr}))',
            metrics.average_dscr,
            "ratio",
        ),
        ("min_liquidity", result_label("metrics.min_liquidity"), f"MIN({cash})", metrics.min_liquidity, "euro"),
        ("irr_project", result_label("metrics.irr_project"), project, metrics.irr_project, "percent"),
        (
            "irr_equity",
            result_label("metrics.irr_equity"),
            f'IF(own_money<=0,"-",{members})',
            metrics.irr_equity,
            "percent",
        ),
        (
            "npv",
            result_label("metrics.npv"),
            f"{ratios.project[0]}+NPV(discount_rate,{ratios.project.all})",
            metrics.npv,
            "euro",
        ),
    )
    for name, label, formula, value, number in (*rows, *_largest(figures, ratios)):
        sheet.text(sheet.row, 0, label)
        cell = sheet.formula(sheet.row, 1, formula, value, number, key=f"metrics.{name}" if name else "")
        if name.startswith("irr"):
            of = "project" if name == "irr_project" else "member"
            _write_reason(sheet, cell, f"{of}_flows", f"{of}_rates", why_undefined(metrics, name), figures.plan)
        sheet.row += 1


def _largest(figures: Figures, ratios: RatioRows) -> list[tuple[str, str, str, Any, str]]:
    """The most that must be lent again, or paid back to members, in one year; of a plan in which that happens."""
    metrics, rows = figures.result.metrics, []
    for name, row, sign in (
        ("largest_rollover", ratios.lent_again, ""),
        ("largest_member_outflow", ratios.put_in, "-"),
    ):
        found = getattr(metrics, name)
        if row is None or found is None:
            continue
        most = f"{'MIN' if sign else 'MAX'}({row.all})"
        label = result_label(f"metrics.{name}")
        rows.append((name, label, f"{sign}{most}", found.amount, "euro"))
        year = f"INDEX({ratios.year.all},MATCH({most},{row.all},0))"
        rows.append(("", _("%(figure)s: the year") % {"figure": label}, year, found.year, "year"))
    return rows


def _irr(flows: str, found_rates: str, first_yield: str) -> str:
    """The rate, sought from where it was seen, from the first year's yield and from fixed guesses; a mark where there
    is none, or more than one.
    """
    rate = '"-"'
    for guess in ("-0.9", "-0.6", "-0.2", "0", "0.03", first_yield, f"MAX({found_rates})"):
        found = f"IRR({flows},{guess})"
        # Less than everything cannot be lost: a program that finds such a rate is on the wrong track.
        rate = f"IFERROR(IF({found}>-1,{found},NA()),{rate})"
    return f'IF(OR(MIN({flows})>=0,MAX({flows})<=0,COUNT({found_rates})>1),"-",{rate})'


def _write_reason(sheet: Sheet, cell: SheetCell, flows: str, found_rates: str, reason: str, plan: Plan) -> None:
    """Why a rate does not exist, beside it."""
    bounds = {side: percentage(f"{of}({found_rates})", 1) for side, of in (("lowest", "MIN"), ("highest", "MAX"))}
    why = f"IF(COUNT({found_rates})>1,{sentence(str(SEVERAL), bounds)},{text(str(NOTHING_FOUND))})"
    why = f"IF(OR(MIN({flows})>=0,MAX({flows})<=0),{text(str(ONE_WAY))},{why})"
    if flows == "member_flows":
        why = f"IF(own_money<=0,{text(str(NO_OWN_MONEY))},{why})"
    elif plan.has_sales:
        why = f"IF(net_investment<=0,{text(str(ALL_SOLD))},{why})"
    sheet.formula(sheet.row, 2, f'IF({cell}="-",{why},"")', reason, "text", "lead")


def _write_chart(sheet: Sheet, ratios: RatioRows) -> None:
    """Cash flow and cash in hand; the hidden years are not drawn."""
    workbook = sheet.book.workbook
    net = sheet.book.places["years.net_cash_flow"]

    def whole(row: YearRow | SheetCell) -> str:
        sheet_name, number = row.sheet.quoted, row.number if isinstance(row, YearRow) else row.row
        return f"={sheet_name}!$E${number + 1}:${xl_col_to_name(LAST_YEAR)}${number + 1}"

    bars = workbook.add_chart({"type": "column"})
    bars.add_series(
        {
            "name": result_label("years.net_cash_flow"),
            "categories": whole(ratios.year),
            "values": whole(net),
            "fill": {"color": "#8C8274"},
        }
    )
    line = workbook.add_chart({"type": "line"})
    line.add_series(
        {
            "name": result_label("years.liquidity"),
            "categories": whole(ratios.year),
            "values": whole(ratios.liquidity),
            "line": {"color": GOOD_INK, "width": 2.25},
        }
    )
    bars.combine(line)
    bars.set_title({"name": str(headings.CASH_FLOW_CHART), "name_font": {"size": 12}})
    bars.set_legend({"position": "bottom"})
    bars.set_size({"width": 900, "height": 320})
    bars.set_x_axis({"num_font": {"rotation": -90}, "label_position": "low"})
    bars.set_y_axis({"num_format": "#,##0"})
    sheet.row += 1
    sheet.worksheet.insert_chart(sheet.row, 0, bars, {"description": str(headings.CASH_FLOW_CHART)})


def _colour(sheet: Sheet, rows: dict[str, int], closes: SheetCell, verdict_row: int) -> None:
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
