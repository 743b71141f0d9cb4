"""Telling people what happened."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import Truncator

from coophub.accounts.models import User
from coophub.notifications import outbox
from coophub.notifications.models import Notification, OutgoingMessage
from coophub.web import clock
from coophub.web.texts import clean_line

LONGEST_NAME = 60


@transaction.atomic
def notify(
    *, recipients: Iterable[User], kind: str, context: Mapping[str, Any], url: str = "", email: bool = True
) -> list[Notification]:
    """Gives each recipient a notice in their own language and, when `email`, the same by e-mail.

    The words are in `notifications/<kind>.subject.txt` and `.body.txt`; `url` is a path, and the template has the whole
    address as `url`.
    """
    notices, messages = [], []
    for recipient in recipients:
        words = {**context, "url": settings.SITE_URL + url if url else "", "recipient": recipient}
        with translation.override(recipient.language):
            subject, body = _render(kind, words)
            notices.append(Notification(recipient=recipient, kind=kind, title=subject[:200], body=body, url=url))
            if email:
                messages.append(_message(to=recipient.email, subject=subject, body=body, url=words["url"]))
    Notification.objects.bulk_create(notices)
    outbox.put(messages)
    return notices


def send_email(*, to: str, language: str, kind: str, context: Mapping[str, Any]) -> OutgoingMessage:
    """An e-mail to an address that may have no account. `context["url"]` is the whole address to open, and
    `context["stop"]` the one at which its reader says "never again".
    """
    with translation.override(language):
        subject, body = _render(kind, dict(context))
        url, stop = str(context.get("url", "")), str(context.get("stop", ""))
        message = _message(to=to, subject=subject, body=body, url=url, stop=stop)
    outbox.put([message])
    return message


@transaction.atomic
def mark_read(*, user: User, notice: Notification | None = None) -> int:
    """Marks one of the user's notices as read, or all of them; gives how many were unread."""
    unread = Notification.objects.filter(recipient=user, read_at=None)
    if notice is not None:
        unread = unread.filter(pk=notice.pk)
    return unread.update(read_at=clock.now())


def mark_read_at(*, user: User, url: str) -> int:
    """Marks what leads to this page as read for who has the page open; gives how many were unread."""
    return Notification.objects.filter(recipient=user, url=url, read_at=None).update(read_at=clock.now())


def shortened(name: str) -> str:
    """A name as it stands in a subject: on one line, and never long enough to be the whole message."""
    return Truncator(clean_line(name)).chars(LONGEST_NAME)


def _render(kind: str, words: dict[str, Any]) -> tuple[str, str]:
    """Subject and body as plain text: what people typed is not escaped, for nothing here is HTML."""
    short = {name: shortened(value) if isinstance(value, str) else value for name, value in words.items()}
    subject = render_to_string(f"notifications/{kind}.subject.txt", short, using="text")
    body = render_to_string(f"notifications/{kind}.body.txt", words, using="text")
    return " ".join(subject.split()), body.strip()


def _message(*, to: str, subject: str, body: str, url: str, stop: str = "") -> OutgoingMessage:
    words = {"subject": subject, "body": body, "url": url, "stop": stop}
    return outbox.compose(
        recipients=[to],
        subject=subject,
        text=render_to_string("notifications/email.txt", words, using="text"),
        html=render_to_string("notifications/email.html", words),
    )
