"""Words that few people know: each is explained on every page on which it stands, right under the title.

An app tells its words with `add_terms` when CoopHub starts. The page itself is looked through, so a term that comes
into a table, a chart or a sentence is explained there without anybody thinking of it.
"""

import re
from dataclasses import dataclass
from html import unescape

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from coophub.web.formats import Words
from coophub.web.registry import Registry

SILENT = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)


@dataclass(frozen=True)
class ExplainedTerm:
    """A word as its explanation is headed, the beginning by which it is found in a text, and what it means."""

    word: Words
    found_by: Words
    explanation: Words

    def stands_in(self, text: str) -> bool:
        """Whether the text, in small letters, has a word that begins so. An abbreviation is a word of its own."""
        beginning = str(self.found_by)
        end = r"\b" if beginning.isupper() else ""
        return re.search(rf"\b{re.escape(beginning.lower())}{end}", text) is not None


TERMS: Registry[ExplainedTerm] = Registry("term")


def add_terms(**terms: ExplainedTerm) -> None:
    """Each under a name, which is its address on the page."""
    for name, term in terms.items():
        TERMS.add(name, term)


def terms_in(page: str) -> list[tuple[str, ExplainedTerm]]:
    """The terms that can be read on a page of HTML, in the order in which they were added, and those by which these are
    explained.
    """
    lowered = page.lower()
    candidates = [name for name, term in TERMS if str(term.found_by).lower() in lowered]
    text = unescape(SILENT.sub(" ", lowered)) if candidates else ""
    found: set[str] = {name for name in candidates if TERMS.named(name).stands_in(text)}
    meanings = " ".join(str(TERMS.named(name).explanation).lower() for name in found)
    return [(name, term) for name, term in TERMS if name in found or term.stands_in(meanings)]


def explained(main: SafeString) -> SafeString:
    """The content of a page, with the terms that stand on it under its title."""
    found = terms_in(main)
    if not found:
        return main
    title, end, rest = main.partition("</header>")
    line = render_to_string("components/terms.html", {"terms": found, "is_of_the_page": True})
    # Every part of this was escaped when it was rendered.
    return SafeString(title + end + line + rest)


def explained_part(part: SafeString) -> SafeString:
    """A part that comes after its page, with its terms under it: the line under the title was drawn without it."""
    found = terms_in(part)
    if not found:
        return part
    return SafeString(part + render_to_string("components/terms.html", {"terms": found, "is_of_the_page": False}))
