"""Steps with an objection: make it, take it in hand, hear, decide, take it back."""

from abc import abstractmethod
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import Form
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web import clock
from coophub.web.fields import DayField, EuroField, LineField, MomentField, TextField, YesNoField, years_ahead
from coophub.web.formats import day, euro_cents
from coophub.web.forms import offer
from coophub.web.refusals import Refusal
from financing.subsidies.models import Application, Decision, LaterDecision, Objection, ObjectionState
from financing.subsidies.procedure.awards import advance_behind, advance_given
from financing.subsidies.procedure.may.objections import (
    decisions_to_object_to,
    named,
    open_objection,
    why_not_handle,
    why_not_object,
    why_not_prepare,
    why_not_report_hearing,
)
from financing.subsidies.procedure.may.states import why_not_take
from financing.subsidies.procedure.steps.step import ObjectionStep, Step, is_drafted
from financing.subsidies.services import objections

HANDLE = "subsidies.handle_objection"


class ObjectingStep(Step):
    """An objection comes in: whichever way, it is kept the same."""

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_object(application)

    @abstractmethod
    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        """What is filled in about it."""

    def act(self, application: Application, user: User, form: Any) -> object:
        return objections.object_to(application=application, user=user, **form.cleaned_data)


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


class ObjectToDecision(ObjectingStep):
    is_of_group = True
    name = "object"
    title = _("Object")
    button = _("Send the objection")
    permission = "subsidies.object"
    done = _("Your objection is received. You get a receipt.")
    lead = _("Say what you disagree with. You can also object after the last day; then say why you are late.")
    trail = {"subsidies.object": _("objected")}

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        return ObjectionForm(data, files, application=application)


class PostedObjectionForm(forms.Form):
    """An objection that came by post, entered by staff."""

    against = forms.ChoiceField(label=_("Against which decision?"))
    channel = forms.ChoiceField(
        label=_("How did it come?"),
        choices=[choice for choice in Objection.Channel.choices if choice[0] != Objection.Channel.COOPHUB],
    )
    received_on = DayField(label=_("Received on"), latest=clock.today)
    posted_on = DayField(
        latest=clock.today,
        label=_("Posted on"),
        required=False,
        help_text=_("The postmark. It counts when it came by post."),
    )
    reasons = TextField(label=_("What does it say?"))
    why_late = TextField(label=_("Why is it late?"), rows=2, required=False)

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "against", _decisions(application))


class EnterObjection(ObjectingStep):
    name = "objection-by-post"
    title = _("Enter an objection that came by post")
    button = _("Enter it")
    permission = "subsidies.enter_post"
    done = _("The objection is entered. The group gets a receipt.")
    sends_letter = True

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        return PostedObjectionForm(data, files, application=application)


class WithdrawObjection(ObjectionStep):
    is_of_group = True
    name = "withdraw-objection"
    title = _("Withdraw the objection")
    button = _("Withdraw it")
    permission = "subsidies.withdraw_objection"
    done = _("The objection is withdrawn. The decision stands.")
    trail = {"subsidies.withdraw_objection": _("withdrew the objection")}

    def why_not_with(self, subject: Objection, user: User) -> Refusal | None:
        return why_not_take(subject, "withdraw")

    def act_with(self, subject: Objection, user: User, form: Any) -> object:
        return objections.withdraw_objection(objection=subject, user=user)


class PrepareObjectionForm(forms.Form):
    has_committee = forms.BooleanField(label=_("A committee advises (Awb 7:13)"), required=False)
    hearing_at = MomentField(label=_("When is the hearing?"), latest=years_ahead(2), required=False)
    hearing_place = LineField(label=_("Where?"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("hearing_at") and not data.get("hearing_place"):
            self.add_error("hearing_place", _("Say where the hearing is."))
        return data


class PrepareObjection(ObjectionStep):
    name = "objection-prepare"
    title = _("Take the objection in hand")
    button = _("Keep it")
    permission = HANDLE
    done = _("The objection is in your hands. With a hearing the invitation goes out.")
    form_class = PrepareObjectionForm
    sends_letter = True
    trail = {"subsidies.prepare_objection": _("prepared the objection")}
    is_always_next = True

    def why_not_with(self, subject: Objection, user: User) -> Refusal | None:
        return why_not_prepare(subject, user)

    def act_with(self, subject: Objection, user: User, form: Any) -> object:
        return objections.prepare_objection(objection=subject, user=user, **form.cleaned_data)


class HearingReportForm(forms.Form):
    report = TextField(label=_("Report of the hearing"), rows=8)
    advice = TextField(label=_("Advice of the committee"), required=False)


class ReportHearing(ObjectionStep):
    name = "objection-hearing"
    title = _("Report of the hearing")
    button = _("Keep the report")
    permission = HANDLE
    done = _("The report is kept.")
    form_class = HearingReportForm
    trail = {"subsidies.hear_objection": _("kept the report of the hearing")}
    is_always_next = True

    def why_not_with(self, subject: Objection, user: User) -> Refusal | None:
        return why_not_report_hearing(subject, user, clock.now())

    def act_with(self, subject: Objection, user: User, form: Any) -> object:
        return objections.record_hearing(objection=subject, user=user, **form.cleaned_data)


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


class DraftObjectionDecision(ObjectionStep):
    name = "objection-decision"
    title = _("Draft the decision on the objection")
    button = _("Put it up for signature")
    permission = HANDLE
    done = _("The draft waits for a signature.")
    drafts_letter = True

    def why_not_with(self, subject: Objection, user: User) -> Refusal | None:
        return why_not_handle(subject, user)

    def is_next(self, application: Application) -> bool:
        return not is_drafted(application, "objection")

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        return ObjectionDecisionForm(data, objection=open_objection(application))

    def act_with(self, subject: Objection, user: User, form: Any) -> object:
        given = {**form.cleaned_data, "amount": form.cleaned_data["amount"] or Decimal(0)}
        return objections.draft_objection_decision(objection=subject, user=user, **given)


def _decisions(application: Application) -> list[tuple[str, str]]:
    return [(named(decision), _in_words(decision)) for decision in decisions_to_object_to(application)]


def _in_words(decision: Decision | LaterDecision) -> str:
    if isinstance(decision, Decision) or decision.signed_at is None:
        return gettext("The decision on the application")
    return gettext("%(decision)s, of %(day)s") % {
        "decision": decision.get_kind_display(),
        "day": day(clock.day_of(decision.signed_at)),
    }
