"""What staff and groups fill in about objections. What a rule forbids is said by the services."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.fields import DayField, EuroField, LineField, MomentField, TextField, YesNoField
from coophub.web.formats import day, euro_cents
from coophub.web.forms import offer
from financing.subsidies.models import Application, Decision, LaterDecision, Objection, ObjectionState
from financing.subsidies.procedure.awards import advance_behind, advance_given
from financing.subsidies.procedure.may.objections import decisions_to_object_to, named

REMEDY_TERM = dt.timedelta(days=14)
"""What is proposed to complete an objection in: the law says no more than that it is a reasonable time."""


class PostedObjectionForm(forms.Form):
    """An objection that came by post, entered by staff."""

    against = forms.ChoiceField(label=_("Against which decision?"))
    channel = forms.ChoiceField(
        label=_("How did it come?"),
        choices=[choice for choice in Objection.Channel.choices if choice[0] != Objection.Channel.COOPHUB],
    )
    received_on = DayField(label=_("Received on"))
    posted_on = DayField(
        label=_("Posted on"), required=False, help_text=_("The postmark. It counts when it came by post.")
    )
    reasons = TextField(label=_("What does it say?"))
    why_late = TextField(label=_("Why is it late?"), rows=2, required=False)

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "against", _decisions(application))


class ObjectionForm(forms.Form):
    """An objection that a group makes in CoopHub."""

    against = forms.ChoiceField(label=_("Against which decision?"), widget=forms.RadioSelect)
    reasons = TextField(label=_("Why do you disagree?"), rows=8)
    why_late = TextField(
        label=_("Are you late? Then say why"), rows=2, required=False, help_text=_("The last day stands in the letter.")
    )
    wants_hearing = forms.BooleanField(label=_("We want to explain it in person"), required=False, initial=True)

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        choices = _decisions(application)
        kwargs.setdefault("initial", {"against": choices[0][0] if choices else ""})
        super().__init__(*args, **kwargs)
        offer(self, "against", choices)


class PrepareObjectionForm(forms.Form):
    has_committee = forms.BooleanField(label=_("A committee advises (Awb 7:13)"), required=False)
    hearing_at = MomentField(label=_("When is the hearing?"), required=False)
    hearing_place = LineField(label=_("Where?"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("hearing_at") and not data.get("hearing_place"):
            self.add_error("hearing_place", _("Say where the hearing is."))
        return data


class HearingReportForm(forms.Form):
    report = TextField(label=_("Report of the hearing"), rows=8)
    advice = TextField(label=_("Advice of the committee"), required=False)


class ObjectionDecisionForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Decision on the objection"), choices=LaterDecision.Outcome.choices, widget=forms.RadioSelect
    )
    amount = EuroField(
        label=_("The award becomes"), min_value=0, required=False, help_text=_("Only when it is revised.")
    )
    reasons = TextField(label=_("Reasons"), rows=8, help_text=_("The group reads this in the letter. Write “u”."))
    follows_advice = YesNoField(
        label=_("Does the decision follow the advice of the committee?"),
        choices=[("yes", _("Yes, it follows the advice")), ("no", _("No, it deviates from the advice"))],
    )
    deviates_because = TextField(
        label=_("Why does it deviate?"),
        required=False,
        help_text=_("Only when it deviates. It stands in the letter, beside the advice (Awb 7:13 lid 7)."),
    )
    hearing_left_out_because = LineField(
        label=_("Why was nobody heard?"),
        required=False,
        max_length=300,
        help_text=_("Only without a hearing: the ground of Awb 7:3."),
    )

    def __init__(self, *args: Any, objection: Objection | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if objection is not None and (advance := advance_behind(objection.application, objection)) is not None:
            self.fields["amount"].label = _("The advance becomes")
            self.fields["amount"].help_text = gettext("Only when it is revised: more than %(amount)s.") % {
                "amount": euro_cents(advance_given(objection.application, advance))
            }
        if objection is not None and objection.state == ObjectionState.HEARD:
            del self.fields["hearing_left_out_because"]
        if objection is None or not objection.committee_advice:
            del self.fields["follows_advice"], self.fields["deviates_because"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("follows_advice") is False and not data.get("deviates_because", "").strip():
            self.add_error("deviates_because", _("Write why the decision deviates from the advice (Awb 7:13 lid 7)."))
        return data


class ObjectionRemedyForm(forms.Form):
    defects = TextField(
        label=_("What is missing?"),
        help_text=_("Such as the reasons, or a signature. The group reads this in the letter."),
    )
    last_day = DayField(label=_("Complete it by"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"last_day": clock.today() + REMEDY_TERM})
        super().__init__(*args, **kwargs)


class PostedMendingForm(forms.Form):
    """What completes an objection and came by post, entered by staff."""

    received_on = DayField(label=_("Received on"))
    answer = TextField(label=_("What does it say?"))


class MendObjectionForm(forms.Form):
    """What a group adds to its objection in CoopHub."""

    answer = TextField(label=_("What you add to your objection"), rows=8)


class ObjectionDelayForm(forms.Form):
    last_day = DayField(label=_("When does the decision come at the latest?"))
    reason = TextField(label=_("Why do you ask for more time?"), help_text=_("The group reads this. Write “jullie”."))


def _decisions(application: Application) -> list[tuple[str, str]]:
    return [(named(decision), _in_words(decision)) for decision in decisions_to_object_to(application)]


def _in_words(decision: Decision | LaterDecision) -> str:
    if isinstance(decision, Decision) or decision.signed_at is None:
        return gettext("The decision on the application")
    return gettext("%(decision)s, of %(day)s") % {
        "decision": decision.get_kind_display(),
        "day": day(clock.day_of(decision.signed_at)),
    }
