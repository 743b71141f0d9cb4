"""Reading a page the way a test does: what is there for this CSS selector, and what does it say."""

from typing import Any
from xml.etree.ElementTree import Element

import tinyhtml5
from cssselect2 import ElementWrapper


def find(markup: Any, selector: str) -> list[Element]:
    """Every element of `markup` that the CSS selector names, in order."""
    root = tinyhtml5.parse(str(markup), namespace_html_elements=False)
    return [match.etree_element for match in ElementWrapper.from_html_root(root).query_all(selector)]


def words(element: Element) -> str:
    """What is written in the element, on one line."""
    return " ".join("".join(element.itertext()).split())
