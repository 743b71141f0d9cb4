"""A guide: a text of some minutes in plain words, in Dutch and in English, with its sources and its date.

The texts of ours are files beside this one, `guides/<slug>.<language>.md`; `guides.toml` says once for both languages
what they are about, where they are pointed at and where they come from. Those that advisors write are rows
(`pilots.models.guides`), and stand behind them.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

from django.urls import reverse
from django.utils.safestring import SafeString
from pydantic import BaseModel, ConfigDict

from coophub.web import clock
from coophub.web.bilingual import AnyWords, both, reads_dutch
from coophub.web.markdown import Heading, drawn_guide, drawn_long
from pilots.library.subjects import GuideSubject, kind_of
from pilots.models import GuideVersion
from pilots.selectors.guides import WRITTEN_FOR, offered_keys

FOLDER = Path(__file__).parent / "guides"
WORDS_PER_MINUTE = 200
PAGE, GUIDE = "page:", "guide:"
"""How a text names an address of CoopHub, and another guide."""
LINK = re.compile(rf"\]\(((?:{PAGE}|{GUIDE}|/(?!/))[^)\s]*)\)")


class GuideFacts(BaseModel):
    """What is true of a guide in both languages.

    `read_at` are places of `subjects.REASONS`; at those in `parts` it is opened at that part, the first of which is 1.
    `words` are others by which it is found, in both languages. One that `lists_terms` ends with every word that CoopHub
    explains.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    slug: str
    subject: GuideSubject
    checked_on: dt.date
    check_again_by: dt.date
    read_at: tuple[str, ...] = ()
    parts: Mapping[str, int] = {}
    words: str = ""
    lists_terms: bool = False
    sources: tuple[str, ...]

    @property
    def places(self) -> set[str]:
        """Everywhere where it is pointed at."""
        return {*self.read_at, *self.parts}


@dataclass(frozen=True)
class Guide:
    """A guide in one language. `text` is what was written, `content` the same for a page, and `version` the number of
    one that an advisor wrote.
    """

    facts: GuideFacts
    title: AnyWords
    summary: AnyWords
    text: str
    content: SafeString
    headings: tuple[Heading, ...]
    language: str
    version: int | None = None

    @property
    def url(self) -> str:
        return guide_url(self.facts.slug)

    def url_at(self, place: str) -> str:
        """Where to read on for who is at this place: the part that is about it, or the beginning."""
        part = self.facts.parts.get(place)
        return f"{self.url}#{self.headings[part - 1].anchor}" if part else self.url

    def text_elsewhere(self, site: str) -> str:
        """The text for who reads it outside CoopHub: its links lead to the site."""
        return LINK.sub(lambda link: f"]({site}{_address(link[1])})", self.text)

    @cached_property
    def minutes(self) -> int:
        """How long it takes to read."""
        return max(1, round(len(self.text.split()) / WORDS_PER_MINUTE))

    @property
    def is_stale(self) -> bool:
        """Whether it should have been looked through again."""
        return self.facts.check_again_by < clock.today()

    @property
    def is_in_dutch_alone(self) -> bool:
        """Whether who reads English reads it in Dutch: nobody wrote the English."""
        return self.language == "nl" and not reads_dutch()


def guides() -> tuple[Guide, ...]:
    """All guides in the language of the reader, in the order in which a group needs them. One query."""
    return (*guides_in_files(), *_written(offered_keys(), _language()))


def guides_in_files() -> tuple[Guide, ...]:
    """Those of ours."""
    return _guides(_language())


def guides_at(place: str) -> list[Guide]:
    """The guides that are pointed at there; without a query where no guide of an advisor can be."""
    among = guides() if kind_of(place) in WRITTEN_FOR else guides_in_files()
    return [guide for guide in among if place in guide.facts.places]


def others_beside(shown: Guide) -> list[Guide]:
    """The other guides about the same."""
    return [other for other in guides() if other.facts.subject == shown.facts.subject and other.url != shown.url]


def guide_of(version: GuideVersion) -> Guide:
    """A version of what an advisor wrote, in the language of the reader."""
    words = both(version, "text")
    content, headings = drawn_long(str(words))
    facts = GuideFacts(
        slug=version.slug,
        subject=GuideSubject(version.subject),
        checked_on=version.checked_on,
        check_again_by=version.check_again_by,
        read_at=tuple(version.read_at),
        sources=tuple(version.sources.splitlines()),
    )
    title, summary = both(version, "title"), both(version, "summary")
    return Guide(facts, title, summary, str(words), content, headings, words.language, version.number)


def guide_named(slug: str) -> Guide | None:
    return next((guide for guide in guides() if guide.facts.slug == slug), None)


def guide_url(slug: str) -> str:
    return reverse("pilots:guide", args=[slug])


@cache
def all_facts() -> tuple[GuideFacts, ...]:
    """Raises ValidationError of pydantic when `guides.toml` has something that we do not know."""
    found = tomllib.loads((FOLDER / "guides.toml").read_text(encoding="utf-8"))
    return tuple(GuideFacts.model_validate(facts) for facts in found["guide"])


@cache
def _guides(language: str) -> tuple[Guide, ...]:
    return tuple(_read(facts, language) for facts in all_facts())


def _language() -> str:
    return "nl" if reads_dutch() else "en"


@lru_cache(maxsize=4)
def _written(keys: tuple[int, ...], _language: str) -> tuple[Guide, ...]:
    """Drawn once by a process, for what is published stays as it is. One query."""
    versions = GuideVersion.objects.in_bulk(keys)
    return tuple(guide_of(versions[key]) for key in keys)


def _read(facts: GuideFacts, language: str) -> Guide:
    """A file begins with its title and, as its first paragraph, what it is about."""
    written = (FOLDER / f"{facts.slug}.{language}.md").read_text(encoding="utf-8")
    title, summary, text = written.split("\n\n", 2)
    content, headings = drawn_guide(text, _address)
    return Guide(facts, title.removeprefix("# "), " ".join(summary.split()), text, content, headings, language)


def _address(written: str) -> str:
    """Raises NoReverseMatch for a page that is not there."""
    if written.startswith(PAGE):
        return reverse(written.removeprefix(PAGE))
    if written.startswith(GUIDE):
        return guide_url(written.removeprefix(GUIDE))
    return written
