"""What follows from an address that somebody shows to have."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.dispatch import receiver

from initiatives import ties
from initiatives.models import Initiative, Invitation


@receiver(email_confirmed, dispatch_uid="initiatives")
def address_confirmed(email_address: EmailAddress, **kwargs: Any) -> None:
    """Whoever confirms an address was invited by every group that invited that address."""
    invitations = Invitation.objects.filter(email=email_address.email.lower())
    for initiative in Initiative.objects.filter(pk__in=invitations.values("initiative")):
        ties.begun.send(sender=Invitation, initiative=initiative)
