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
from financing.plans.section_words import words_of
from financing.plans.selectors.outcomes import Outcome


def chart_of(slug: str, outcome: Outcome) -> Chart:
    """Raises KeyError for a slug that is no section."""
    return CHARTS[slug](outcome)


def _growth(outcome: Outcome) -> Chart:
    plan, factors = outcome.plan, outcome.indices.factors
    names = {"rent": _("Rents"), "inflation": _("Prices in general"), "maintenance": _("Maintenance costs")}
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
        words_of("basics", outcome).sentence,
        figure_columns(_("Year"), *names.values()),
        [
            [str(year), *(number(100 * float(factors[name][0, place]), 1) for name in names)]
            for place, year in enumerate(years)
        ],
        height=200,
    )


def _rents(outcome: Outcome) -> Chart:
    plan = outcome.plan
    rows = [
        {"home": dwelling.name, "amount": round(dwelling.count * dwelling.monthly_rent), "order": place}
        for place, dwelling in enumerate(plan.dwellings)
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
        words_of("homes", outcome).sentence,
        [
            Column(_("Type of home")),
            Column(_("How many"), "number"),
            Column(_("Rent per month"), "euro"),
            Column(_("Together"), "euro"),
        ],
        [
            [
                dwelling.name,
                dwelling.count,
                dwelling.monthly_rent,
                dwelling.count * dwelling.monthly_rent,
            ]
            for dwelling in plan.dwellings
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
        words_of("costs", outcome).sentence,
        [Column(_("Cost")), Column(_("With VAT"), "euro"), Column(_("Part of the investment"), "percent", places=1)],
        [[names[name], amount, amount / total] for name, amount in shown.items()],
        height=60 + 34 * max(1, len(shown)),
    )


def _first_year(outcome: Outcome) -> Chart:
    years = outcome.result.years
    parts = {
        _("Running costs"): years.operating_costs[0],
        _("Into the reserve"): years.reserve_contribution[0],
        _("Ground rent"): years.canon[0],
        _("Tax"): years.tax[0],
        _("Interest"): years.interest[0],
        _("Repayment"): years.principal[0],
        _("To members"): years.equity_return[0],
        _("Left"): years.net_cash_flow[0],
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
        words_of("running", outcome).sentence,
        figure_columns(_("What"), _("Amount"), kind="euro"),
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
