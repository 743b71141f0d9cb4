"""What follows for scores when somebody becomes tied to a group."""

from typing import Any

from django.dispatch import receiver

from initiatives import ties
from initiatives.models import Initiative
from pilots.services.selection import set_aside_scores


@receiver(ties.begun, dispatch_uid="pilots")
def tie_begun(initiative: Initiative, **kwargs: Any) -> None:
    set_aside_scores(initiative=initiative)
