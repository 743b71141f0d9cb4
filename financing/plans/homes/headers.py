"""Which column of a list of homes is what, by the headers that people give them, in Dutch and English.

A header is taken apart in words. Units and filling words do not matter ("Huur p/m", "GBO m2", "Opp. (m²)"), but what
is left must be a word that we know: "Huur per jaar" and "Slaapkamers" are something else.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from coophub.web.sheets import FileCell, FileRow

WITHIN = 20
"""Rows from the top in which the headers must stand."""

NEEDED = {"area_m2": _("the living area (m²)"), "monthly_rent": _("the rent per month")}
FIGURES = ("count", *NEEDED)
ROOMS = "rooms"
"""A column that a list may have; a home of which it says nothing has rooms that nobody knows."""


@dataclass(frozen=True)
class HeaderMeaning:
    """How a column is called, and which words may stand beside that."""

    names: tuple[str, ...]
    beside: frozenset[str] = frozenset()


MEANINGS = {
    "name": HeaderMeaning(
        (
            *("type", "naam", "woningtype", "type woning", "soort woning", "soort", "woning"),
            *("name", "type of home", "home"),
        )
    ),
    "count": HeaderMeaning(
        (
            "aantal",
            "aant",
            "aantal woningen",
            "hoeveel",
            "stuks",
            "count",
            "number",
            "number of homes",
            "how many",
            "homes",
        )
    ),
    "area_m2": HeaderMeaning(
        (
            *(
                "opp",
                "oppervlak",
                "oppervlakte",
                "gbo",
                "go",
                "gebruiksopp",
                "gebruiksoppervlak",
                "gebruiksoppervlakte",
            ),
            *("woonopp", "woonoppervlak", "woonoppervlakte", "area", "living area", "floor area"),
        ),
        frozenset({"m2", "in", "per", "woning", "wonen"}),
    ),
    ROOMS: HeaderMeaning(("kamers", "aantal kamers", "rooms", "number of rooms")),
    "monthly_rent": HeaderMeaning(
        (
            *("huur", "kale huur", "netto huur", "nettohuur", "maandhuur", "kale maandhuur", "huurprijs"),
            *("kale huurprijs", "rent", "monthly rent"),
        ),
        frozenset({"€", "eur", "euro", "in", "per", "p", "pm", "m", "mnd", "maand", "month"}),
    ),
}


@dataclass(frozen=True)
class HomeHeaders:
    """`row` is the number of the row that they stand in, from 0, and `width` how many values it has; `columns` says
    which column is what.

    `doubtful` has the columns of which two are the same; `missing` what no column is.
    """

    row: int
    width: int
    columns: dict[str, int]
    doubtful: dict[str, list[int]] = field(default_factory=dict)

    @property
    def missing(self) -> list[str]:
        return [name for name in NEEDED if name not in self.columns]


def find_headers(rows: Sequence[FileRow]) -> HomeHeaders | None:
    """The row with the most headers that we know, the first of them; None when no row has two."""
    found = [headers for number, row in enumerate(rows[:WITHIN]) if (headers := _headers(number, row)) is not None]
    return max(found, key=lambda headers: len(headers.columns), default=None)


def _headers(number: int, row: FileRow) -> HomeHeaders | None:
    known: dict[str, list[int]] = {}
    for column, value in enumerate(row):
        meaning = meaning_of(value)
        if meaning:
            known.setdefault(meaning, []).append(column)
    if len(known) < 2:
        return None
    columns = {name: _first(name, places, row) for name, places in known.items()}
    doubtful = {name: places for name, places in known.items() if name in (*FIGURES, ROOMS) and len(places) > 1}
    return HomeHeaders(number, len(row), columns, doubtful)


def meaning_of(header: FileCell) -> str | None:
    """What a column with this header holds; None when we do not know."""
    if not isinstance(header, str):
        return None
    words = _words(header)
    if words and set(words) <= {"m2", "in"}:
        return "area_m2"
    return next((name for name, meaning in MEANINGS.items() if _is_called(words, meaning)), None)


def _is_called(words: list[str], meaning: HeaderMeaning) -> bool:
    bare = [word for word in words if word not in meaning.beside]
    return " ".join(words) in meaning.names or " ".join(bare) in meaning.names


def _words(header: str) -> list[str]:
    text = re.sub("m²|vierkante meters?", "m2", header.lower())
    text = re.sub(r"p\s*[./]\s*m\b\.?", "pm", text)
    return re.findall(r"[^\W_]+|€", text)


def _first(name: str, places: list[int], row: FileRow) -> int:
    """Of two columns with a name the one that says most of the type of home; else the first."""
    if name != "name":
        return places[0]
    order = MEANINGS["name"].names
    return min(places, key=lambda column: order.index(" ".join(_words(str(row[column])))))
