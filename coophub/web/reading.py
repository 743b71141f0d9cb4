"""What somebody can read about where they are. An app that has texts adds them when CoopHub starts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from coophub.web.bilingual import AnyWords
from coophub.web.formats import Words
from coophub.web.registry import Registry

MOST = 2


@dataclass(frozen=True)
class Reading:
    """A text, and why it is pointed at."""

    title: AnyWords
    url: str
    reason: Words


SOURCES: Registry[Callable[[str], Sequence[Reading]]] = Registry("source of texts")
"""Each gives the texts that belong to a place, the best first."""


def readings_at(place: str) -> list[Reading]:
    """At most two: who is at work is not sent to a library."""
    return [reading for _name, texts_at in SOURCES for reading in texts_at(place)][:MOST]
