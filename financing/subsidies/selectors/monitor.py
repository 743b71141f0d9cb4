"""Figures of a scheme for parliament: how many, how much, how fast, where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import (
    Aggregate,
    Avg,
    Case,
    Count,
    F,
    FloatField,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext as _

from coophub.web.formats import euro, number, percent
from financing.plans.selectors.outcomes import KeyFigure
from financing.subsidies.models import UNDECIDED, Application, SchemeVersion, State, Target
from financing.subsidies.selectors.budget import ZERO, Bar, budget_bars, totals_of
from initiatives.models import Municipality

PROVINCE = Coalesce(
    "submission__province",
    Subquery(Municipality.objects.filter(name=OuterRef("submission__municipality")).values("province")[:1]),
    Value(""),
    output_field=TextField(),
)
"""As it was submitted. What was submitted before it was frozen names its municipality alone."""

TAKEN = F("holding__settled") + F("holding__paid") + F("holding__awarded")
HAS_MONEY = Q(holding__settled__gt=0) | Q(holding__paid__gt=0) | Q(holding__awarded__gt=0)


class Median(Aggregate):
    """The middle one, as PostgreSQL finds it."""

    template = "PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True)
class Group:
    """A part of the applications: of a province or a target group."""

    title: str
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
    """Everything on the monitor's page of one version. A fixed number of queries."""
    groups = list(
        _received(version)
        .values("target", province=PROVINCE)
        .annotate(
            received=Count("*"),
            awarded=Count("holding", filter=HAS_MONEY),
            homes=Sum("submission__homes", filter=HAS_MONEY, default=0),
            amount=Sum(TAKEN, default=ZERO),
        )
        # In no order: for one, PostgreSQL would sort every application by its texts instead of adding up as it reads.
        .order_by()
    )
    states = dict(_received(version).values_list("state").annotate(count=Count("*")))
    whole, pace = _group("", groups), _pace(version)
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
        median_days=pace["median_days"],
        in_time=pace["in_time"],
        provinces=[
            _group(name or _("Not known"), [row for row in groups if row["province"] == name])
            for name in sorted({row["province"] for row in groups})
        ],
        targets=[
            _group(str(Target(name).label), [row for row in groups if row["target"] == name])
            for name in sorted({row["target"] for row in groups if row["target"]})
        ],
    )


def _received(version: SchemeVersion) -> QuerySet[Application]:
    return Application.objects.filter(scheme_version=version, submitted_at__isnull=False).order_by()


def _pace(version: SchemeVersion) -> dict[str, float | None]:
    """In how many days half was decided, and which part of it in time."""
    signed = _received(version).filter(decision__signed_at__isnull=False)
    on = TruncDate("decision__signed_at")
    # One day less another is a number in PostgreSQL; Django would make an interval of each, to take the days of.
    days = Func(
        on, TruncDate("submitted_at"), template="(%(expressions)s)", arg_joiner=" - ", output_field=IntegerField()
    )
    found: dict[str, float | None] = signed.annotate(days=days, on=on).aggregate(
        median_days=Median(F("days")),
        in_time=Avg(Case(When(on__lte=F("decide_by"), then=1.0), default=0.0), filter=Q(decide_by__isnull=False)),
    )
    return found


def _group(title: str, rows: Sequence[Mapping[str, Any]]) -> Group:
    return Group(
        title=title,
        received=sum(row["received"] for row in rows),
        awarded=sum(row["awarded"] for row in rows),
        homes=sum(row["homes"] for row in rows),
        amount=sum((row["amount"] for row in rows), start=ZERO),
    )
