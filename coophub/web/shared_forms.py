"""A form that several people may have open at once: it changes what was typed, and overwrites nothing unseen. For what
has no revision; what has one (a plan, minutes, a draft) has `coophub.web.clashes`.

The page carries a mark of each value that it showed, in a hidden input `marks`. What its writer left alone stays what
others made of it meanwhile. What both changed is refused once, with what stands there now beside the field: who saves
again has read it. A page without marks changes everything that it sends.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from coophub.web.fields import LineField
from coophub.web.formats import day, moment

LONGEST_SHOWN = 1_500
LETTERS_OF_A_MARK = 12


def carry_marks(form: forms.BaseForm, present: Mapping[str, Any]) -> None:
    """Lets the page of this form say what it showed of the values that are `present` now."""
    form.fields["marks"] = LineField(widget=forms.HiddenInput, required=False, max_length=4_000)
    form.initial["marks"] = json.dumps({name: _mark(value) for name, value in present.items()})


def merge_with(form: forms.BaseForm, present: Mapping[str, Any]) -> None:
    """Called once the form cleaned its values: puts what others made of it where nothing was typed, and says of which
    fields somebody else changed the value too.
    """
    if not present:
        return
    seen = _marks(form.cleaned_data.pop("marks", ""))
    for name, value in present.items():
        mark = _mark(value)
        if name not in form.cleaned_data or seen.get(name, mark) == mark:
            continue
        if _mark(form.cleaned_data[name]) == seen[name]:
            form.cleaned_data[name] = value
        elif _mark(form.cleaned_data[name]) != mark:
            seen[name] = mark
            form.add_error(name, _clash(form.fields[name], value))
    data = cast("QueryDict", form.data).copy()
    data[form.add_prefix("marks")] = json.dumps(seen)
    form.data = data


def _clash(field: forms.Field, value: Any) -> str:
    sentence = _("Somebody else changed this meanwhile, to “%(value)s”. Save again to put yours in its place.")
    return sentence % {"value": Truncator(_in_words(field, value)).chars(LONGEST_SHOWN) or _("nothing")}


def _in_words(field: forms.Field, value: Any) -> str:
    if isinstance(value, dt.datetime):
        return moment(value)
    if isinstance(value, dt.date):
        return day(value)
    if value is None or value == "" or isinstance(value, Model):
        return str(value or "")
    return str(dict(getattr(field, "choices", ())).get(value, value))


def _marks(sent: str) -> dict[str, str]:
    """What a page says that it showed; nothing when it says something else."""
    try:
        found = json.loads(sent or "{}")
    except (ValueError, RecursionError):
        return {}
    return {str(name): str(mark) for name, mark in found.items()} if isinstance(found, dict) else {}


def _mark(value: Any) -> str:
    """The same for what is stored and what was typed, when they are the same."""
    if isinstance(value, Model):
        value = value.pk
    if isinstance(value, dt.datetime):
        value = value.astimezone(dt.UTC).replace(second=0, microsecond=0)
    if isinstance(value, Decimal):
        value = value.normalize()
    text = "" if value is None else "\n".join(str(value).strip().splitlines())
    return hashlib.sha256(text.encode()).hexdigest()[:LETTERS_OF_A_MARK]
