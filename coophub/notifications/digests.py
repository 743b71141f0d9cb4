"""The message that tells several things together: at most one a person a day, of what they did not see yet.

Who makes it is the worker, in one transaction a person: the message goes into the outbox and what it says is held no
more, so that nothing is told twice whatever ends in between.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Min
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.notifications import outbox
from coophub.notifications.email_wishes import wishes_link
from coophub.notifications.models import HeldNotice, LastDigest, OutgoingMessage
from coophub.notifications.topics import EmailMoment
from coophub.web import clock
from coophub.web.registry import Registry

FIRST_HOUR = 8
"""From this hour on messages of the day are made, after what looks up the days that come near (`settings`)."""
WEEKLY_ON = 0
"""Monday."""
MOST_LINES = 30
AT_ONCE = 200

DAY = dt.timedelta(days=1)
HeldCheck = Callable[[Sequence[HeldNotice]], set[int]]

_checks = Registry[HeldCheck]("check of held notices")


def add_check(name: str, check: HeldCheck) -> None:
    """Says of notices whose key begins with `name:` which are over, by their keys: nobody has to act on these any more.

    It is given all of them at once, and asks a fixed number of queries.
    """
    _checks.add(name, check)


def first_day_for(moment: EmailMoment, day: dt.date | None) -> dt.date:
    """The day from which something can be told. What is about a day that comes or came before that goes earlier."""
    today = clock.today()
    next_time = today if clock.local(clock.now()).hour < FIRST_HOUR else today + DAY
    if moment is EmailMoment.WEEKLY:
        monday = next_time + DAY * ((WEEKLY_ON - next_time.weekday()) % 7)
        if day is None or day >= monday:
            return monday
    return today if day is not None and day <= today else next_time


def send_digests() -> int:
    """Writes a message to everybody who has something to read and got none today; gives how many were written.

    What they opened, and what is over, is left out; where nothing is left nothing is sent. Safe to run twice and at the
    same time. After missed days everybody gets one message of all of it.
    """
    today = clock.today()
    due = HeldNotice.objects.filter(from_day__lte=today).exclude(person__last_digest__day__gte=today)
    first = due.values("person").annotate(first=Min("from_day")).order_by("first", "person")
    people = [row["person"] for row in first[:AT_ONCE]]
    over = _over(HeldNotice.objects.filter(person__in=people, from_day__lte=today, notice__read_at=None))
    return sum(_send(person, over, today) for person in people)


def _over(held: Iterable[HeldNotice]) -> set[int]:
    by_check: dict[str, list[HeldNotice]] = defaultdict(list)
    for one in held:
        by_check[one.key.partition(":")[0]].append(one)
    checked = [(_checks.get(name), found) for name, found in by_check.items()]
    return {key for check, found in checked if check is not None for key in check(found)}


@transaction.atomic
def _send(person_key: int, over: set[int], today: dt.date) -> bool:
    """Writes one message; gives whether there was anything to say."""
    person = User.objects.select_for_update(no_key=True).get(pk=person_key)  # two who run at once wait for each other
    if LastDigest.objects.filter(person=person, day__gte=today).exists():
        return False
    due = HeldNotice.objects.filter(person=person, from_day__lte=today)
    held = list(due.select_related("notice").order_by("notice_id"))
    HeldNotice.objects.filter(pk__in=[one.pk for one in held]).delete()
    left = [one for one in held if one.notice.read_at is None and one.pk not in over]
    if not left or not person.is_active:
        return False
    LastDigest.objects.update_or_create(person=person, defaults={"day": today})
    with translation.override(person.language):
        outbox.put([_written(person, left)])
    return True


@dataclass(frozen=True)
class DigestPart:
    """What a message says of one group or case, what presses most first."""

    of: str
    held: list[HeldNotice]


@dataclass(frozen=True)
class DigestLine:
    title: str
    url: str


def _written(person: User, held: Sequence[HeldNotice]) -> OutgoingMessage:
    title = held[0].notice.title
    words = {
        "subject": title if len(held) == 1 else _("%(count)s things that you did not see yet") % {"count": len(held)},
        "parts": [(part.of, [_line(one) for one in part.held]) for part in parts_of(held, most=MOST_LINES)],
        "more": max(len(held) - MOST_LINES, 0),
        "all": settings.SITE_URL + "/notifications/",
        "wishes": wishes_link(person),
    }
    return outbox.compose(
        recipients=[person.email],
        subject=str(words["subject"]),
        text=render_to_string("notifications/digest.txt", words, using="text"),
        html=render_to_string("notifications/digest.html", words),
    )


def parts_of(held: Iterable[HeldNotice], *, most: int) -> list[DigestPart]:
    """The first `most` things by group or case: first the day that comes first, then what has been there longest."""
    first = sorted(held, key=_pressing)[:most]
    by_name: dict[str, list[HeldNotice]] = defaultdict(list)
    for one in first:
        by_name[one.of].append(one)
    return [DigestPart(of, found) for of, found in by_name.items()]


def _pressing(one: HeldNotice) -> tuple[bool, dt.date, int]:
    return one.day is None, one.day or dt.date.max, one.pk


def _line(one: HeldNotice) -> DigestLine:
    return DigestLine(one.notice.title, settings.SITE_URL + one.notice.url if one.notice.url else "")
