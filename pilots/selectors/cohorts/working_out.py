"""What figures need of each pilot, worked out from all that happened to it, in a fixed number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum, Value, Window
from django.db.models.functions import Coalesce, Lead

from financing.plans.models import PlanVersion
from initiatives.models import PhaseChange
from pilots.models import CoachingSession, Pilot, PilotFacts
from pilots.selectors.cohorts.statistics import CODES
from pilots.selectors.cohorts.waits import DAYS_IN_MONTH, Participation, Stay, Wait, moved_on, waits_of


def worked_out(as_of: dt.date, keys: Collection[int] | None = None) -> list[PilotFacts]:
    """The facts of the pilots with these keys, or of all, as of a day. Three queries for any number of pilots."""
    pilots = Pilot.objects.order_by() if keys is None else Pilot.objects.order_by().filter(pk__in=keys)
    stays, hours = _stays(pilots, as_of), _hours(pilots)
    found = []
    for row in _with_plans(pilots, as_of).values(*COLUMNS, *PLANS):
        taking_part = Participation(
            row["started_on"],
            row["ended_on"],
            row["outcome"],
            row["initiative__ended_on"],
            row["initiative__outcome"],
        )
        stayed = stays[row["initiative"]]
        waits = waits_of(taking_part, stayed, as_of=as_of)
        observed = [waits.get(wait) for wait in Wait]
        found.append(
            PilotFacts(
                pilot_id=row["pk"],
                known_on=as_of,
                started_on=row["started_on"],
                until=row["until"],
                programme=row["programme__slug"],
                form=row["initiative__form"],
                target_group=row["initiative__target_group"],
                province=row["initiative__municipality__province"],
                outcome=row["outcome"],
                days=[each and round(each.time * DAYS_IN_MONTH) for each in observed],
                endings=[each and CODES[each.ending] for each in observed],
                moved_on=moved_on(taking_part, stayed, as_of=as_of),
                hours=hours.get(row["pk"], Decimal(0)),
                hours_budget=row["hours_budget"],
                **{name: row[name] for name in PLANS},
            )
        )
    return found


COLUMNS = (
    "pk",
    "initiative",
    "programme__slug",
    "initiative__form",
    "initiative__target_group",
    "initiative__municipality__province",
    "started_on",
    "ended_on",
    "until",
    "outcome",
    "hours_budget",
    "initiative__ended_on",
    "initiative__outcome",
)
PLANS = ("closed_before", "closed_after", "gap_before", "gap_after")


def _with_plans(pilots: QuerySet[Pilot], as_of: dt.date) -> QuerySet[Pilot, Any]:
    """With the verdicts that versions of plans keep: the last before the coaching began, and the last until it
    ended.
    """
    versions = PlanVersion.objects.filter(
        plan__initiative=OuterRef("initiative"), plan__removed_at=None, closes__isnull=False
    ).order_by("-created_at", "-pk")
    before = versions.filter(created_at__date__lte=OuterRef("started_on"))
    after = versions.filter(created_at__date__gt=OuterRef("started_on"), created_at__date__lte=OuterRef("until"))
    return pilots.annotate(until=Coalesce("ended_on", Value(as_of))).annotate(
        closed_before=Subquery(before.values("closes")[:1]),
        closed_after=Subquery(after.values("closes")[:1]),
        gap_before=Subquery(before.values("gap")[:1]),
        gap_after=Subquery(after.values("gap")[:1]),
    )


def _hours(pilots: QuerySet[Pilot]) -> dict[int, Decimal]:
    sessions = CoachingSession.objects.filter(pilot__in=pilots.values("pk")).order_by()
    return dict(sessions.values_list("pilot").annotate(sum=Sum("hours")))


def _stays(pilots: QuerySet[Pilot], as_of: dt.date) -> defaultdict[int, list[Stay]]:
    """The stays in phases of each initiative that is or was one of the pilots, in the order of time."""
    until = Window(Lead("on"), partition_by=[F("initiative")], order_by=[F("on"), F("pk")])
    changes = (
        PhaseChange.objects.filter(on__lte=as_of, initiative__in=pilots.values("initiative"))
        .annotate(until=until)
        .order_by("initiative", "on", "pk")
    )
    found: defaultdict[int, list[Stay]] = defaultdict(list)
    for initiative, phase, on, end in changes.values_list("initiative_id", "phase", "on", "until"):
        found[initiative].append(Stay(phase, on, end))
    return found
