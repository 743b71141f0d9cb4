"""Who applies, to which account the money goes, and who can answer questions."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from coophub.accounts.models import User
from coophub.web.fields import IbanField, KvkNumberField, LineField, PayeeField
from coophub.web.forms import needed_later
from financing.subsidies.applications.parts.findings import DraftToJudge, Missing
from financing.subsidies.applications.parts.part import FormPart
from financing.subsidies.models import Application, SchemeVersion
from initiatives.models import Initiative

APPLICANT = "applicant"
BANK_ACCOUNT = ("iban", "account_name")
"""A notification asks no money, so no bank account."""


class ApplicantForm(forms.Form):
    kvk_number = needed_later(KvkNumberField(help_text=gettext_lazy("Eight digits, for example 12345678.")))
    iban = needed_later(IbanField(help_text=gettext_lazy("In the name of the association or co-operative.")))
    account_name = needed_later(
        PayeeField(
            label=gettext_lazy("In whose name is the account?"),
            max_length=150,
            help_text=gettext_lazy("As it stands on the bank statement that you add at “Documents”."),
        )
    )
    contact_name = needed_later(
        LineField(
            label=gettext_lazy("Who can answer questions?"),
            max_length=150,
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
        )
    )
    contact_phone = LineField(
        label=gettext_lazy("Telephone number"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )

    def __init__(self, *args: Any, version: SchemeVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not version.has_money:
            del self.fields["iban"], self.fields["account_name"]


class ApplicantPart(FormPart):
    slug = APPLICANT
    title = gettext_lazy("Who you are")
    minutes = 10
    lead = gettext_lazy("What we knew of you stands here already. Look whether it is right.")
    # KB 11: bank account and KvK number.
    required = {
        "kvk_number": gettext_lazy("Fill in the KVK number."),
        "iban": gettext_lazy("Fill in the bank account."),
        "account_name": gettext_lazy("Fill in the name that the bank account is in."),
        "contact_name": gettext_lazy("Fill in who can answer questions."),
    }

    @classmethod
    def known(cls, version: SchemeVersion, initiative: Initiative, user: User) -> dict[str, Any]:
        """From the profile, else as the group wrote it in its last application; its telephone number is that of who
        began that.
        """
        earlier = Application.objects.filter(initiative=initiative).values_list("answers", "started_by")
        found = ((answers[APPLICANT], started_by) for answers, started_by in earlier if answers.get(APPLICANT))
        nothing: tuple[dict[str, Any], int | None] = ({}, None)
        last, contact = next(found, nothing)
        known = {
            **last,
            "kvk_number": initiative.kvk_number or last.get("kvk_number", ""),
            "account_name": initiative.legal_name or last.get("account_name", ""),
            "contact_name": str(user),
        }
        if user.pk != contact:
            known.pop("contact_phone", None)
        if not version.has_money:
            known = {name: value for name, value in known.items() if name not in BANK_ACCOUNT}
        return {name: value for name, value in known.items() if value}

    @classmethod
    def missing(cls, draft: DraftToJudge) -> Iterator[Missing]:
        left_out = () if draft.version.has_money else tuple(f"id_{name}" for name in BANK_ACCOUNT)
        yield from (item for item in super().missing(draft) if item.field not in left_out)

    def build(self) -> None:
        # What the profile knows already is not asked again.
        known = {
            "kvk_number": self.application.initiative.kvk_number,
            "account_name": self.application.initiative.legal_name,
        }
        initial = {name: self.answers.get(name) or known.get(name, "") for name in ApplicantForm.base_fields}
        self.forms["form"] = ApplicantForm(self.data, initial=initial, version=self.application.scheme_version)
