"""How pilots go, in a fixed number of queries."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, DecimalField, Exists, Max, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from coophub.accounts.models import User
from coophub.web import clock
from initiatives.models import PhaseChange, Task
from pilots.models import Assignment, Bottleneck, CoachingSession, Pilot

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


SILENCE_DAYS = 42
"""After six weeks without contact a pilot is shown as silent."""


class HealthLine(TypedDict):
    """The figures by which one sees how a pilot goes."""

    last_contact: dt.date | None
    hours_used: Decimal
    open_actions: int
    open_bottlenecks: int
    phase_since: dt.date | None


if TYPE_CHECKING:
    PilotWithHealth = WithAnnotations[Pilot, HealthLine]
else:
    PilotWithHealth = Pilot


def pilots_with_health() -> QuerySet[PilotWithHealth]:
    """Pilots with the figures of their health line. One query for any number of pilots."""
    hours = CoachingSession.objects.filter(pilot=OuterRef("pk")).order_by().values("pilot")
    # From the few tasks of the group that are open, not from all that was ever agreed.
    actions = (
        Task.objects.filter(initiative=OuterRef("initiative"), done_at=None, agreed_in__session__pilot=OuterRef("pk"))
        .order_by()
        .values("initiative")
    )
    bottlenecks = Bottleneck.objects.filter(pilot=OuterRef("pk"), resolved_on=None).order_by().values("pilot")
    phases = PhaseChange.objects.filter(initiative=OuterRef("initiative")).order_by().values("initiative")
    return Pilot.objects.select_related("initiative__municipality", "programme").annotate(
        last_contact=_last_contact(),
        hours_used=Coalesce(
            Subquery(hours.annotate(sum=Sum("hours")).values("sum")),
            Value(Decimal(0)),
            output_field=DecimalField(max_digits=8, decimal_places=1),
        ),
        open_actions=Coalesce(Subquery(actions.annotate(n=Count("pk")).values("n")), 0),
        open_bottlenecks=Coalesce(Subquery(bottlenecks.annotate(n=Count("pk")).values("n")), 0),
        phase_since=Subquery(phases.annotate(last=Max("on")).values("last")),
    )


def _last_contact() -> Subquery:
    return Subquery(CoachingSession.objects.filter(pilot=OuterRef("pk")).order_by("-held_on").values("held_on")[:1])


def with_health(pilots: Iterable[Pilot]) -> list[PilotWithHealth]:
    """These pilots, in their order, with the figures of their health line and who coaches them. Three queries: for a
    page of a list, so that nothing is counted for the pilots on other pages.
    """
    keys = [pilot.pk for pilot in pilots]
    found = pilots_with_health().prefetch_related("assignments__advisor").in_bulk(keys)
    return [found[key] for key in keys]


def case_load(advisor: User) -> QuerySet[Pilot]:
    """The pilots this advisor coaches now, the longest silent first."""
    mine = Assignment.objects.filter(pilot=OuterRef("pk"), advisor=advisor, ended_on=None)
    return Pilot.objects.filter(Exists(mine)).order_by(_last_contact().asc(nulls_first=True), "initiative__name", "pk")


def is_silent(last_contact: dt.date | None) -> bool:
    """Whether the last contact is so long ago that the advisor should call."""
    return last_contact is None or (clock.today() - last_contact).days > SILENCE_DAYS
