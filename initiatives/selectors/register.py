"""What the public may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, JSONObject

from coophub.web import searching
from coophub.web.written_once import written_once
from initiatives.models import (
    GroupPhoto,
    Initiative,
    Listing,
    Membership,
    Municipality,
    PhaseChange,
    RegisterCount,
    RegisterShare,
)

MOST_FOUND = 1_000
"""So many are shown of those that have the words of a search: more than this nobody reads through."""


@dataclass(frozen=True)
class RegisterFigures:
    """What the register holds altogether."""

    initiatives: int
    homes: int
    municipalities: int
    living: int


def published_initiatives() -> QuerySet[Initiative]:
    """Everything the public may see, by name; with the photo of who has one."""
    return Initiative.objects.filter(published_at__isnull=False).select_related("municipality", "photo")


IN_SHORT = (
    *("slug", "name", "summary", "form", "building", "target_group", "homes", "phase", "seeks_members"),
    *("moves_in_year", "latitude", "longitude", "published_at"),
    *(f"municipality__{field}" for field in ("name", "province", "latitude", "longitude")),
)


def initiatives_in_short() -> QuerySet[Initiative]:
    """The same with what a list for programs says of each: not its photo, its story, and what it is found by."""
    return published_initiatives().select_related(None).select_related("municipality").only(*IN_SHORT)


def told_to_programs(slug: str) -> Initiative | None:
    """An initiative with what its public page tells and its `listing`, as `listing_of` gives it to who reads
    `is_joined` too, and with its `changes` of phase in their order. One query.
    """
    return next(iter(_told_to_programs(slug)), None)


@written_once
def _told_to_programs(slug: str) -> QuerySet[Initiative]:
    own = {"initiative": OuterRef("pk")}
    changes = PhaseChange.objects.filter(**own).order_by("on", "pk").values(change=JSONObject(phase="phase", on="on"))
    found = Initiative.objects.filter(slug=slug).select_related("municipality", "listing")
    found = found.defer("words", "near_names")
    return found.annotate(changes=ArraySubquery(changes), is_joined=Exists(Membership.objects.filter(**own)))


def with_words(initiatives: QuerySet[Initiative], text: str) -> QuerySet[Initiative]:
    """Those whose name or summary has every word of `text`, or words that begin with it, in any Dutch inflection; by
    name.
    """
    # Sorted anew: in the order of the index of names PostgreSQL would read all that stands before the first one found.
    return searching.with_words(initiatives, text, config="dutch").order_by(Coalesce("name", Value("")), "pk")


def with_names_like(initiatives: QuerySet[Initiative], text: str) -> QuerySet[Initiative]:
    """Those with a name in which each longer word of `text` stands with at most one letter wrong, by name."""
    found = searching.with_words_like(initiatives, text, column="near_names")
    return found.order_by(Coalesce("name", Value("")), "pk")


def listing_of(initiative: Initiative) -> Listing | None:
    """Where what is known of a group stands, as long as nobody of it joined CoopHub."""
    return Listing.objects.filter(initiative=initiative, initiative__memberships=None).first()


def photo_of(initiative: Initiative) -> GroupPhoto | None:
    """The photo of the public page; without one it has a drawing."""
    return GroupPhoto.objects.filter(initiative=initiative).first()


def published_namesake(name: str, municipality: Municipality) -> Initiative | None:
    """What the register has under this name in a municipality."""
    return published_initiatives().filter(name__iexact=name, municipality=municipality).first()


def register_figures() -> RegisterFigures:
    """The sums of the register, in one query over what is kept of each municipality."""
    sums = RegisterCount.objects.filter(initiatives__gt=0).aggregate(
        initiatives=Sum("initiatives", default=0),
        homes=Sum("homes", default=0),
        municipalities=Count("*"),
        living=Sum("living", default=0),
    )
    return RegisterFigures(**sums)


def provinces() -> list[str]:
    """The twelve provinces, by name."""
    return list(Municipality.objects.order_by("province").values_list("province", flat=True).distinct())


FEW_PLACES = 60
"""To name more municipalities than this one by one takes longer than to read them all."""


@dataclass(frozen=True)
class MunicipalityOnMap:
    """A dot on the map: how many of the initiatives asked for are in this municipality."""

    code: str
    name: str
    latitude: float
    longitude: float
    province: str
    initiatives: int

    @property
    def point(self) -> dict[str, str | float]:
        """What the map draws of it."""
        return {
            "code": self.code,
            "name": self.name,
            "latitude": self.latitude,
            "longitude": self.longitude,
            "initiatives": self.initiatives,
        }


def municipalities_in_register() -> QuerySet[Municipality]:
    """Those with something in the register."""
    return Municipality.objects.filter(register_count__initiatives__gt=0)


def municipalities_on_map(initiatives: QuerySet[Initiative]) -> list[MunicipalityOnMap]:
    """The municipalities of these initiatives as dots: never more than there are municipalities. Two queries.

    They are counted apart from their names, which the index `register_map` does alone.
    """
    return dots_of(dict(initiatives.order_by().values_list("municipality").annotate(count=Count("*"))))


def dots_of(counts: Mapping[str, int]) -> list[MunicipalityOnMap]:
    """The municipalities of which these are the numbers of initiatives, by code. One query."""
    found = Municipality.objects.order_by("name")
    if len(counts) < FEW_PLACES:
        found = found.filter(pk__in=counts)
    rows = found.values_list("code", "name", "latitude", "longitude", "province")
    return [MunicipalityOnMap(*row, counts[row[0]]) for row in rows if row[0] in counts]


def register_on_map(
    *, municipality: Municipality | None, province: str, share: tuple[str, str] | None = None
) -> list[MunicipalityOnMap]:
    """The same of all that is published there, or of what has one value of one aspect, from what is kept of each
    municipality. One query.
    """
    kept: QuerySet[Any] = RegisterCount.objects.all()
    if share is not None:
        aspect, value = share
        kept = RegisterShare.objects.filter(aspect=aspect, value=value)
    found = kept.filter(initiatives__gt=0).order_by("municipality__name")
    if municipality is not None:
        found = found.filter(municipality=municipality)
    if province:
        found = found.filter(municipality__province=province)
    place = [f"municipality__{name}" for name in ("code", "name", "latitude", "longitude", "province")]
    return [MunicipalityOnMap(*row) for row in found.values_list(*place, "initiatives")]


def latest_published(count: int) -> QuerySet[Initiative]:
    """The initiatives that were published last."""
    return newest_first(published_initiatives())[:count]


def newest_first(initiatives: QuerySet[Initiative], *, are_few: bool = False) -> QuerySet[Initiative]:
    """Those that were published last on top.

    Those that `are_few` are sorted anew: PostgreSQL would go through the whole register from its newest on, to find
    them one by one.
    """
    published_at = Coalesce("published_at", "created_at").desc() if are_few else "-published_at"
    return initiatives.order_by(published_at, "-pk")
