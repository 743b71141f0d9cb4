"""What a group fills in, part by part.

A draft may be half done: its fields are needed later, and `completeness.py` says what is missing.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coophub.documents.forms import UploadField
from coophub.documents.models import Document
from coophub.web import clock
from coophub.web.bilingual import Bilingual
from coophub.web.fields import (
    DayField,
    EuroField,
    IbanField,
    KvkNumberField,
    LineField,
    PayeeField,
    TextField,
    years_ahead,
)
from coophub.web.formats import euro, percent
from coophub.web.forms import RadioCards, needed_later, offer
from coophub.web.rows import RowForm, RowKeyField
from financing.plans.models import Plan
from financing.plans.selectors.outcomes import plans_of
from financing.subsidies.applications.quarters import quarter_label
from financing.subsidies.law.budget import RECOVERABLE
from financing.subsidies.models import Application, IncomeLine, SchemeVersion, Target
from financing.subsidies.schemes.maxima import maximum_for

CENT = Decimal("0.01")


def amount_field(label: Any, *, least: Decimal = CENT, **kwargs: Any) -> EuroField:
    return needed_later(EuroField(label=label, min_value=least, **kwargs))


def choice_field(label: Any, choices: Iterable[tuple[Any, Any]], **kwargs: Any) -> forms.ChoiceField:
    """One of a few, or nothing yet."""
    return needed_later(forms.ChoiceField(label=label, choices=[("", _("Choose")), *choices], **kwargs))


class ProjectForm(forms.Form):
    target = needed_later(forms.ChoiceField(label=_("For whom are the homes?"), choices=[], widget=RadioCards()))
    activities = needed_later(
        TextField(
            label=_("What are you going to do?"),
            rows=6,
            help_text=_("Only the work that you apply for. Write it for somebody who does not know you."),
        )
    )
    contribution = needed_later(TextField(label=_("How does it help the goal of the scheme?"), rows=4))

    def __init__(self, *args: Any, version: SchemeVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if targets := version.targets:
            offer(self, "target", [(target, Target(target).label) for target in targets])
        else:
            del self.fields["target"]
        if not version.has_money:
            self.fields["activities"].help_text = gettext("Write it for somebody who does not know you.")


class ActivityForm(RowForm):
    known_by = "key"
    key = RowKeyField()
    title = needed_later(
        LineField(
            label=_("What do you do?"),
            max_length=200,
            help_text=_("For example: have the design made."),
        )
    )
    starts_on = needed_later(DayField(label=_("When does it start?"), latest=years_ahead(20)))
    ends_on = needed_later(DayField(label=_("When is it done?"), latest=years_ahead(20)))
    result = LineField(
        label=_("What is there then?"),
        max_length=300,
        required=False,
        help_text=_("For example: a design that the municipality can give a permit for."),
    )


class ApplicantForm(forms.Form):
    kvk_number = needed_later(KvkNumberField(help_text=_("Eight digits, for example 12345678.")))
    iban = needed_later(IbanField(help_text=_("In the name of the association or co-operative.")))
    account_name = needed_later(
        PayeeField(
            label=_("In whose name is the account?"),
            max_length=150,
            help_text=_("As it stands on the bank statement that you add at “Documents”."),
        )
    )
    contact_name = needed_later(
        LineField(
            label=_("Who can answer questions?"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
        )
    )
    contact_phone = LineField(
        label=_("Telephone number"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )

    def __init__(self, *args: Any, version: SchemeVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not version.has_money:
            del self.fields["iban"], self.fields["account_name"]


class AidForm(forms.Form):
    declared = forms.BooleanField(
        label=_("This is all the de-minimis aid that others gave us in the past three years. Or they gave us none."),
        required=False,
    )


class AidRowForm(RowForm):
    known_by = "key"
    key = RowKeyField()
    granted_by = needed_later(
        LineField(
            label=_("Who gave it?"), max_length=200, help_text=_("For example: the province, or the municipality.")
        )
    )
    granted_on = needed_later(DayField(label=_("Date of the award"), latest=clock.today))
    amount = amount_field(_("Amount"))


class PlanForm(forms.Form):
    plan = needed_later(
        forms.ModelChoiceField(
            label=_("Which financing plan belongs to this application?"),
            queryset=Plan.objects.none(),
            empty_label=_("Choose"),
            help_text=_("It is frozen when you submit. You can go on changing the plan itself."),
        )
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "plan", plans_of(application.initiative))


class VatForm(forms.Form):
    """Whether VAT is a cost: first, because it decides how the amounts are filled in (KB 6)."""

    vat = needed_later(
        forms.ChoiceField(
            label=_("Do you get the VAT on these costs back?"),
            choices=[
                ("not_recoverable", _("No")),
                (RECOVERABLE, _("Yes")),
                ("partly", _("Partly")),
            ],
            widget=RadioCards(
                descriptions={
                    "not_recoverable": _("Fill in what you pay, VAT included."),
                    RECOVERABLE: _("Fill in the amounts without VAT: what you get back is not a cost."),
                    "partly": _("Fill in the amounts with only the VAT that you do not get back."),
                }
            ),
        )
    )


class AmountAskedForm(forms.Form):
    amount_requested = amount_field(_("How much subsidy do you ask?"), least=Decimal(0))

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        version = application.scheme_version
        field = self.fields["amount_requested"]
        if version.is_loan:
            field.label = gettext("How much do you want to borrow?")
        limits = {"least": euro(version.minimum_amount), "most": euro(maximum_for(version, application.initiative))}
        words = [gettext("You can ask from %(least)s to %(most)s.") % limits]
        if version.own_share:
            share = {"share": percent(version.own_share)}
            words.append(gettext("At least %(share)s of the costs is for your own account.") % share)
        field.help_text = " ".join(words)


class CostForm(RowForm):
    known_by = "key"
    key = RowKeyField()
    description = needed_later(LineField(label=_("What for?"), max_length=200))
    category = choice_field(_("Kind of cost"), [])
    activity = choice_field(_("Which activity?"), [])
    amount = amount_field(_("Amount"))

    def __init__(
        self, *args: Any, categories: Mapping[str, Bilingual], activities: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "category", [("", _("Choose")), *_kinds(categories)])
        offer_activities(self, activities)


class IncomeForm(RowForm):
    known_by = "key"
    key = RowKeyField()
    description = needed_later(
        LineField(label=_("From whom?"), max_length=200, help_text=_("For example: members, the province."))
    )
    kind = choice_field(_("Kind of income"), IncomeLine.Kind.choices)
    status = choice_field(_("How certain is it?"), IncomeLine.Status.choices)
    activity = forms.ChoiceField(label=_("For which activity?"), choices=[], required=False)
    amount = amount_field(_("Amount"))

    def __init__(self, *args: Any, activities: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_activities(self, activities)
        if "activity" in self.fields:
            offer(self, "activity", [("", _("For all of it")), *activities])


def _kinds(categories: Mapping[str, Bilingual]) -> list[tuple[str, str]]:
    """The costs that count, by the name that the scheme keeps them under, as the reader reads them."""
    return [(name, str(words)) for name, words in categories.items()]


def offer_activities(form: forms.Form, activities: list[tuple[str, str]]) -> None:
    """Lets a row choose an activity; where there is only one there is nothing to choose."""
    if len(activities) < 2:
        del form.fields["activity"]
    else:
        offer(form, "activity", [("", _("Choose")), *activities])


class AdvanceForm(forms.Form):
    """Whether an advance is asked, and the need for money in each quarter of the schedule (KB 11)."""

    wanted = needed_later(
        forms.ChoiceField(
            label=_("Do you ask for an advance?"),
            choices=[("no", _("No")), ("yes", _("Yes"))],
            widget=RadioCards(
                descriptions={
                    "no": _("You get the money when the ministry has settled the subsidy."),
                    "yes": _("You get a part before. Then fill in below how much you need in which quarter."),
                }
            ),
        )
    )

    def __init__(self, *args: Any, periods: Iterable[dt.date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for start in periods:
            field = amount_field(quarter_label(start), least=Decimal(0))
            field.widget.attrs["data-only-for"] = "wanted yes"
            self.fields[quarter_name(start)] = field


def quarter_name(start: dt.date) -> str:
    return f"quarter_{start.isoformat()}"


class TakeOverForm(forms.Form):
    """Which lines of the plan become costs, each under a kind of cost."""

    def __init__(self, *args: Any, lines: Iterable[Any], categories: Mapping[str, Bilingual], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        choices = [("", _("Do not take over")), *_kinds(categories)]
        for line in self.lines:
            self.fields[f"line_{line.key}"] = needed_later(
                forms.ChoiceField(label=line.name, choices=choices, initial=line.category, help_text=line.note)
            )

    @property
    def categories(self) -> dict[str, str]:
        """The kind of cost for each line that was chosen, by the key of its row."""
        chosen = {line.key: self.cleaned_data[f"line_{line.key}"] for line in self.lines}
        return {key: category for key, category in chosen.items() if category}


class RequiredDocumentForm(forms.Form):
    """A file, or one of the group's own documents; `likeliest` is the one that it probably is."""

    own = needed_later(
        forms.ModelChoiceField(
            label=_("Choose one of your own documents"), queryset=Document.objects.none(), empty_label=_("Choose")
        )
    )
    upload = needed_later(UploadField(label=_("Or add a file")))

    def __init__(self, *args: Any, own: QuerySet[Document], likeliest: Document | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["own"].initial = likeliest
        if own:
            offer(self, "own", own)
        else:
            del self.fields["own"]
            self.fields["upload"].label = gettext("File")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not data.get("own") and not data.get("upload"):
            self.add_error("upload", gettext("Choose a file."))
        return data
