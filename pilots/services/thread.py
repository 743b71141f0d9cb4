"""Messages between a group and who coaches it."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.notifications.selectors import who_has_unread
from coophub.notifications.services import mark_read_at, notify
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from coophub.web.texts import clean_line
from initiatives.models import Task
from initiatives.services.tasks import add_task
from pilots.may import why_not_agree, why_not_write_message
from pilots.models import AgreedAction, Pilot, ThreadMessage, ThreadReading
from pilots.models.thread import LONGEST_MESSAGE
from pilots.selectors.thread import people_in_thread

MOST_IN_AN_HOUR = 20
"""So many messages somebody writes in one thread in an hour."""
LONGEST_ACTION = 200


@transaction.atomic
def write_message(*, pilot: Pilot, text: str, key: UUID, user: User) -> ThreadMessage:
    """Keeps a message and tells the others in the thread, each once until they have read it. `key` sent twice is once.

    Raises DomainError for who may not write there, without a text, for one that is too long, and after too many in an
    hour.
    """
    pilot = Pilot.objects.select_for_update(of=("self",)).select_related("initiative").get(pk=pilot.pk)
    sent_before = ThreadMessage.objects.filter(submission_key=key, pilot=pilot, author=user).first()
    if sent_before is not None:
        return sent_before
    refuse(why_not_write_message(pilot, user))
    _refuse_text(text)
    lately = pilot.messages.filter(author=user, written_at__gt=clock.now() - timedelta(hours=1))
    if lately.count() >= MOST_IN_AN_HOUR:
        sentence = _("You wrote %(count)s messages in the last hour, and that is the most. Write again later.")
        raise DomainError(sentence % {"count": MOST_IN_AN_HOUR}, field="text")
    message = ThreadMessage.objects.create(
        pilot=pilot,
        author=user,
        is_from_advisor=pilot.assignments.filter(advisor=user, ended_on=None).exists(),
        text=text.strip(),
        submission_key=key,
    )
    record(actor=user, action="pilots.write_message", target=pilot)
    _tell_others(message)
    _keep_reading(pilot, message, user)
    return message


@transaction.atomic
def mark_thread_read(*, pilot: Pilot, user: User) -> None:
    """Keeps that somebody read a thread up to its newest message; the notice about it is read too."""
    newest = pilot.messages.order_by("-pk").first()
    if newest is not None:
        _keep_reading(pilot, newest, user)
    mark_read_at(user=user, url=_address(pilot))


@transaction.atomic
def agree_on_message(*, message: ThreadMessage, user: User) -> Task:
    """Makes an action of the group of a message, in the words of its first line. Twice is once.

    Raises DomainError for who may not write in the thread.
    """
    message = (
        ThreadMessage.objects.select_for_update(of=("self",)).select_related("pilot__initiative").get(pk=message.pk)
    )
    made_before = AgreedAction.objects.filter(message=message).select_related("task").first()
    if made_before is not None:
        return made_before.task
    refuse(why_not_agree(message, user))
    task = add_task(initiative=message.pilot.initiative, title=first_line(message.text), user=user)
    AgreedAction.objects.create(message=message, task=task)
    return task


def first_line(text: str) -> str:
    """The first line of a message that says something, as the title of an action: without the dash of a list."""
    lines = (clean_line(line).lstrip("-*• ").strip() for line in text.splitlines())
    return Truncator(next(filter(None, lines), clean_line(text))).chars(LONGEST_ACTION)


def _refuse_text(text: str) -> None:
    if not text.strip():
        raise DomainError(_("Write something first."), field="text")
    if len(text.strip()) > LONGEST_MESSAGE:
        sentence = _("A message has at most %(most)s signs. Put a longer text in a document of the group.")
        raise DomainError(sentence % {"most": LONGEST_MESSAGE}, field="text")


def _tell_others(message: ThreadMessage) -> None:
    """Who has a notice that they did not read yet gets no second one: an e-mail for each message would be noise."""
    address = _address(message.pilot)
    told = who_has_unread(kind="pilots_message", url=address)
    notify(
        recipients=people_in_thread(message.pilot).exclude(pk=message.author_id).exclude(pk__in=told),
        kind="pilots_message",
        context={"initiative": message.pilot.initiative.name, "author": str(message.author)},
        url=address,
    )


def _keep_reading(pilot: Pilot, message: ThreadMessage, user: User) -> None:
    reading, is_new = ThreadReading.objects.get_or_create(pilot=pilot, person=user, defaults={"up_to": message})
    if not is_new and reading.up_to_id < message.pk:
        reading.up_to = message
        reading.save(update_fields=["up_to"])


def _address(pilot: Pilot) -> str:
    return reverse("pilots:thread", args=[pilot.pk])
