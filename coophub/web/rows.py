"""Lists of rows that people add to and take from: `components/formset.html` draws them, `static/js/formset.js` moves
them.

A row says itself which stored row it shows, by a key or a number that stands unseen in the page. So rows that came or
went meanwhile cannot shift the others, and a page that keeps itself may send the same rows again and again.
"""

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.functional import cached_property

from coophub.web.fields import KeyField

TAKEN_AWAY = "DELETE"
TOO_MANY = 5
"""Rows above the most there may be that are still shown, so that what was typed stays; who says to send thousands gets
no page of megabytes.
"""


class RowKeyField(KeyField):
    """The key of a row. A new row gets one in the browser, or here."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.HiddenInput(attrs={"data-row-key": ""}), **kwargs)

    def clean(self, value: Any) -> uuid.UUID:
        return super().clean(value) or uuid.uuid4()


class RowForm(forms.Form):
    """One row. `known_by` names the unseen field that says which stored row it shows; a new row shows none."""

    known_by = ""

    def has_changed(self) -> bool:
        """A new row counts when something was typed in it, which is not so of a choice that always has a value."""
        if not self.empty_permitted:
            return super().has_changed()
        return any(not _always_has_a_value(self.fields[name]) for name in self.changed_data if name in self.own_names)

    @property
    def own_names(self) -> list[str]:
        """The fields that people fill in."""
        return [name for name in self.fields if name not in (self.known_by, TAKEN_AWAY)]

    @property
    def values(self) -> dict[str, Any]:
        """What was typed. What could not be read stays as it was stored, so that the rest can be kept."""
        return {
            name: self.cleaned_data[name] if name in self.cleaned_data else self.initial.get(name)
            for name in self.own_names
        }

    @property
    def is_kept(self) -> bool:
        """Whether something stands in it and nobody took it away. Only known of a row that was judged."""
        return not self.cleaned_data.get(TAKEN_AWAY) and any(self.values.values())


class RowFormSet(BaseFormSet[Any]):
    """The rows of a list, each with the stored row that it says it shows."""

    def total_form_count(self) -> int:
        """No more rows than were sent or are stored, whatever number the page says."""
        total = super().total_form_count()
        if not self.is_bound:
            return total
        row = re.compile(rf"{re.escape(str(self.prefix))}-([0-9]{{1,5}})-")
        sent = max((int(found[1]) + 1 for name in self.data if (found := row.match(name))), default=0)
        return min(total, max(sent, len(self.initial or [])))

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        if self.is_bound:
            stored = self._stored_row(i)
            kwargs |= {"initial": stored, "empty_permitted": stored is None}
        return super()._construct_form(i, **kwargs)  # type: ignore[misc] # Django's own hook, which its stubs leave out

    @property
    def kept(self) -> list[Any]:
        """The rows that count, in their order."""
        return [form for form in self.forms if form.is_kept]

    @cached_property
    def _stored(self) -> Mapping[Any, Mapping[str, Any]]:
        return {row[self.form.known_by]: row for row in self.initial or []} if self.form.known_by else {}

    def _stored_row(self, i: int) -> Mapping[str, Any] | None:
        if not self._stored:
            return None
        name = self.form.known_by
        try:
            sent = self.form.base_fields[name].to_python(self.data.get(f"{self.add_prefix(i)}-{name}"))
        except ValidationError:
            return None
        return self._stored.get(sent)


def row_set(
    form: type[RowForm],
    prefix: str,
    stored: Sequence[Mapping[str, Any]],
    data: Any = None,
    *,
    most: int,
    has_spare: bool = False,
    kind: type[RowFormSet] = RowFormSet,
    form_kwargs: Mapping[str, Any] | None = None,
) -> RowFormSet:
    """A list of at most so many rows, as it is stored or as it was sent.

    An empty row stands ready where there is none yet, or when a reader without JavaScript asks for one (`has_spare`).
    """
    factory = formset_factory(
        form,
        kind,
        extra=1 if has_spare or not stored else 0,
        can_delete=True,
        max_num=most,
        validate_max=True,
        absolute_max=most + TOO_MANY,
    )
    made = factory(data, initial=list(stored), prefix=prefix, form_kwargs=dict(form_kwargs or {}))
    return cast(RowFormSet, made)


def errors_by_name(filled_in: Sequence[forms.BaseForm]) -> dict[str, list[str]]:
    """What is wrong, by the name of the field on the page, for a form that saves itself."""
    return {
        form.add_prefix(name): [str(error) for error in errors]
        for form in filled_in
        for name, errors in form.errors.items()
        if name != NON_FIELD_ERRORS
    }


def missing_names(filled_in: Sequence[forms.BaseForm]) -> list[str]:
    """The names on the page of fields that still have to be filled in."""
    return [
        form.add_prefix(name)
        for form in filled_in
        for name, errors in form.errors.as_data().items()
        if any(error.code == "required" for error in errors)
    ]


def _always_has_a_value(field: forms.Field) -> bool:
    if isinstance(field, forms.ChoiceField):
        return all(value not in (None, "") for value, _label in cast(Iterable[tuple[Any, Any]], field.choices))
    return isinstance(field, forms.BooleanField)
