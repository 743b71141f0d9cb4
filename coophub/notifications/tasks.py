"""Sending what waits in the outbox, and writing the message that tells several things together."""

from celery import shared_task

from coophub.notifications import digests, outbox


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


@shared_task
def sweep_digests() -> int:
    """Writes the messages of the day to some people at a time. Safe to run twice: nobody gets two on a day.

    After missed days everybody gets one message of all of it.
    """
    return digests.send_digests()
