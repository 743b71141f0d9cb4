"""Steps to the decision on an application: hear the group, draft, sign or send back."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import Form
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web import clock
from coophub.web.fields import DayField, EuroField, PercentField, TextField, years_ahead
from coophub.web.forms import offer
from coophub.web.refusals import Refusal
from financing.subsidies.forms.signing import SignForm
from financing.subsidies.models import (
    Application,
    Decision,
    Ground,
    HearingChoice,
    State,
    TextBlock,
)
from financing.subsidies.procedure.may.deciding import (
    draft_of,
    why_not_ask_view,
    why_not_draft,
    why_not_give_view,
    why_not_send_back,
    why_not_sign,
)
from financing.subsidies.procedure.signing import decision_to_sign
from financing.subsidies.procedure.steps.questions import question_to_sign
from financing.subsidies.procedure.steps.step import ReasonForm, Step
from financing.subsidies.services import deciding


class AskViewForm(forms.Form):
    facts = TextField(
        label=_("What would the decision rest on?"),
        help_text=_("Facts about the group that differ from what it told itself."),
    )
    respond_by = DayField(label=_("Answer by"), earliest=clock.today, latest=years_ahead(1))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"respond_by": clock.today() + dt.timedelta(days=14)})
        super().__init__(*args, **kwargs)


class AskView(Step):
    name = "view"
    title = _("Ask the group for its view")
    button = _("Send the letter")
    permission = "subsidies.ask_view"
    done = _("The letter is sent.")
    form_class = AskViewForm
    sends_letter = True
    trail = {"subsidies.ask_view": _("asked the group for its view")}

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_ask_view(application, clock.today())

    def act(self, application: Application, user: User, form: Any) -> object:
        return deciding.ask_view(application=application, user=user, **form.cleaned_data)


class ViewForm(forms.Form):
    view = TextField(label=_("Your view"), rows=8)


class GiveView(Step):
    is_of_group = True
    name = "view"
    title = _("Give your view")
    button = _("Send your view")
    permission = "subsidies.change_application"
    done = _("Your view is sent.")
    form_class = ViewForm
    trail = {"subsidies.give_view": _("gave the view of the group")}
    is_always_next = True

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_give_view(application)

    def act(self, application: Application, user: User, form: Any) -> object:
        return deciding.give_view(application=application, user=user, **form.cleaned_data)


class DecisionForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Decision"),
        choices=[choice for choice in Decision.Kind.choices if choice[0] != Decision.Kind.LEAVE_OUT],
        widget=forms.RadioSelect,
    )
    amount = EuroField(label=_("Amount"), min_value=0, required=False, help_text=_("Not needed for a refusal."))
    reasons = TextField(label=_("Reasons"), rows=8, help_text=_("The group reads this in the letter. Write “u”."))
    blocks = forms.ModelMultipleChoiceField(
        label=_("Texts of the scheme to add"),
        queryset=TextBlock.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    ground = forms.ChoiceField(
        label=_("Ground of the refusal"),
        choices=[("", _("It is an award")), *Ground.choices],
        required=False,
        help_text=_("For a refusal, or an award of less than was asked."),
    )
    hearing = forms.ChoiceField(
        label=_("Was the group heard first?"),
        choices=[("", _("It is an award")), *HearingChoice.choices],
        required=False,
        help_text=_("For a refusal, or an award of less than was asked."),
    )
    conditions = TextField(
        label=_("Obligations"), rows=3, required=False, help_text=_("Beside those of the law and the scheme.")
    )
    activities_end_on = DayField(label=_("Activities are done by"), latest=years_ahead(20), required=False)
    arrangement = forms.ChoiceField(
        label=_("How the group accounts for it"),
        choices=[("", _("As follows from the amount")), *Decision.Arrangement.choices],
        required=False,
    )
    advance_share = PercentField(
        label=_("Share paid in advance"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("Empty: as the scheme says. In the lightest arrangement it is everything."),
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        decision = getattr(application, "decision", None)
        initial: dict[str, Any] = {"amount": application.amount_requested}
        if decision is not None and decision.kind != Decision.Kind.LEAVE_OUT:
            names = ("kind", "amount", "reasons", "ground", "hearing", "conditions", "activities_end_on")
            initial = {name: getattr(decision, name) for name in names}
        kwargs.setdefault("initial", initial)
        super().__init__(*args, **kwargs)
        blocks = TextBlock.objects.filter(version=application.scheme_version, letter="decision", is_always_used=False)
        offer(self, "blocks", blocks)
        if not blocks:
            del self.fields["blocks"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") in (Decision.Kind.REFUSE, Decision.Kind.AWARD_PARTLY):
            if not data.get("ground"):
                self.add_error("ground", _("Name the ground."))
            if not data.get("hearing"):
                self.add_error("hearing", _("Say how the group was heard, or why not."))
        return data

    @property
    def words(self) -> dict[str, Any]:
        """What the service takes; the texts of the scheme stand behind the reasons."""
        data = dict(self.cleaned_data)
        blocks = [block.text for block in data.pop("blocks", [])]
        reasons = "\n\n".join([data["reasons"], *blocks])
        amount = data["amount"] or Decimal(0)
        hearing = data["hearing"] or HearingChoice.NOT_NEEDED
        return {**data, "reasons": reasons, "amount": amount, "hearing": hearing}


class DraftDecision(Step):
    name = "decision"
    title = _("Draft the decision")
    button = _("Put it up for signature")
    permission = "subsidies.draft_decision"
    done = _("The draft decision waits for a signature.")
    drafts_letter = True
    trail = {"subsidies.draft_decision": _("drafted the decision")}

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_draft(application)

    def is_next(self, application: Application) -> bool:
        """A draft that waits for its signature can still be changed, but is not the next thing to do."""
        return bool(application.state == State.ADVISED)

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        return DecisionForm(data, files, application=application)

    def act(self, application: Application, user: User, form: Any) -> object:
        return deciding.draft_decision(application=application, user=user, **form.words)


class SignDecision(Step):
    name = "sign"
    title = _("Sign the decision")
    button = _("Sign the decision")
    permission = "subsidies.sign_decision"
    done = _("The decision is signed. The letter is on its way to the group.")
    sends_letter = True
    beside = "tray"
    trail = {"subsidies.sign_decision": _("signed the decision")}
    is_always_next = True

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_sign(application, user, clock.today())

    def question(self, application: Application, user: User) -> str:
        draft = draft_of(application)
        return question_to_sign(draft, application) if draft is not None else ""

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        draft = draft_of(application)
        return SignForm(data, to_sign=decision_to_sign(draft) if draft is not None else None)

    def act(self, application: Application, user: User, form: Any) -> object:
        return deciding.sign_decision(application=application, user=user, read=form.read)


class SendBack(Step):
    name = "send-back"
    title = _("Send the draft back")
    button = _("Send it back")
    permission = "subsidies.sign_decision"
    done = _("The draft went back, with your reason.")
    form_class = ReasonForm
    trail = {"subsidies.send_back": _("sent the draft decision back")}

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_send_back(application, user)

    def act(self, application: Application, user: User, form: Any) -> object:
        return deciding.send_back(application=application, user=user, **form.cleaned_data)
