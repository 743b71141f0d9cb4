"""The chart that belongs to each part of a plan, drawn anew with every change."""

from collections.abc import Callable

import altair as alt
from django.utils.translation import gettext as _

from coophub.web.charts import COLOURS, OTHER, Chart, euro_axis
from coophub.web.formats import euro, number
from coophub.web.tables import Column, figure_columns
from financing.plans import charts
from financing.plans.charts.money import category_names, investment_by_category
from financing.plans.charts.years import year_axis
from financing.plans.document.rows import told_apart
from financing.plans.figures import headings, label_of, result_label
from financing.plans.figures.choices import SERIES
from financing.plans.selectors.outcomes import Outcome
from financing.plans.selectors.sections import state_of


def chart_of(slug: str, outcome: Outcome) -> Chart:
    """Raises KeyError for a slug that is no section."""
    return CHARTS[slug](outcome)


def _growth(outcome: Outcome) -> Chart:
    plan, factors = outcome.plan, outcome.indices.factors
    names = {name: str(SERIES[name]) for name in ("rent", "inflation", "maintenance")}
    years = list(range(plan.first_year, plan.first_year + plan.horizon_years))
    rows = [
        {"year": year, "index": round(100 * float(factor), 1), "what": label}
        for name, label in names.items()
        for year, factor in zip(years, factors[name][0], strict=True)
    ]
    spec = (
        alt.Chart(alt.Data(values=rows))
        .mark_line()
        .encode(
            x=year_axis(),
            y=alt.Y("index:Q", axis=alt.Axis(title=None, tickCount=5), scale=alt.Scale(zero=False)),
            color=alt.Color(
                "what:N",
                sort=list(names.values()),
                scale=alt.Scale(domain=list(names.values()), range=[COLOURS["members"], OTHER, COLOURS["gap"]]),
            ),
            strokeDash=alt.StrokeDash("what:N", sort=list(names.values()), legend=None),
        )
    )
    return Chart(
        spec,
        _("What %(amount)s of %(year)s becomes") % {"amount": euro(100), "year": plan.price_level_year},
        state_of("basics", outcome).sentence,
        figure_columns(headings.YEAR, *names.values()),
        [
            [str(year), *(number(100 * float(factors[name][0, place]), 1) for name in names)]
            for place, year in enumerate(years)
        ],
        height=200,
    )


def _rents(outcome: Outcome) -> Chart:
    plan = outcome.plan
    names = told_apart(dwelling.name for dwelling in plan.dwellings)
    rows = [
        {"home": name, "amount": round(dwelling.count * dwelling.payment), "order": place}
        for place, (name, dwelling) in enumerate(zip(names, plan.dwellings, strict=True))
    ]
    shown = rows[:12]
    spec = (
        alt.Chart(alt.Data(values=shown))
        .mark_bar(color=COLOURS["members"], size=22)
        .encode(
            y=alt.Y("home:N", sort=alt.SortField("order"), axis=alt.Axis(title=None, labelLimit=0, ticks=False)),
            x=alt.X("amount:Q", axis=alt.Axis(title=_("euros a month"), tickCount=3, format=",.0f")),
        )
    )
    return Chart(
        spec,
        _("What the rents bring in each month"),
        state_of("homes", outcome).sentence,
        [
            Column(label_of("dwellings")),
            Column(label_of("dwellings[].count"), "number"),
            Column(label_of("dwellings[].monthly_rent"), "euro"),
            Column(headings.TOGETHER, "euro"),
        ],
        [
            [
                name,
                dwelling.count,
                dwelling.payment,
                dwelling.count * dwelling.payment,
            ]
            for name, dwelling in zip(names, plan.dwellings, strict=True)
        ],
        height=min(280, 60 + 34 * max(1, len(shown))),
    )


def _investment(outcome: Outcome) -> Chart:
    names, shown = category_names(), investment_by_category(outcome)
    total = outcome.result.investment.total
    rows = [{"what": names[name], "amount": round(amount)} for name, amount in shown.items()]
    spec = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar(color=OTHER, size=22)
        .encode(
            y=alt.Y("what:N", sort=None, axis=alt.Axis(title=None, labelLimit=0, ticks=False)),
            x=alt.X("amount:Q", axis=euro_axis(orient="bottom")),
        )
    )
    return Chart(
        spec,
        _("What the money is spent on"),
        state_of("costs", outcome).sentence,
        [
            Column(headings.COST),
            Column(headings.WITH_VAT, "euro"),
            Column(result_label("funding.sources[].share"), "percent", places=1),
        ],
        [[names[name], amount, amount / total] for name, amount in shown.items()],
        height=60 + 34 * max(1, len(shown)),
    )


def _first_year(outcome: Outcome) -> Chart:
    years = outcome.result.years
    parts = {
        result_label("years.operating_costs"): years.operating_costs[0],
        result_label("years.reserve_contribution"): years.reserve_contribution[0],
        result_label("years.canon"): years.canon[0],
        result_label("years.tax"): years.tax[0],
        result_label("years.interest"): years.interest[0],
        result_label("years.principal"): years.principal[0],
        result_label("years.equity_return"): years.equity_return[0],
        result_label("years.net_cash_flow"): years.net_cash_flow[0],
    }
    shown = {name: amount for name, amount in parts.items() if round(amount)}
    rows = [{"what": name, "amount": round(amount), "is_short": amount < 0} for name, amount in shown.items()]
    spec = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar(size=20)
        .encode(
            y=alt.Y("what:N", sort=None, axis=alt.Axis(title=None, labelLimit=0, ticks=False)),
            x=alt.X("amount:Q", axis=euro_axis(orient="bottom")),
            color=alt.Color(
                "is_short:N",
                scale=alt.Scale(domain=[False, True], range=[COLOURS["bank"], COLOURS["gap"]]),
                legend=None,
            ),
        )
    )
    return Chart(
        spec,
        _("Where the rent of %(year)s goes") % {"year": outcome.plan.first_year},
        state_of("running", outcome).sentence,
        figure_columns(headings.WHAT, headings.AMOUNT, kind="euro"),
        [[name, amount] for name, amount in shown.items()],
        height=60 + 30 * max(1, len(shown)),
    )


def _demands(outcome: Outcome) -> Chart:
    """The DSCR of every year beside the norm; without bank loans the cash in hand."""
    return charts.dscr_chart(outcome) or charts.cash_chart(outcome)


CHARTS: dict[str, Callable[[Outcome], Chart]] = {
    "basics": _growth,
    "homes": _rents,
    "costs": _investment,
    "funding": charts.funding_chart,
    "running": _first_year,
    "demands": _demands,
}
