"""What an advisor fills in about a session that is still to come."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.fields import KeyField, LineField, MomentField, years_ahead
from pilots.models import CoachingSession, PlannedSession
from pilots.services.planned import Appointment

WAYS_TO_MEET = [pair for pair in CoachingSession.Kind.choices if pair[0] != CoachingSession.Kind.E_MAIL]
"""Nobody makes an appointment for an e-mail."""


class AppointmentForm(forms.Form):
    """When, how and what about. The group reads all of it."""

    key = KeyField()
    starts_at = MomentField(label=_("Day and time"), earliest=clock.today, latest=years_ahead(2))
    about = LineField(label=_("What is it about?"), max_length=200, help_text=_("The group reads this."))
    kind = forms.ChoiceField(
        label=_("How do you meet?"),
        choices=WAYS_TO_MEET,
    )
    place = LineField(
        label=_("Where?"), max_length=200, required=False, help_text=_("An address, or the link of the video call.")
    )

    def __init__(self, *args: Any, planned: PlannedSession | None = None, **kwargs: Any) -> None:
        if planned is not None:
            kwargs["initial"] = {name: getattr(planned, name) for name in ("starts_at", "about", "kind", "place")}
        super().__init__(*args, **kwargs)

    @property
    def appointment(self) -> Appointment:
        data = self.cleaned_data
        return Appointment(starts_at=data["starts_at"], kind=data["kind"], about=data["about"], place=data["place"])
