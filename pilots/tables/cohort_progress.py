"""What held pilots up, what helped and what coaching came to, as tables and a chart."""

import altair as alt
from django.utils.translation import gettext as _

from coophub.web.charts import SHADES, Chart, name_axis
from coophub.web.formats import euro, number
from coophub.web.tables import Column, Table, figure_columns
from financing.plans.selectors.outcomes import KeyFigure
from initiatives.models import Phase
from pilots.models import Pilot
from pilots.selectors.cohorts.progress import CategoryFigures, CohortProgress, PlanFigures
from pilots.tables.cohorts import UNKNOWN


def progress_tables(progress: CohortProgress) -> dict[str, Table]:
    """All of them by name, in the order of the page, without those that have no row."""
    tables = {
        "bottlenecks": category_table(progress),
        "measures": measure_table(progress),
        "outcomes": outcome_table(progress),
        "hours": hours_table(progress),
    }
    return {name: table for name, table in tables.items() if table.rows}


def category_table(progress: CohortProgress) -> Table:
    columns = [
        Column(_("Bottleneck")),
        Column(_("Pilots that had it"), "number"),
        Column(_("How often"), "number"),
        Column(_("Solved"), "number"),
        Column(_("Half solved within months"), "number", places=1, empty=UNKNOWN),
    ]
    rows = [
        [_category_in_words(each), each.pilots, each.count, each.solved, each.half_solved]
        for each in progress.categories
    ]
    return Table(_("Bottlenecks, and how long they lasted"), columns, rows)


def held_up_chart(progress: CohortProgress) -> Chart:
    """In which phase bottlenecks came up."""
    phases = [str(phase.label) for phase in Phase]
    names = [_category_in_words(each) for each in progress.categories]
    rows = [
        {
            "category": _category_in_words(each),
            "phase": str(phase.label),
            "count": each.by_phase[phase],
            "order": phase.number,
        }
        for each in progress.categories
        for phase in Phase
    ]
    spec = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar(size=20)
        .encode(
            x=alt.X("count:Q", stack="zero", axis=alt.Axis(title=None, format="d", tickMinStep=1)),
            y=alt.Y("category:N", sort=names, axis=name_axis()),
            color=alt.Color("phase:N", scale=alt.Scale(domain=phases, range=list(SHADES)), sort=phases),
            order=alt.Order("order:Q"),
        )
    )
    return Chart(
        spec,
        _("In which phase bottlenecks came up"),
        _most_in_words(progress.categories[0], progress.count),
        figure_columns(_("Bottleneck"), *phases),
        [[_category_in_words(each), *(each.by_phase[phase] for phase in Phase)] for each in progress.categories],
        height=70 + 32 * len(names),
        legend_columns=3,
    )


def _category_in_words(figures: CategoryFigures) -> str:
    if figures.category is None:
        return _("What fewer than five pilots had, together")
    return str(figures.category.label)


def _most_in_words(first: CategoryFigures, count: int) -> str:
    if first.category is None:
        return _("Nothing held up five pilots or more.")
    return _("%(category)s held up most pilots: %(pilots)s of %(count)s.") % {
        "category": first.category.label,
        "pilots": first.pilots,
        "count": count,
    }


def measure_table(progress: CohortProgress) -> Table:
    columns = figure_columns(
        _("Measure"),
        _("Tried against bottlenecks"),
        _("Helped"),
        _("Helped, and solved since"),
        _("Helped in part"),
        _("Did not help"),
        _("Too early to say"),
    )
    rows = [
        [
            each.name or _("What fewer than five pilots tried, together"),
            each.tried,
            each.helped,
            each.ended,
            each.in_part,
            each.did_not_help,
            each.too_early,
        ]
        for each in progress.measures
    ]
    return Table(_("Measures, and how often they helped"), columns, rows)


def outcome_table(progress: CohortProgress) -> Table:
    labels = {"": _("Goes on"), **{outcome.value: str(outcome.label) for outcome in Pilot.Outcome}}
    rows = [
        [label, progress.outcomes[outcome], progress.outcomes[outcome] / progress.count]
        for outcome, label in labels.items()
    ]
    columns = [Column(_("Coaching")), Column(_("Pilots"), "number"), Column(_("Part"), "percent")]
    return Table(_("How the coaching ended"), columns, rows)


def hours_table(progress: CohortProgress) -> Table:
    columns = [
        Column(_("Phases further while they were coached")),
        Column(_("Pilots"), "number"),
        Column(_("Hours on average"), "number", places=1),
        Column(_("Hours available on average"), "number", places=1),
    ]
    rows = [
        [
            _("Other numbers, together") if each.moved_on is None else number(each.moved_on),
            each.pilots,
            each.hours,
            each.budget,
        ]
        for each in progress.hours
    ]
    return Table(_("Hours, and how far pilots came"), columns, rows)


def plan_figures(plans: PlanFigures) -> list[KeyFigure]:
    """Plans before and after the coaching."""
    return [
        KeyFigure(_("Plans kept before and after"), number(plans.pilots)),
        KeyFigure(_("Closed before the coaching"), number(plans.closed_before)),
        KeyFigure(_("Closed after it"), number(plans.closed_after)),
        KeyFigure(
            _("Gap closed"),
            euro(plans.gap_closed),
            note=_("from %(before)s to %(after)s") % {"before": euro(plans.gap_before), "after": euro(plans.gap_after)},
        ),
    ]
