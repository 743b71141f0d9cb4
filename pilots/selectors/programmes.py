"""Programmes, and who takes part in them."""

from typing import TYPE_CHECKING

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery

from coophub.accounts.models import Role, User
from coophub.accounts.selectors import people_with_role
from coophub.web import clock
from initiatives.models import Initiative
from pilots.models import Assignment, Pilot, Programme

if TYPE_CHECKING:
    pass


def groups_that_ask() -> QuerySet[Initiative]:
    """The groups that asked for an advisor and have none, who asked first on top. Each with `asked_at`, and with
    `pilot_id` when it takes part in a programme.
    """
    coached = Assignment.objects.filter(pilot__initiative=OuterRef("pk"), pilot__ended_on=None, ended_on=None)
    going_on = Pilot.objects.filter(initiative=OuterRef("pk"), ended_on=None).order_by("-started_on")
    return (
        Initiative.objects.filter(~Exists(coached), ended_on=None, coach_requests__isnull=False)
        .select_related("municipality")
        .annotate(asked_at=Max("coach_requests__asked_at"), pilot_id=Subquery(going_on.values("pk")[:1]))
        .order_by("asked_at", "pk")
    )


def programme_to_join() -> Programme | None:
    """The newest programme that goes on: initiatives are taken in there."""
    goes_on = Q(ends_on=None) | Q(ends_on__gte=clock.today())
    return Programme.objects.filter(goes_on, starts_on__lte=clock.today()).first()


def programmes() -> QuerySet[Programme]:
    """All programmes, the newest first, with `pilot_count`, `coached_count` (still going) and `realised_count`."""
    return Programme.objects.annotate(
        pilot_count=Count("pilots"),
        coached_count=Count("pilots", filter=Q(pilots__ended_on=None)),
        realised_count=Count("pilots", filter=Q(pilots__outcome=Pilot.Outcome.REALISED)),
    ).order_by("-starts_on", "pk")


def programmes_coached_in(advisor: User) -> QuerySet[Programme]:
    """The programmes in which this advisor coaches somebody now."""
    mine = Assignment.objects.filter(pilot__programme=OuterRef("pk"), advisor=advisor, ended_on=None)
    return Programme.objects.filter(Exists(mine))


def pilots_in(programme: Programme) -> QuerySet[Pilot]:
    return Pilot.objects.filter(programme=programme).order_by("initiative__name", "pk")


def advisors() -> QuerySet[User]:
    """Everybody who can be given a pilot."""
    return people_with_role(Role.ADVISOR)


def initiatives_named(name: str, *, outside: Programme) -> QuerySet[Initiative]:
    """The initiatives with this name or address that can still be taken into a programme."""
    by_address = Initiative.objects.filter(slug=name.lower())
    found = by_address if by_address.exists() else Initiative.objects.filter(name__iexact=name)
    return found.exclude(pilots__programme=outside)
