"""What a group asks an official."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.web.fields import (
    EmailField,
    KeyField,
    LineField,
    TextField,
)
from coophub.web.forms import offer
from initiatives.models import Addressee, Enquiry, EnquiryKind, Initiative
from initiatives.selectors.municipalities import municipalities_in_force
from initiatives.selectors.shared_plans import plans_to_share

KINDS_OF = {
    Addressee.MUNICIPALITY: list(EnquiryKind),
    Addressee.CORPORATION: list(EnquiryKind),
    Addressee.BANK: [EnquiryKind.LOAN, EnquiryKind.SUPPORT, EnquiryKind.APPOINTMENT],
}
ORGANISATIONS = {
    Addressee.CORPORATION: gettext_lazy("Which housing corporation?"),
    Addressee.BANK: gettext_lazy("Which bank?"),
}


class EnquiryForm(forms.Form):
    """To whom, what, and what they may see of the plan. `key` recognises the same form sent twice."""

    municipality = forms.ModelChoiceField(
        municipalities_in_force(),
        label=gettext_lazy("Which municipality?"),
        empty_label=gettext_lazy("Choose a municipality"),
        error_messages={"required": gettext_lazy("Choose the municipality that you ask.")},
    )
    organisation = LineField(
        label="",
        max_length=120,
        error_messages={"required": gettext_lazy("Fill in the name of the organisation.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What do you ask?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you ask.")},
    )
    official_name = LineField(
        label=gettext_lazy("Who answers?"),
        max_length=80,
        help_text=gettext_lazy("The name of the official whom you know, or else of the department."),
        error_messages={"required": gettext_lazy("Fill in who answers.")},
    )
    official_email = EmailField(
        label=gettext_lazy("Their e-mail address"),
        help_text=gettext_lazy("The link and the code go to this address."),
        error_messages={"required": gettext_lazy("Fill in the e-mail address of who answers.")},
    )
    text = TextField(
        label=gettext_lazy("Your question"),
        max_length=3000,
        rows=8,
        help_text=gettext_lazy("Which place, which amount, by when, and why. The facts of your group stand beside it."),
        error_messages={"required": gettext_lazy("Write what you ask.")},
    )
    plan_key = forms.ChoiceField(label=gettext_lazy("Which plan may they see?"), required=False)
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("What may they see of it?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    key = KeyField()

    def __init__(self, *args: Any, initiative: Initiative, addressee: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_addressee(initiative, Addressee(addressee))
        self._offer_plans(initiative)

    def _offer_addressee(self, initiative: Initiative, addressee: Addressee) -> None:
        offer(self, "kind", [(kind.value, kind.label) for kind in KINDS_OF[addressee]])
        if addressee == Addressee.MUNICIPALITY:
            del self.fields["organisation"]
            self.initial.setdefault("municipality", initiative.municipality_id)
        else:
            del self.fields["municipality"]
            self.fields["organisation"].label = ORGANISATIONS[addressee]

    def _offer_plans(self, initiative: Initiative) -> None:
        plans = plans_to_share()
        choices = plans.choices(initiative) if plans else []
        if plans is None or not choices:
            del self.fields["plan_key"], self.fields["parts"]
            return
        offer(self, "plan_key", [*choices, ("", _("None: only the facts of our group"))])
        offer(self, "parts", plans.parts)
        self.initial.setdefault("plan_key", choices[0][0])
        self.initial.setdefault("parts", [name for name, _label in plans.parts])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("plan_key") and not data.get("parts") and "parts" not in self.errors:
            self.add_error("parts", _("Choose what they may see of the plan, or show no plan."))
        return data

    @property
    def facts(self) -> dict[str, Any]:
        """What is kept of it."""
        facts = {name: value for name, value in self.cleaned_data.items() if name != "key"}
        return facts if facts.get("plan_key") else {**facts, "plan_key": "", "parts": []}


def facts_of(enquiry: Enquiry) -> dict[str, Any]:
    """What stands in the form of a question that was begun."""
    return {
        "municipality": enquiry.municipality_id,
        "organisation": enquiry.organisation,
        "kind": enquiry.kind,
        "official_name": enquiry.official_name,
        "official_email": enquiry.official_email,
        "text": enquiry.text,
        "plan_key": enquiry.plan_key,
        "parts": enquiry.parts,
    }
