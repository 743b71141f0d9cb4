"""Telling people what happened."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.notifications import outbox
from coophub.notifications.digests import first_day_for
from coophub.notifications.email_wishes import moments_of, wishes_link
from coophub.notifications.models import HeldNotice, Notification, OutgoingMessage
from coophub.notifications.topics import EmailMoment, NoticeTopic, templates_of, topic_of
from coophub.web import clock
from coophub.web.texts import clean_line
from coophub.web.written_once import summed, written_once

LONGEST_NAME = 60


@dataclass(frozen=True)
class News:
    """Something to tell. Its words are in `notifications/<topic>/<kind>.subject.txt` and `.body.txt`; `url` is a path,
    and the template has the whole address as `url`.

    `day` is the day that comes near, if it is about one; `key` says what it is about, such as `task:12`, to whom knows
    whether that is over (`digests.add_check`).
    """

    kind: str
    context: Mapping[str, Any]
    url: str = ""
    day: dt.date | None = None
    key: str = ""

    def words_for(self, recipient: User) -> dict[str, Any]:
        return {**self.context, "url": settings.SITE_URL + self.url if self.url else "", "recipient": recipient}

    @property
    def of(self) -> str:
        """The group or the case that it is about, by the words that it has of it; in the language of the moment."""
        if initiative := self.context.get("initiative"):
            return str(initiative)[:200]
        number = self.context.get("number")
        return _("Application %(number)s") % {"number": number} if number else ""


def notify(
    *,
    recipients: Iterable[User],
    kind: str,
    context: Mapping[str, Any],
    url: str = "",
    email: bool = True,
    key: str = "",
) -> list[Notification]:
    """Gives each recipient a notice in their own language and, when `email`, the same by e-mail, as they wish it."""
    return tell(recipients=recipients, news=[News(kind, context, url, key=key)], email=email)


@transaction.atomic
def tell(*, recipients: Iterable[User], news: Sequence[News], email: bool = True) -> list[Notification]:
    """The same of several things, in a fixed number of queries."""
    people = list(recipients)
    moments = moments_of(people, {item.kind for item in news}) if email else {}
    notices, held, messages = [], [], []
    for person in people:
        with translation.override(person.language):
            for item in news:
                words = item.words_for(person)
                subject, body = _render(item.kind, words)
                notice = Notification(recipient=person, kind=item.kind, title=subject[:200], body=body, url=item.url)
                notices.append(notice)
                moment = moments.get((person.pk, item.kind), EmailMoment.NEVER)
                if moment is EmailMoment.AT_ONCE:
                    messages.append(_message_for(person, item, subject=subject, body=body, url=words["url"]))
                elif moment is not EmailMoment.NEVER:
                    held.append(_held(person, notice, item, moment))
    Notification.objects.bulk_create(notices)
    HeldNotice.objects.bulk_create(held)
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


def read_page(*, user: User, addresses: Collection[str]) -> int:
    """How many notices somebody did not read yet. What leads to the page that they look at now is read with it."""
    [(total, here)] = _unread(user.pk, *addresses)
    if here:
        _unread_of(user.pk).filter(url__in=addresses).update(read_at=clock.now())
    return int(total - here)


@written_once
def _unread(user: int, *addresses: str) -> QuerySet[Any, tuple[Any, ...]]:
    """How many notices, and how many of them lead to one of these addresses."""
    return summed(_unread_of(user), total=Count("pk"), here=Count("pk", filter=Q(url__in=addresses)))


def _unread_of(user: int) -> QuerySet[Notification]:
    return Notification.objects.filter(recipient=user, read_at=None)


def shortened(name: str) -> str:
    """A name as it stands in a subject: on one line, and never long enough to be the whole message."""
    return Truncator(clean_line(name)).chars(LONGEST_NAME)


def _render(kind: str, words: dict[str, Any]) -> tuple[str, str]:
    """Subject and body as plain text: what people typed is not escaped, for nothing here is HTML."""
    short = {name: shortened(value) if isinstance(value, str) else value for name, value in words.items()}
    subject_template, body_template = templates_of(kind)
    subject = render_to_string(subject_template, short, using="text")
    body = render_to_string(body_template, words, using="text")
    return " ".join(subject.split()), body.strip()


def _held(person: User, notice: Notification, item: News, moment: EmailMoment) -> HeldNotice:
    return HeldNotice(
        notice=notice,
        person=person,
        from_day=first_day_for(moment, item.day),
        of=item.of,
        day=item.day,
        key=item.key,
    )


def _message_for(person: User, item: News, *, subject: str, body: str, url: str) -> OutgoingMessage:
    is_always_sent = topic_of(item.kind) is NoticeTopic.ALWAYS
    words = {"wishes": wishes_link(person), "is_always_sent": is_always_sent}
    return _message(to=person.email, subject=subject, body=body, url=url, **words)


def _message(*, to: str, subject: str, body: str, url: str, **words: Any) -> OutgoingMessage:
    words |= {"subject": subject, "body": body, "url": url}
    return outbox.compose(
        recipients=[to],
        subject=subject,
        text=render_to_string("notifications/email.txt", words, using="text"),
        html=render_to_string("notifications/email.html", words),
    )
