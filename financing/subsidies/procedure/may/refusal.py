"""Why somebody may not do something now."""

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django_fsm import can_proceed

from financing.subsidies.models import Subject


class Because(Enum):
    """What a refusal is about: who the person is, how things stand, or the day that it is."""

    PERSON = "person"
    STATE = "state"
    TIME = "time"


@dataclass(frozen=True)
class Refusal:
    """A sentence for people. Without one it is out of order: the service says who did what in the meantime."""

    because: Because
    sentence: str | Promise = ""


OUT_OF_ORDER = Refusal(Because.STATE)


def why_not_take(subject: Subject, transition: str) -> Refusal | None:
    """Whether this transition of its state is in order; what else is in the way, the subject's own function says."""
    return None if can_proceed(getattr(subject, transition)) else OUT_OF_ORDER


def by_person(sentence: str | Promise) -> Refusal:
    """Somebody else can do it."""
    return Refusal(Because.PERSON, sentence)


def by_state(sentence: str | Promise) -> Refusal:
    """Nobody can do it, as things stand."""
    return Refusal(Because.STATE, sentence)


def by_time(sentence: str | Promise) -> Refusal:
    """Nobody can do it on this day."""
    return Refusal(Because.TIME, sentence)
