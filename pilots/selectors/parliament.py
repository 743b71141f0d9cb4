"""Figures for a report to parliament: programmes and schemes beside each other, as of a day.

Each figure says what it counts in `pilots.tables.parliament`. Of pilots nothing is said of fewer than five, also not by
taking one line off another; money that was awarded is public.
"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from coophub.web import clock
from coophub.web.bilingual import Bilingual
from financing.subsidies.models import Application, Scheme, SchemeVersion
from financing.subsidies.selectors.budget import ZERO
from initiatives.models import Initiative, Phase
from pilots.models import PilotFacts, Programme
from pilots.selectors.cohorts.analysis import PROPERTIES, CohortChoice, Everybody, cohort_of
from pilots.selectors.cohorts.facts import read_everybody
from pilots.selectors.cohorts.statistics import FEWEST, WaitEnding, can_be_shown, shown_apart
from pilots.selectors.cohorts.waits import Wait

EVERYTHING = [""] * len(PROPERTIES)
TAKEN = F("holding__settled") + F("holding__paid") + F("holding__awarded")
HAS_MONEY = Q(holding__settled__gt=0) | Q(holding__paid__gt=0) | Q(holding__awarded__gt=0)
BY_PROGRAMME = PROPERTIES.index("programme")


@dataclass(frozen=True)
class ProgrammeLine:
    """Pilots of one programme; without one, those of all that have too few, or of all programmes together.

    None is what is not known, or would be about too few.
    """

    programme: Programme | None
    pilots: int
    homes: int
    realised: int
    stopped: int
    realised_homes: int | None
    half_within: float | None


@dataclass(frozen=True)
class SchemeLine:
    """What was asked and awarded under all versions of a scheme."""

    name: Bilingual
    is_loan: bool
    is_example: bool
    received: int
    awarded: int
    homes: int
    amount: Decimal


@dataclass(frozen=True)
class MoneyPerHome:
    """What was awarded to groups whose homes are lived in, and how many homes those are."""

    is_loan: bool
    groups: int
    homes: int
    amount: Decimal

    @property
    def per_home(self) -> Decimal:
        return self.amount / self.homes


@dataclass(frozen=True)
class ParliamentFigures:
    """All of it. `total` is None where there are too few pilots, `per_home` has gifts and loans apart as far as enough
    groups live there.
    """

    as_of: dt.date
    programmes: list[ProgrammeLine]
    total: ProgrammeLine | None
    schemes: list[SchemeLine]
    per_home: list[MoneyPerHome]
    awarded_without_homes: int

    @property
    def has_examples(self) -> bool:
        return any(scheme.is_example for scheme in self.schemes)


def read_parliament_figures() -> ParliamentFigures:
    """As of today, from the facts that are kept of pilots. A fixed number of queries."""
    as_of = clock.today()
    total, lines = _programmes(as_of)
    without = Application.objects.filter(HAS_MONEY, submission__homes=None)
    return ParliamentFigures(
        as_of=as_of,
        programmes=lines,
        total=total,
        schemes=_schemes(),
        per_home=[found for is_loan in (False, True) if (found := _per_home(is_loan=is_loan))],
        awarded_without_homes=without.count(),
    )


@dataclass(frozen=True)
class _CountedPilot:
    """A pilot: its value of each of `PROPERTIES`, how its wait until people live there ended, and its homes."""

    values: tuple[str, ...]
    ending: WaitEnding | None
    homes: int

    @property
    def programme(self) -> str:
        return self.values[BY_PROGRAMME]


def _counted_pilots(as_of: dt.date) -> list[_CountedPilot]:
    place = list(Wait).index(Wait.REALISED)
    rows = PilotFacts.objects.filter(started_on__lte=as_of).order_by()
    return [
        _CountedPilot(tuple(values), None if endings[place] is None else list(WaitEnding)[endings[place]], homes)
        for endings, homes, *values in rows.values_list("endings", "pilot__initiative__homes", *PROPERTIES)
    ]


def _programmes(as_of: dt.date) -> tuple[ProgrammeLine | None, list[ProgrammeLine]]:
    """All together, and the programmes of enough pilots, the oldest first; those of the others are one line, last."""
    pilots = _counted_pilots(as_of)
    crosstab = Counter(pilot.values for pilot in pilots)
    if not can_be_shown(crosstab, EVERYTHING):
        return None, []
    realised = Counter(pilot.values for pilot in pilots if pilot.ending is WaitEnding.EVENT)
    realised_apart = shown_apart(realised, EVERYTHING, BY_PROGRAMME)[0]
    everybody = read_everybody(as_of)
    apart, others = shown_apart(crosstab, EVERYTHING, BY_PROGRAMME)
    lines = [
        _line(
            programme,
            [pilot for pilot in pilots if pilot.programme == programme.slug],
            tells_homes=programme.slug in realised_apart,
            half_within=_half_within(everybody, CohortChoice(programme=programme.slug), as_of),
        )
        for programme in Programme.objects.filter(slug__in=apart).order_by("starts_on", "pk")
    ]
    if others and lines:
        lines.append(_line(None, [pilot for pilot in pilots if pilot.programme in others]))
    total = _line(
        None,
        pilots,
        tells_homes=can_be_shown(realised, EVERYTHING),
        half_within=_half_within(everybody, CohortChoice(), as_of),
    )
    return total, lines


def _half_within(everybody: Everybody, choice: CohortChoice, as_of: dt.date) -> float | None:
    """As the pages of cohorts say it of this choice, where they do."""
    groups = cohort_of(everybody, choice, {}, as_of=as_of).summary[0].groups
    return groups[0].curve.median if groups else None


def _line(
    programme: Programme | None,
    pilots: Sequence[_CountedPilot],
    *,
    tells_homes: bool = False,
    half_within: float | None = None,
) -> ProgrammeLine:
    realised = [pilot for pilot in pilots if pilot.ending is WaitEnding.EVENT]
    return ProgrammeLine(
        programme=programme,
        pilots=len(pilots),
        homes=sum(pilot.homes for pilot in pilots),
        realised=len(realised),
        stopped=sum(1 for pilot in pilots if pilot.ending is WaitEnding.OTHER),
        realised_homes=sum(pilot.homes for pilot in realised) if tells_homes else None,
        half_within=half_within,
    )


def _schemes() -> list[SchemeLine]:
    """By scheme, over all its versions, in the order of their names."""
    found = (
        Application.objects.filter(submitted_at__isnull=False)
        .order_by()
        .values("scheme_version__scheme")
        .annotate(
            received=Count("*"),
            awarded=Count("holding", filter=HAS_MONEY),
            homes=Sum("submission__homes", filter=HAS_MONEY, default=0),
            amount=Sum(TAKEN, default=ZERO),
            loans=Count("pk", filter=Q(scheme_version__kind=SchemeVersion.Kind.LOAN)),
            examples=Count("pk", filter=Q(scheme_version__is_example=True)),
        )
    )
    schemes = Scheme.objects.prefetch_related("versions").in_bulk([row["scheme_version__scheme"] for row in found])
    return [
        SchemeLine(
            name=schemes[row["scheme_version__scheme"]].title,
            is_loan=row["loans"] > 0,
            is_example=row["examples"] > 0,
            received=row["received"],
            awarded=row["awarded"],
            homes=row["homes"],
            amount=row["amount"],
        )
        for row in sorted(found, key=lambda row: schemes[row["scheme_version__scheme"]].name)
    ]


def _per_home(*, is_loan: bool) -> MoneyPerHome | None:
    """Of groups that live there now; None where those are too few. An example counts as any other scheme."""
    kind = Q(scheme_version__kind=SchemeVersion.Kind.LOAN)
    given = Application.objects.filter(HAS_MONEY, kind if is_loan else ~kind)
    living = Initiative.objects.filter(Exists(given.filter(initiative=OuterRef("pk"))), phase=Phase.LIVING)
    counted = living.aggregate(groups=Count("pk"), homes=Sum("homes", default=0))
    if counted["groups"] < FEWEST:
        return None
    amount = given.filter(initiative__phase=Phase.LIVING).aggregate(amount=Sum(TAKEN, default=ZERO))["amount"]
    return MoneyPerHome(is_loan, counted["groups"], counted["homes"], amount)
