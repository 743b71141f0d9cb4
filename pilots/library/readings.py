"""Guides where they help, each with its reason."""

from coophub.web.reading import MOST, SOURCES, Reading
from pilots.library.guide import Guide, guides_at
from pilots.library.subjects import reason_at
from pilots.selectors.usefulness import UNKNOWN, useful_shares


def register() -> None:
    SOURCES.add("guides", _guides_at)


def _guides_at(place: str) -> list[Reading]:
    found = guides_at(place)
    if len(found) > MOST:
        found = most_useful_first(found)
    return [Reading(guide.title, guide.url_at(place), reason_at(place)) for guide in found]


def most_useful_first(found: list[Guide]) -> list[Guide]:
    """What most readers found useful first; guides that stand equal keep their order. One query."""
    useful = useful_shares("guide-")
    return sorted(found, key=lambda guide: -useful.get(f"guide-{guide.facts.slug}", UNKNOWN))
