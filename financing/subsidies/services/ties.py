"""What follows for the ministry when somebody becomes tied to a group."""

from typing import Any

from django.dispatch import receiver

from financing.subsidies.services.interest import set_aside_who_is_tied
from initiatives import ties
from initiatives.models import Initiative


@receiver(ties.begun, dispatch_uid="subsidies")
def tie_begun(initiative: Initiative, **kwargs: Any) -> None:
    set_aside_who_is_tied(initiative=initiative)
