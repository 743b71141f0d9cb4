"""Sending what waits in the outbox."""

from celery import shared_task

from coophub.notifications import outbox


@shared_task
def send_message(message_id: int) -> None:
    """Sends one message. Safe to run twice: a message that was sent is not waiting any more."""
    outbox.send(message_id)


@shared_task
def sweep_messages() -> list[int]:
    """Tells workers of everything that is due: what a lost broker or a failing mail server left.

    After a missed day they send all of that.
    """
    return outbox.sweep()
