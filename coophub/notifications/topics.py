"""What notices are about, in words by which people choose what they get by e-mail, and when."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeTopic(models.TextChoices):
    ALWAYS = "always", _("What we always send")
    MINE = "mine", _("What is asked of you")
    GROUP = "group", _("What happens in your group")
    DAYS = "days", _("Days that come near")
    COACHING = "coaching", _("Coaching")
    WORK = "work", _("Your work for the ministry, the programmes or the library")


class EmailMoment(models.TextChoices):
    """When a notice comes by e-mail. In CoopHub it always stands at once."""

    AT_ONCE = "at_once", _("At once, each by itself")
    DAILY = "daily", _("Together, at most once a day")
    WEEKLY = "weekly", _("Together, once a week")
    NEVER = "never", _("Not by e-mail")


TO_CHOOSE: list[NoticeTopic] = [topic for topic in NoticeTopic if topic is not NoticeTopic.ALWAYS]

UNLESS_CHOSEN: dict[NoticeTopic, EmailMoment] = dict.fromkeys(TO_CHOOSE, EmailMoment.AT_ONCE)
UNLESS_CHOSEN[NoticeTopic.DAYS] = EmailMoment.DAILY

FOLDER = Path(settings.BASE_DIR) / "templates/notifications"
SUBJECT, BODY = ".subject.txt", ".body.txt"
TO_ADDRESSES = "addresses"
"""The folder of what goes to somebody who may have no account, and so no wishes."""


def _kinds_in(topic: NoticeTopic) -> tuple[str, ...]:
    return tuple(sorted(path.name.removesuffix(SUBJECT) for path in (FOLDER / topic.value).glob(f"*{SUBJECT}")))


KINDS = {topic: _kinds_in(topic) for topic in NoticeTopic}
"""Every kind of notice that somebody with an account gets, by what it is about: its words stand in the folder of that
topic. Always sent are decisions, letters, signatures, money and roles by two, who owns a group, and what is not safe.
"""

_topics = {kind: topic for topic, kinds in KINDS.items() for kind in kinds}


def topic_of(kind: str) -> NoticeTopic:
    """What a notice is about. What nobody placed is always sent, rather than kept from somebody."""
    return _topics.get(kind, NoticeTopic.ALWAYS)


def templates_of(kind: str) -> tuple[str, str]:
    """Where the words of its subject and its body are."""
    folder = _topics[kind].value if kind in _topics else TO_ADDRESSES
    return f"notifications/{folder}/{kind}{SUBJECT}", f"notifications/{folder}/{kind}{BODY}"


def moments_for(topic: NoticeTopic) -> list[EmailMoment]:
    """What can be chosen. Days that come near are looked up once a day, so none comes at once."""
    return [moment for moment in EmailMoment if topic is not NoticeTopic.DAYS or moment is not EmailMoment.AT_ONCE]
