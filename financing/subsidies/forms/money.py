"""What who handles the money fills in: accounts, payment files, loans and corrections of the ledger."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from localflavor.generic.forms import IBANFormField

from coophub.web.fields import EuroField
from financing.subsidies.forms.procedure import day_field
from financing.subsidies.models import BatchItem
from financing.subsidies.selectors.payments import PaymentRow, payment_in_words


class AccountForm(forms.Form):
    iban = IBANFormField(label=_("Bank account (IBAN)"))
    name = forms.CharField(label=_("In the name of"), max_length=70)


class CheckForm(forms.Form):
    proof = forms.CharField(
        label=_("How was it shown whose account this is?"),
        max_length=200,
        help_text=_("For example: bank statement of 3 March, IBAN-name check."),
    )


class BatchForm(forms.Form):
    """Which of the payments whose account is checked go in a file."""

    execution_date = day_field(_("To be paid on"))
    payments = forms.TypedMultipleChoiceField(label=_("Payments"), coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, rows: list[PaymentRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["payments"].choices = [
            (row.payment.pk, payment_in_words(row.payment)) for row in rows if row.is_checked
        ]


class ConfirmForm(forms.Form):
    """What the bank did with the payments of a file."""

    paid_on = day_field(_("Paid on"))
    rejected = forms.TypedMultipleChoiceField(
        label=_("Sent back by the bank"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, items: list[BatchItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rejected"].choices = [(item.pk, item.reference) for item in items]


class StartForm(forms.Form):
    starts_on = day_field(_("Interest and repayment run from"))


class KeyForm(forms.Form):
    """Carries a key, so that a form that is sent twice is entered once."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4


class TakeUpForm(KeyForm):
    amount = EuroField(label=_("How much is taken up?"), min_value=0)
    drawn_on = day_field(_("On which day?"))


class RepaymentForm(KeyForm):
    amount = EuroField(label=_("How much came back?"), min_value=0)
    received_on = day_field(_("On which day?"))


class ReverseForm(forms.Form):
    reason = forms.CharField(label=_("Why is this entry wrong?"), max_length=300)
