"""Figures of a scheme for parliament: how many, how much, how fast, where."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db import connection
from django.db.models import Sum
from django.utils.translation import gettext as _

from coophub.web.formats import euro, number, percent
from financing.plans.selectors.outcomes import KeyFigure
from financing.subsidies.models import UNDECIDED, CaseSum, SchemeVersion, State, Target
from financing.subsidies.selectors.budget import ZERO, Bar, budget_bars, totals_of

# The days in which half was decided: those of the decision in the middle, or halfway the two in the middle.
PACE = """
    WITH counted AS (
        SELECT days, sum(decided)::bigint AS decided, sum(with_term) AS with_term, sum(in_time) AS in_time
        FROM subsidies_pacesum WHERE version_id = %s GROUP BY days
    ), placed AS (
        SELECT *, sum(decided) OVER (ORDER BY days) AS up_to, sum(decided) OVER () AS of_all
        FROM counted WHERE decided > 0
    )
    SELECT (
        min(days) FILTER (WHERE up_to > div(of_all - 1, 2)) + min(days) FILTER (WHERE up_to > div(of_all, 2))
    ) / 2.0, sum(in_time)::float / nullif(sum(with_term), 0)
    FROM placed
"""


@dataclass(frozen=True)
class Group:
    """A part of the applications: of a province or a target group."""

    title: str
    received: int
    awarded: int
    homes: int
    amount: Decimal


class _Part(NamedTuple):
    """The sums of one target group in one province."""

    province: str
    target: str
    received: int
    awarded: int
    homes: int
    amount: Decimal


@dataclass(frozen=True)
class Monitor:
    bar: Bar | None
    received: int
    awarded: int
    refused: int
    withdrawn: int
    waiting: int
    homes: int
    amount: Decimal
    median_days: float | None
    in_time: float | None
    provinces: list[Group]
    targets: list[Group]

    @property
    def figures(self) -> list[KeyFigure]:
        return [
            KeyFigure(_("Received"), number(self.received), note=_("%(waiting)s wait") % {"waiting": self.waiting}),
            KeyFigure(_("Awarded"), number(self.awarded), note=euro(self.amount)),
            KeyFigure(_("Homes in awarded plans"), number(self.homes)),
            KeyFigure(
                _("Decided in time"),
                percent(self.in_time) if self.in_time is not None else "–",
                note=_("half within %(days)s days") % {"days": number(self.median_days, 0)}
                if self.median_days is not None
                else "",
            ),
        ]


def monitor_of(version: SchemeVersion) -> Monitor:
    """Everything on the monitor's page of one version, from the sums that are kept. A fixed number of queries."""
    kept = CaseSum.objects.filter(version=version).order_by()
    sums = [Sum(name) for name in ("received", "awarded", "homes", "amount")]
    parts = [_Part(*row) for row in kept.values_list("province", "target").annotate(*sums)]
    parts = [part for part in parts if part.received]
    states = dict(kept.values_list("state").annotate(Sum("received")))
    whole, (median_days, in_time) = _group("", parts), _pace(version)
    bars = budget_bars(version) if version.has_money else []
    return Monitor(
        bar=totals_of(bars) if bars else None,
        received=whole.received,
        awarded=whole.awarded,
        refused=states.get(State.REFUSED, 0) + states.get(State.LEFT_OUT, 0),
        withdrawn=states.get(State.WITHDRAWN, 0),
        waiting=sum(states.get(state, 0) for state in UNDECIDED),
        homes=whole.homes,
        amount=whole.amount,
        median_days=median_days,
        in_time=in_time,
        provinces=[
            _group(name or _("Not known"), [part for part in parts if part.province == name])
            for name in sorted({part.province for part in parts})
        ],
        targets=[
            _group(str(Target(name).label), [part for part in parts if part.target == name])
            for name in sorted({part.target for part in parts if part.target})
        ],
    )


def _pace(version: SchemeVersion) -> tuple[float | None, float | None]:
    """In how many days half was decided, and which part of it in time."""
    with connection.cursor() as cursor:
        cursor.execute(PACE, [version.pk])
        days, in_time = cursor.fetchone()
    return None if days is None else float(days), in_time


def _group(title: str, parts: Sequence[_Part]) -> Group:
    return Group(
        title=title,
        received=sum(part.received for part in parts),
        awarded=sum(part.awarded for part in parts),
        homes=sum(part.homes for part in parts),
        amount=sum((part.amount for part in parts), start=ZERO),
    )
