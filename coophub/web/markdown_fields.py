"""Texts with lists, headings and links, as people type them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coophub.web.fields import TextField
from coophub.web.markdown import ELSEWHERE, FROM_PAPER, not_allowed_in


class MarkdownField(TextField):
    """Sentences in Markdown. What a page could not show, or should not, is refused with the piece that it is about.

    Of a text that `is_printed` the links lead to whole addresses.
    """

    default_error_messages = {
        "not_allowed": _(
            "This cannot stand in the text: %(piece)s. Write words, lists, headings and links to https pages."
        )
    }

    def __init__(self, *, is_printed: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.may_lead = FROM_PAPER if is_printed else ELSEWHERE

    def validate(self, value: Any) -> None:
        super().validate(value)
        if piece := not_allowed_in(value or "", may_lead=self.may_lead):
            raise ValidationError(self.error_messages["not_allowed"], code="not_allowed", params={"piece": piece[:60]})


def how_to_write() -> str:
    """The few signs that make a text easier to read."""
    return gettext("An empty line begins a paragraph, “- ” a line of a list, “## ” a heading. **Two stars** make bold.")
