"""What advisor and group wrote each other, and what of it is new for somebody."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from coophub.accounts.models import User
from initiatives.models import Membership
from pilots.models import Assignment, Pilot, ThreadMessage, ThreadReading

SHOWN_BESIDE = 3
"""So many messages stand on the page of the pilot; the others on the page of the thread."""


@dataclass(frozen=True)
class ThreadSummary:
    """The newest messages of a thread, how many are new for who reads, and whether there are more."""

    newest: list[ThreadMessage]
    unread: int
    has_more: bool


def messages_of(pilot: Pilot) -> QuerySet[ThreadMessage]:
    """All messages of a pilot, the newest first, with the action that came of each."""
    return pilot.messages.select_related("author", "action__task").order_by("-pk")


def thread_summary(pilot: Pilot, reader: User) -> ThreadSummary:
    """Two queries."""
    found = list(messages_of(pilot)[: SHOWN_BESIDE + 1])
    unread = unread_of([pilot.pk], reader).get(pilot.pk, 0) if found else 0
    return ThreadSummary(found[:SHOWN_BESIDE], unread, len(found) > SHOWN_BESIDE)


def read_up_to(pilot: Pilot, reader: User) -> int:
    """The key of the last message that somebody read; 0 before the first."""
    found = ThreadReading.objects.filter(pilot=pilot, person=reader).values_list("up_to", flat=True).first()
    return found or 0


def unread_of(pilots: Iterable[int], reader: User) -> dict[int, int]:
    """How many messages of others somebody did not read yet, by the key of the pilot. One query, and no keys of pilots
    without any.
    """
    read = ThreadReading.objects.filter(person=reader, pilot=OuterRef("pilot")).values("up_to")
    found = (
        ThreadMessage.objects.filter(pilot__in=list(pilots))
        .exclude(author=reader)
        .annotate(read=Coalesce(Subquery(read), 0))
        .filter(pk__gt=F("read"))
        .order_by()
        .values_list("pilot")
        .annotate(unread=Count("pk"))
    )
    return dict(found)


def people_in_thread(pilot: Pilot) -> QuerySet[User]:
    """Who reads the thread now: the members of the group, and who coaches it."""
    members = Membership.objects.filter(initiative=pilot.initiative_id, left_at=None)
    advisors = Assignment.objects.filter(pilot=pilot, ended_on=None)
    return User.objects.filter(
        Q(pk__in=members.values("user")) | Q(pk__in=advisors.values("advisor")), is_active=True
    ).order_by("pk")
