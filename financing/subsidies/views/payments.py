"""Paying through the bank: accounts to check, payments to put in a file, files to approve and confirm."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coophub.proposals.selectors import proposals_about
from coophub.web import clock
from coophub.web.access import require
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from financing.subsidies.forms.money import AccountForm, BatchForm, CheckForm, ConfirmForm, StatementForm
from financing.subsidies.forms.signing import SignForm
from financing.subsidies.models import Application, Payment, PaymentBatch
from financing.subsidies.papers.bank_statement import MOST_BYTES
from financing.subsidies.procedure.interest import numbers_with_interest
from financing.subsidies.procedure.may.money import (
    why_not_approve,
    why_not_check,
    why_not_confirm,
    why_not_drop,
    why_not_see_file,
)
from financing.subsidies.procedure.signing import account_to_sign, batch_to_sign
from financing.subsidies.selectors.payments import (
    account_as_submitted,
    account_of,
    batches,
    items_of,
    payment_rows,
    payments_to_batch,
)
from financing.subsidies.services.batches import (
    approve_batch,
    check_account,
    confirm_batch,
    drop_batch,
    enter_account,
    make_batch,
    note_download,
    propose_statement,
)
from financing.subsidies.tables.payments import batch_table
from financing.subsidies.views.access import read_of, visible_dossier

PAY = "subsidies.pay"
PER_PAGE = 50


@login_required
def payments(request: SignedInRequest) -> HttpResponse:
    """What waits to be paid, and the files; a POST puts the chosen payments in a file."""
    require(request.user, PAY)
    hidden = numbers_with_interest(request.user)
    checked, unchecked = (
        payments_to_batch(is_checked=is_checked).exclude(application__in=hidden) for is_checked in (True, False)
    )
    page = Paginator(checked, PER_PAGE).get_page(request.GET.get("page"))
    first = Paginator(unchecked, PER_PAGE).get_page(request.GET.get("unchecked"))
    rows = payment_rows(cast("QuerySet[Payment]", page.object_list))
    form = BatchForm(request.POST or None, rows=rows, initial={"execution_date": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            batch = make_batch(user=request.user, **form.cleaned_data)
        except DomainError as error:
            show_error(form, error)
        else:
            return redirect("subsidies:batch", pk=batch.pk)
    context = {
        "room": "budget",
        "form": form if rows else None,
        "page": page,
        "unchecked": payment_rows(cast("QuerySet[Payment]", first.object_list)),
        "unchecked_page": first,
        "batches": batches()[:50],
    }
    return render(request, "subsidies/payments.html", context)


@login_required
def account(request: SignedInRequest, pk: int) -> HttpResponse:
    """The account of an applicant: enter another, or check the one there is."""
    application = visible_dossier(request.user, pk, do="subsidies.handle_payment")
    form = AccountForm(request.POST or None, initial=_account_before(application))
    if request.method == "POST" and form.is_valid():
        enter_account(application=application, user=request.user, **form.cleaned_data)
        messages.success(request, _("The account is kept. Somebody else checks it."))
        return redirect("subsidies:account", pk=pk)
    return _account_page(request, application, form)


@login_required
@require_POST
def check(request: SignedInRequest, pk: int) -> HttpResponse:
    application = visible_dossier(request.user, pk, do="subsidies.handle_payment")
    current = account_of(application)
    if current is None:
        raise Http404
    form = CheckForm(request.POST, to_sign=account_to_sign(current))
    if not form.is_valid():
        return _account_page(request, application, AccountForm(initial=_account_before(application)), form)
    try:
        check_account(account=current, proof=form.cleaned_data["proof"], user=request.user, read=read_of(request))
    except DomainError as error:
        return conflict(request, error)
    messages.success(request, _("The account is checked. Payments can go to it."))
    return redirect("subsidies:payments")


def _account_before(application: Application) -> dict[str, str]:
    """The account that there is, or that the applicant gave."""
    current = account_of(application)
    iban, name = (current.iban, current.name) if current else account_as_submitted(application)
    return {"iban": iban, "name": name}


def _account_page(
    request: SignedInRequest, application: Application, form: AccountForm, check_form: CheckForm | None = None
) -> HttpResponse:
    """The account; who did not enter it can check it."""
    current = account_of(application)
    if check_form is None and current is not None and why_not_check(current, request.user) is None:
        check_form = CheckForm(to_sign=account_to_sign(current))
    context = {
        "room": "budget",
        "application": application,
        "account": current,
        "form": form,
        "check_form": check_form,
    }
    return render(request, "subsidies/account.html", context)


def _get_batch(request: SignedInRequest, pk: int) -> PaymentBatch:
    require(request.user, PAY)
    return get_object_or_404(batches(), pk=pk)


@login_required
def batch(request: SignedInRequest, pk: int) -> HttpResponse:
    """A file for the bank; a POST reads from the bank's statement what it did, and somebody else confirms that."""
    found = _get_batch(request, pk)
    form = StatementForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            # One byte too many is enough to be refused.
            content = form.cleaned_data["statement"].read(MOST_BYTES + 1)
            proposal = propose_statement(batch=found, content=content, user=request.user)
        except DomainError as error:
            if error.field != "statement":
                return conflict(request, error)
            show_error(form, error)
        else:
            return redirect("proposals:proposal", pk=proposal.pk)
    items, hidden = items_of(found), numbers_with_interest(request.user)
    refused = why_not_approve(found, items, hidden, request.user, clock.today())
    proposed = proposals_about([found], request.user)[found.pk]
    can_confirm = not proposed and why_not_confirm(found, items, hidden) is None
    context: dict[str, Any] = {
        "room": "budget",
        "batch": found,
        "table": batch_table(items, hidden=hidden),
        "sign_form": SignForm(to_sign=batch_to_sign(found, items)) if refused is None else None,
        "not_approved_because": refused.sentence if refused is not None else "",
        "can_download": found.approved_at is not None and why_not_see_file(items, hidden) is None,
        "can_drop": why_not_drop(found, items, hidden) is None,
        "proposed": proposed,
        "statement_form": form if can_confirm else None,
        "confirm_form": ConfirmForm(items=items, initial={"paid_on": found.execution_date}) if can_confirm else None,
    }
    return render(request, "subsidies/batch.html", context)


@login_required
@require_POST
def approve(request: SignedInRequest, pk: int) -> HttpResponse:
    try:
        approve_batch(batch=_get_batch(request, pk), user=request.user, read=read_of(request))
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
    form = ConfirmForm(request.POST, items=items_of(found))
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
    if refused := why_not_see_file(items_of(found), numbers_with_interest(request.user)):
        raise PermissionDenied(refused.sentence)
    note_download(batch=found, user=request.user)
    name = f"betaalbestand-{found.execution_date}-{found.pk}.xml"
    return HttpResponse(
        found.file, content_type="application/xml", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
