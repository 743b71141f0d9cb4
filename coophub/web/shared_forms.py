"""A form that several people may have open at once: it says what its page showed, and what stands there now once
somebody else changed the same (`coophub.web.clashes`).
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from coophub.web.clashes import ShownValues, ValuesClashError, values_of
from coophub.web.errors import DomainError
from coophub.web.fields import LineField
from coophub.web.formats import day, moment
from coophub.web.forms import show_error

LONGEST_SHOWN = 1_500


class SharedForm(forms.Form):
    """Changes a `row` whose columns its fields are named after. Without a row it is about one that is still to come.

    `shown` is what its page showed. The service gets it, and `show_refusal` what the service said.
    """

    marks = LineField(widget=forms.HiddenInput, required=False, max_length=4_000)

    def __init__(self, *args: Any, row: Model | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.shown = row, ShownValues()
        if row is None:
            del self.fields["marks"]
            return
        present = values_of(row, self._names())
        self.initial = {**present, "marks": str(ShownValues.of(present)), **self.initial}

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.shown = ShownValues.read(self.cleaned_data.pop("marks", ""))
        self._typed = dict(self.cleaned_data)
        return self.cleaned_data

    def show_refusal(self, error: DomainError) -> None:
        """Shows what a service refused. What was typed stays; what was left alone is drawn as others made it."""
        theirs = error.theirs if isinstance(error, ValuesClashError) else {}
        if not theirs:
            show_error(self, error)
        for name, value in theirs.items():
            self.add_error(name, _clash(self.fields[name], value))
        row = self.row and type(self.row)._default_manager.filter(pk=self.row.pk).first()
        if row is not None:
            self._draw_present(row, theirs)

    def _draw_present(self, row: Model, theirs: Mapping[str, Any]) -> None:
        present = values_of(row, self._names())
        left = {name: value for name, value in present.items() if self.shown.is_left(name, self._typed[name])}
        data = cast("QueryDict", self.data).copy()
        for name, value in left.items():
            prepared = self.fields[name].prepare_value(value)
            data.setlist(self.add_prefix(name), prepared if isinstance(prepared, list) else [prepared])
        data[self.add_prefix("marks")] = str(
            ShownValues({**self.shown.marks, **ShownValues.of({**left, **theirs}).marks})
        )
        self.data = data

    def _names(self) -> list[str]:
        return [name for name in self.fields if name != "marks"]


def _clash(field: forms.Field, value: Any) -> str:
    sentence = _("Somebody else changed this meanwhile, to “%(value)s”. Save again to put yours in its place.")
    return sentence % {"value": Truncator(_in_words(field, value)).chars(LONGEST_SHOWN) or _("nothing")}


def _in_words(field: forms.Field, value: Any) -> str:
    if isinstance(value, dt.datetime):
        return moment(value)
    if isinstance(value, dt.date):
        return day(value)
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if value is None or value == "" or isinstance(value, Model):
        return str(value or "")
    return str(dict(getattr(field, "choices", ())).get(value, value))
