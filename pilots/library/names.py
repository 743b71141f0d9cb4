"""Names in what an advisor writes: found, and replaced by what they stand for, so that nobody knows whose lesson it is.

What is known of the group (its people, its coaches, its name, its municipality) is found wherever it stands; streets,
addresses, numbers and other municipalities by what they look like.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

DUTCH, ENGLISH = 0, 1
E_MAIL, WEBSITE, PHONE, ADDRESS = "e-mail", "website", "phone", "address"
STREET, GROUP, MEMBER, ADVISER, OFFICIAL, MUNICIPALITY = (
    "street",
    "group",
    "member",
    "adviser",
    "official",
    "municipality",
)
INSTEAD = {
    E_MAIL: ("een e-mailadres", "an e-mail address"),
    WEBSITE: ("een website", "a website"),
    PHONE: ("een telefoonnummer", "a phone number"),
    ADDRESS: ("een adres", "an address"),
    STREET: ("een straat", "a street"),
    GROUP: ("de groep", "the group"),
    MEMBER: ("een lid van de groep", "a member of the group"),
    ADVISER: ("een adviseur", "an adviser"),
    OFFICIAL: ("iemand", "somebody"),
    MUNICIPALITY: ("een gemeente", "a municipality"),
}
OFFICES = {
    "wethouder": ("een wethouder", "an alderman"),
    "alderman": ("een wethouder", "an alderman"),
    "burgemeester": ("een burgemeester", "a mayor"),
    "mayor": ("een burgemeester", "a mayor"),
}
PARTICLES = {
    "van",
    "de",
    "der",
    "den",
    "het",
    "ten",
    "ter",
    "te",
    "in",
    "op",
    "aan",
    "el",
    "al",
    "la",
    "le",
    "da",
    "di",
}
OF_EVERY_GROUP = {"wooncoöperatie", "coöperatie", "vereniging", "stichting", "cpo", "initiatief", "woongroep"}
"""What stands before the name of many groups, and tells nothing of one."""
MOST_TIMES = 9
LONG_WORD = 7
"""A word of a name that is shorter can be any word, when it has no capital."""
ALSO_CALLED = {"'s-Gravenhage": "Den Haag", "'s-Hertogenbosch": "Den Bosch"}
ORDINARY = {
    "Beek", "Bergen", "Best", "Buren", "Duiven", "Houten", "Huizen", "Hulst", "Leiden", "Putten", "Sluis", "Waterland",
}  # fmt: skip
"""Municipalities that are words as well: where a sentence begins, they are taken for those."""
NO_STREETS = {
    "bedrijvenpark", "fietspad", "gaandeweg", "gerechtshof", "halverweg", "kerkhof", "landweg", "omweg", "onderweg",
    "schoolplein", "snelweg", "speelplein", "spoorweg", "tijdpad", "uitweg", "voetpad", "windpark", "winkelstraat",
    "woonpark", "woonstraat", "zonnepark",
}  # fmt: skip

CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
PARTICLE = r"(?:[Vv]an|[Dd]e|[Dd]er|[Dd]en|[Hh]et|[Tt]en|[Tt]er|'t)"
OF_A_STREET = "straat|laan|weg|plein|kade|gracht|singel|dijk|steeg|plantsoen|dreef|boulevard|park|pad|hof"
NUMBER = r"(?:\s+\d+(?:\s?[a-zA-Z]\b)?(?:-\d+)?)?"
OURS = {words.split()[0].capitalize() for both in (*INSTEAD.values(), *OFFICES.values()) for words in both}
OF_OURS = rf"(?:{'|'.join(sorted(OURS))})\b"
PREPOSITION = rf"(?:{OF_OURS}|Aan|Achter|Bij|Het|In|Langs|Naast|Om|Op|Over|Rond|Tussen|Uit|Van|Vanaf|Voor)"
"""What stands before a street and is no part of its name; what we put in place of a name is no part of one either."""
SENTENCE_ENDS = re.compile(r"(?:^|[.!?:]\s+|\n\s*)$")

BY_LOOKS: list[tuple[str, re.Pattern[str]]] = [
    (E_MAIL, re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (WEBSITE, re.compile(r"(?:https?://|www\.)[^\s,;)]*[^\s,;).!?]")),
    (PHONE, re.compile(r"\(?(?<![\d.,])(?:(?:\+|00)31[\s().-]*\d|0\d)(?:[\s().-]{0,2}\d){7,9}(?!\d)")),
    (ADDRESS, re.compile(r"\b[1-9]\d{3}\s?[A-Z]{2}\b")),
    (
        STREET,
        re.compile(
            rf"(?:\b(?:[Dd]e|[Hh]et|[Tt]he)\s+)?"
            rf"\b(?:(?!{PREPOSITION}\b){CAPITAL}[\w'’-]*\s+(?:{PARTICLE}\s+)+)?"
            rf"(?:{CAPITAL}[\w'’-]*(?:{OF_A_STREET})|(?!{PREPOSITION}\b){CAPITAL}[\w'’-]*\s+(?i:{OF_A_STREET})(?=\s+\d))\b{NUMBER}"
        ),
    ),
    (
        OFFICIAL,
        re.compile(
            r"\b(?:(?:[Dd]e|[Ee]en|[Tt]he|[Aa]n?)\s+)?"
            r"(?P<office>(?i:mevrouw|meneer|mevr\.|dhr\.|de heer|wethouder|burgemeester|alderman|mayor|mrs?\.|ms\.))"
            rf"(?:\s+(?:{CAPITAL}\b\.?)+)*(?:\s+(?:{PARTICLE}\s+)*(?!{OF_OURS}){CAPITAL}[\w'’-]+)+"
        ),
    ),
]
"""What can be told by its looks, in the order in which it is looked for: a street before a person whose name it has."""

SAME_LINE = r"[^\S\n]+"
BEFORE_GROUP = rf"(?:(?i:de|onze|the|our){SAME_LINE})?(?:(?i:groep|wooncoöperatie|vereniging|group){SAME_LINE})?"
BEFORE_MUNICIPALITY = (
    rf"(?:(?:(?i:de|the){SAME_LINE})?(?i:gemeente|stad|dorp|municipality of|city of|town of){SAME_LINE})?"
)
OF_A_PERSON = "(?:'?s)?"
OF_A_MUNICIPALITY = "(?:se?|er)?"


@dataclass(frozen=True)
class FoundName:
    """A name as it stands in a text, and what can stand there instead."""

    text: str
    instead: str


@dataclass(frozen=True)
class KnownNames:
    """What is known of a group: the names by which others would know it."""

    members: tuple[str, ...] = ()
    advisers: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    municipality: str = ""
    municipalities: tuple[str, ...] = field(default=(), repr=False)
    passed_over: frozenset[str] = frozenset()
    """What may stand in a text although its looks give it away, such as a link."""

    def in_text(self, text: str) -> list[FoundName]:
        """Every name in a text, once each, in the order in which they stand there."""
        return self._read(text, DUTCH)[1]

    def replaced_in(self, text: str, *, in_english: bool = False) -> str:
        """The text without names. A second time it changes nothing: what comes to stand beside a word of ours, once a
        name is away, is looked at again.
        """
        language = ENGLISH if in_english else DUTCH
        for _time in range(MOST_TIMES):
            text, found = self._read(text, language)
            if not found:
                break
        return text

    def _read(self, text: str, language: int) -> tuple[str, list[FoundName]]:
        found: dict[str, FoundName] = {}
        rest = text
        for what, pattern in self._patterns:

            def replace(match: re.Match[str], what: str = what) -> str:
                if self._is_ordinary(what, match):
                    return match[0]
                instead = OFFICES.get((match.groupdict().get("office") or "").lower(), INSTEAD[what])[language]
                found.setdefault(match[0], FoundName(match[0], instead))
                return instead[0].upper() + instead[1:] if _begins_a_sentence(match) else instead

            rest = pattern.sub(replace, rest)
        return rest, sorted(found.values(), key=lambda name: text.find(name.text))

    def _is_ordinary(self, what: str, match: re.Match[str]) -> bool:
        """Whether this is a word as any other, and no name."""
        if what == STREET:
            return not NO_STREETS.isdisjoint(match[0].lower().split())
        if what == MUNICIPALITY and match[0] != self.municipality:
            return match[0] in ORDINARY and _begins_a_sentence(match)
        return False

    @cached_property
    def _patterns(self) -> list[tuple[str, re.Pattern[str]]]:
        places = sorted({*_municipality(self.municipality), *_each(_municipality, self.municipalities)})
        own = [f"(?i:{re.escape(name)})" for name in _municipality(self.municipality) if name not in ORDINARY]
        known = [
            (GROUP, BEFORE_GROUP, [*_each(_group, self.group)], ""),
            (MEMBER, "", [*_each(_person, self.members)], OF_A_PERSON),
            (ADVISER, "", [*_each(_person, self.advisers)], OF_A_PERSON),
            (MUNICIPALITY, BEFORE_MUNICIPALITY, [*own, *map(re.escape, places)], OF_A_MUNICIPALITY),
        ]
        return [
            *(pattern for pattern in BY_LOOKS if pattern[0] not in self.passed_over),
            *(
                (what, re.compile(rf"(?<!\w){before}(?:{'|'.join(sorted(names, key=len, reverse=True))}){after}(?!\w)"))
                for what, before, names, after in known
                if names
            ),
        ]


def _each(patterns_of: Callable[[str], Iterator[str]], names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from patterns_of(name)


def _person(name: str) -> Iterator[str]:
    """The whole name however it is written, and each part of it with its capital."""
    words = re.findall(r"[^\s,.()]+", name)
    if len(words) > 1:
        yield _loosely(name)
    particles: list[str] = []
    for word in words:
        if word.lower() in PARTICLES or len(word) == 1:
            particles.append(word)
            continue
        before = f"(?:{_loosely(' '.join(particles))}\\s+)?" if particles else ""
        yield f"{before}(?:{re.escape(word[0].upper() + word[1:])}|{re.escape(word.upper())})"
        particles = []


def _group(name: str) -> Iterator[str]:
    """The whole name however it is written; and what tells it from others, such as "Lindentuin"."""
    own = [word for word in name.split() if word.lower() not in OF_EVERY_GROUP | PARTICLES]
    if not own:
        return
    yield _loosely(name)
    own_name = name[name.index(own[0]) :]
    is_ordinary = " " not in own_name and len(own_name) < LONG_WORD
    yield re.escape(own_name) if is_ordinary else _loosely(own_name)


def _municipality(name: str) -> Iterator[str]:
    """Without what tells it from another of that name, such as "(NH.)"; and what people say."""
    plain = re.sub(r"\s*\(.*\)", "", name).split(",")[0].strip()
    if plain:
        yield plain
    if plain in ALSO_CALLED:
        yield ALSO_CALLED[plain]


def _loosely(name: str) -> str:
    """In capitals or not, and over any space."""
    words = r"\s+".join(re.escape(word) for word in name.split())
    return f"(?i:{words})"


def _begins_a_sentence(match: re.Match[str]) -> bool:
    return SENTENCE_ENDS.search(match.string[: match.start()]) is not None
