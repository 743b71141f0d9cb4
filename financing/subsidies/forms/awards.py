"""What is filled in about an award: advances, reports, changes, settlement, recovery."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coophub.documents.forms import UploadField
from coophub.web.fields import DayField, EuroField, TextField
from coophub.web.formats import day, euro_cents
from financing.subsidies.models import (
    Application,
    Decision,
    HearingChoice,
    LaterDecision,
)
from financing.subsidies.procedure.awards import CurrentAward, advance_left, current_award
from financing.subsidies.services.settlement import CostInput

HEARD_CHOICES = [(value, label) for value, label in HearingChoice.choices if value != HearingChoice.FINANCIAL]


class AskAdvanceForm(forms.Form):
    """A group's request."""

    amount = EuroField(label=_("How much do you need?"))
    needed_from = DayField(label=_("From which day do you need it?"))
    purpose = TextField(
        label=_("What is it for?"),
        help_text=_("Which activities and costs, and why you need the money before the settlement."),
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        award = current_award(application)
        self.fields["amount"].help_text = gettext(
            "At most %(left)s: that is your award of %(awarded)s less the advances that are planned or paid."
        ) % {"left": euro_cents(advance_left(application, award)), "awarded": euro_cents(award.awarded)}
        if award.activities_end_on is not None:
            self.fields["needed_from"].help_text = gettext(
                "Today or later, until the activities are done on %(day)s."
            ) % {"day": day(award.activities_end_on)}


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
        kwargs.setdefault("initial", initial)
        super().__init__(*args, **kwargs)
        if request is not None:
            self.fields["amount"].help_text = gettext(
                "Asked: %(asked)s, from %(day)s. At most %(left)s of the award is left. With 0 the request is refused."
            ) % {"asked": euro_cents(request.amount), "day": day(request.needed_from), "left": euro_cents(left)}


class FinalReportForm(forms.Form):
    results = TextField(
        label=_("What was achieved?"), rows=8, help_text=_("Compare it with what you were going to do.")
    )
    done_on = DayField(label=_("When were the activities done?"))
    costs = TextField(
        label=_("Costs that you made"),
        required=False,
        help_text=_("One cost on a line, the amount behind a semicolon: Architect; 12.500,00"),
    )
    report = UploadField(label=_("Final report"), required=False)
    audit = UploadField(label=_("Auditor's statement"), required=False)

    def __init__(self, *args: Any, award: CurrentAward, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if award.arrangement != Decision.Arrangement.LARGE:
            del self.fields["costs"], self.fields["audit"]
        else:
            self.fields["costs"].required = self.fields["audit"].required = True

    def clean_costs(self) -> list[CostInput]:
        read = EuroField(min_value=0)
        costs = []
        for line in filter(str.strip, self.cleaned_data["costs"].splitlines()):
            description, _semicolon, amount = line.rpartition(";")
            if not description.strip():
                raise forms.ValidationError(
                    _("This line has no amount behind a semicolon: %(line)s"), params={"line": line}
                )
            costs.append(CostInput(description.strip(), read.clean(amount)))
        return costs


class ProgressForm(forms.Form):
    results = TextField(label=_("How far is the work?"), rows=8)
    report = UploadField(label=_("Document"), required=False)


class ChangeForm(forms.Form):
    text = TextField(label=_("What goes otherwise, and why?"), rows=6)
    activities_end_on = DayField(label=_("When will the activities be done?"), required=False)


class AmendmentForm(forms.Form):
    amount = EuroField(label=_("The award becomes"), min_value=0)
    activities_end_on = DayField(label=_("Activities are done by"), required=False)
    reasons = TextField(label=_("Reasons"), rows=6, help_text=_("The group reads this in the letter. Write “u”."))
    hearing = forms.ChoiceField(
        label=_("Was the group heard, when it is less?"),
        choices=[("", _("It is not less")), *HEARD_CHOICES],
        required=False,
    )

    def __init__(self, *args: Any, award: CurrentAward, **kwargs: Any) -> None:
        initial = {"amount": award.awarded, "activities_end_on": award.activities_end_on}
        kwargs.setdefault("initial", initial)
        super().__init__(*args, **kwargs)


class SettlementForm(forms.Form):
    amount = EuroField(label=_("Settled amount"), min_value=0)
    reasons = TextField(label=_("Reasons"), rows=6, help_text=_("The group reads this in the letter. Write “u”."))
    ground = forms.ChoiceField(
        label=_("Ground, when it is lower"),
        choices=[("", _("It is as awarded")), *LaterDecision.LowerGround.choices],
        required=False,
    )
    hearing = forms.ChoiceField(
        label=_("Was the group heard, when it is lower?"),
        choices=[("", _("It is as awarded")), *HEARD_CHOICES],
        required=False,
    )

    def __init__(self, *args: Any, award: CurrentAward, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"amount": award.awarded})
        super().__init__(*args, **kwargs)


class RecoveryForm(forms.Form):
    amount = EuroField(label=_("To pay back"), min_value=0)
    reasons = TextField(label=_("Reasons"), rows=6, help_text=_("The group reads this in the letter. Write “u”."))
    hearing = forms.ChoiceField(
        label=_("Was the group heard, when the settlement itself changes?"),
        choices=[("", _("Only what was paid too much")), *HEARD_CHOICES],
        required=False,
    )

    def __init__(self, *args: Any, award: CurrentAward, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"amount": award.overpaid})
        super().__init__(*args, **kwargs)
