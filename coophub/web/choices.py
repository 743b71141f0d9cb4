"""The words of a choice of a row, such as `application.get_state_display()`."""

from collections.abc import Callable
from functools import partialmethod
from typing import Any

from django.apps import apps
from django.db.models import Field, Model
from django.utils.functional import Promise


def look_choices_up() -> None:
    """Has every model look its words up. Django compares with all choices of a field, and so translates them all, each
    time that it says one: a sixth of what a list takes.
    """
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            name = f"get_{field.name}_display"
            # Choices that are worked out anew each time, and words that a model says itself, stay as they are.
            if isinstance(field.choices, list) and isinstance(vars(model).get(name), partialmethod):
                setattr(model, name, _words_of(field))


def _words_of(field: "Field[Any, Any]") -> Callable[[Model], str]:
    words = dict(field.flatchoices)

    def said(row: Model) -> str:
        value = getattr(row, field.attname)
        found = words.get(value, value)
        return str(found) if isinstance(found, Promise) else found

    return said
