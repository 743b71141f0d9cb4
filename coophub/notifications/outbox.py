"""The outbox: every e-mail is a row first, and a worker sends it (`docs/decisions/001-work-is-a-row-first.md`)."""

import datetime as dt
from collections.abc import Sequence

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from coophub.celery import publish
from coophub.notifications.models import OutgoingMessage
from coophub.web import clock

log = structlog.get_logger(__name__)

SEND_TASK = "coophub.notifications.tasks.send_message"
MAX_ATTEMPTS = 10
FIRST_WAIT = dt.timedelta(seconds=30)
MAX_ERROR_LENGTH = 500


class OutboxBackend(BaseEmailBackend):
    """Django's way to send mail, put into the outbox: so allauth's messages go the same way as ours."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            html = next((str(body) for body, kind in getattr(message, "alternatives", []) if kind == "text/html"), "")
            put(
                recipients=message.recipients(),
                subject=str(message.subject),
                text=str(message.body),
                html=html,
                from_email=message.from_email,
                headers={name: str(value) for name, value in message.extra_headers.items()},
            )
        return len(email_messages)


def put(
    *,
    recipients: Sequence[str],
    subject: str,
    text: str,
    html: str = "",
    from_email: str = "",
    headers: dict[str, str] | None = None,
) -> OutgoingMessage:
    """Writes a message, and has it sent once the present transaction is true."""
    message = OutgoingMessage.objects.create(
        recipients=list(recipients),
        subject=" ".join(subject.split())[:300],
        text=text,
        html=html,
        from_email=from_email or settings.DEFAULT_FROM_EMAIL,
        headers=headers or {},
    )
    transaction.on_commit(lambda: hand_over(message.pk))
    return message


def hand_over(message_id: int) -> None:
    """Tells a worker of a message. When the broker is away the sweeper does it later."""
    publish(SEND_TASK, [message_id])


def send(message_id: int) -> bool:
    """Sends a message that waits; gives whether it was sent now. A message in another worker's hands is left alone."""
    with transaction.atomic():
        message = (
            OutgoingMessage.objects.select_for_update(skip_locked=True)
            .filter(pk=message_id, state=OutgoingMessage.State.QUEUED)
            .first()
        )
        if message is None:
            return False
        message.attempts += 1
        try:
            _transport(message)
        except Exception as error:  # whatever the mail server said, the message is kept and tried again
            _postpone(message, error)
            return False
        message.state = OutgoingMessage.State.SENT
        message.sent_at = clock.now()
        message.last_error = ""
        message.save()
        return True


def waiting_messages() -> list[int]:
    """The messages whose next attempt is due, the oldest first."""
    due = OutgoingMessage.objects.filter(state=OutgoingMessage.State.QUEUED, next_attempt_at__lte=clock.now())
    return list(due.order_by("next_attempt_at").values_list("pk", flat=True)[:500])


def _transport(message: OutgoingMessage) -> None:
    mail = EmailMultiAlternatives(
        message.subject, message.text, message.from_email, message.recipients, headers=message.headers
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    get_connection(settings.MAIL_TRANSPORT).send_messages([mail])


def _postpone(message: OutgoingMessage, error: Exception) -> None:
    log.warning("message_not_sent", message=message.pk, attempt=message.attempts, error=str(error))
    message.last_error = str(error)[:MAX_ERROR_LENGTH]
    message.next_attempt_at = clock.now() + FIRST_WAIT * 2 ** (message.attempts - 1)
    if message.attempts >= MAX_ATTEMPTS:
        message.state = OutgoingMessage.State.FAILED
    message.save()
