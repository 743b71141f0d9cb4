"""The municipalities of today."""

from dataclasses import dataclass

from django.db.models import Avg, QuerySet

from initiatives.models import Municipality


@dataclass(frozen=True)
class ProvincePlace:
    """A province, and where on a map its dot stands."""

    name: str
    latitude: float
    longitude: float


def municipalities_in_force() -> QuerySet[Municipality]:
    """Those that did not end, by name: what somebody may choose from."""
    return Municipality.objects.filter(ended_on=None)


def places_of_provinces() -> list[ProvincePlace]:
    """Each province in the middle of its municipalities. One query."""
    rows = municipalities_in_force().order_by("province").values_list("province")
    return [ProvincePlace(*row) for row in rows.annotate(Avg("latitude"), Avg("longitude"))]
