"""Sentences that a formula writes: a translated text with the figures of the moment in it."""

import re
from collections.abc import Mapping

from django.utils.translation import get_language

MOST_IN_QUOTES = 250
"""Excel takes at most 255 characters in one text of a formula."""


def sentence(template: str, facts: Mapping[str, str]) -> str:
    """A formula of a text with %(name)s in it; `facts` has for each name a formula that gives text."""
    parts = re.split(r"%\((\w+)\)s", template)
    pieces = [facts[part] if number % 2 else text(part) for number, part in enumerate(parts)]
    return "&".join(piece for piece in pieces if piece != '""')


def text(words: str) -> str:
    """A text as a formula has it."""
    words = words.replace("%%", "%").replace('"', '""')
    chunks = [words[start : start + MOST_IN_QUOTES] for start in range(0, len(words), MOST_IN_QUOTES)] or [""]
    return "&".join(f'"{chunk}"' for chunk in chunks)


def euros(amount: str) -> str:
    """Whole euros, as `coophub.web` writes them. FIXED follows the reader's own marks of thousands."""
    sign = f'IF(ROUND({amount},0)<0,"\N{MINUS SIGN}","")'
    before = f'{sign}&"€"' if get_language() == "en" else f'"€\N{NO-BREAK SPACE}"&{sign}'
    return f"{before}&FIXED(ABS({amount}),0)"


def figure(value: str, places: int) -> str:
    """A number with so many decimals."""
    return f'IF(ROUND({value},{places})<0,"\N{MINUS SIGN}","")&FIXED(ABS({value}),{places})'


def percentage(fraction: str, places: int) -> str:
    """A fraction as a percentage."""
    return f'{figure(f"100*{fraction}", places)}&"%"'
