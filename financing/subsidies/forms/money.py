"""What who handles the money fills in: accounts, payment files, loans and corrections of the ledger."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.fields import DayField, EuroField, IbanField, KeyField, LineField, PayeeField, years_ahead
from coophub.web.forms import offer
from financing.subsidies.forms.signing import SignForm
from financing.subsidies.models import BatchItem
from financing.subsidies.selectors.payments import PaymentRow, payment_in_words


class AccountForm(forms.Form):
    iban = IbanField()
    name = PayeeField(label=_("In the name of"), max_length=70)


class CheckForm(SignForm):
    proof = LineField(
        label=_("How was it shown whose account this is?"),
        max_length=200,
        help_text=_("For example: bank statement of 3 March, IBAN-name check."),
    )


class BatchForm(forms.Form):
    """Which of the payments whose account is checked go in a file."""

    execution_date = DayField(label=_("To be paid on"), earliest=clock.today, latest=years_ahead(1))
    payments = forms.TypedMultipleChoiceField(label=_("Payments"), coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, rows: list[PaymentRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "payments", [(row.payment.pk, payment_in_words(row.payment)) for row in rows])


class ConfirmForm(forms.Form):
    """What the bank did with the payments of a file."""

    paid_on = DayField(label=_("Paid on"), latest=clock.today)
    rejected = forms.TypedMultipleChoiceField(
        label=_("Sent back by the bank"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, items: list[BatchItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "rejected", [(item.pk, item.reference) for item in items])


class StatementForm(forms.Form):
    """What the bank says itself that it did with them."""

    statement = forms.FileField(
        label=_("Statement of the bank (camt.053)"),
        help_text=_("An XML file over all days on which the bank paid. Somebody else confirms what stands in it."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xml"}),
    )


class LoanStartForm(forms.Form):
    starts_on = DayField(label=_("Interest and repayment run from"), latest=years_ahead(5))


class TakeUpForm(forms.Form):
    key = KeyField()
    amount = EuroField(label=_("How much is taken up?"), min_value=0)
    drawn_on = DayField(label=_("On which day?"))


class RepaymentForm(forms.Form):
    key = KeyField()
    amount = EuroField(label=_("How much came back?"), min_value=0)
    received_on = DayField(label=_("On which day?"), latest=clock.today)


class ReverseForm(forms.Form):
    reason = LineField(label=_("Why is this entry wrong?"), max_length=300)


class PaidForm(forms.Form):
    paid_on = DayField(label=_("On the account on"), latest=clock.today)
