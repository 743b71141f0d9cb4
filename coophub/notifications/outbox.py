"""The outbox: every e-mail is a row first, and a worker sends it (`docs/decisions/001-work-is-a-row-first.md`)."""

import datetime as dt
import itertools
from collections.abc import Sequence
from functools import partial

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q, QuerySet

from coophub.celery import publish
from coophub.notifications.models import OutgoingMessage
from coophub.web import clock

log = structlog.get_logger(__name__)

SEND_TASK = "coophub.notifications.tasks.send_message"
MAX_ATTEMPTS = 10
FIRST_WAIT = dt.timedelta(seconds=30)
"""What a worker that is told of a message has before the sweeper tells another, and the first wait after a failure."""
LEASE = dt.timedelta(minutes=2)
"""A worker that had a message for so long is taken to be dead. The mail server is given less (EMAIL_TIMEOUT)."""
AT_ONCE = 200
MAX_ERROR_LENGTH = 500


class OutboxBackend(BaseEmailBackend):
    """Django's way to send mail, put into the outbox: so allauth's messages go the same way as ours."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        put([_taken_over(email) for email in email_messages])
        return len(email_messages)


def _taken_over(email: EmailMessage) -> OutgoingMessage:
    html = next((str(body) for body, kind in getattr(email, "alternatives", []) if kind == "text/html"), "")
    return compose(
        recipients=email.recipients(),
        subject=str(email.subject),
        text=str(email.body),
        html=html,
        from_email=email.from_email,
        headers={name: str(value) for name, value in email.extra_headers.items()},
    )


def compose(
    *,
    recipients: Sequence[str],
    subject: str,
    text: str,
    html: str = "",
    from_email: str = "",
    headers: dict[str, str] | None = None,
) -> OutgoingMessage:
    """A message that is not in the outbox yet."""
    return OutgoingMessage(
        recipients=list(recipients),
        subject=" ".join(subject.split())[:300],
        text=text,
        html=html,
        from_email=from_email or settings.DEFAULT_FROM_EMAIL,
        headers=headers or {},
        next_attempt_at=clock.now() + FIRST_WAIT,
    )


def put(messages: Sequence[OutgoingMessage]) -> None:
    """Writes messages, and has them sent once the present transaction is true. One query."""
    for written in OutgoingMessage.objects.bulk_create(messages):
        transaction.on_commit(partial(hand_over, written.pk))


def hand_over(message_id: int) -> bool:
    """Tells a worker of a message; gives whether it was told. When the broker is away the sweeper does it later."""
    return publish(SEND_TASK, [message_id])


def sweep() -> list[int]:
    """Tells workers of what is due: what a lost broker, a dead worker or a failing mail server left. Gives what they
    were told of. The same message is not told of again until it had its time.
    """
    due = waiting_messages()
    OutgoingMessage.objects.filter(pk__in=due).update(next_attempt_at=clock.now() + FIRST_WAIT)
    # When the broker is away the first one says so, and the next sweep asks it again.
    return list(itertools.takewhile(hand_over, due))


def send(message_id: int) -> bool:
    """Sends a message that waits; gives whether it was sent now. A message in another worker's hands is left alone.

    No transaction is open and no row locked while the mail server answers.
    """
    message = _claim(message_id)
    if message is None:
        return False
    try:
        _transport(message)
    except Exception as error:  # whatever the mail server said, the message is kept and tried again
        _postpone(message, error)
        return False
    _own(message).update(state=OutgoingMessage.State.SENT, sent_at=clock.now(), last_error="", lease_until=None)
    return True


def waiting_messages() -> list[int]:
    """Messages whose next attempt is due, the oldest first, as many as one sweep takes."""
    due = _free().filter(next_attempt_at__lte=clock.now())
    return list(due.order_by("next_attempt_at").values_list("pk", flat=True)[:AT_ONCE])


def _free() -> QuerySet[OutgoingMessage]:
    """What waits, and is in no living worker's hands."""
    nobody_s = Q(lease_until=None) | Q(lease_until__lt=clock.now())
    return OutgoingMessage.objects.filter(nobody_s, state=OutgoingMessage.State.QUEUED)


def _claim(message_id: int) -> OutgoingMessage | None:
    """Takes a message into this worker's hands for the length of a lease; None when it is not to be had."""
    free = _free().filter(pk=message_id)
    if not free.update(lease_until=clock.now() + LEASE, attempts=F("attempts") + 1):
        return None
    message = OutgoingMessage.objects.filter(pk=message_id).first()
    if message is not None and message.attempts > MAX_ATTEMPTS:
        _own(message).update(state=OutgoingMessage.State.FAILED, lease_until=None)
        return None
    return message


def _own(message: OutgoingMessage) -> QuerySet[OutgoingMessage]:
    """The row, as long as this attempt owns it."""
    return OutgoingMessage.objects.filter(pk=message.pk, state=OutgoingMessage.State.QUEUED, attempts=message.attempts)


def _transport(message: OutgoingMessage) -> None:
    mail = EmailMultiAlternatives(
        message.subject, message.text, message.from_email, message.recipients, headers=message.headers
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    get_connection(settings.MAIL_TRANSPORT).send_messages([mail])


def _postpone(message: OutgoingMessage, error: Exception) -> None:
    log.warning("message_not_sent", message=message.pk, attempt=message.attempts, error=str(error))
    is_given_up = message.attempts >= MAX_ATTEMPTS
    _own(message).update(
        last_error=str(error)[:MAX_ERROR_LENGTH],
        next_attempt_at=clock.now() + FIRST_WAIT * 2 ** (message.attempts - 1),
        state=OutgoingMessage.State.FAILED if is_given_up else OutgoingMessage.State.QUEUED,
        lease_until=None,
    )
