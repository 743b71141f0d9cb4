"""Telling programs of others."""

from celery import shared_task

from coophub.webhooks import outbox


@shared_task
def spread_event(event_id: int) -> None:
    """Makes the deliveries of an event. Safe to run twice."""
    outbox.spread(event_id)


@shared_task
def send_delivery(delivery_id: int) -> None:
    """Sends one delivery. Safe to run twice: what arrived does not wait any more."""
    outbox.send(delivery_id)


@shared_task
def sweep_webhooks() -> int:
    """Tells workers of everything that is due. After a missed day they send all of that."""
    return outbox.sweep()
