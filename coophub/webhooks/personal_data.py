"""What webhooks tell of a person who asks, and what goes when that person wants to be forgotten."""

from typing import Any

from coophub.accounts import personal_data
from coophub.accounts.models import User
from coophub.webhooks.models import Webhook


def register() -> None:
    personal_data.add_part("webhooks", told)
    personal_data.add_cleaner("webhooks", forget)


def told(user: User) -> list[dict[str, Any]]:
    """Which addresses are told what somebody may see."""
    return [
        {"address": webhook.address, "kinds": webhook.kinds, "made": webhook.created_at.isoformat()}
        for webhook in Webhook.objects.filter(user=user)
    ]


def forget(user: User) -> None:
    Webhook.objects.filter(user=user).delete()
