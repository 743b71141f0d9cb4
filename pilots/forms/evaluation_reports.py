"""What is written in an evaluation report, and beside it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web.fields import TextField, YesNoField
from coophub.web.markdown_fields import MarkdownField
from pilots.library.names import KnownNames
from pilots.models import ReportText

MOST_LETTERS = 20_000


class ChapterForm(forms.Form):
    """The text of a chapter. It carries the revision that the page showed, so that nobody overwrites another unseen."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    text = MarkdownField(
        is_printed=True,
        label=_("Text"),
        help_text=_(
            "An empty line begins a paragraph, a dash a line of a list. Two asterisks around words make them bold: "
            "**like this**. Name no people, and no group that did not agree to it."
        ),
        rows=14,
        max_length=MOST_LETTERS,
        required=False,
    )

    def __init__(self, written: ReportText | None, data: Any = None) -> None:
        stands = {"revision": written.revision, "text": written.text} if written else {"revision": 0}
        super().__init__(data, initial=stands)

    def without_names(self, names: KnownNames) -> "ChapterForm":
        """The form as it was sent, with every name in its text replaced."""
        text = names.replaced_in(self.data.get("text", ""))
        return ChapterForm(None, {"revision": self.data.get("revision", ""), "text": text})


class CommentForm(forms.Form):
    """A remark beside a chapter, on the same page as its text."""

    prefix = "comment"

    text = TextField(label=_("Your comment"), rows=3, max_length=2_000)


class SettleForm(forms.Form):
    """Whether a comment is resolved, or open again: the button that was pressed."""

    is_resolved = YesNoField(choices=[("yes", _("Resolved")), ("no", _("Open again"))])
