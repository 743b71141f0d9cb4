"""What people write in Markdown, drawn for a page or a PDF: paragraphs, lists, emphasis and links, and nothing else.

No heading, since the page has its own; no picture and no HTML, so that what somebody wrote is never a part of the page.
"""

from functools import cache
from itertools import chain

from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

from pilots.library.markdown import CLASSES

RULES = ["list", "emphasis", "link", "newline", "escape"]
LEADS_TO = ("https://", "http://", "mailto:")


class _Prose(MarkdownIt):
    """Whose links lead to a whole address: on paper there is no page that they could start from."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - its name there
        return url.lower().startswith(LEADS_TO)


def drawn_prose(text: str) -> SafeString:
    """The text for a page or a PDF, safe as it is."""
    markdown = _markdown()
    tokens = markdown.parse(text)
    for token in chain.from_iterable((block, *(block.children or [])) for block in tokens):
        if token.type in CLASSES:
            token.attrSet("class", CLASSES[token.type])
    return SafeString(markdown.renderer.render(tokens, markdown.options, {}))


@cache
def _markdown() -> MarkdownIt:
    return _Prose("zero", {"html": False, "breaks": True}).enable(RULES)
