"""What holds groups up."""

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet

from coophub.accounts.models import User
from pilots.models import Assignment, Bottleneck

if TYPE_CHECKING:
    pass


def open_bottlenecks(advisor: User) -> QuerySet[Bottleneck]:
    """What holds up the pilots of this advisor, the most serious first."""
    mine = Assignment.objects.filter(pilot=OuterRef("pilot"), advisor=advisor, ended_on=None)
    return (
        Bottleneck.objects.filter(Exists(mine), resolved_on=None)
        .select_related("pilot__initiative")
        .order_by("-severity", "opened_on")
    )
