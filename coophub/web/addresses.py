"""Addresses of rows, of which a list has one on each line."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

ANY_NUMBER = 1_000_000_007
"""A number that nobody asks for."""


@dataclass(frozen=True)
class Numbered:
    """The addresses under one name, each with the number of a row. Django looks each up among all names; this is
    looked up once.
    """

    name: str

    def of(self, number: int) -> str:
        before, after = self._around
        return f"{before}{number}{after}"

    @cached_property
    def _around(self) -> tuple[str, str]:
        before, _number, after = reverse(self.name, args=[ANY_NUMBER]).partition(str(ANY_NUMBER))
        return before, after
