"""Curves of cohorts, drawn."""

from collections.abc import Iterator, Sequence

import altair as alt
from django.utils.translation import gettext as _

from coophub.web.charts import INK, OTHER, Chart
from coophub.web.formats import number
from pilots.selectors.cohorts.analysis import CohortGroup, ComparedWait
from pilots.selectors.cohorts.statistics import Curve, CurveStep
from pilots.tables.cohorts import months_to_show, waiting_columns, waiting_rows

STROKES = ((INK, [1, 0]), (OTHER, [7, 4]), (INK, [2, 3]), (OTHER, [1, 0]), (INK, [9, 3, 2, 3]))
"""Groups are told apart by line: colour says whose money it is."""

MOST_STEPS = 60
"""A curve of more steps than one can see is drawn from month to month."""


def waiting_chart(waiting: ComparedWait) -> Chart:
    """The share that waits still, with its band, for each group."""
    names = [str(group.title) for group in waiting.groups]
    rows = [
        {"group": name, **point}
        for name, group in zip(names, waiting.groups, strict=True)
        for point in _points(group.curve)
    ]
    strokes = STROKES[: len(names)]
    scale = alt.Scale(domain=names, range=[colour for colour, _dash in strokes])
    months = alt.X("months:Q", title=_("months"), axis=alt.Axis(values=months_to_show(waiting), format="d"))
    base = alt.Chart(alt.NamedData("points")).encode(x=months)
    share = alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1], title=None)
    band = base.mark_area(interpolate="step-after", color=INK, opacity=0.12).encode(
        y=alt.Y("lower:Q", axis=share, scale=alt.Scale(domain=[0, 1])), y2="upper:Q", detail="group:N"
    )
    legend = alt.Legend(symbolType="stroke", symbolSize=400) if len(names) > 1 else None
    line = base.mark_line(interpolate="step-after").encode(
        y=alt.Y("waiting:Q", axis=share),
        color=alt.Color("group:N", scale=scale, sort=names, legend=legend),
        strokeDash=alt.StrokeDash(
            "group:N",
            scale=alt.Scale(domain=names, range=[dash for _colour, dash in strokes]),
            sort=names,
            legend=legend,
        ),
    )
    return Chart(
        alt.layer(band, line),
        _("%(what)s: which part waits still, within its band") % {"what": waiting.wait.label},
        curves_in_words(waiting.groups),
        waiting_columns(),
        waiting_rows(waiting),
        legend_columns=2,
        points=rows,
    )


def _points(curve: Curve) -> Iterator[dict[str, float | None]]:
    """From the first day on, as far as anybody was followed."""
    yield {"months": 0.0, "waiting": 1.0, "lower": 1.0, "upper": 1.0}
    for month, step in _drawn_steps(curve):
        yield {"months": month, "waiting": step.waiting, "lower": step.lower, "upper": step.upper}


def _drawn_steps(curve: Curve) -> Iterator[tuple[float, CurveStep]]:
    if len(curve.steps) <= MOST_STEPS:
        yield from ((step.time, step) for step in curve.steps)
        return
    for month in range(1, int(curve.last) + 1):
        if step := curve.at(month):
            yield float(month), step


def curves_in_words(groups: Sequence[CohortGroup]) -> str:
    """Within how long half of each group got there."""
    if len(groups) == 1:
        return _half_in_words(groups[0].curve)
    sentence = _("%(group)s: %(words)s")
    return " ".join(sentence % {"group": group.title, "words": _half_of_group(group.curve)} for group in groups)


def _half_in_words(curve: Curve) -> str:
    if curve.median is None:
        return _("Of %(count)s pilots fewer than half got there so far.") % {"count": curve.count}
    facts = {"count": curve.count, "months": number(curve.median)}
    return _("Of %(count)s pilots half got there within %(months)s months.") % facts


def _half_of_group(curve: Curve) -> str:
    if curve.median is None:
        return _("fewer than half of %(count)s so far.") % {"count": curve.count}
    return _("half of %(count)s within %(months)s months.") % {"count": curve.count, "months": number(curve.median)}


LIKELY = 0.05
FEW_EVENTS = 10


def comparison_in_words(waiting: ComparedWait) -> str:
    """What the log-rank test says of the groups; "" where there are none to compare."""
    if waiting.test is None:
        return ""
    chance = _("log-rank, p = %(p)s") % {"p": number(waiting.test.p_value, 3)}
    if waiting.test.p_value < LIKELY:
        return _("The groups differ more than chance would make them differ (%(chance)s).") % {"chance": chance}
    sentence = _("The groups may differ by chance alone (%(chance)s).") % {"chance": chance}
    if sum(waiting.test.observed) < FEW_EVENTS:
        sentence += " " + _("So few got there that only a very large difference would show.")
    return sentence
