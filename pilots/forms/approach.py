"""What an advisor fills in about the plan of approach, about contact with others, and when another one takes over."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web import clock
from coophub.web.fields import DayField, KeyField, LineField, TextField, years_ahead
from coophub.web.forms import offer
from pilots.models import Bottleneck, CoachingGoal
from pilots.selectors.programmes import advisors
from pilots.services.approach import Contact

YEARS_AHEAD = 5


class GoalForm(forms.Form):
    """What a pilot works towards."""

    goal = LineField(
        label=_("What do you work towards?"),
        max_length=300,
        help_text=_("In one sentence, so that you can see later whether you got there. The group reads this."),
    )
    check_on = DayField(
        label=_("When do you look how it stands?"), earliest=clock.today, latest=years_ahead(YEARS_AHEAD)
    )


class CheckGoalForm(forms.Form):
    """How it stands with a goal today."""

    state = forms.ChoiceField(label=_("How does it stand?"), choices=CoachingGoal.State, widget=forms.RadioSelect)
    how_it_stands = TextField(label=_("In a few words"), rows=3, help_text=_("The group reads this."))
    check_on = DayField(
        label=_("When do you look again?"),
        earliest=clock.today,
        latest=years_ahead(YEARS_AHEAD),
        required=False,
        help_text=_("Only when you go on with it."),
    )

    def __init__(self, *args: Any, goal: CoachingGoal, **kwargs: Any) -> None:
        initial = {"state": goal.state, "how_it_stands": goal.how_it_stands}
        super().__init__(*args, **{**kwargs, "initial": initial})


class ContactForm(forms.Form):
    """With whom outside the group was spoken."""

    key = KeyField()
    party = forms.ChoiceField(label=_("With whom?"), choices=[("", _("Choose")), *Bottleneck.Party.choices])
    name = LineField(
        label=_("Which one?"), max_length=120, help_text=_("The organisation, no names of people, please.")
    )
    on = DayField(label=_("Day"), latest=clock.today, initial=clock.today)
    outcome = TextField(label=_("What came of it?"), rows=3, help_text=_("The group reads this."))

    @property
    def contact(self) -> Contact:
        data = self.cleaned_data
        return Contact(party=data["party"], name=data["name"], on=data["on"], outcome=data["outcome"])


class HandOverForm(forms.Form):
    """Who leads the pilot from now on, and what they have to know."""

    advisor = forms.ModelChoiceField(
        User.objects.none(), label=_("Who takes over?"), empty_label=_("Choose an advisor")
    )
    note = TextField(
        label=_("What do they have to know?"),
        rows=6,
        help_text=_("Where it stands, what is sensitive, what you promised. Only advisors of this pilot read this."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "advisor", advisors())
