"""Charts of the budget and the monitor."""

import datetime as dt
import textwrap
from collections.abc import Sequence
from decimal import Decimal

import altair as alt
from django.utils.translation import gettext as _

from coophub.web.charts import COLOURS, OTHER, SHADES, SUBSIDY_SHADES, Chart, euro_axis, name_axis
from coophub.web.formats import day, euro
from coophub.web.tables import Column, figure_columns
from financing.subsidies.selectors.budget import PARTS, Bar, totals_of
from financing.subsidies.selectors.monitor import Monitor

LONGEST_LINE = 22
"""Characters of the name of a ceiling beside its bar; a longer name goes on below."""


def budget_chart(bars: Sequence[Bar]) -> Chart:
    """One stacked bar for each ceiling."""
    names = {part: str(title) for part, title in PARTS.items()}
    rows = [
        {"ceiling": in_lines(bar.title), "part": names[part], "amount": float(amount), "order": list(PARTS).index(part)}
        for bar in bars
        for part, _title, amount in bar.parts
    ]
    spec = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar(size=26, stroke=OTHER, strokeWidth=0.5)
        .encode(
            x=alt.X("amount:Q", stack="zero", axis=euro_axis()),
            y=alt.Y(
                "ceiling:N",
                sort=[in_lines(bar.title) for bar in bars],
                axis=alt.Axis(title=None, labelExpr="split(datum.value, '\\n')", labelLimit=200),
            ),
            color=alt.Color(
                "part:N",
                scale=alt.Scale(domain=list(names.values()), range=[*SUBSIDY_SHADES, SHADES[-1]]),
                sort=list(names.values()),
            ),
            order=alt.Order("order:Q"),
        )
    )
    whole = totals_of(bars)
    return Chart(
        spec,
        _("Where each ceiling stands"),
        _("Of %(ceiling)s, %(free)s is free.") % {"ceiling": euro(whole.ceiling), "free": euro(whole.free)},
        figure_columns(_("For"), *names.values(), kind="euro"),
        [[bar.title, *(amount for _p, _t, amount in bar.parts)] for bar in bars],
        height=120 + 46 * len(bars),
        legend_columns=2,
    )


def in_lines(title: str) -> str:
    return "\n".join(textwrap.wrap(title, LONGEST_LINE))


def growth_chart(growth: Sequence[tuple[dt.date, Decimal]], ceiling: Decimal) -> Chart:
    """How much of the ceiling was taken, day by day."""
    rows = [{"day": on.isoformat(), "taken": float(total)} for on, total in growth]
    line = (
        alt.Chart(alt.Data(values=rows))
        .mark_area(interpolate="step-after", color=COLOURS["subsidy"], opacity=0.35, line={"color": COLOURS["subsidy"]})
        .encode(
            x=alt.X("day:T", axis=alt.Axis(title=None, format="%m-%Y", tickCount=5)),
            y=alt.Y("taken:Q", axis=euro_axis(), scale=alt.Scale(domain=[0, float(ceiling)])),
        )
    )
    last_day, last = growth[-1]
    return Chart(
        line,
        _("How it grew"),
        _("On %(day)s, %(taken)s of %(ceiling)s was taken.")
        % {"day": day(last_day), "taken": euro(last), "ceiling": euro(ceiling)},
        [Column(_("Day"), "day"), Column(_("Taken"), "euro")],
        growth,
        height=220,
    )


def outcome_chart(monitor: Monitor) -> Chart:
    """What became of the applications."""
    outcomes = [
        (_("Awarded"), monitor.awarded),
        (_("Refused or left out"), monitor.refused),
        (_("Withdrawn"), monitor.withdrawn),
        (_("Waiting"), monitor.waiting),
    ]
    spec = (
        alt.Chart(alt.Data(values=[{"outcome": name, "count": count} for name, count in outcomes]))
        .mark_bar(color=COLOURS["subsidy"], size=22)
        .encode(
            x=alt.X("count:Q", axis=alt.Axis(title=None, format="d", tickMinStep=1)),
            y=alt.Y("outcome:N", sort=[name for name, _count in outcomes], axis=name_axis()),
        )
    )
    return Chart(
        spec,
        _("What became of the applications"),
        _("Of %(received)s applications, %(awarded)s were awarded.")
        % {"received": monitor.received, "awarded": monitor.awarded},
        figure_columns(_("Outcome"), _("Applications")),
        outcomes,
        height=150,
    )


def province_chart(monitor: Monitor) -> Chart:
    """Where the money went."""
    rows = [{"province": group.title, "amount": float(group.amount)} for group in monitor.provinces]
    spec = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar(color=COLOURS["subsidy"], size=16)
        .encode(
            x=alt.X("amount:Q", axis=euro_axis()),
            y=alt.Y("province:N", sort="-x", axis=name_axis()),
        )
    )
    most = max(monitor.provinces, key=lambda group: group.amount)
    return Chart(
        spec,
        _("Where the money went"),
        _("Most went to %(province)s: %(amount)s.") % {"province": most.title, "amount": euro(most.amount)},
        [*figure_columns(_("Province"), _("Received"), _("Awarded"), _("Homes")), Column(_("Amount"), "euro")],
        [[group.title, group.received, group.awarded, group.homes, group.amount] for group in monitor.provinces],
        height=60 + 26 * len(rows),
    )
