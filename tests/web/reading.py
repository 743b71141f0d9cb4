"""Reading a page the way a test does: what is there for this CSS selector, and what does it say."""

from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

import tinyhtml5
from cssselect2 import ElementWrapper


def find(markup: Any, selector: str) -> list[Element]:
    """Every element of `markup` that the CSS selector names, in order."""
    return [match.etree_element for match in _root(str(markup)).query_all(selector)]


@lru_cache(maxsize=16)
def _root(markup: str) -> ElementWrapper:
    """A page is read for several things at once, and reading it is what takes time."""
    return ElementWrapper.from_html_root(tinyhtml5.parse(markup, namespace_html_elements=False))


def words(element: Element) -> str:
    """What is written in the element, on one line."""
    return " ".join("".join(element.itertext()).split())
