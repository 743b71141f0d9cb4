"""What holds groups up."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from coophub.accounts.models import User
from initiatives.models import Initiative
from pilots.models import Bottleneck, KnownMeasure, MeasureTried
from pilots.selectors.coached import coached_by

SUGGESTED = 100
"""So many measures are offered while somebody types."""


@dataclass(frozen=True)
class BottleneckFilter:
    """What narrows a list of bottlenecks; what is empty narrows nothing. Without `state` those that are open."""

    state: str = ""
    category: str = ""
    phase: str = ""
    severity: str = ""
    party: str = ""


@dataclass(frozen=True)
class BottleneckEvent:
    """One thing that happened with a bottleneck: it came up, a measure was tried, or it was solved."""

    on: dt.date
    kind: str
    text: str
    tried: MeasureTried | None = None


def bottlenecks_of(advisor: User, narrowed: BottleneckFilter) -> QuerySet[Bottleneck]:
    """What holds up the pilots of this advisor, the most serious first; what is solved stands last."""
    found = Bottleneck.objects.filter(coached_by(advisor, "pilot")).select_related("pilot__initiative")
    if narrowed.state == "solved":
        found = found.exclude(resolved_on=None).order_by("-resolved_on", "pk")
    else:
        found = found.filter(resolved_on=None).order_by("-severity", "opened_on", "pk")
    for name in ("category", "phase", "severity"):
        if value := getattr(narrowed, name):
            found = found.filter(**{name: value})
    return found.filter(parties__contains=[narrowed.party]) if narrowed.party else found


def history_of(bottleneck: Bottleneck) -> list[BottleneckEvent]:
    """What happened with a bottleneck, in the order of time."""
    events = [BottleneckEvent(bottleneck.opened_on, "bottleneck", bottleneck.description)]
    for tried in bottleneck.measures_tried.select_related("measure"):
        events.append(BottleneckEvent(tried.on, "tried", tried.measure.name, tried))
    if bottleneck.resolved_on:
        events.append(BottleneckEvent(bottleneck.resolved_on, "resolved", bottleneck.resolution))
    return events


def phase_on(initiative: Initiative, day: dt.date) -> str:
    """The phase in which the initiative was on a day; before its first known change that which it has now."""
    last = initiative.phase_changes.filter(on__lte=day).last()
    return last.phase if last else initiative.phase


def measures_known() -> QuerySet[KnownMeasure]:
    """The measures that were tried most often, to choose from."""
    return measures_by_use()[:SUGGESTED]


def measures_by_use() -> QuerySet[KnownMeasure]:
    """Every measure once, with how often it was tried and how often it helped, the most tried first."""
    helped = Count("tried", filter=Q(tried__outcome=MeasureTried.Outcome.HELPED))
    found = KnownMeasure.objects.filter(spelling_of=None).annotate(times=Count("tried"), helped=helped)
    return found.order_by("-times", "name")
