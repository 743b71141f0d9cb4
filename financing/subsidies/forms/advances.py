"""What a group and staff fill in about an advance on an award that runs.

What a rule forbids is said by the services.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coophub.web.fields import DayField, EuroField, TextField
from coophub.web.formats import day, euro_cents
from financing.subsidies.models import Application, HearingChoice
from financing.subsidies.procedure.awards import advance_left, award_stand


class AdvanceForm(forms.Form):
    """A group's request."""

    amount = EuroField(label=_("How much do you need?"))
    needed_from = DayField(label=_("From which day do you need it?"))
    purpose = TextField(
        label=_("What is it for?"),
        help_text=_("Which activities and costs, and why you need the money before the settlement."),
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stand = award_stand(application)
        self.fields["amount"].help_text = gettext(
            "At most %(left)s: that is your award of %(awarded)s less the advances that are planned or paid."
        ) % {"left": euro_cents(advance_left(application, stand)), "awarded": euro_cents(stand.awarded)}
        if stand.activities_end_on is not None:
            self.fields["needed_from"].help_text = gettext(
                "Today or later, until the activities are done on %(day)s."
            ) % {"day": day(stand.activities_end_on)}


class AdvanceDecisionForm(forms.Form):
    """The decision on a request, as a draft."""

    amount = EuroField(label=_("Advance to give"), min_value=0)
    reasons = TextField(label=_("Reasons"), rows=6, help_text=_("The group reads this in the letter. Write “u”."))
    hearing = forms.ChoiceField(
        label=_("Was the group heard, when it is less?"),
        choices=[("", _("It is not less")), *HearingChoice.choices],
        required=False,
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        request = next((item for item in application.advance_requests.all() if item.is_open), None)
        left = advance_left(application)
        draft = next(
            (item for item in application.later_decisions.all() if item.kind == "advance" and not item.signed_at), None
        )
        initial: dict[str, Any] = {"amount": min(request.amount, left) if request else None}
        if draft is not None:
            initial = {"amount": draft.amount, "reasons": draft.reasons, "hearing": draft.hearing}
        super().__init__(*args, initial=initial, **kwargs)
        if request is not None:
            self.fields["amount"].help_text = gettext(
                "Asked: %(asked)s, from %(day)s. At most %(left)s of the award is left. With 0 the request is refused."
            ) % {"asked": euro_cents(request.amount), "day": day(request.needed_from), "left": euro_cents(left)}
