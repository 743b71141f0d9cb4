"""The municipalities of today."""

from django.db.models import QuerySet

from initiatives.models import Municipality


def municipalities_in_force() -> QuerySet[Municipality]:
    """Those that did not end, by name: what somebody may choose from."""
    return Municipality.objects.filter(ended_on=None)
