"""The webhooks of a person, with what they were told."""

from dataclasses import dataclass

from coophub.accounts.models import User
from coophub.webhooks.events import kinds
from coophub.webhooks.models import Delivery, Webhook

SHOWN = 50


@dataclass(frozen=True)
class WebhookInWords:
    """A webhook as its person sees it."""

    webhook: Webhook
    kinds: list[str]


def webhooks_of(user: User) -> list[WebhookInWords]:
    """Every webhook of a person, the newest first."""
    titles = {kind.name: str(kind.title) for kind in kinds()}
    return [
        WebhookInWords(webhook, [titles.get(name, name) for name in webhook.kinds])
        for webhook in Webhook.objects.filter(user=user)
    ]


def last_deliveries(webhook: Webhook) -> list[Delivery]:
    """The last of what an address was told, the newest first."""
    return list(webhook.deliveries.select_related("event")[:SHOWN])
