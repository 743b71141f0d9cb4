"""Paying through the bank: accounts to check, payments to put in a file, files to approve and confirm."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from localflavor.generic.forms import IBANFormField

from coophub.web.access import get_visible, require
from coophub.web.errors import DomainError
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from financing.subsidies import selectors
from financing.subsidies.models import Application, PaymentBatch
from financing.subsidies.selectors.payments import (
    account_as_submitted,
    account_of,
    batches,
    payment_in_words,
    payments_to_batch,
)
from financing.subsidies.services.batches import (
    approve_batch,
    check_account,
    confirm_batch,
    drop_batch,
    enter_account,
    make_batch,
)

PAY = "subsidies.pay"
DATE = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


class AccountForm(forms.Form):
    iban = IBANFormField(label=gettext_lazy("Bank account (IBAN)"))
    name = forms.CharField(label=gettext_lazy("In the name of"), max_length=70)


class CheckForm(forms.Form):
    proof = forms.CharField(
        label=gettext_lazy("How was it shown whose account this is?"),
        max_length=200,
        help_text=gettext_lazy("For example: bank statement of 3 March, IBAN-name check."),
    )


class BatchForm(forms.Form):
    execution_date = forms.DateField(label=gettext_lazy("To be paid on"), **DATE)
    payments = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Payments"), coerce=int, widget=forms.CheckboxSelectMultiple
    )


class ConfirmForm(forms.Form):
    paid_on = forms.DateField(label=gettext_lazy("Paid on"), **DATE)
    rejected = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Sent back by the bank"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )


@login_required
def payments(request: SignedInRequest) -> HttpResponse:
    """What waits to be paid, and the files; a POST puts the chosen payments in a file."""
    require(request.user, PAY)
    hidden = selectors.numbers_with_interest(request.user)
    rows = [row for row in payments_to_batch() if row.payment.application_id not in hidden]
    form = BatchForm(request.POST or None, initial={"execution_date": timezone.localdate()})
    form.fields["payments"].choices = [
        (row.payment.pk, payment_in_words(row.payment)) for row in rows if row.is_checked
    ]
    if request.method == "POST" and form.is_valid():
        try:
            batch = make_batch(user=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            return redirect("subsidies:batch", pk=batch.pk)
    unchecked = [row for row in rows if not row.is_checked]
    context = {
        "room": "budget",
        "form": form if form.fields["payments"].choices else None,
        "unchecked": unchecked,
        "batches": batches()[:50],
    }
    return render(request, "subsidies/payments.html", context)


def _get_application(request: SignedInRequest, pk: int) -> Application:
    applications = selectors.visible_applications().select_related("submission")
    return get_visible(request.user, applications, see="subsidies.view_dossier", do="subsidies.handle_payment", pk=pk)


@login_required
def account(request: SignedInRequest, pk: int) -> HttpResponse:
    """The account of an applicant: enter another, or check the one there is."""
    application = _get_application(request, pk)
    current = account_of(application)
    iban, name = (current.iban, current.name) if current else account_as_submitted(application)
    form = AccountForm(request.POST or None, initial={"iban": iban, "name": name})
    if request.method == "POST" and form.is_valid():
        enter_account(application=application, user=request.user, **form.cleaned_data)
        messages.success(request, _("The account is kept. Somebody else checks it."))
        return redirect("subsidies:account", pk=pk)
    context = {
        "room": "budget",
        "application": application,
        "account": current,
        "form": form,
        "check_form": CheckForm()
        if current and not current.checked_at and current.entered_by_id != request.user.pk
        else None,
    }
    return render(request, "subsidies/account.html", context)


@login_required
@require_POST
def check(request: SignedInRequest, pk: int) -> HttpResponse:
    application = _get_application(request, pk)
    current = account_of(application)
    if current is None:
        raise Http404
    form = CheckForm(request.POST)
    try:
        check_account(account=current, proof=form.data.get("proof", ""), user=request.user)
    except DomainError as error:
        return conflict(request, error)
    messages.success(request, _("The account is checked. Payments can go to it."))
    return redirect("subsidies:payments")


def _get_batch(request: SignedInRequest, pk: int) -> PaymentBatch:
    require(request.user, PAY)
    return get_object_or_404(batches(), pk=pk)


@login_required
@require_safe
def batch(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _get_batch(request, pk)
    items = list(found.items.select_related("payment__application__initiative", "account"))
    confirm_form = ConfirmForm(initial={"paid_on": found.execution_date})
    confirm_form.fields["rejected"].choices = [(item.pk, item.reference) for item in items]
    context: dict[str, Any] = {
        "room": "budget",
        "batch": found,
        "items": items,
        "hidden": selectors.numbers_with_interest(request.user),
        "can_approve": found.approved_at is None and found.made_by_id != request.user.pk,
        "confirm_form": confirm_form if found.approved_at and not found.confirmed_at else None,
    }
    return render(request, "subsidies/batch.html", context)


@login_required
@require_POST
def approve(request: SignedInRequest, pk: int) -> HttpResponse:
    try:
        approve_batch(batch=_get_batch(request, pk), user=request.user)
    except DomainError as error:
        return conflict(request, error)
    messages.success(request, _("The file is approved. Download it and hand it to the bank."))
    return redirect("subsidies:batch", pk=pk)


@login_required
@require_POST
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    try:
        drop_batch(batch=_get_batch(request, pk), user=request.user)
    except DomainError as error:
        return conflict(request, error)
    messages.success(request, _("The file is thrown away. Its payments can go in another."))
    return redirect("subsidies:payments")


@login_required
@require_POST
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _get_batch(request, pk)
    form = ConfirmForm(request.POST)
    form.fields["rejected"].choices = [(item.pk, item.reference) for item in found.items.all()]
    if not form.is_valid():
        return conflict(request, _("Fill in on which day the bank paid."))
    try:
        confirm_batch(batch=found, user=request.user, **form.cleaned_data)
    except DomainError as error:
        return conflict(request, error)
    messages.success(request, _("What was paid is noted."))
    return redirect("subsidies:batch", pk=pk)


@login_required
@require_safe
def download(request: SignedInRequest, pk: int) -> HttpResponse:
    """The file for the bank, once it is approved. Raises Http404 before."""
    require(request.user, PAY)
    found = get_object_or_404(PaymentBatch, pk=pk, approved_at__isnull=False)
    name = f"betaalbestand-{found.execution_date}-{found.pk}.xml"
    return HttpResponse(
        found.file, content_type="application/xml", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
