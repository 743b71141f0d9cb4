"""Addresses of programs, and what they are told."""

import uuid

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.webhooks.models import Delivery, Webhook, WebhookEvent
from coophub.webhooks.outbox import spread
from coophub.webhooks.services import make_webhook
from financing.plans.models import Plan


def webhook_of(user: User, *kinds: str, address: str = "https://example.org/coophub") -> Webhook:
    """An address of this person, told of these kinds; without, of plans."""
    return make_webhook(user=user, address=address, kinds=kinds or ["plan.changed"], key=uuid.uuid4())


def delivery_of(webhook: Webhook, plan: Plan) -> Delivery:
    """What an address is told of a change of this plan, before it was sent."""
    entry = record(actor=webhook.user, action="plans.save", target=plan)
    spread(WebhookEvent.objects.get(entry=entry).pk)
    return webhook.deliveries.get(event__entry=entry)
