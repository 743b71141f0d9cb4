"""What figures of cohorts are made of: the facts that are kept of each pilot."""

import datetime as dt

import numpy as np
from django.contrib.postgres.aggregates import StringAgg
from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, Func, IntegerField, TextField, Value
from django.db.models.functions import Cast

from coophub.web import clock
from pilots.models import ChangedPilot, Pilot, PilotFacts, Programme
from pilots.selectors.cohorts.analysis import PROPERTIES, Cohort, CohortChoice, Everybody, cohort_of
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
    """Every pilot that had begun on a day, with its waits. One query, of a text for each combination of values: a list
    for each pilot takes much longer to read.
    """
    numbers = Func(_whole("days"), _whole("endings"), function="array_cat")
    text = Func(numbers, Value(","), Value("nan"), function="array_to_string", output_field=TextField())
    rows = list(
        PilotFacts.objects.filter(started_on__lte=as_of)
        .order_by()
        .values_list(*PROPERTIES)
        .annotate(count=Count("pk"), numbers=StringAgg(text, ","))
    )
    counts = [count for *_values, count, _numbers in rows]
    written = ",".join(numbers for *_values, _count, numbers in rows)
    table = np.fromstring(written, sep=",").reshape(sum(counts), 2 * len(Wait))
    return Everybody(
        values=[tuple(values) for *values, _count, _numbers in rows],
        alike=np.repeat(np.arange(len(rows)), counts),
        months=table[:, : len(Wait)] / DAYS_IN_MONTH,
        endings=np.nan_to_num(table[:, len(Wait) :]).astype(np.int8),
    )


def _whole(name: str) -> Cast:
    return Cast(name, ArrayField(IntegerField()))
