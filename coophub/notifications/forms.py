"""What people choose to get by e-mail."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.notifications.topics import EmailMoment, NoticeTopic, moments_for

EXAMPLES = {
    NoticeTopic.MINE: _("A task with your name on it, somebody who mentions you, an answer to your comment."),
    NoticeTopic.GROUP: _("A new member, a meeting, a visitor who writes, an answer of the municipality."),
    NoticeTopic.DAYS: _(
        "The last day to complete an application, to report or to decide. What cannot wait for the message of the week "
        "comes earlier."
    ),
    NoticeTopic.COACHING: _(
        "An appointment, a report of a talk, a message of your advisor or of a group that you coach."
    ),
    NoticeTopic.WORK: _("A case that you got, a draft that waits for you, a lesson to read."),
}


class EmailWishesForm(forms.Form):
    """One field a topic, named after it."""

    def __init__(self, *args: Any, topics: list[NoticeTopic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for topic in topics:
            self.fields[topic.value] = forms.TypedChoiceField(
                label=topic.label,
                help_text=EXAMPLES[topic],
                choices=[(moment.value, moment.label) for moment in moments_for(topic)],
                coerce=EmailMoment,
            )

    @property
    def wishes(self) -> dict[NoticeTopic, EmailMoment]:
        return {NoticeTopic(topic): moment for topic, moment in self.cleaned_data.items()}
