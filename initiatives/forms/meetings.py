"""When a group meets, what was said there, and what it decided."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.documents.models import Document
from coophub.web import clock
from coophub.web.fields import (
    DayField,
    KeyField,
    LineField,
    MomentField,
    TextField,
    WholeNumberField,
    years_ahead,
)
from coophub.web.forms import offer
from coophub.web.markdown_fields import MarkdownField
from coophub.web.shared_forms import SharedForm
from initiatives.models import DecisionMaker, DecisionManner, Meeting
from initiatives.models.meetings import MOST_LETTERS_OF_AGENDA, MOST_LETTERS_OF_MINUTES, MOST_VOTES
from initiatives.services.decisions import DecisionInput
from initiatives.services.meetings import MeetingPlan

HOW_TO_WRITE_AGENDA = _("One point a line, with a dash before it. Everybody in your group reads it.")
LONGEST_LINE = 300


class MeetingForm(SharedForm):
    """When, where and what about."""

    title = LineField(
        label=_("What kind of meeting is it?"),
        max_length=120,
        help_text=_("For example: members' evening, or working group on the building."),
        error_messages={"required": _("Write in a few words what kind of meeting it is.")},
    )
    starts_at = MomentField(
        label=_("Day and time"),
        latest=years_ahead(3),
        help_text=_("A meeting that took place already can be written down too."),
    )
    place = LineField(
        label=_("Where?"), max_length=200, required=False, help_text=_("An address, or the link of the video call.")
    )
    agenda = MarkdownField(
        label=_("Agenda"),
        rows=6,
        max_length=MOST_LETTERS_OF_AGENDA,
        required=False,
        is_printed=True,
        help_text=HOW_TO_WRITE_AGENDA,
    )

    @property
    def plan(self) -> MeetingPlan:
        data = self.cleaned_data
        return MeetingPlan(title=data["title"], starts_at=data["starts_at"], place=data["place"], agenda=data["agenda"])


class NewMeetingForm(MeetingForm):
    key = KeyField()


class MinutesForm(forms.Form):
    """Who was there and what was said. It carries the revision that the page showed."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    present = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("Who was there?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    others_present = LineField(
        label=_("Who else was there?"),
        max_length=300,
        required=False,
        help_text=_("For example a neighbour, an adviser or somebody of the municipality."),
    )
    minutes = MarkdownField(
        label=_("Minutes"),
        rows=16,
        max_length=MOST_LETTERS_OF_MINUTES,
        required=False,
        is_printed=True,
        help_text=_(
            "A line with a dash before it can become a task or a decision with one tap: “- Els calls the municipality "
            "before 1 March” or “- Decision: we choose the plot at the canal”. An empty line begins a paragraph, “## ” "
            "a heading."
        ),
    )

    def __init__(self, *args: Any, meeting: Meeting, people: QuerySet[User], **kwargs: Any) -> None:
        initial = {
            "revision": meeting.minutes_revision,
            "present": list(meeting.present.values_list("pk", flat=True)),
            "others_present": meeting.others_present,
            "minutes": meeting.minutes or _headings(meeting.agenda),
        }
        super().__init__(*args, **{**kwargs, "initial": initial})
        offer(self, "present", people)


def _headings(agenda: str) -> str:
    """What minutes begin from: the points of the agenda, each as a heading with room under it."""
    points = [line.strip().lstrip("-*•–# ") for line in agenda.splitlines()]
    return "\n\n".join(f"## {point}\n" for point in points if point)


class LineForm(forms.Form):
    """Which line of the minutes becomes what: the button that was pressed."""

    line = LineField(max_length=LONGEST_LINE)
    becomes = forms.ChoiceField(choices=[("task", _("Task")), ("decision", _("Decision"))])


class GroupDecisionForm(SharedForm):
    """What was decided, when, by whom and how."""

    title = TextField(
        label=_("What did you decide?"),
        rows=2,
        max_length=300,
        help_text=_("One sentence that still says it in five years."),
        error_messages={"required": _("Write in one sentence what was decided.")},
    )
    decided_on = DayField(label=_("When?"), latest=clock.today, initial=clock.today)
    taken_by = forms.ChoiceField(
        label=_("Who decided?"),
        choices=DecisionMaker.choices,
        initial=DecisionMaker.MEMBERS,
        widget=forms.RadioSelect,
    )
    manner = forms.ChoiceField(
        label=_("How?"), choices=DecisionManner.choices, initial=DecisionManner.CONSENT, widget=forms.RadioSelect
    )
    votes_for = WholeNumberField(label=_("Votes for"), min_value=0, max_value=MOST_VOTES, required=False)
    votes_against = WholeNumberField(label=_("Votes against"), min_value=0, max_value=MOST_VOTES, required=False)
    abstained = WholeNumberField(label=_("Abstained"), min_value=0, max_value=MOST_VOTES, required=False)
    reasons = MarkdownField(
        label=_("Why, and what else belongs to it?"), rows=4, max_length=4_000, required=False, is_printed=True
    )
    documents = forms.ModelMultipleChoiceField(
        Document.objects.none(),
        label=_("Which documents of your group belong to it?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, documents: QuerySet[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "documents", documents)
        if not documents.exists():
            del self.fields["documents"]
        for name in ("votes_for", "votes_against", "abstained"):
            self.fields[name].widget.attrs["data-only-for"] = "manner vote"

    @property
    def decision(self) -> DecisionInput:
        values = {name: value for name, value in self.cleaned_data.items() if name not in ("key", "documents")}
        return DecisionInput(**values, documents=tuple(self.cleaned_data.get("documents", ())))


class NewGroupDecisionForm(GroupDecisionForm):
    key = KeyField()


class WithdrawDecisionForm(forms.Form):
    reason = LineField(
        label=_("Why does it hold no longer?"),
        max_length=300,
        help_text=_("For example: replaced by decision 14."),
        error_messages={"required": _("Write down why, so that everybody can read it later.")},
    )
