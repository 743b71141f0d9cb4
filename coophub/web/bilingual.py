"""Texts that people write in both languages, such as those of a scheme: a field and beside it the same with `_en`.

Dutch is what counts, and is always there. A reader of English gets the English where somebody wrote it, and the Dutch
marked as such where nobody did.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from coophub.web.formats import Words


@dataclass(frozen=True)
class Bilingual:
    """A text in both languages. As text it is in the language of whoever reads it then."""

    dutch: str
    english: str = ""

    @property
    def language(self) -> str:
        return "en" if self.english and not reads_dutch() else "nl"

    def __str__(self) -> str:
        return self.english if self.language == "en" else self.dutch


AnyWords = Words | Bilingual
"""What a page may show: our own words, or those that people wrote in both languages."""


def reads_dutch() -> bool:
    return (get_language() or "nl").startswith("nl")


def both(row: Any, field: str) -> Bilingual:
    """A field of a row, with the English that stands beside it."""
    return Bilingual(getattr(row, field), getattr(row, f"{field}_en"))


def marked(words: AnyWords) -> str:
    """As it stands in a page: what is in Dutch on an English page says so, for who has it read out."""
    if not isinstance(words, Bilingual):
        return str(words)
    if reads_dutch():
        return words.dutch
    if words.dutch and not words.english:
        return format_html('<span lang="nl">{}</span>', words.dutch)
    return words.english


def filled_in(sentence: str, **words: AnyWords) -> SafeString:
    """A sentence of ours with words in it that people wrote in both languages, such as a label with a name: marked as
    in a page.
    """
    pieces = enumerate(re.split(r"%\((\w+)\)s", sentence))
    return format_html_join("", "{}", ((marked(words[piece]) if at % 2 else piece,) for at, piece in pieces))
