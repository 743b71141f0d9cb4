"""Guides where they help, each with its reason."""

from coophub.web.reading import SOURCES, Reading
from pilots.library.guide import guides
from pilots.library.subjects import REASONS


def register() -> None:
    SOURCES.add("guides", _guides_at)


def _guides_at(place: str) -> list[Reading]:
    return [
        Reading(guide.title, guide.url_at(place), REASONS[place]) for guide in guides() if place in guide.facts.places
    ]
