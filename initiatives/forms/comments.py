"""What a member writes beside a task, a step or a decision."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from coophub.accounts.models import User
from coophub.web.fields import KeyField, TextField
from coophub.web.forms import offer
from initiatives.models.comments import LONGEST_COMMENT


class CommentTextForm(forms.Form):
    """The words of a comment."""

    text = TextField(label=pgettext_lazy("of a group", "Comment"), rows=4, max_length=LONGEST_COMMENT)


class NewCommentForm(CommentTextForm):
    """A comment, and whom to tell of it. `key` recognises the same form sent twice."""

    key = KeyField()
    mentioned = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("Who should read this?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They get a notice and an e-mail. Who wrote here, or whose task it is, hears of it anyway."),
    )

    def __init__(self, *args: Any, others: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "mentioned", others)
        if not others:
            del self.fields["mentioned"]
