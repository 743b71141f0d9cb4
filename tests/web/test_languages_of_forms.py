"""What a form says is in the language of whoever reads it, also where the form was made when CoopHub started."""

from collections.abc import Iterator

import pytest
from django import forms
from django.urls import get_resolver
from django.utils.functional import Promise
from django.utils.translation import override

from coophub.documents.forms import UploadForm

OURS = ("coophub", "initiatives", "financing", "pilots")


def every_form(kind: type = forms.BaseForm) -> Iterator[type]:
    for form in kind.__subclasses__():
        if form.__module__.partition(".")[0] in OURS:
            yield form
        yield from every_form(form)


def fixed_texts() -> set[str]:
    """The texts of fields that are no longer in a language of their own: they were translated at the start."""
    get_resolver().url_patterns  # noqa: B018 # reading it imports every page, and so every form
    return {
        f"{form.__module__}.{form.__name__}.{name}: {text}"
        for form in every_form()
        for name, field in getattr(form, "base_fields", {}).items()
        for text in (field.label, field.help_text)
        if text and not isinstance(text, Promise)
    }


def test_no_form_said_its_words_when_coophub_started():
    assert fixed_texts() == set()


@pytest.mark.parametrize(("language", "words"), [("nl", "hoogstens"), ("en", "at most")])
def test_a_field_for_files_says_what_it_takes_in_the_language_of_its_reader(language, words):
    with override(language):
        assert words in str(UploadForm().fields["upload"].help_text)
