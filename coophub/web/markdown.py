"""Markdown as people write it, drawn for a page: without HTML, so that a text is never a part of the page."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

from coophub.web.bilingual import Bilingual, reads_dutch

CLASSES = {
    "paragraph_open": "utrecht-paragraph",
    "heading_open": "utrecht-heading-2",
    "bullet_list_open": "utrecht-unordered-list utrecht-unordered-list--html-content",
    "ordered_list_open": "utrecht-ordered-list utrecht-ordered-list--html-content",
    "link_open": "utrecht-link utrecht-link--html-a",
}
HEADING_IN_A_TEXT, HEADING_OF_A_PAGE = "h3", "h2"
"""What people write stands under a heading of the page, unless it is the page."""
ELSEWHERE = re.compile(r"(?:https://|mailto:|/)(?!/)", re.IGNORECASE)
"""Where a link of somebody's text may lead: to a page that nobody listens in on, to an e-mail, or within CoopHub."""
FROM_PAPER = re.compile(r"(?:https://|mailto:)(?!/)", re.IGNORECASE)
"""The same for a text that is printed: on paper there is no page from which a link could start."""
HTML = re.compile(r"<\s*/?\s*[a-zA-Z!](?![^>]*(?:://|@))[^>]*>")


@dataclass(frozen=True)
class Heading:
    anchor: str
    title: str


def drawn_guide(text: str, address_of: Callable[[str], str]) -> tuple[SafeString, tuple[Heading, ...]]:
    """A text of ours with its headings; `address_of` gives the address of what a link says."""
    return _with_headings(_markdown(False).parse(text), address_of)


def drawn_long(text: str) -> tuple[SafeString, tuple[Heading, ...]]:
    """A long text of somebody that is a page by itself, with its headings: those of a page, however they were
    written, each with an anchor that nothing else on the page has.
    """
    tokens, headings = _markdown(True).parse(text), 0
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = HEADING_OF_A_PAGE
        if token.type == "heading_open":
            headings += 1
            token.attrSet("id", f"part-{headings}")
    return _with_headings(tokens, str)


def drawn(text: str) -> SafeString:
    """A text of somebody: paragraphs, lists, headings and links. A new line stays one; what else is written is shown as
    it stands.
    """
    tokens = _markdown(True).parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = HEADING_IN_A_TEXT
        if token.type in CLASSES:
            token.attrSet("class", CLASSES[token.type].replace("heading-2", "heading-3"))
        for child in token.children or []:
            if child.type == "link_open":
                child.attrSet("class", CLASSES["link_open"])
                child.attrSet("rel", "nofollow noopener")
    return _rendered(tokens)


def drawn_in_language(words: Bilingual) -> SafeString:
    """A text of somebody in the language of the reader; one that is in Dutch only says so, for who has it read out."""
    if words.language == "nl" and not reads_dutch():
        return format_html('<div class="prose" lang="nl">{}</div>', drawn(words.dutch))
    return drawn(str(words))


def not_allowed_in(text: str, *, may_lead: re.Pattern[str] = ELSEWHERE) -> str | None:
    """The first piece of a text that nobody may write: HTML, a picture, or a link to what is no safe page."""
    if found := HTML.search(text):
        return found[0]
    for token in MarkdownIt("commonmark", {"html": False}).parse(text):
        for child in token.children or []:
            address = str(child.attrGet("src") or child.attrGet("href") or "")
            if child.type == "image" or (child.type == "link_open" and not may_lead.match(address)):
                return address
    return None


def _rendered(tokens: list[Token]) -> SafeString:
    """A token of HTML never comes: it is text. So what is drawn holds what we name alone."""
    return SafeString(_markdown(True).renderer.render(tokens, _markdown(True).options, {}))


@cache
def _markdown(is_of_people: bool) -> MarkdownIt:
    """What people write has no pictures, code or quotes, and each new line is one."""
    made = MarkdownIt("commonmark", {"html": False, "breaks": is_of_people})
    return made.disable(["image", "code", "fence", "html_block", "html_inline"]) if is_of_people else made


def _with_headings(tokens: list[Token], address_of: Callable[[str], str]) -> tuple[SafeString, tuple[Heading, ...]]:
    headings = tuple(_with_our_looks(tokens, address_of))
    return _rendered(tokens), headings


def _with_our_looks(tokens: list[Token], address_of: Callable[[str], str]) -> Iterator[Heading]:
    """Gives each piece its class, each heading an anchor and each link its address; gives the headings."""
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type in CLASSES:
            token.attrSet("class", CLASSES[token.type])
        if token.type == "heading_open" and following is not None:
            heading = Heading(str(token.attrGet("id") or slugify(following.content)), following.content)
            token.attrSet("id", heading.anchor)
            yield heading
        for child in token.children or []:
            if child.type == "link_open":
                child.attrSet("class", CLASSES["link_open"])
                child.attrSet("href", address_of(str(child.attrGet("href"))))
