"""Telling people what happened."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from coophub.accounts.models import User
from coophub.notifications import outbox
from coophub.notifications.models import Notification, OutgoingMessage
from coophub.web import clock


@transaction.atomic
def notify(
    *, recipients: Iterable[User], kind: str, context: Mapping[str, Any], url: str = "", email: bool = True
) -> list[Notification]:
    """Gives each recipient a notice in their own language and, when `email`, the same by e-mail.

    The words are in `notifications/<kind>.subject.txt` and `.body.txt`; `url` is a path, and the template has the whole
    address as `url`.
    """
    notices = []
    for recipient in recipients:
        words = {**context, "url": settings.SITE_URL + url if url else "", "recipient": recipient}
        with translation.override(recipient.language):
            subject, body = _render(kind, words)
            notices.append(
                Notification.objects.create(recipient=recipient, kind=kind, title=subject[:200], body=body, url=url)
            )
            if email:
                _send(to=recipient.email, subject=subject, body=body, url=words["url"])
    return notices


def send_email(*, to: str, language: str, kind: str, context: Mapping[str, Any]) -> OutgoingMessage:
    """An e-mail to an address that may have no account. `context["url"]` is the whole address to open."""
    with translation.override(language):
        subject, body = _render(kind, dict(context))
        return _send(to=to, subject=subject, body=body, url=str(context.get("url", "")))


@transaction.atomic
def mark_read(*, user: User, notice: Notification | None = None) -> int:
    """Marks one of the user's notices as read, or all of them; gives how many were unread."""
    unread = Notification.objects.filter(recipient=user, read_at=None)
    if notice is not None:
        unread = unread.filter(pk=notice.pk)
    return unread.update(read_at=clock.now())


def _render(kind: str, words: dict[str, Any]) -> tuple[str, str]:
    """Subject and body as plain text: what people typed is not escaped, for nothing here is HTML."""
    subject = render_to_string(f"notifications/{kind}.subject.txt", words, using="text")
    body = render_to_string(f"notifications/{kind}.body.txt", words, using="text")
    return " ".join(subject.split()), body.strip()


def _send(*, to: str, subject: str, body: str, url: str) -> OutgoingMessage:
    words = {"subject": subject, "body": body, "url": url}
    return outbox.put(
        recipients=[to],
        subject=subject,
        text=render_to_string("notifications/email.txt", words, using="text"),
        html=render_to_string("notifications/email.html", words),
    )
