"""What is taken out of a text at the door, and what stays."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coophub.web.texts import clean_document, clean_line, clean_text

ANYTHING = st.text(st.characters(codec=None, exclude_categories=[]), max_size=40)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("De\x00 Eendracht", "De Eendracht"),
        ("De\x0bEendracht", "De Eendracht"),
        ("De \t\u00a0 Eendracht ", "De Eendracht"),
        ("Caf\u0065\u0301", "Café"),
        ("\u202eDe Eendracht", "De Eendracht"),
        ("De\u200bEendracht\ufeff", "DeEendracht"),
        ("De \ud83dEendracht\uffff", "De Eendracht"),
        ("Hof \U0001f469\u200d\U0001f33e", "Hof \U0001f469\u200d\U0001f33e"),
        ("\u2067عمارة\u2069", "عمارة"),
    ],
)
def test_line_has_nothing_that_cannot_be_seen(typed: str, kept: str) -> None:
    assert clean_line(typed) == kept


@pytest.mark.parametrize(
    "typed", ["\u200b", "\u00a0\u2003", "\u3164\u2800", "\x00\x01", "\u200d\ufe0f", "\u00ad\u2060"]
)
def test_text_of_which_nothing_can_be_seen_is_empty(typed: str) -> None:
    assert clean_text(typed) == ""


def test_text_keeps_its_lines_and_tabs() -> None:
    assert clean_text("Een\r\ntwee\rdrie\u2028vier\tvijf\x0b zes") == "Een\ntwee\ndrie\nvier\tvijf\n zes"


def test_document_is_cleaned_through_and_through() -> None:
    document = {"name": "A\x00", "rows": [{"na\ud800me": "B\u200b", "count": 2, "open": None}]}

    assert clean_document(document) == {"name": "A", "rows": [{"name": "B", "count": 2, "open": None}]}


@given(ANYTHING)
def test_what_was_cleaned_is_clean(typed: str) -> None:
    for clean in (clean_text, clean_line):
        cleaned = clean(typed)

        assert clean(cleaned) == cleaned
        assert unicodedata.normalize("NFC", cleaned) == cleaned
        assert not {unicodedata.category(sign) for sign in cleaned.replace("\n", "").replace("\t", "")} & {"Cc", "Cs"}
        assert cleaned.encode().decode() == cleaned
