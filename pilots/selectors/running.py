"""What everybody may read of programmes."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404

from coophub.web.written_once import written_once
from initiatives.models import Initiative
from pilots.models import Call, Pilot, Programme
from pilots.selectors.ranking import SelectionCriterion, read_criteria

FEWEST_ENDED = 5
"""Below so many nobody is told how pilots ended: it would be about groups that one can name."""


@dataclass(frozen=True)
class PublicProgramme:
    """A programme with who takes part and how it went with them. `endings` is empty for few pilots."""

    programme: Programme
    groups: list[Initiative]
    pilot_count: int
    endings: list[tuple[str, int]]
    call: Call | None
    """While groups can apply, or soon."""

    @property
    def criteria(self) -> tuple[SelectionCriterion, ...]:
        return read_criteria(self.call.criteria) if self.call else ()

    @property
    def others(self) -> int:
        """So many groups take part that show no page of their own."""
        return self.pilot_count - len(self.groups)


@dataclass(frozen=True)
class ProgrammeInShort:
    """A programme for programs, which read of groups only the addresses of those that show a page, by name."""

    programme: Programme
    slugs: list[str]
    others: int
    call: Call | None
    """While groups can apply, or soon."""


def groups_with_a_place(programme: Programme) -> int:
    """So many groups take part, or did: a group that withdrew gave its place back."""
    return programme.pilots.exclude(outcome=Pilot.Outcome.WITHDREW).count()


def places_left(programme: Programme) -> int | None:
    """None when the programme has no number of places."""
    return None if programme.places is None else max(0, programme.places - groups_with_a_place(programme))


def shown_programmes() -> QuerySet[Programme]:
    """Those that are for everybody."""
    return Programme.objects.filter(is_public=True)


def public_programmes() -> QuerySet[Programme]:
    """The newest first, with `pilot_count`."""
    return shown_programmes().annotate(pilot_count=Count("pilots")).order_by("-starts_on", "pk")


def programme_in_short(slug: str) -> ProgrammeInShort:
    """One query. Raises Http404 for one that is not for everybody."""
    found: Any = next(iter(_in_short(slug)), None)
    if found is None:
        raise Http404
    call = getattr(found, "call", None)
    is_running = call is not None and call.published_at is not None and not call.is_closed
    return ProgrammeInShort(found, found.slugs, found.pilot_count - len(found.slugs), call if is_running else None)


@written_once
def _in_short(slug: str) -> QuerySet[Programme]:
    pilots = Pilot.objects.filter(programme=OuterRef("pk")).order_by().values("programme")
    slugs = Initiative.objects.filter(pilots__programme=OuterRef("pk"), published_at__isnull=False)
    found = shown_programmes().filter(slug=slug).select_related("call")
    return found.annotate(
        pilot_count=Coalesce(Subquery(pilots.annotate(count=Count("*")).values("count")), 0),
        slugs=ArraySubquery(slugs.order_by("name", "pk").values("slug")),
    )


def public_programme(slug: str) -> PublicProgramme:
    """Five queries. Raises Http404 for one that is not for everybody."""
    programme = get_object_or_404(Programme, slug=slug, is_public=True)
    call = Call.objects.filter(programme=programme, published_at__isnull=False).first()
    pilots = programme.pilots.all()
    published = Initiative.objects.filter(pilots__programme=programme, published_at__isnull=False)
    counted = pilots.aggregate(
        all=Count("pk"), **{outcome: Count("pk", filter=Q(outcome=outcome)) for outcome in Pilot.Outcome.values}
    )
    ended = [(str(Pilot.Outcome(outcome).label), counted[outcome]) for outcome in Pilot.Outcome.values]
    return PublicProgramme(
        programme=programme,
        groups=list(published.select_related("municipality").order_by("name", "pk")),
        pilot_count=counted["all"],
        call=call if call is not None and not call.is_closed else None,
        endings=ended if sum(count for _words, count in ended) >= FEWEST_ENDED else [],
    )
