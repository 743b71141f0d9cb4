"""Rows say their choices in words."""

from typing import Any

import pytest
from django.apps import apps
from django.db.models import Field, Model
from django.utils import translation

FIELDS = [(model, field) for model in apps.get_models() for field in model._meta.concrete_fields if field.choices]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_choice_of_each_model_is_said_in_the_language_of_its_reader(language: str) -> None:
    with translation.override(language):
        for model, field in FIELDS:
            for value, words in field.flatchoices:
                assert _said(model, field, value) == str(words), f"{model.__name__}.{field.name}"


def test_what_is_no_choice_is_said_as_it_is() -> None:
    for model, field in FIELDS:
        known = {value for value, _words in field.flatchoices}
        for value in {"never heard of", "", None} - known:
            assert _said(model, field, value) == value, f"{model.__name__}.{field.name}"


def _said(model: type[Model], field: "Field[Any, Any]", value: Any) -> Any:
    row = model()
    # Past the guards of states, which a row in memory alone does not need.
    vars(row)[field.attname] = value
    return getattr(row, f"get_{field.name}_display")()
