"""What figures of cohorts are made of: the facts that are kept of each pilot."""

import datetime as dt

import numpy as np
from django.contrib.postgres.aggregates import ArrayAgg

from coophub.web import clock
from pilots.models import ChangedPilot, Pilot, PilotFacts, Programme
from pilots.selectors.cohorts.analysis import PROPERTIES, Cohort, CohortChoice, Everybody, cohort_of
from pilots.selectors.cohorts.statistics import Floats
from pilots.selectors.cohorts.waits import DAYS_IN_MONTH, Wait


def are_up_to_date(as_of: dt.date) -> bool:
    """Whether the facts that are kept are those of this day, and nothing changed since."""
    return not ChangedPilot.objects.exists() and not PilotFacts.objects.exclude(known_on=as_of).exists()


def read_cohort(choice: CohortChoice) -> Cohort:
    """The figures of the chosen pilots, as of today, from the facts that are kept. Two queries."""
    as_of = clock.today()
    return cohort_of(read_everybody(as_of), choice, programme_names(), as_of=as_of)


def programme_names() -> dict[str, str]:
    return dict(Programme.objects.order_by("starts_on").values_list("slug", "name"))


def provinces_with_pilots() -> list[str]:
    found = Pilot.objects.order_by("initiative__municipality__province")
    return list(found.values_list("initiative__municipality__province", flat=True).distinct())


def read_everybody(as_of: dt.date) -> Everybody:
    """Every pilot that had begun on a day, with its waits. One query."""
    rows = list(
        PilotFacts.objects.filter(started_on__lte=as_of)
        .order_by()
        .values_list(*PROPERTIES)
        .annotate(days=ArrayAgg("days"), endings=ArrayAgg("endings"))
    )
    counts = [len(days) for *_values, days, _endings in rows]
    shape = (sum(counts), len(Wait))
    return Everybody(
        values=[tuple(values) for *values, _days, _endings in rows],
        alike=np.repeat(np.arange(len(rows)), counts),
        months=_table([days for *_values, days, _endings in rows], shape) / DAYS_IN_MONTH,
        endings=np.nan_to_num(_table([endings for *_values, _days, endings in rows], shape)).astype(np.int8),
    )


def _table(parts: list[list[list[int | None]]], shape: tuple[int, int]) -> Floats:
    """One row for each pilot; what is not known is nan."""
    rows = [row for part in parts for row in part]
    table: Floats = np.array(rows, dtype=np.float64).reshape(shape)
    return table
