"""What happens when things go otherwise: one by one, two together, and by chance."""

from dataclasses import dataclass
from typing import Any

import altair as alt
from django.utils.translation import gettext as _

from coophub.web.charts import COLOURS, Chart, euro_axis, name_axis
from coophub.web.formats import euro, number, percent
from coophub.web.tables import Column, figure_columns
from financing.engine import heat_map
from financing.engine.drivers import DRIVERS, DriverName
from financing.engine.result_documents import Axis, HeatMap, Stress, TornadoBar
from financing.plans.charts.years import LIQUIDITY_COLOUR, NORM_DASH, year_axis
from financing.plans.figures import headings
from financing.plans.selectors.drivers import driver_sentence, driver_title
from financing.plans.selectors.outcomes import Outcome

BARS = 10
"""In pixels: on a phone the bars need the room."""

WITHOUT_DSCR = 1.2
"""How a plan without a bank is shaded: as one with some room."""
FURTHER = (2, 2)
"""Where all that is usually tried says the same: twice as far, and then twice as far again."""
LEAST_FACTOR = 0.25
SHOWN_OF_GRID = 5
"""The table of a heat map shows every fifth value to both sides, the chart all of them."""


def tornado_chart(outcome: Outcome, stress: Stress, *, most: int = BARS) -> Chart:
    """Each driver at its low and high value, the one with the most effect on the least cash first."""
    base = outcome.result.metrics.min_liquidity
    found = [
        driver
        for driver in stress.tornado
        if max(abs(driver.min_liquidity_low - base), abs(driver.min_liquidity_high - base)) >= 1
    ][:most]
    low, high = _("At its low value"), _("At its high value")
    titles = [driver_title(driver.driver) for driver in found]
    rows = [
        {"driver": title, "side": side, "from": round(base), "to": round(least)}
        for title, driver in zip(titles, found, strict=True)
        for side, least in ((low, driver.min_liquidity_low), (high, driver.min_liquidity_high))
    ]
    bars = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar(size=11)
        .encode(
            y=alt.Y("driver:N", sort=titles, axis=name_axis()),
            yOffset=alt.YOffset("side:N", sort=[low, high]),
            x=alt.X("from:Q", axis=euro_axis(), scale=alt.Scale(zero=False)),
            x2="to:Q",
            color=alt.Color(
                "side:N",
                scale=alt.Scale(domain=[low, high], range=[COLOURS["bank"], COLOURS["city"]]),
                sort=[low, high],
            ),
        )
    )
    rule = alt.Chart(alt.Data(values=[{"base": round(base)}])).mark_rule().encode(x="base:Q")
    return Chart(
        alt.layer(bars, rule),
        _("What moves the least cash most"),
        _tornado_sentence(outcome, found),
        [
            Column(headings.WHAT),
            Column(_("Low")),
            Column(_("Least cash then"), "euro"),
            Column(_("High")),
            Column(_("Least cash then"), "euro"),
        ],
        [
            [
                title,
                driver_sentence(driver.driver, driver.low, outcome),
                driver.min_liquidity_low,
                driver_sentence(driver.driver, driver.high, outcome),
                driver.min_liquidity_high,
            ]
            for title, driver in zip(titles, found, strict=True)
        ],
        height=70 + 34 * max(1, len(found)),
        legend_columns=2,
    )


def _tornado_sentence(outcome: Outcome, found: list[TornadoBar]) -> str:
    if not found:
        return _("None of the things that we tried moves the least cash.")
    first = found[0]
    least, value = min((first.min_liquidity_low, first.low), (first.min_liquidity_high, first.high))
    return _("What does most: %(change)s. The least cash is then %(amount)s.") % {
        "change": driver_sentence(first.driver, value, outcome),
        "amount": euro(least),
    }


