"""Reading a page the way a test does: what is there for this CSS selector, and what does it say."""

from functools import lru_cache
from typing import Any

from cssselect import HTMLTranslator
from lxml import html
from lxml.etree import XPath
from lxml.html import HtmlElement as Element

TRANSLATOR = HTMLTranslator()


def find(markup: Any, selector: str) -> list[Element]:
    """Every element of `markup` that the CSS selector names, in order."""
    return _path(selector)(_root(str(markup)))


@lru_cache(maxsize=16)
def _root(markup: str) -> Element:
    """A page is read for several things at once, and reading it is what takes time."""
    return html.document_fromstring(markup)


@lru_cache
def _path(selector: str) -> XPath:
    return XPath(TRANSLATOR.css_to_xpath(selector))


def words(element: Element) -> str:
    """What is written in the element, on one line."""
    return " ".join("".join(element.itertext()).split())
