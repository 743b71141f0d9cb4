"""What staff and groups fill in after an application was submitted. What a rule forbids is said by the services."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.documents.forms import UploadField
from coophub.web import clock
from coophub.web.fields import DayField, EuroField, PercentField, TextField, WholeNumberField, YesNoField
from financing.subsidies.models import (
    Application,
    Decision,
    Ground,
    HearingChoice,
    LaterDecision,
    TextBlock,
)
from financing.subsidies.procedure.awards import AwardStand
from financing.subsidies.schemes.terms import extension_weeks, remedy_term
from financing.subsidies.selectors import queue
from financing.subsidies.services.settlement import CostInput

HEARD_CHOICES = [(value, label) for value, label in HearingChoice.choices if value != HearingChoice.FINANCIAL]


class PlainForm(forms.Form):
    """Nothing to fill in: the step itself is the answer."""


class ReasonForm(forms.Form):
    reason = TextField(label=_("Why"), help_text=_("Write a whole sentence."))


class RemedyForm(forms.Form):
    points = TextField(
        label=_("What is missing?"),
        help_text=_("One thing on a line. The group answers each line, with a text or a document."),
    )
    explanation = TextField(label=_("Explanation in the letter"), rows=3, required=False)
    last_day = DayField(label=_("Complete it by"))

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        last_day = remedy_term(application.scheme_version).end(clock.today())
        super().__init__(*args, initial={"last_day": last_day}, **kwargs)

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["points"].splitlines() if line.strip()]


class ReviewersForm(forms.Form):
    reviewers = forms.ModelMultipleChoiceField(
        label=_("Who assesses too?"), queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    finish_by = DayField(label=_("Assess by"))

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, initial={"finish_by": clock.today() + dt.timedelta(days=14)}, **kwargs)
        asked = application.review_assignments.values("reviewer")
        aside = application.interest_declarations.filter(has_interest=True).values("person")
        self.fields["reviewers"].queryset = queue.reviewers().exclude(pk__in=asked).exclude(pk__in=aside)


class AskViewForm(forms.Form):
    facts = TextField(
        label=_("What would the decision rest on?"),
        help_text=_("Facts about the group that differ from what it told itself."),
    )
    respond_by = DayField(label=_("Answer by"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"respond_by": clock.today() + dt.timedelta(days=14)}, **kwargs)


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
    activities_end_on = DayField(label=_("Activities are done by"), required=False)
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
        super().__init__(*args, initial=initial, **kwargs)
        blocks = TextBlock.objects.filter(version=application.scheme_version, letter="decision", is_always_used=False)
        self.fields["blocks"].queryset = blocks
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


class LeavingOutForm(forms.Form):
    reasons = TextField(
        label=_("Reasons"), help_text=_("What was still missing. The group reads this in the letter. Write “u”.")
    )


class ExtensionForm(forms.Form):
    weeks = WholeNumberField(label=_("By how many weeks"), min_value=1)
    reason = TextField(label=_("Why"), help_text=_("The group reads this in the letter. Write “u”."))

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, initial={"weeks": extension_weeks(application.scheme_version)}, **kwargs)


class NoticeForm(forms.Form):
    last_day = DayField(label=_("When does the decision come?"))
    reason = TextField(label=_("Why"), help_text=_("The group reads this in the letter. Write “u”."))


class ConsentForm(forms.Form):
    first_day = DayField(label=_("From"))
    last_day = DayField(label=_("Up to and including"))
    reason = TextField(label=_("Why do you ask for more time?"), help_text=_("The group reads this. Write “jullie”."))


class MessageForm(forms.Form):
    text = TextField(label=_("Message"), rows=4)


class NoteForm(forms.Form):
    text = TextField(label=_("Note"), rows=3)


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

    def __init__(self, *args: Any, stand: AwardStand, **kwargs: Any) -> None:
        super().__init__(*args, initial={"amount": stand.awarded}, **kwargs)


class AmendmentForm(forms.Form):
    amount = EuroField(label=_("The award becomes"), min_value=0)
    activities_end_on = DayField(label=_("Activities are done by"), required=False)
    reasons = TextField(label=_("Reasons"), rows=6, help_text=_("The group reads this in the letter. Write “u”."))
    hearing = forms.ChoiceField(
        label=_("Was the group heard, when it is less?"),
        choices=[("", _("It is not less")), *HEARD_CHOICES],
        required=False,
    )

    def __init__(self, *args: Any, stand: AwardStand, **kwargs: Any) -> None:
        initial = {"amount": stand.awarded, "activities_end_on": stand.activities_end_on}
        super().__init__(*args, initial=initial, **kwargs)


class RecoveryForm(forms.Form):
    amount = EuroField(label=_("To pay back"), min_value=0)
    reasons = TextField(label=_("Reasons"), rows=6, help_text=_("The group reads this in the letter. Write “u”."))
    hearing = forms.ChoiceField(
        label=_("Was the group heard, when the settlement itself changes?"),
        choices=[("", _("Only what was paid too much")), *HEARD_CHOICES],
        required=False,
    )

    def __init__(self, *args: Any, stand: AwardStand, **kwargs: Any) -> None:
        super().__init__(*args, initial={"amount": stand.overpaid}, **kwargs)


class DefaultNoticeForm(forms.Form):
    received_on = DayField(label=_("Received on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"received_on": clock.today()}, **kwargs)


class PaidForm(forms.Form):
    paid_on = DayField(label=_("On the account on"))


class CompleteForm(forms.Form):
    """An answer and a document for each point that the ministry named."""

    def __init__(self, *args: Any, points: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = points
        for number, point in enumerate(points, start=1):
            self.fields[f"answer_{number}"] = TextField(
                label=point, rows=4, required=False, help_text=_("Write an answer, or add a document.")
            )
            self.fields[f"upload_{number}"] = UploadField(label=_("Document"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for number in range(1, len(self.points) + 1):
            is_open = not data.get(f"answer_{number}") and not data.get(f"upload_{number}")
            if is_open and f"upload_{number}" not in self.errors:
                self.add_error(f"answer_{number}", _("Write an answer, or add a document."))
        return data

    @property
    def answers(self) -> dict[str, str]:
        return {point: self.cleaned_data[f"answer_{number}"] for number, point in enumerate(self.points, start=1)}

    @property
    def uploads(self) -> list[Any]:
        found = (self.cleaned_data[f"upload_{number}"] for number in range(1, len(self.points) + 1))
        return [upload for upload in found if upload]


class ConsentAnswerForm(forms.Form):
    is_agreed = YesNoField(
        label=_("Do you agree with a later decision?"),
        choices=[("yes", _("Yes, we agree")), ("no", _("No, we keep to the date"))],
    )


class ViewForm(forms.Form):
    view = TextField(label=_("Your view"), rows=8)


class ProgressForm(forms.Form):
    results = TextField(label=_("How far is the work?"), rows=8)
    report = UploadField(label=_("Document"), required=False)


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

    def __init__(self, *args: Any, stand: AwardStand, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if stand.arrangement != Decision.Arrangement.LARGE:
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


class ChangeForm(forms.Form):
    text = TextField(label=_("What goes otherwise, and why?"), rows=6)
    activities_end_on = DayField(label=_("When will the activities be done?"), required=False)
