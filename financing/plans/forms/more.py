"""What few people need of a row or a part stands behind one button, which is open when something stands there."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from coophub.web.fields import LineField
from coophub.web.formats import Words
from coophub.web.forms import unmarked
from coophub.web.rows import TAKEN_AWAY
from financing.plans.forms.benchmarks import WithBenchmarks

MORE = "more"
"""The unseen field by which a page says that it has what stands behind the button. What it did not have stays."""


class WithMore(WithBenchmarks):
    """A form that draws its `further` fields behind a button."""

    template_name = "plans/_with_more.html"
    further: tuple[str, ...] = ()
    more_title: Words = _("More choices")
    is_short = False
    """Whether only what is used is drawn: of hundreds of rows the rest would be a page of megabytes."""

    def add_fields(self) -> None:
        super().add_fields()
        if self.further and self.has_more:
            self.fields[MORE] = LineField(widget=forms.HiddenInput(), required=False, initial="yes")

    @property
    def has_more(self) -> bool:
        """Whether the further fields are on the page."""
        if self.is_bound:
            return self.add_prefix(MORE) in self.data
        is_whole = not self.is_short or self.is_asked_for or not self.initial
        return is_whole or any(self._is_told(name, self.initial.get(name)) for name in self.further)

    @property
    def is_asked_for(self) -> bool:
        """Whether the reader asked for the further fields of just this one."""
        return False

    def usual_of(self, name: str) -> Any:
        """What a further field stands at when nothing is said."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.further:
            if name in self.fields:
                # All of these may stay open: a mark at each would say nothing.
                unmarked(self.fields[name])

    def asked_now(self, names: Iterable[str]) -> list[str]:
        return [name for name in names if name not in self.further or self.has_more]

    @property
    def plain_fields(self) -> list[BoundField]:
        return [field for field in self.visible_fields() if field.name not in self.further]

    @property
    def more_fields(self) -> list[BoundField]:
        return [field for field in self.visible_fields() if field.name in self.further]

    @property
    def is_open(self) -> bool:
        """Whether something behind the button is filled in, or wrong."""
        return self.is_asked_for or any(field.errors or self._says_something(field) for field in self.more_fields)

    def _says_something(self, bound: BoundField) -> bool:
        if self.is_bound:
            return bound.field.has_changed(self.usual_of(bound.name), bound.data)
        return self._is_told(bound.name, bound.initial)

    def _is_told(self, name: str, value: Any) -> bool:
        return value not in (None, "", False, [], self.usual_of(name))


def is_typed(name: str) -> bool:
    """Whether a field of a row is one that people fill in."""
    return name not in (MORE, TAKEN_AWAY)
