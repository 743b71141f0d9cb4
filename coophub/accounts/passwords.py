"""Passwords that are long enough and yet guessed at once."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from coophub.accounts.models import User

FEWEST_CHARACTERS = 6
"""So many different ones at least."""

WORDS = ("wachtwoord", "password", "welkom", "welcome", "coophub", "cooperatie", "wooncooperatie", "qwerty", "admin")
ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
LEAST_LEFT = 6
"""So many characters a guesser must find, beside words and rows that everybody tries first."""


class GuessableValidator:
    """Refuses what is a word that everybody tries, a row of the keyboard or one thing again and again."""

    def validate(self, password: str, user: User | None = None) -> None:
        if len(set(password)) < FEWEST_CHARACTERS or len(_left(password)) < LEAST_LEFT:
            raise ValidationError(_("This password is guessed soon. %(how)s") % {"how": self.get_help_text()})

    def get_help_text(self) -> str:
        return _("Take three or four words that have nothing to do with each other, or let your browser make one.")


def _left(password: str) -> str:
    """What is left without well-known words, rows and repetitions; of digits at the end only that there are some."""
    text = re.sub(r"\d+\W*$", "0", password.lower())
    for word in WORDS:
        text = text.replace(word, "")
    for row in ROWS:
        text = _without_row(text, row)
        text = _without_row(text, row[::-1])
    return re.sub(r"(.+?)\1+", r"\1", text)


def _without_row(text: str, row: str) -> str:
    """Without each stretch of four or more that follows the row."""
    for length in range(len(row), 3, -1):
        for start in range(len(row) - length + 1):
            text = text.replace(row[start : start + length], "")
    return text
