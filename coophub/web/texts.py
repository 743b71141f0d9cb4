"""Text as it comes in, from a form, an address, a document or an imported file: cleaned in one way, so that it can be
kept, searched, printed and put in a workbook.

What nobody can see and nobody meant is taken out; what is seen stays.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

NEW_LINES = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
ODD_SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
STEERING = re.compile(r"[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
"""What says how text is written, and shows nothing itself: a name may not run backwards."""
NO_CHARACTERS = re.compile(
    "[\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(end)}{chr(end + 1)}" for end in range(0xFFFE, 0x110000, 0x10000))
    + "]"
)
"""Halves of characters, and places in Unicode where none stands: no database, PDF or XML file takes them."""
WITHOUT_INK = re.compile(r"[\s\u034f\u115f\u1160\u17b4\u17b5\u200c\u200d\u2800\u3164\uffa0\ufe00-\ufe0f]")


def clean_text(text: str) -> str:
    """The text with its lines and tabs, in composed characters; "" when nothing of it can be seen."""
    if text.isascii() and text.isprintable():
        return "" if text.isspace() else text
    cleaned = ODD_SPACES.sub(" ", NEW_LINES.sub("\n", text))
    for unwanted in (CONTROLS, STEERING, NO_CHARACTERS):
        cleaned = unwanted.sub("", cleaned)
    return unicodedata.normalize("NFC", cleaned) if WITHOUT_INK.sub("", cleaned) else ""


def clean_line(text: str) -> str:
    """The text on one line, with single spaces; "" when nothing of it can be seen."""
    return " ".join(clean_text(text).split())


def has_letters(text: str) -> bool:
    """Whether a bank can write something of it: a Latin letter, with or without accents, or a figure."""
    return bool(re.search("[A-Za-z0-9]", unicodedata.normalize("NFKD", text)))


def clean_document(value: Any, clean: Callable[[str], str] = clean_text) -> Any:
    """What JSON gave, with every text in it cleaned."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [clean_document(inner, clean) for inner in value]
    if isinstance(value, dict):
        return {clean_document(key, clean): clean_document(inner, clean) for key, inner in value.items()}
    return value
