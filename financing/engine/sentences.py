"""Sentences for people, marked for translation where they stand.

The engine knows no language: it gives English sentences, and whoever shows one has it translated. `make messages` finds
what `_` marks.
"""

from typing import NewType

Sentence = NewType("Sentence", str)
"""English text that the catalogue of translations knows, with %(name)s placeholders."""


def _(text: str) -> Sentence:
    """The text itself: `gettext_noop` without Django."""
    return Sentence(text)
