"""What figures of cohorts are made of, in a fixed number of queries."""

import datetime as dt
from collections import defaultdict

from django.db.models import F, Window
from django.db.models.functions import Lead

from coophub.web import clock
from initiatives.models import PhaseChange
from pilots.models import Pilot, Programme
from pilots.selectors.cohorts.analysis import Cohort, CohortChoice, CohortPilot, cohort_of
from pilots.selectors.cohorts.waits import Participation, Stay, moved_on, waits_of


def cohort_now(choice: CohortChoice) -> Cohort:
    """The figures of the chosen pilots, as of today. Three queries."""
    as_of = clock.today()
    return cohort_of(cohort_pilots(as_of), choice, programme_names(), as_of=as_of)


def programme_names() -> dict[str, str]:
    return dict(Programme.objects.order_by("starts_on").values_list("slug", "name"))


def provinces_with_pilots() -> list[str]:
    found = Pilot.objects.order_by("initiative__municipality__province")
    return list(found.values_list("initiative__municipality__province", flat=True).distinct())


def cohort_pilots(as_of: dt.date) -> list[CohortPilot]:
    """Every pilot that had begun on a day, with its waits. Two queries for any number of pilots."""
    stays = _stays(as_of)
    rows = Pilot.objects.filter(started_on__lte=as_of).values_list(
        "pk",
        "initiative_id",
        "programme__slug",
        "initiative__form",
        "initiative__target_group",
        "initiative__municipality__province",
        "started_on",
        "ended_on",
        "outcome",
        "initiative__ended_on",
        "initiative__outcome",
    )
    found = []
    for pk, initiative, programme, form, target_group, province, started_on, ended_on, outcome, over_on, ending in rows:
        taking_part = Participation(started_on, ended_on, outcome, over_on, ending)
        values, stayed = (programme, form, target_group, province), stays[initiative]
        waits = waits_of(taking_part, stayed, as_of=as_of)
        found.append(CohortPilot(pk, values, waits, moved_on(taking_part, stayed, as_of=as_of)))
    return found


def _stays(as_of: dt.date) -> defaultdict[int, list[Stay]]:
    """The stays in phases of each initiative that is or was a pilot, in the order of time."""
    until = Window(Lead("on"), partition_by=[F("initiative")], order_by=[F("on"), F("pk")])
    changes = (
        PhaseChange.objects.filter(on__lte=as_of, initiative__in=Pilot.objects.values("initiative"))
        .annotate(until=until)
        .order_by("initiative", "on", "pk")
    )
    found: defaultdict[int, list[Stay]] = defaultdict(list)
    for initiative, phase, on, end in changes.values_list("initiative_id", "phase", "on", "until"):
        found[initiative].append(Stay(phase, on, end))
    return found