def fan_chart(stress: Stress) -> Chart:
    """The cash in hand in nine of ten runs, and in the middle one."""
    found = stress.liquidity
    rows = [
        {"year": year, "low": round(low), "middle": round(middle), "high": round(high)}
        for year, low, middle, high in zip(found.year, found.p5, found.p50, found.p95, strict=True)
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(x=year_axis())
    band = base.mark_area(color=LIQUIDITY_COLOUR, opacity=0.3).encode(y=alt.Y("low:Q", axis=euro_axis()), y2="high:Q")
    line = base.mark_line(color=LIQUIDITY_COLOUR).encode(y="middle:Q")
    zero = alt.Chart(alt.Data(values=[{"zero": 0}])).mark_rule(strokeDash=NORM_DASH).encode(y="zero:Q")
    last = rows[-1]
    return Chart(
        alt.layer(band, line, zero),
        _("Cash in hand by chance: nine of ten runs (area) and the middle one (line)"),
        _("In %(year)s the cash in hand is between %(low)s and %(high)s in nine of ten runs.")
        % {"year": last["year"], "low": euro(last["low"]), "high": euro(last["high"])},
        figure_columns(
            headings.YEAR, _("One in twenty is lower"), _("In the middle"), _("One in twenty is higher"), kind="euro"
        ),
        [[row["year"], row["low"], row["middle"], row["high"]] for row in rows],
    )


@dataclass(frozen=True)
class Combinations:
    """What comes of a plan when two things move together: a chart, or a sentence where every cell says the same."""

    sentence: str
    chart: Chart | None


def combinations(outcome: Outcome, first: str, second: str) -> Combinations:
    """Where the plan closes. When all that is usually tried says the same, further on is tried as well."""
    found = heat_map(outcome.plan, first, second)
    for times in FURTHER:
        if not _is_of_one_colour(found):
            break
        found = heat_map(
            outcome.plan,
            first,
            second,
            first_range=_stretched(found.first, times),
            second_range=_stretched(found.second, times),
        )
    if _is_of_one_colour(found):
        return Combinations(_one_answer(found), None)
    return Combinations("", _heat_map_chart(found))


def _is_of_one_colour(found: HeatMap) -> bool:
    return len({closes for row in found.closes for closes in row}) == 1


def _stretched(axis: Axis, times: int) -> tuple[float, float]:
    """So many times as far from how the plan is. A part of something, such as of the rent, stays a good part of it."""
    driver = DRIVERS[axis.driver]
    low, high = (driver.neutral + times * (end - driver.neutral) for end in (axis.values[0], axis.values[-1]))
    return max(low, min(LEAST_FACTOR, axis.values[0])) if driver.kind == "factor" else low, high


def _one_answer(found: HeatMap) -> str:
    facts = {
        "first": driver_title(found.first.driver).lower(),
        "first_low": value(found.first.driver, found.first.values[0]),
        "first_high": value(found.first.driver, found.first.values[-1]),
        "second": driver_title(found.second.driver).lower(),
        "second_low": value(found.second.driver, found.second.values[0]),
        "second_high": value(found.second.driver, found.second.values[-1]),
    }
    if found.closes[0][0]:
        return (
            _(
                "The plan closes whatever these two do: %(first)s from %(first_low)s to %(first_high)s, and %(second)s "
                "from %(second_low)s to %(second_high)s."
            )
            % facts
        )
    return (
        _(
            "The plan does not close, whatever these two do: %(first)s from %(first_low)s to %(first_high)s, and "
            "%(second)s from %(second_low)s to %(second_high)s. Look at what else can change."
        )
        % facts
    )


def _heat_map_chart(found: HeatMap) -> Chart:
    """Where the plan closes when two things move together, and the smallest DSCR there."""
    first, second = found.first.driver, found.second.driver
    across, down = found.first.values, found.second.values
    closes, open_ = str(headings.CLOSES), str(headings.DOES_NOT_CLOSE)
    rows = [
        {
            "across": value(found.first.driver, one),
            "down": value(found.second.driver, other),
            "state": closes if found.closes[i][j] else open_,
            # A plan without a bank has no DSCR, and is drawn as well.
            "dscr": WITHOUT_DSCR if (worst := found.min_dscr[i][j]) is None else worst,
        }
        for i, one in enumerate(across)
        for j, other in enumerate(down)
    ]
    names_across, names_down = (
        [value(found.first.driver, one) for one in across],
        [value(found.second.driver, other) for other in down],
    )
    # On an axis of words the marks to keep are words too.
    kept: list[dict[str, Any]] = [{"values": names[::SHOWN_OF_GRID]} for names in (names_across, names_down)]
    spec = (
        alt.Chart(alt.Data(values=rows))
        .mark_rect(stroke=None)
        .encode(
            x=alt.X("across:O", sort=names_across, axis=alt.Axis(title=driver_title(first), **kept[0])),
            y=alt.Y(
                "down:O",
                sort=names_down[::-1],
                axis=alt.Axis(title=driver_title(second), titleX=0, **kept[1]),
            ),
            color=alt.Color(
                "state:N",
                scale=alt.Scale(domain=[closes, open_], range=[COLOURS["members"], COLOURS["gap"]]),
                sort=[closes, open_],
            ),
            opacity=alt.Opacity(
                "dscr:Q", scale=alt.Scale(domain=[0.8, 1.6], range=[0.95, 0.6], clamp=True), legend=None
            ),
        )
    )
    count = sum(sum(row) for row in found.closes)
    return Chart(
        spec,
        _("Where the plan closes: %(first)s against %(second)s")
        % {"first": driver_title(first).lower(), "second": driver_title(second).lower()},
        _("The plan closes in %(count)s of the %(all)s combinations of %(first)s and %(second)s that we tried.")
        % {
            "count": count,
            "all": len(across) * len(down),
            "first": driver_title(first).lower(),
            "second": driver_title(second).lower(),
        },
        figure_columns(
            _("%(second)s below, %(first)s beside") % {"first": driver_title(first), "second": driver_title(second)},
            *names_across[::SHOWN_OF_GRID],
        ),
        [
            [names_down[j], *(_cell(found, i, j) for i in range(0, len(across), SHOWN_OF_GRID))]
            for j in range(0, len(down), SHOWN_OF_GRID)
        ],
        height=340,
    )


def _cell(found: HeatMap, i: int, j: int) -> str:
    state = str(headings.CLOSES) if found.closes[i][j] else str(headings.DOES_NOT_CLOSE)
    dscr = found.min_dscr[i][j]
    return state if dscr is None else f"{state} ({number(dscr, 2)})"


def value(driver: DriverName, found: float) -> str:
    """A value of a driver in short: a percentage, points, years or euros."""
    kind, change = DRIVERS[driver].kind, found - DRIVERS[driver].neutral
    if kind == "years":
        return number(found)
    if kind == "euros":
        return euro(found)
    sign = "+" if change > 1e-12 else ""
    return sign + percent(round(change, 6), 0 if kind == "factor" else 2)
