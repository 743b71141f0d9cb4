"""Figures of cohorts as tables."""

from collections.abc import Callable, Iterator
from itertools import chain, groupby
from math import ceil
from typing import Any

from django.utils.translation import gettext as _

from coophub.web.formats import number, percent
from coophub.web.tables import Cell, Column, Table, figure_columns
from financing.plans.selectors.outcomes import KeyFigure
from pilots.selectors.cohorts.analysis import Cohort, CohortGroup, ComparedWait
from pilots.selectors.cohorts.statistics import Curve, CurveStep

INTERVALS = (1, 2, 3, 6, 12, 24, 60, 120)
MOST_MONTHS_SHOWN = 7
UNKNOWN = "–"


def months_to_show(waiting: ComparedWait) -> list[int]:
    """Months at even distances, from 0 to the last at which anybody was followed."""
    interval = next((each for each in INTERVALS if waiting.last / each < MOST_MONTHS_SHOWN), INTERVALS[-1])
    return list(range(0, int(waiting.last) + 1, interval))


def at_risk_table(waiting: ComparedWait) -> Table:
    """How many were still followed, to stand under the curve."""
    months = months_to_show(waiting)
    columns = figure_columns(_("After months"), *(number(month) for month in months))
    rows = [[group.title, *(group.curve.at_risk(month) for month in months)] for group in waiting.groups]
    return Table(_("How many wait still and are followed"), columns, rows, on_phone="scroll")


def waiting_columns() -> list[Column]:
    return [
        Column(_("Pilots")),
        Column(_("After months"), "number", places=1),
        Column(_("Wait still, followed"), "number"),
        Column(_("Wait still"), "percent"),
        Column(_("Band from"), "percent", empty=UNKNOWN),
        Column(_("Band to"), "percent", empty=UNKNOWN),
        Column(_("Stopped by then"), "percent"),
    ]


def waiting_rows(waiting: ComparedWait) -> list[list[Any]]:
    """The curve of each group at some months, as far as anybody of it was followed."""
    return [
        _row(group, month, group.curve.at_risk(month), group.curve.at(month))
        for group in waiting.groups
        for month in months_to_show(waiting)
        if month <= group.curve.last
    ]


def _row(group: CohortGroup, month: float, at_risk: int, step: CurveStep | None) -> list[Any]:
    if step is None:
        return [group.title, month, at_risk, 1.0, 1.0, 1.0, 0.0]
    return [group.title, month, at_risk, step.waiting, step.lower, step.upper, step.elsewhere]


def waiting_file(cohort: Cohort) -> Table:
    """Each curve that is shown, to take along: a line for each month in which a wait ended, however many pilots there
    are.
    """
    columns = [
        Column(_("What")),
        Column(_("Pilots")),
        Column(_("Within months")),
        Column(_("Wait until then")),
        Column(_("Got there")),
        Column(_("Stopped")),
        Column(_("Followed no further")),
        Column(_("Wait still")),
        Column(_("Band from")),
        Column(_("Band to")),
        Column(_("Stopped by then")),
    ]
    wait = str(cohort.shown.wait.label)
    rows = chain.from_iterable(
        ([wait, str(group.title), *line] for line in _months(group.curve)) for group in cohort.shown.groups
    )
    return Table(_("Cohort"), columns, rows)


def _months(curve: Curve) -> Iterator[list[Any]]:
    """Who waited when a month began, what ended in it, and the shares at its end."""
    for month, found in groupby(curve.steps, key=lambda step: ceil(step.time)):
        steps = list(found)
        ended = (sum(step.events for step in steps), sum(step.others for step in steps))
        last = steps[-1]
        counts = [steps[0].at_risk, *ended, sum(step.unfinished for step in steps)]
        yield [month, *counts, last.waiting, last.lower, last.upper, last.elsewhere]


def summary_table(cohort: Cohort, address: Callable[[str], str] | None = None) -> Table:
    """Each wait of all chosen pilots together; `address` gives the page of a wait."""
    columns = [
        Column(_("How long")),
        Column(_("Pilots"), "number", empty=_("too few")),
        Column(_("Got there"), "number"),
        Column(_("Stopped"), "number"),
        Column(_("Wait still"), "number"),
        Column(_("Half within months"), "number", empty=_("not yet half")),
    ]
    rows: list[list[Any]] = []
    for waiting in cohort.summary:
        name = Cell(waiting.wait.label, url=address(waiting.wait.value) if address else "")
        curve = waiting.groups[0].curve if waiting.groups else None
        if curve is None:
            rows.append([name, None, "", "", "", ""])
        else:
            rows.append([name, curve.count, curve.events, curve.others, curve.unfinished, curve.median])
    return Table(_("Time to realisation and in each phase"), columns, rows)


def key_figures(cohort: Cohort) -> list[KeyFigure]:
    """How many there are, and what is known of their road to homes; nothing where there are too few."""
    if cohort.count is None or not cohort.summary[0].groups:
        return []
    curve = cohort.summary[0].groups[0].curve
    months = UNKNOWN if curve.median is None else _("%(months)s months") % {"months": number(curve.median)}
    return [
        KeyFigure(_("Pilots"), number(cohort.count)),
        KeyFigure(
            _("People live there"),
            number(curve.events),
            note=_("%(part)s of those followed") % {"part": percent(curve.events / curve.count)},
        ),
        KeyFigure(
            _("Stopped"),
            number(curve.others),
            note=_("%(part)s within %(months)s months")
            % {"part": percent(curve.elsewhere), "months": number(curve.last)},
        ),
        KeyFigure(
            _("Half is there within"), months, note="" if curve.median else _("fewer than half are there so far")
        ),
    ]
