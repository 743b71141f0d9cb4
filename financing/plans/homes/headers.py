"""Which column of a list of homes is what, by the headers that people give them, in Dutch and English.

A header is taken apart in words. Units and filling words do not matter ("Huur p/m", "GBO m2", "Opp. (m²)"), but what
is left must be a word that we know: "Huur per jaar" and "Slaapkamers" are something else.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from coophub.web.sheets import FileCell, FileRow

WITHIN = 20
"""Rows from the top in which the headers must stand."""

NEEDED = {"area_m2": _("the living area (m²)"), "monthly_rent": _("the rent per month")}
FIGURES = ("count", *NEEDED)
ROOMS = "rooms"
WOZ = "woz_value"
IF_KNOWN = (ROOMS, WOZ)
"""Columns that a list may have: of a home of which it says nothing, nobody knows."""

VALUED_ON = frozenset({"peildatum", "waardepeildatum", "januari", "january", "1", "01"})
"""Words that say that a year is that of the day on which a home was valued."""


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
    WOZ: HeaderMeaning(
        (
            *("woz", "woz waarde", "wozwaarde", "waarde woz", "vastgestelde waarde", "vastgestelde woz waarde"),
            *("woz value", "value woz"),
        ),
        # With the year of the tax, or the day on which it was valued.
        VALUED_ON
        | {"€", "eur", "euro", "in", "per", "op", "van", "één", "een", "woning", "of", "one", "home", "on"}
        | {str(year) for year in range(2000, 2100)},
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

    `titles` has the headers as they stand there, `places` every column of a name. `doubtful` has the columns of which
    two are the same; `missing` what no column of a list of homes is.
    """

    row: int
    width: int
    columns: dict[str, int]
    titles: dict[str, str] = field(default_factory=dict)
    places: dict[str, list[int]] = field(default_factory=dict)
    doubtful: dict[str, list[int]] = field(default_factory=dict)

    @property
    def missing(self) -> list[str]:
        return [name for name in NEEDED if name not in self.columns]


def find_headers(rows: Sequence[FileRow], meanings: Mapping[str, HeaderMeaning] = MEANINGS) -> HomeHeaders | None:
    """The row with the most headers that we know, the first of them; None when no row has two."""
    numbered = enumerate(rows[:WITHIN])
    found = [headers for number, row in numbered if (headers := _headers(number, row, meanings)) is not None]
    return max(found, key=lambda headers: len(headers.columns), default=None)


def _headers(number: int, row: FileRow, meanings: Mapping[str, HeaderMeaning]) -> HomeHeaders | None:
    known: dict[str, list[int]] = {}
    for column, value in enumerate(row):
        meaning = meaning_of(value, meanings)
        if meaning:
            known.setdefault(meaning, []).append(column)
    if len(known) < 2:
        return None
    columns = {name: _first(name, places, row) for name, places in known.items()}
    doubtful = {name: places for name, places in known.items() if name in (*FIGURES, *IF_KNOWN) and len(places) > 1}
    titles = {name: str(row[column]) for name, column in columns.items()}
    return HomeHeaders(number, len(row), columns, titles, known, doubtful)


def valued_in(header: str) -> int | None:
    """The year of which a header says that homes were valued on its first day; a year alone may be that of the tax."""
    words = _words(header)
    years = [int(word) for word in words if re.fullmatch(r"20\d\d", word)]
    return years[0] if len(years) == 1 and not VALUED_ON.isdisjoint(words) else None


def meaning_of(header: FileCell, meanings: Mapping[str, HeaderMeaning] = MEANINGS) -> str | None:
    """What a column with this header holds; None when we do not know."""
    if not isinstance(header, str):
        return None
    words = _words(header)
    if words and set(words) <= {"m2", "in"}:
        return "area_m2"
    return next((name for name, meaning in meanings.items() if _is_called(words, meaning)), None)


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
