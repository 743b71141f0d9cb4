"""The loan of an award: drawn up, signed, taken up and paid back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coophub.proposals.selectors import proposals_about
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from financing.subsidies.forms.money import LoanStartForm, RepaymentForm, TakeUpForm
from financing.subsidies.forms.signing import SignForm
from financing.subsidies.models import Application, Loan
from financing.subsidies.procedure.may.money import why_not_draw_up, why_not_sign_loan, why_not_take_up
from financing.subsidies.procedure.signing import loan_to_sign
from financing.subsidies.selectors.loans import loan_balance
from financing.subsidies.services.loans import draw_up_loan, propose_loan_repayment, sign_loan, take_up
from financing.subsidies.tables.loans import loan_tables
from financing.subsidies.views.access import read_of, visible_dossier

FORMS: dict[str, type[TakeUpForm | RepaymentForm]] = {"take-up": TakeUpForm, "repayment": RepaymentForm}


def _lending_dossier(request: SignedInRequest, pk: int) -> Application:
    """An application under a scheme that lends. Raises Http404 for another."""
    application = visible_dossier(request.user, pk, do="subsidies.handle_payment")
    if not application.scheme_version.is_loan:
        raise Http404
    return application


@login_required
def loan(request: SignedInRequest, pk: int) -> HttpResponse:
    """How the loan stands; a POST draws it up on the terms of the scheme."""
    application = _lending_dossier(request, pk)
    form = LoanStartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            draw_up_loan(application=application, user=request.user, **form.cleaned_data)
        except DomainError as error:
            show_error(form, error)
        else:
            return redirect("subsidies:loan", pk=pk)
    typed = {"start_form": form} if form.is_bound else {}
    return render(request, "subsidies/loan.html", _context(request, application, **typed))


@login_required
@require_POST
def sign(request: SignedInRequest, pk: int) -> HttpResponse:
    application = _lending_dossier(request, pk)
    try:
        sign_loan(loan=get_object_or_404(Loan, application=application), user=request.user, read=read_of(request))
    except DomainError as error:
        return conflict(request, error)
    messages.success(request, _("The loan is signed. The borrower can take it up."))
    return redirect("subsidies:loan", pk=pk)


@login_required
@require_POST
def enter(request: SignedInRequest, pk: int, what: str) -> HttpResponse:
    """A part that is taken up; or money that came back, which a colleague confirms."""
    application = _lending_dossier(request, pk)
    found = get_object_or_404(Loan, application=application)
    if what not in FORMS:
        raise Http404
    form = FORMS[what](request.POST)
    if form.is_valid():
        try:
            if what == "take-up":
                take_up(loan=found, user=request.user, **form.cleaned_data)
                done = _("It is entered.")
            else:
                propose_loan_repayment(loan=found, user=request.user, **form.cleaned_data)
                done = _("It is proposed. It is entered when a colleague confirms it.")
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, done)
            return redirect("subsidies:loan", pk=pk)
    name = "take_up_form" if what == "take-up" else "repayment_form"
    return render(request, "subsidies/loan.html", _context(request, application, **{name: form}))


def _context(request: SignedInRequest, application: Application, **forms_given: Any) -> dict[str, Any]:
    found = Loan.objects.filter(application=application).select_related("drawn_up_by", "signed_by").first()
    can_sign = found is not None and why_not_sign_loan(found, request.user) is None
    signed = found is not None and found.signed_at is not None
    balance = loan_balance(found, clock.today()) if found else None
    return {
        "room": "budget",
        "application": application,
        "loan": found,
        "balance": balance,
        **loan_tables(balance),
        "proposed": proposals_about([found], request.user)[found.pk] if found else [],
        "sign_form": SignForm(to_sign=loan_to_sign(found)) if found is not None and can_sign else None,
        "start_form": LoanStartForm() if why_not_draw_up(application, found) is None else None,
        "take_up_form": TakeUpForm() if found is not None and why_not_take_up(found) is None else None,
        "repayment_form": RepaymentForm() if signed else None,
        **({} if signed and "start_form" in forms_given else forms_given),
    }
