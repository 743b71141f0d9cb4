"""Why somebody may not do something now: given by the functions of an app's `may`, raised by its services, and asked by
its pages to decide what to offer.
"""

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coophub.web.errors import DomainError


class Because(Enum):
    """What a refusal is about: who the person is, how things stand, or the day that it is."""

    PERSON = "person"
    STATE = "state"
    TIME = "time"


@dataclass(frozen=True)
class Refusal:
    """A sentence for people. Without one it is out of order: somebody did something in the meantime."""

    because: Because
    sentence: str | Promise = ""


OUT_OF_ORDER = Refusal(Because.STATE)
NOT_ANY_MORE = _("This is not possible any more.")


def by_person(sentence: str | Promise) -> Refusal:
    """Somebody else can do it."""
    return Refusal(Because.PERSON, sentence)


def by_state(sentence: str | Promise) -> Refusal:
    """Nobody can do it, as things stand."""
    return Refusal(Because.STATE, sentence)


def by_time(sentence: str | Promise) -> Refusal:
    """Nobody can do it on this day."""
    return Refusal(Because.TIME, sentence)


def refuse(refusal: Refusal | None, *, field: str | None = None) -> None:
    """Raises DomainError with what stands in the way; does nothing when nothing does."""
    if refusal is not None:
        raise DomainError(refusal.sentence or NOT_ANY_MORE, field=field)
