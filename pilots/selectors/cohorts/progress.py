"""What held pilots up, what helped, and what coaching came to, in a fixed number of queries.

Figures are of the chosen pilots together. How long something took, or what it cost, is said of no fewer than five
pilots; what fewer than five pilots had or tried stands together, without its name.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from coophub.web import clock
from financing.plans.models import PlanVersion
from initiatives.models import Phase
from pilots.models import Bottleneck, CoachingSession, MeasureTried, Pilot
from pilots.selectors.cohorts.analysis import CohortChoice, CohortPilot
from pilots.selectors.cohorts.facts import cohort_pilots
from pilots.selectors.cohorts.statistics import (
    FEWEST,
    Crosstab,
    Observation,
    WaitEnding,
    can_be_shown,
    curve_of,
    shown_apart,
)
from pilots.selectors.cohorts.waits import months

CategoryRow = tuple[int, str, Observation]
"""A bottleneck: its pilot, the phase in which it came up, and how long it lasted."""


@dataclass(frozen=True)
class CategoryFigures:
    """The bottlenecks of one category; without one, those of all that too few pilots had. `half_solved` is within how
    many months half of them was solved, those that are still open counted as far as they were followed; None where that
    is not so yet, or is said of too few.
    """

    category: Bottleneck.Category | None
    pilots: int
    count: int
    solved: int
    half_solved: float | None
    by_phase: Counter[str]


@dataclass(frozen=True)
class MeasureFigures:
    """What was tried: against how many bottlenecks, how it stood with it last, and how many of those that it helped
    are solved. Without a name: all measures that too few pilots tried.
    """

    name: str
    tried: int
    helped: int
    in_part: int
    did_not_help: int
    too_early: int
    ended: int


@dataclass(frozen=True)
class HoursFigures:
    """Pilots that moved on by so many phases (None: those of other numbers, together), and their hours on average."""

    moved_on: int | None
    pilots: int
    hours: float
    budget: float


@dataclass(frozen=True)
class PlanFigures:
    """Pilots of which the plan was kept both before the coaching and in or after it: how many plans closed then, and
    what their sources missed together, in euros.
    """

    pilots: int
    closed_before: int
    closed_after: int
    gap_before: float
    gap_after: float

    @property
    def gap_closed(self) -> float:
        return self.gap_before - self.gap_after


@dataclass(frozen=True)
class CohortProgress:
    """All of it. `outcomes` counts how the coaching ended; "" is that it goes on."""

    as_of: dt.date
    count: int
    outcomes: Counter[str]
    categories: list[CategoryFigures]
    measures: list[MeasureFigures]
    hours: list[HoursFigures]
    plans: PlanFigures | None


def progress_now(choice: CohortChoice) -> CohortProgress | None:
    """What the chosen pilots came to, as of today; None where they are too few. Seven queries at most."""
    as_of = clock.today()
    everybody = cohort_pilots(as_of)
    if not can_be_shown(Counter(pilot.values for pilot in everybody), choice.values):
        return None
    chosen = choice.of(everybody)
    keys = [pilot.pk for pilot in chosen]
    return CohortProgress(
        as_of=as_of,
        count=len(chosen),
        outcomes=Counter(Pilot.objects.filter(pk__in=keys).values_list("outcome", flat=True)),
        categories=_categories(keys, as_of),
        measures=_measures(keys),
        hours=_hours(chosen),
        plans=_plans(everybody, choice, as_of),
    )


def _categories(keys: Sequence[int], as_of: dt.date) -> list[CategoryFigures]:
    """By how many pilots had one, the most first; those that too few had are one line, last."""
    rows: defaultdict[str, list[CategoryRow]] = defaultdict(list)
    found = Bottleneck.objects.filter(pilot__in=keys, opened_on__lte=as_of).order_by()
    for category, phase, pilot, opened_on, resolved_on, ended_on in found.values_list(
        "category", "phase", "pilot_id", "opened_on", "resolved_on", "pilot__ended_on"
    ):
        # Nobody writes down what happens to it once the coaching has ended.
        last = resolved_on or max(opened_on, ended_on or as_of)
        ending = WaitEnding.EVENT if resolved_on else WaitEnding.UNFINISHED
        rows[category].append((pilot, phase, Observation(months((last - opened_on).days), ending)))
    apart = [category for category, found in rows.items() if _pilots(found) >= FEWEST]
    figures = [_category(Bottleneck.Category(category), rows[category]) for category in apart]
    figures.sort(key=lambda each: (-each.pilots, -each.count, str(each.category)))
    others = [row for category, found in rows.items() if category not in apart for row in found]
    return [*figures, _category(None, others)] if others else figures


def _pilots(rows: Sequence[CategoryRow]) -> int:
    return len({pilot for pilot, _phase, _wait in rows})


def _category(category: Bottleneck.Category | None, rows: Sequence[CategoryRow]) -> CategoryFigures:
    pilots = _pilots(rows)
    curve = curve_of([wait for _pilot, _phase, wait in rows])
    return CategoryFigures(
        category=category,
        pilots=pilots,
        count=len(rows),
        solved=curve.events,
        half_solved=curve.median if pilots >= FEWEST else None,
        by_phase=Counter(phase for _pilot, phase, _wait in rows),
    )


def _measures(keys: Sequence[int]) -> list[MeasureFigures]:
    """The most tried first; those that too few pilots tried are one line, last."""
    later = MeasureTried.objects.filter(
        bottleneck=OuterRef("bottleneck"), measure=OuterRef("measure"), on__gt=OuterRef("on")
    )
    outcomes = MeasureTried.Outcome
    rows = (
        MeasureTried.objects.filter(~Exists(later), bottleneck__pilot__in=keys)
        .order_by()
        .values_list("measure__name")
        .annotate(
            pilots=Count("bottleneck__pilot", distinct=True),
            tried=Count("pk"),
            helped=Count("pk", filter=Q(outcome=outcomes.HELPED)),
            in_part=Count("pk", filter=Q(outcome=outcomes.IN_PART)),
            did_not_help=Count("pk", filter=Q(outcome=outcomes.DID_NOT_HELP)),
            too_early=Count("pk", filter=Q(outcome=outcomes.TOO_EARLY)),
            ended=Count("pk", filter=Q(outcome=outcomes.HELPED, bottleneck__resolved_on__isnull=False)),
        )
    )
    named = [MeasureFigures(name, *counts) for name, pilots, *counts in rows if pilots >= FEWEST]
    others = [counts for _name, pilots, *counts in rows if pilots < FEWEST]
    named.sort(key=lambda each: (-each.tried, each.name))
    return [*named, MeasureFigures("", *map(sum, zip(*others, strict=True)))] if others else named


def _hours(chosen: Sequence[CohortPilot]) -> list[HoursFigures]:
    """By how many phases pilots moved on while they were coached, each of at least five pilots."""
    moved = {pilot.pk: pilot.moved_on for pilot in chosen if pilot.moved_on is not None}
    crosstab: Crosstab = Counter((str(number),) for number in moved.values())
    if not can_be_shown(crosstab, [""]):
        return []
    apart, _others = shown_apart(crosstab, [""], 0)
    used = dict(
        CoachingSession.objects.filter(pilot__in=moved).order_by().values_list("pilot").annotate(hours=Sum("hours"))
    )
    budgets = dict(Pilot.objects.filter(pk__in=moved).values_list("pk", "hours_budget"))
    groups: defaultdict[int | None, list[int]] = defaultdict(list)
    for pk, number in moved.items():
        groups[number if str(number) in apart else None].append(pk)
    return [
        HoursFigures(
            moved_on=number,
            pilots=len(keys),
            hours=float(sum(used.get(pk, Decimal(0)) for pk in keys)) / len(keys),
            budget=float(sum(budgets[pk] for pk in keys)) / len(keys),
        )
        for number, keys in sorted(groups.items(), key=lambda item: len(Phase) if item[0] is None else item[0])
    ]


def _plans(everybody: Sequence[CohortPilot], choice: CohortChoice, as_of: dt.date) -> PlanFigures | None:
    """From the verdicts that versions of plans keep: the last before the coaching began, and the last until it ended.

    None where too few pilots have both.
    """
    versions = PlanVersion.objects.filter(
        plan__initiative=OuterRef("initiative"), plan__removed_at=None, closes__isnull=False
    ).order_by("-created_at", "-pk")
    before = versions.filter(created_at__date__lte=OuterRef("started_on"))
    after = versions.filter(created_at__date__gt=OuterRef("started_on"), created_at__date__lte=OuterRef("until"))
    rows = (
        Pilot.objects.annotate(until=Coalesce("ended_on", Value(as_of)))
        .annotate(
            closed_before=Subquery(before.values("closes")[:1]),
            closed_after=Subquery(after.values("closes")[:1]),
            gap_before=Subquery(before.values("gap")[:1]),
            gap_after=Subquery(after.values("gap")[:1]),
        )
        .filter(closed_before__isnull=False, closed_after__isnull=False)
        .values_list("pk", "closed_before", "closed_after", "gap_before", "gap_after")
    )
    found = {pk: verdicts for pk, *verdicts in rows}
    with_both = [pilot for pilot in everybody if pilot.pk in found]
    if not can_be_shown(Counter(pilot.values for pilot in with_both), choice.values):
        return None
    verdicts = [found[pilot.pk] for pilot in choice.of(with_both)]
    return PlanFigures(
        pilots=len(verdicts),
        closed_before=sum(each[0] for each in verdicts),
        closed_after=sum(each[1] for each in verdicts),
        gap_before=sum(max(0.0, each[2]) for each in verdicts),
        gap_after=sum(max(0.0, each[3]) for each in verdicts),
    )
