"""What applicants and the ministry fill in. An application may be kept half done, so its own fields are all optional here:
`completeness.py` says what is missing."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _
from localflavor.generic.forms import IBANFormField

from coophub.documents.forms import UploadField
from coophub.web.fields import EuroField
from coophub.web.forms import RadioCards
from financing.plans.models import Plan
from financing.plans.selectors import plans_of
from financing.subsidies.models import Application, Assessment, Criterion, Target
from financing.subsidies.services import BudgetInput

DATE = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


class RevisionForm(forms.Form):
    """Carries the revision that the page showed, so that nobody overwrites another unseen."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class AnswersForm(RevisionForm):
    """A section whose answers are kept as they are typed."""

    @property
    def answers(self) -> dict[str, Any]:
        """The answers as JSON can hold them."""
        kept = {name: value for name, value in self.cleaned_data.items() if name not in ("revision", "target")}
        return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in kept.items()}


class ProjectForm(AnswersForm):
    target = forms.ChoiceField(
        label=_("For whom are the homes?"), choices=Target.choices, required=False, widget=RadioCards()
    )
    activities = forms.CharField(
        label=_("What are you going to do?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Only the work that you ask subsidy for."),
    )
    contribution = forms.CharField(
        label=_("How does it help the goal of the scheme?"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    starts_on = forms.DateField(label=_("When does the work start?"), required=False, **DATE)
    ends_on = forms.DateField(label=_("When is it ready?"), required=False, **DATE)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("This day is before the start of the work."))
        return data


class ApplicantForm(AnswersForm):
    kvk_number = forms.RegexField(
        r"^\d{8}$",
        label=_("KVK number"),
        required=False,
        help_text=_("Eight digits, for example 12345678."),
        error_messages={"invalid": _("A KVK number has eight digits, for example 12345678.")},
    )
    iban = IBANFormField(
        label=_("Bank account (IBAN)"), required=False, help_text=_("In the name of the association or co-operative.")
    )
    contact_name = forms.CharField(label=_("Who can answer questions?"), required=False, max_length=150)
    contact_phone = forms.CharField(label=_("Telephone number"), required=False, max_length=30)


class AidForm(AnswersForm):
    received = EuroField(
        label=_("De-minimis aid received in the past three years"),
        required=False,
        min_value=0,
        help_text=_("Small state aid (de minimis) that you were told of in a letter. Fill in 0 when there was none."),
    )
    declared = forms.BooleanField(label=_("This is all the state aid we received."), required=False)

    @property
    def answers(self) -> dict[str, Any]:
        received = self.cleaned_data.get("received")
        return {"received": None if received is None else str(received), "declared": self.cleaned_data["declared"]}


class BudgetForm(RevisionForm):
    amount_requested = EuroField(label=_("How much subsidy do you ask?"), required=False, min_value=0)


class BudgetLineForm(forms.Form):
    category = forms.ChoiceField(label=_("Kind of cost"), choices=[])
    description = forms.CharField(label=_("What for"), max_length=200)
    amount = EuroField(label=_("Amount"), min_value=Decimal("0.01"))

    def __init__(self, *args: Any, categories: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [(name, name.capitalize()) for name in categories]


def budget_formset(application: Application, data: Any = None) -> BaseFormSet[BudgetLineForm]:
    """The budget's rows, one empty row when there are none."""
    lines = [
        {"category": line.category, "description": line.description, "amount": line.amount}
        for line in application.budget_lines.all()
    ]
    factory = formset_factory(BudgetLineForm, extra=0 if lines else 1, can_delete=True, max_num=100, validate_max=True)
    categories = application.scheme_version.eligible_costs
    return factory(data, initial=lines, prefix="lines", form_kwargs={"categories": categories})


def budget_lines(formset: BaseFormSet[BudgetLineForm]) -> list[BudgetInput]:
    """What was typed in the rows that count."""
    kept = [form.cleaned_data for form in formset.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
    return [BudgetInput(row["category"], row["description"], row["amount"]) for row in kept]


class PlanForm(RevisionForm):
    plan = forms.ModelChoiceField(
        label=_("Which financing plan belongs to this application?"),
        queryset=Plan.objects.none(),
        help_text=_("It is frozen when you submit. You can go on changing the plan itself."),
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = plans_of(application.initiative)


class RequiredDocumentForm(forms.Form):
    upload = UploadField()


class InterestForm(forms.Form):
    has_interest = forms.TypedChoiceField(
        label=_("Do you have an interest in this application?"),
        choices=[
            ("no", _("No: I know nobody of this group and gain nothing by the decision")),
            ("yes", _("Yes: somebody else has to assess it")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )


class AssessmentForm(forms.Form):
    """A score for each criterion of the scheme, and an advice."""

    def __init__(self, *args: Any, criteria: Iterable[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria)
        for criterion in self.criteria:
            self.fields[f"score_{criterion.slug}"] = forms.IntegerField(
                label=_("%(title)s (weight %(weight)s)") % {"title": criterion.title, "weight": criterion.weight},
                help_text=criterion.guidance,
                min_value=0,
                max_value=10,
            )
        self.fields["advice"] = forms.ChoiceField(
            label=_("Your advice"), choices=Assessment.Advice, widget=forms.RadioSelect
        )
        self.fields["explanation"] = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 5}))

    @property
    def scores(self) -> dict[str, int]:
        return {criterion.slug: self.cleaned_data[f"score_{criterion.slug}"] for criterion in self.criteria}


SECTIONS = {
    "project": (_("The project"), ProjectForm),
    "applicant": (_("Who you are"), ApplicantForm),
    "aid": (_("State aid"), AidForm),
}
"""The sections that hold answers, with what they are called."""
