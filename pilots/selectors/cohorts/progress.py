"""What held pilots up, what helped, and what coaching came to, in a fixed number of queries.

Figures are of the chosen pilots together. How long something took, or what it cost, is said of no fewer than five
pilots; what fewer than five pilots had or tried stands together, without its name.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, Func, IntegerField, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, Greatest

from coophub.web import clock
from initiatives.models import Phase
from pilots.models import Bottleneck, MeasureTried, PilotFacts
from pilots.selectors.cohorts.analysis import PROPERTIES, CohortChoice
from pilots.selectors.cohorts.statistics import (
    CODES,
    FEWEST,
    Crosstab,
    WaitEnding,
    Waits,
    can_be_shown,
    curve_of,
    shown_apart,
    together,
)
from pilots.selectors.cohorts.waits import DAYS_IN_MONTH


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


def read_progress(choice: CohortChoice) -> CohortProgress | None:
    """What the chosen pilots came to, as of today, from the facts that are kept; None where they are too few. Seven
    queries at most.
    """
    as_of = clock.today()
    everybody = PilotFacts.objects.filter(started_on__lte=as_of).order_by()
    if not can_be_shown(_crosstab(everybody), choice.values):
        return None
    chosen = everybody.filter(**choice.wanted)
    outcomes: Counter[str] = Counter(dict(chosen.values_list("outcome").annotate(count=Count("pk"))))
    return CohortProgress(
        as_of=as_of,
        count=outcomes.total(),
        outcomes=outcomes,
        categories=_categories(chosen),
        measures=_measures(chosen),
        hours=_hours(chosen),
        plans=_plans(everybody, choice),
    )


def _crosstab(pilots: QuerySet[PilotFacts]) -> dict[tuple[str, ...], int]:
    rows = pilots.values_list(*PROPERTIES).annotate(count=Count("pk"))
    return {tuple(values): count for *values, count in rows}


@dataclass(frozen=True)
class _Kind:
    """The bottlenecks of some categories: in which phases they came up, of which pilots, and how long they lasted."""

    by_phase: Counter[str]
    pilots: set[int]
    waits: Waits


def _categories(chosen: QuerySet[PilotFacts]) -> list[CategoryFigures]:
    """By how many pilots had one, the most first; those that too few had are one line, last."""
    # Nobody writes down what happens to it once the coaching has ended.
    last = Coalesce("resolved_on", Greatest("opened_on", "pilot__facts__until"))
    days = Func(last, "opened_on", arg_joiner=" - ", template="(%(expressions)s)", output_field=IntegerField())
    rows = (
        Bottleneck.objects.filter(pilot__facts__in=chosen, opened_on__lte=clock.today())
        .order_by()
        .values_list("category", "phase")
        .annotate(
            pilots=ArrayAgg("pilot", distinct=True),
            days=ArrayAgg(
                Func(last, "opened_on", arg_joiner=" - ", template="(%(expressions)s)", output_field=IntegerField())
            ),
            are_solved=ArrayAgg(Q(resolved_on__isnull=False)),
        )
    )
    kinds: defaultdict[str, list[_Kind]] = defaultdict(list)
    for category, phase, pilots, days, are_solved in rows:
        kinds[category].append(_Kind(Counter({phase: len(days)}), set(pilots), _waits(days, are_solved)))
    found = {category: _joined(parts) for category, parts in kinds.items()}
    apart = [category for category, kind in found.items() if len(kind.pilots) >= FEWEST]
    figures = [_category(Bottleneck.Category(category), found[category]) for category in apart]
    figures.sort(key=lambda each: (-each.pilots, -each.count, str(each.category)))
    others = [kind for category, kind in found.items() if category not in apart]
    return [*figures, _category(None, _joined(others))] if others else figures


def _waits(days: Sequence[int], are_solved: Sequence[bool]) -> Waits:
    solved, unfinished = CODES[WaitEnding.EVENT], CODES[WaitEnding.UNFINISHED]
    return Waits(
        np.array(days, dtype=np.float64) / DAYS_IN_MONTH,
        np.where(are_solved, solved, unfinished).astype(np.int8),
    )


def _joined(kinds: Sequence[_Kind]) -> _Kind:
    by_phase: Counter[str] = Counter()
    for kind in kinds:
        by_phase.update(kind.by_phase)
    return _Kind(by_phase, set().union(*(kind.pilots for kind in kinds)), together(kind.waits for kind in kinds))


def _category(category: Bottleneck.Category | None, kind: _Kind) -> CategoryFigures:
    pilots, curve = len(kind.pilots), curve_of(kind.waits)
    return CategoryFigures(
        category=category,
        pilots=pilots,
        count=curve.count,
        solved=curve.events,
        half_solved=curve.median if pilots >= FEWEST else None,
        by_phase=kind.by_phase,
    )


def _measures(chosen: QuerySet[PilotFacts]) -> list[MeasureFigures]:
    """The most tried first; those that too few pilots tried are one line, last."""
    later = MeasureTried.objects.filter(
        bottleneck=OuterRef("bottleneck"), measure=OuterRef("measure"), on__gt=OuterRef("on")
    )
    outcomes = MeasureTried.Outcome
    rows = (
        MeasureTried.objects.filter(~Exists(later), bottleneck__pilot__facts__in=chosen)
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


def _hours(chosen: QuerySet[PilotFacts]) -> list[HoursFigures]:
    """By how many phases pilots moved on while they were coached, each of at least five pilots."""
    rows = (
        chosen.filter(moved_on__isnull=False)
        .values_list("moved_on")
        .annotate(pilots=Count("pk"), hours=Sum("hours"), budget=Sum("hours_budget"))
    )
    found = {moved_on: (pilots, hours, budget) for moved_on, pilots, hours, budget in rows}
    crosstab: Crosstab = {(str(moved_on),): pilots for moved_on, (pilots, _hours, _budget) in found.items()}
    if not can_be_shown(crosstab, [""]):
        return []
    apart, _others = shown_apart(crosstab, [""], 0)
    groups: defaultdict[int | None, list[tuple[int, Decimal, Decimal]]] = defaultdict(list)
    for moved_on, figures in found.items():
        groups[moved_on if str(moved_on) in apart else None].append(figures)
    return [
        HoursFigures(
            moved_on=moved_on,
            pilots=pilots,
            hours=float(hours) / pilots,
            budget=float(budget) / pilots,
        )
        for moved_on, members in sorted(groups.items(), key=lambda item: len(Phase) if item[0] is None else item[0])
        for pilots, hours, budget in [tuple(map(sum, zip(*members, strict=True)))]
    ]


def _plans(everybody: QuerySet[PilotFacts], choice: CohortChoice) -> PlanFigures | None:
    """Of the pilots of which both verdicts are known; None where too few pilots have both."""
    with_both = everybody.filter(closed_before__isnull=False, closed_after__isnull=False)
    if not can_be_shown(_crosstab(with_both), choice.values):
        return None
    zero = Value(0.0)
    return PlanFigures(
        **with_both.filter(**choice.wanted).aggregate(
            pilots=Count("pk"),
            closed_before=Count("pk", filter=Q(closed_before=True)),
            closed_after=Count("pk", filter=Q(closed_after=True)),
            gap_before=Sum(Greatest("gap_before", zero)),
            gap_after=Sum(Greatest("gap_after", zero)),
        )
    )
