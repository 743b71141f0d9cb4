"""How every form looks and speaks: label, help and error bound to their field, and a summary of what went wrong.

A view hands a form to `components/form.html`, or prints `{{ form }}` in a form of its own.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial
from typing import Any, TypeVar, cast

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.forms.models import ModelChoiceIterator
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.forms.widgets import ChoiceWidget, Input
from django.utils.safestring import SafeString

from coophub.web.errors import DomainError
from coophub.web.pieces import escaped
from coophub.web.reading import Reading, readings_at

F = TypeVar("F", bound=forms.Field)

FieldChoices = Iterable[tuple[Any, Any]]


def offer(
    form: forms.BaseForm,
    name: str,
    choices: QuerySet[Any] | FieldChoices,
    *,
    read: Callable[[], Iterable[Any]] | None = None,
) -> None:
    """Lets a field offer these, which are known only when the form is made. `read` gives the same rows, with what their
    names need, where a question that is written once has them.
    """
    field = form.fields[name]
    if isinstance(choices, QuerySet):
        rows = cast(forms.ModelChoiceField[Any], field)
        rows.iterator = cast(type[ModelChoiceIterator[Any]], partial(_ReadAtOnce, read=read))
        rows.queryset = choices
    else:
        cast(forms.ChoiceField, field).choices = choices


class _ReadAtOnce(ModelChoiceIterator[Any]):
    """Asks the database once. Django asks three times, to read piece by piece what a memory might not hold."""

    def __init__(self, field: forms.ModelChoiceField[Any], *, read: Callable[[], Iterable[Any]] | None) -> None:
        super().__init__(field)
        self.read = read

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        if self.field.empty_label is not None:
            yield "", str(self.field.empty_label)
        yield from map(self.choice, self.read() if self.read else self.queryset.all())


def show_error(form: forms.BaseForm, error: DomainError) -> None:
    """Shows what a service refused beside the field that it is about, or on top where the reader sees no such field."""
    field = form.fields.get(error.field or "")
    is_seen = field is not None and not field.widget.is_hidden
    form.add_error(error.field if is_seen else None, error.message)


def needed_later(field: F) -> F:
    """A field of a draft: it may stay empty for now, but not in the end, so it carries no mark of an optional field."""
    field.required = field.widget.is_required = False
    return unmarked(field)


def unmarked(field: F) -> F:
    """A field without the mark of an optional one, though it may stay empty."""
    field.is_unmarked = True  # type: ignore[attr-defined]
    return field


def drawn_options(groups: Iterable[tuple[str | None, list[dict[str, Any]], int]]) -> SafeString:
    """The options of a select: a template for each takes most of the time of a page that lists all municipalities."""
    drawn = []
    for name, options, _place in groups:
        inside = "\n".join(
            f'<option value="{escaped(option["value"])}"{flatatt(option["attrs"]) if option["attrs"] else ""}>'
            f"{escaped(option['label'])}</option>"
            for option in options
        )
        drawn.append(f'<optgroup label="{escaped(name)}">\n{inside}\n</optgroup>' if name else inside)
    return SafeString("\n".join(drawn))


class _Cards(ChoiceWidget):
    """A choice between few things that each need a sentence: one card an option.

    `descriptions` gives the sentence for a value.
    """

    template_name = "components/forms/choice_cards.html"

    def __init__(self, *args: Any, descriptions: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.descriptions = descriptions or {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["description"] = self.descriptions.get(str(value), "")
        return option


class RadioCards(_Cards, forms.RadioSelect):
    """One of the cards."""


class CheckCards(_Cards, forms.CheckboxSelectMultiple):
    """One card or more."""


WIDGET_CLASSES: list[tuple[type[forms.Widget], str, str]] = [
    # widget, what the field template calls it, its CSS class
    (CheckCards, "cards", "utrecht-checkbox utrecht-checkbox--html-input"),
    (forms.CheckboxSelectMultiple, "choices", "utrecht-checkbox utrecht-checkbox--html-input"),
    (RadioCards, "cards", "utrecht-radio-button utrecht-radio-button--html-input"),
    (forms.RadioSelect, "choices", "utrecht-radio-button utrecht-radio-button--html-input"),
    (forms.CheckboxInput, "checkbox", "utrecht-checkbox utrecht-checkbox--html-input"),
    (forms.Select, "select", "utrecht-select utrecht-select--html-select"),
    (forms.Textarea, "textarea", "utrecht-textarea utrecht-textarea--html-textarea"),
    (forms.FileInput, "file", "file-input"),
    (Input, "text", "utrecht-textbox utrecht-textbox--html-input"),
]
SHORT_INPUTS = {"date", "datetime-local", "month", "time"}
SHORT_MODES = {"numeric", "decimal"}


class AccessibleBoundField(BoundField):
    """A field in its form, which knows how its template should draw it."""

    @cached_property
    def kind(self) -> str:
        """What the field template draws: text, textarea, select, choices, cards, checkbox or file."""
        return self._kind_and_class(self.field.widget)[0]

    @property
    def unit(self) -> str:
        """What stands beside the input: "€" before it, anything else ("m²", "% per year") behind it."""
        return str(getattr(self.field, "unit", "") or self.field.widget.attrs.get("data-unit", ""))

    @property
    def is_amount(self) -> bool:
        return self.unit == "€"

    @property
    def note(self) -> str:
        """A remark about the value that stands in it, which is no error: forms with `notes` make them."""
        return str(getattr(self.form, "notes", {}).get(self.name, ""))

    @property
    def readings(self) -> list[Reading]:
        """Texts about it: a form with `read_at` says at which place of `coophub.web.reading` each field stands."""
        place = getattr(self.form, "read_at", {}).get(self.name)
        return readings_at(place) if place else []

    @property
    def aria_describedby(self) -> str | None:
        """The ids of help, error and unit, so that they are read out with the input."""
        found = super().aria_describedby
        if self.auto_id and self.note:
            found = f"{found or ''} {self.auto_id}_note".strip()
        if found is None or not self.unit or not self.auto_id:
            return found
        return f"{found} {self.auto_id}_unit".strip()

    @property
    def is_optional(self) -> bool:
        """Whether it carries the mark of a field that may stay empty."""
        field = self.field
        needed = field.required or field.disabled or getattr(field, "is_unmarked", False)
        return not needed and self.kind != "checkbox"

    @property
    def jump_to(self) -> str:
        """Where the error summary leads: the id of the input, or of the group of choices."""
        return self.id_for_label or f"{self.auto_id}_set"

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if widget.is_hidden:
            return attrs
        own = widget.attrs.get("class", "")
        kind, css_class = self._kind_and_class(widget)
        invalid = f"{css_class.split()[0]}--invalid" if self.errors and css_class else ""
        is_short = getattr(widget, "input_type", "") in SHORT_INPUTS or widget.attrs.get("inputmode") in SHORT_MODES
        short = "input--short" if is_short or self.unit else ""
        attrs["class"] = " ".join(filter(None, [own, css_class, invalid, short if kind == "text" else ""]))
        if not attrs["class"]:
            del attrs["class"]
        return attrs

    @staticmethod
    def _kind_and_class(widget: forms.Widget) -> tuple[str, str]:
        for widget_class, kind, css_class in WIDGET_CLASSES:
            if isinstance(widget, widget_class):
                return kind, css_class
        return "other", ""


class AccessibleFormRenderer(TemplatesSetting):
    """Draws every form of the site with our own templates."""

    form_template_name = "components/forms/fields.html"
    formset_template_name = "components/forms/formset_fields.html"
    field_template_name = "components/forms/field.html"
    bound_field_class = AccessibleBoundField
