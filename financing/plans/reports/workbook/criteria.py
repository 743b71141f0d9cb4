"""The criteria on the summary sheet: whether each holds, where it is worst and what that means (section 5 of the
financing model).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from financing.engine.result_documents import CriterionOutcome
from financing.plans.figures import headings
from financing.plans.figures.verdict import WORDS, criteria_in_words
from financing.plans.reports.workbook.book import TWO_LINES, Sheet
from financing.plans.reports.workbook.choices import is_, named, word
from financing.plans.reports.workbook.figures import Figures
from financing.plans.reports.workbook.ratios import RatioRows
from financing.plans.reports.workbook.sentences import euros, figure, percentage, sentence, text
from financing.plans.reports.workbook.years import YearRow

YES, NO = named("answers", "yes"), named("answers", "no")
NAME, HOLDS, NORM, WORST, WORST_YEAR, FIRST_YEAR, SHORT, WORDS_COL = range(8)

InWords = tuple[str, Callable[[str], str], Callable[[str], str]]
"""A number format, and how a sentence writes the value and the norm."""


@dataclass(frozen=True)
class CriterionFormulas:
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


def _criteria(ratios: RatioRows) -> dict[str, CriterionFormulas]:
    own = "(own_money+grants)"
    euro_number = ("euro", euros, euros)
    share_number = ("percent", lambda cell: percentage(cell, 1), lambda cell: percentage(cell, 0))
    ltv = 'IF(market_value_first_year=0,"-",senior_loans/market_value_first_year)'
    share = f'IF(net_investment<=0,"-",{own}/net_investment)'
    return {
        "funding": _at_start(
            is_("asks_funding", "answers", "yes"),
            "funding_gap<=gap_allowed",
            "gap_allowed",
            "funding_gap",
            "funding_gap",
            euro_number,
        ),
        "liquidity": _by_year(
            is_("asks_liquidity", "answers", "yes"),
            "minimum_liquidity",
            ratios.year,
            ratios.liquidity,
            ratios.liquidity_fails,
            ratios.liquidity_missing,
            euro_number,
        ),
        "dscr": _by_year(
            "ISNUMBER(min_dscr)",
            "min_dscr",
            ratios.year,
            ratios.dscr,
            ratios.dscr_fails,
            ratios.dscr_missing,
            ("ratio", lambda cell: figure(cell, 2), lambda cell: figure(cell, 2)),
        ),
        "dscr_total": _by_year(
            "ISNUMBER(min_dscr_total)",
            "min_dscr_total",
            ratios.year,
            ratios.dscr_total,
            ratios.dscr_total_fails,
            ratios.dscr_total_missing,
            ("ratio", lambda cell: figure(cell, 2), lambda cell: figure(cell, 2)),
        ),
        "ltv": _at_start(
            "AND(ISNUMBER(max_ltv),ISNUMBER(market_value))",
            f"{ltv}<=max_ltv",
            "max_ltv",
            ltv,
            "senior_loans-max_ltv*market_value_first_year",
            share_number,
        ),
        "reserve": _by_year(
            is_("asks_reserve", "answers", "yes"),
            "0",
            ratios.year,
            ratios.reserve,
            ratios.reserve_fails,
            ratios.reserve_missing,
            euro_number,
        ),
        "equity_share": _at_start(
            "ISNUMBER(min_equity_share)",
            f"OR(net_investment<=0,{own}>=min_equity_share*net_investment)",
            "min_equity_share",
            share,
            f"min_equity_share*net_investment-{own}",
            share_number,
        ),
    }


def _at_start(asked: str, holds: str, norm: str, worst: str, shortfall: str, writing: InWords) -> CriterionFormulas:
    """A criterion of t = 0, which is the first day of the first year."""
    return CriterionFormulas(asked, holds, norm, worst, "first_year", "first_year", shortfall, *writing)


def _by_year(
    asked: str, norm: str, year: YearRow, values: YearRow, fails: YearRow, missing: YearRow, writing: InWords
) -> CriterionFormulas:
    """A criterion of every year in which there is a value."""
    least = f"MATCH(MIN({values.all}),{values.all},0)"
    return CriterionFormulas(
        asked,
        f"SUM({fails.all})=0",
        norm,
        f'IF(COUNT({values.all})=0,"-",MIN({values.all}))',
        f'IF(COUNT({values.all})=0,"-",INDEX({year.all},{least}))',
        f"INDEX({year.all},MATCH(1,{fails.all},0))",
        f"INDEX({missing.all},{least})",
        *writing,
    )


def write_criteria(sheet: Sheet, figures: Figures, ratios: RatioRows) -> dict[str, int]:
    """The criteria as a table; gives the row of each."""
    heads = (
        str(headings.DEMANDS),
        _("Holds"),
        _("Norm"),
        _("Worst value"),
        _("Worst year"),
        _("First year short"),
        _("Short, in euros"),
        _("In words"),
    )
    sheet.heads(heads[:WORDS_COL])
    sheet.text(sheet.row - 1, WORDS_COL, heads[WORDS_COL], "head_sentence")
    results: dict[str, CriterionOutcome] = {criterion.name: criterion for criterion in figures.result.criteria}
    rows = {}
    for name, criterion in _criteria(ratios).items():
        rows[name] = sheet.row
        sheet.worksheet.set_row(sheet.row, TWO_LINES)
        _write_criterion(sheet, name, criterion, results.get(name))
        sheet.row += 1
    return rows


def _write_criterion(sheet: Sheet, name: str, criterion: CriterionFormulas, result: CriterionOutcome | None) -> None:
    row = sheet.row
    holds, norm, worst, worst_year, first_year, short = (
        f"{letter}{row + 1}" for letter in ("B", "C", "D", "E", "F", "G")
    )
    not_asked = _("Not asked.")
    told = criteria_in_words([result])[0].sentence if result else not_asked
    facts = {
        "short": euros(short),
        "first": first_year,
        "worst": worst_year,
        "value": f'IF({worst}="-","-",{criterion.written(worst)})',
        "norm": criterion.norm_written(norm),
    }
    good, bad = (sentence(says.template(), facts) for says in (WORDS[name].good, WORDS[name].short))
    place, middle = f"criteria.{name}", {"valign": "top"}

    def put(col: int, formula: str, value: Any, number: str, key: str) -> None:
        sheet.formula(row, col, formula, value, number, key=f"{place}.{key}", **middle)

    sheet.text(row, NAME, WORDS[name].title(), "label")
    answer = None if result is None else word("answers", "yes" if result.holds else "no")
    sheet.formula(
        row,
        HOLDS,
        f'IF({criterion.asked},IF({criterion.holds},{YES},{NO}),"-")',
        answer,
        "text",
        key=f"{place}.holds",
        align="right",
        **middle,
    )
    put(
        NORM,
        f'IF({holds}="-","-",{criterion.norm})',
        result and result.threshold,
        criterion.number if name != "funding" else "euro_cents",
        "threshold",
    )
    put(WORST, f'IF({holds}="-","-",{criterion.worst})', result and result.worst_value, criterion.number, "worst_value")
    put(WORST_YEAR, f'IF({holds}="-","-",{criterion.worst_year})', result and result.worst_year, "year", "worst_year")
    put(
        FIRST_YEAR,
        f'IF({holds}={NO},{criterion.first_year},"-")',
        None if result is None or result.holds else result.first_year,
        "year",
        "first_year",
    )
    put(
        SHORT,
        f'IF({holds}={NO},{criterion.shortfall},IF({holds}={YES},0*{norm},"-"))',
        result and result.shortfall,
        "euro",
        "shortfall",
    )
    sheet.formula(
        row,
        WORDS_COL,
        f"IF({holds}={YES},{good},IF({holds}={NO},{bad},{text(not_asked)}))",
        told,
        "text",
        "sentence",
        key=f"{place}.sentence",
    )
