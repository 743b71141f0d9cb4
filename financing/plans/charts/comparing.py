"""Charts that lay plans, versions and scenarios beside each other, on one scale."""

from collections.abc import Callable, Sequence
from typing import Any

import altair as alt
from django.utils.translation import gettext as _

from coophub.web.charts import INK, OTHER, Chart, colour, euro_axis, name_axis
from coophub.web.formats import euro, number
from coophub.web.tables import figure_columns
from financing.engine.result_documents import YearByYear
from financing.plans.charts.money import funding_by_meaning, meaning_names
from financing.plans.charts.years import monthly_colour, monthly_names, monthly_parts, year_axis
from financing.plans.figures import headings, result_label
from financing.plans.selectors.outcomes import Outcome

Named = tuple[str, Outcome]
STROKES = [(INK, [1, 0]), (INK, [7, 4]), (OTHER, [1, 0]), (OTHER, [2, 3])]
"""The columns are told apart by line: colour says whose money it is."""


def compared_charts(columns: Sequence[Named]) -> list[Chart]:
    """Funding and cost of a home as bars, cash and DSCR as lines."""
    return [
        _compared_funding(columns),
        _compared_months(columns),
        _lines(
            columns,
            lambda years: years.liquidity,
            result_label("years.liquidity"),
            euro_axis(),
            euro,
            _cash_sentence(columns),
        ),
        _lines(
            columns,
            lambda years: years.dscr,
            str(headings.INCOME_AGAINST_THE_BANK),
            alt.Axis(title=str(headings.TIMES), tickCount=5),
            lambda value: number(value, 2),
            _dscr_sentence(columns),
        ),
    ]


def _names(columns: Sequence[Named]) -> list[str]:
    return [name for name, _outcome in columns]


def _stacked(
    columns: Sequence[Named],
    rows: list[dict[str, Any]],
    axis: alt.Axis,
    color: alt.Color,
    *,
    title: str,
    sentence: str,
    figures: list[list[Any]],
) -> Chart:
    """A bar for each column, built up of parts.

    `rows` has for each its column, part, amount and order; `figures` are the amounts by part, in the order of the
    columns.
    """
    spec = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar(size=26)
        .encode(
            y=alt.Y(
                "column:N",
                sort=_names(columns),
                axis=name_axis(),
            ),
            x=alt.X("amount:Q", stack="zero", axis=axis),
            color=color,
            order=alt.Order("order:Q"),
        )
    )
    heads = figure_columns(headings.PART, *_names(columns), kind="euro")
    return Chart(spec, title, sentence, heads, figures, height=50 + 46 * len(columns), legend_columns=2)


def _compared_funding(columns: Sequence[Named]) -> Chart:
    names = meaning_names()
    found = [(name, funding_by_meaning(outcome)) for name, outcome in columns]
    shown = [meaning for meaning in names if any(meaning in amounts for _name, amounts in found)]
    rows = [
        {"column": name, "part": names[meaning], "amount": round(amounts.get(meaning, 0.0)), "order": order}
        for name, amounts in found
        for order, meaning in enumerate(shown)
    ]
    totals = [(name, outcome.result.investment.total) for name, outcome in columns]
    cheapest = min(totals, key=lambda total: total[1])
    return _stacked(
        columns,
        rows,
        euro_axis(),
        colour("part", {meaning: names[meaning] for meaning in shown}),
        title=str(headings.FUNDING),
        sentence=_("The investment is smallest in “%(name)s”: %(amount)s.")
        % {"name": cheapest[0], "amount": euro(cheapest[1])},
        figures=[[names[meaning], *(amounts.get(meaning, 0.0) for _name, amounts in found)] for meaning in shown],
    )


def _compared_months(columns: Sequence[Named]) -> Chart:
    names = monthly_names()
    found = [(name, monthly_parts(outcome, 0)) for name, outcome in columns]
    parts = [part for part in names if any(amounts.get(part, 0.0) > 0.005 for _name, amounts in found)]
    rows = [
        {"column": name, "part": names[part], "amount": round(amounts.get(part, 0.0), 2), "order": order}
        for name, amounts in found
        for order, part in enumerate(parts)
    ]
    totals = [(name, sum(amounts.values())) for name, amounts in found]
    cheapest = min(totals, key=lambda total: total[1])
    return _stacked(
        columns,
        rows,
        alt.Axis(title=str(headings.EUROS_A_MONTH), tickCount=5),
        monthly_colour("part", parts),
        title=_("What a home costs a month in the first year"),
        sentence=_("A home costs least in “%(name)s”: %(amount)s a month.")
        % {"name": cheapest[0], "amount": euro(cheapest[1])},
        figures=[
            *([names[part], *(amounts.get(part, 0.0) for _name, amounts in found)] for part in parts),
            [headings.TOGETHER, *(total for _name, total in totals)],
        ],
    )


def _lines(
    columns: Sequence[Named],
    series: Callable[[YearByYear], Sequence[float | None]],
    title: str,
    axis: alt.Axis,
    write: Callable[[Any], str],
    sentence: str,
) -> Chart:
    values = [
        (name, dict(zip(outcome.result.years.year, series(outcome.result.years), strict=True)))
        for name, outcome in columns
    ]
    rows = [
        {"column": name, "year": year, "value": round(value, 4)}
        for name, found in values
        for year, value in found.items()
        if value is not None
    ]
    names = _names(columns)
    strokes = STROKES[: len(names)]
    spec = (
        alt.Chart(alt.Data(values=rows))
        .mark_line()
        .encode(
            x=year_axis(),
            y=alt.Y("value:Q", axis=axis),
            color=alt.Color(
                "column:N",
                scale=alt.Scale(domain=names, range=[ink for ink, _dash in strokes]),
                sort=names,
                legend=alt.Legend(symbolType="stroke", symbolSize=400),
            ),
            strokeDash=alt.StrokeDash(
                "column:N", scale=alt.Scale(domain=names, range=[dash for _ink, dash in strokes]), sort=names
            ),
        )
    )
    years = sorted({year for _name, found in values for year in found})
    return Chart(
        spec,
        title,
        sentence,
        figure_columns(headings.YEAR, *names),
        [
            [str(year), *("-" if found.get(year) is None else write(found[year]) for _name, found in values)]
            for year in years
        ],
        legend_columns=2,
    )


def _cash_sentence(columns: Sequence[Named]) -> str:
    least = [(name, outcome.result.metrics.min_liquidity) for name, outcome in columns]
    best = max(least, key=lambda found: found[1])
    return _("The least cash in hand is best in “%(name)s”: %(amount)s.") % {"name": best[0], "amount": euro(best[1])}


def _dscr_sentence(columns: Sequence[Named]) -> str:
    least = [
        (name, outcome.result.metrics.min_dscr)
        for name, outcome in columns
        if outcome.result.metrics.min_dscr is not None
    ]
    if not least:
        return _("None of these plans has a loan of a bank.")
    best = max(least, key=lambda found: found[1])
    return _("The smallest DSCR is best in “%(name)s”: %(value)s.") % {"name": best[0], "value": number(best[1], 2)}
