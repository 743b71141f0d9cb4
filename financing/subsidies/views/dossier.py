"""The dossier of an application, and the steps that staff take in it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import CharField, Form
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from coophub.accounts.models import User
from coophub.proposals.selectors import proposals_about
from coophub.reports.selectors import reports_of
from coophub.reports.services import request_report
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from financing.plans import charts
from financing.plans.tables.results import funding_table, investment_table
from financing.subsidies.forms.money import PaidForm
from financing.subsidies.models import Application, Payment
from financing.subsidies.papers.letters.kinds import letter_context
from financing.subsidies.papers.money_reports import SUBMITTED_PLAN
from financing.subsidies.procedure.may.roles import why_not_handle_payments, why_not_see_dossier
from financing.subsidies.procedure.steps.order import STAFF_STEPS, named, offered
from financing.subsidies.procedure.steps.step import Step
from financing.subsidies.procedure.steps.talking import NoteForm
from financing.subsidies.selectors import dossiers, queue
from financing.subsidies.selectors import submitted as submitted_selectors
from financing.subsidies.selectors.payments import payments_to_handle
from financing.subsidies.selectors.unusual import unusual_in
from financing.subsidies.services import dossiers as dossiers_services
from financing.subsidies.services import payments
from financing.subsidies.services.rehearsing import Rehearsal, rehearse, rehearse_draft
from financing.subsidies.services.steps import explain
from financing.subsidies.tables.assessing import score_table
from financing.subsidies.tables.payments import money_table
from financing.subsidies.tables.submitted import submitted_tables
from financing.subsidies.views.access import visible_dossier

TABS = {
    "application": gettext_lazy("Application"),
    "plan": gettext_lazy("Plan"),
    "documents": gettext_lazy("Documents"),
    "assessment": gettext_lazy("Assessment"),
    "decision": gettext_lazy("Decision"),
    "money": gettext_lazy("Money"),
    "log": gettext_lazy("Log"),
}


@login_required
@require_safe
def dossier(request: SignedInRequest, pk: int) -> HttpResponse:
    application = visible_dossier(request.user, pk, everything=True)
    tab = request.GET.get("tab", "application")
    if tab not in TABS:
        raise Http404
    steps = offered(STAFF_STEPS, application, request.user)
    primary = next((step for step in steps if step.is_next(application)), None)
    primary_form = primary.form(application, request.user) if primary else None
    found = dossiers.dossier_of(application, request.user)
    context = {
        "room": "applications",
        "application": application,
        **_case(application, found),
        "tab": tab,
        "tabs": TABS.items(),
        "tab_template": f"subsidies/dossier/_{tab}.html",
        "primary": primary,
        "primary_form": primary_form,
        "has_page": primary is not None and (primary.beside or _preview_button(primary, primary_form)),
        "turn": "" if primary else dossiers.whose_turn(application),
        "next_case": None if primary else queue.next_case(request.user, after=application),
        "steps": [step for step in steps if step is not primary and step.name != "note"],
        "handles_payments": why_not_handle_payments(application, request.user) is None,
        "notes": application.notes.all(),
        "note_form": NoteForm(auto_id="note_%s"),
        **(submitted_tables(found.submitted) if tab == "application" else {}),
        **(_money(application, found, request.user) if tab == "money" else {}),
        **({"plan_pdf": reports_of(application, kind=SUBMITTED_PLAN).first()} if tab == "plan" else {}),
    }
    return render(request, "subsidies/dossier.html", context)


def _case(application: Application, found: dossiers.Dossier) -> dict[str, object]:
    """What pages show of a case: what was advised, what stands out, and the plan as it was frozen."""
    return {
        "dossier": found,
        "assessments": [(shown, score_table(shown.scores)) for shown in found.assessments],
        "unusual": unusual_in(application.submission),
        "frozen_plan": _frozen_plan(found.content),
    }


def _whole_case(application: Application, found: dossiers.Dossier) -> dict[str, object]:
    """The same with the tables of what was submitted, for beside a form."""
    return {**_case(application, found), **submitted_tables(found.submitted)}


def _frozen_plan(content: dict[str, Any]) -> dict[str, object] | None:
    """The tables and charts of the plan that was submitted, drawn when a page asks for them."""
    if not content.get("plan"):
        return None
    outcome: Any = SimpleLazyObject(lambda: submitted_selectors.submitted_plan(content))
    return {
        "tables": SimpleLazyObject(lambda: [investment_table(outcome), funding_table(outcome)]),
        "charts": SimpleLazyObject(lambda: charts.judged_charts(outcome)),
    }


def _money(application: Application, found: dossiers.Dossier, user: User) -> dict[str, object]:
    """What the tab with the money shows alone."""
    proposed = proposals_about(application.payments.all(), user)
    return {
        "money_table": money_table(application, found.award, found.free),
        "payments": [
            (item, PaidForm(auto_id=f"paid-{item.payment.pk}-%s"), proposed[item.payment.pk])
            for item in payments_to_handle(application, user)
        ],
    }


@login_required
def step(request: SignedInRequest, pk: int, step: str) -> HttpResponse:
    """A step: what it needs, how its letter reads, and taking it."""
    found = named(STAFF_STEPS, step)
    if found is None:
        raise Http404
    application = visible_dossier(request.user, pk, do=found.permission, everything=True)
    if request.method != "POST" and (refusal := found.why_not(application, request.user)):
        return conflict(request, explain(refusal, application), back=application_url(application))
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = found.form(application, request.user, *sent)
    if request.htmx and "preview" in request.POST:
        return _letter_so_far(request, found, application)
    rehearsal = _rehearse(found, application, form, request)
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        try:
            found.act(application, request.user, form)
        except DomainError as error:
            if error.field is None or error.field not in form.fields:
                return conflict(request, error, back=application_url(application))
            show_error(form, error)
        else:
            messages.success(request, str(found.done))
            fresh = Application.objects.get(pk=pk)
            sees_it = why_not_see_dossier(fresh, request.user) is None
            return redirect("subsidies:dossier", pk=pk) if sees_it else redirect("subsidies:queue")
    context = {
        "layout": "layouts/ministry.html",
        "room": "applications",
        "application": application,
        "step": found,
        "form": form,
        "back": application_url(application),
        "preview": _preview_button(found, form),
        "question": found.question(application, request.user),
        "rehearsal": rehearsal,
        **(_whole_case(application, dossiers.dossier_of(application, request.user)) if found.beside else {}),
        **(letter_context(rehearsal.letter) if rehearsal and rehearsal.letter else {}),
    }
    return render(request, "subsidies/step.html", context)


@login_required
@require_safe
def submitted_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """The document of the financing plan to take along, as it was submitted."""
    application = visible_dossier(request.user, pk)
    plan = application.submission.content.get("plan")
    if plan is None:
        raise Http404
    dossiers_services.note_plan_taken(application=application, user=request.user)
    name = _("plan-%(number)s") % {"number": application.number} + ".json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return JsonResponse(plan["document"], headers=headers, json_dumps_params={"indent": 1, "ensure_ascii": False})


@login_required
@require_POST
def submitted_plan_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    """Has the financing plan made as a document to read, as it was submitted."""
    application = visible_dossier(request.user, pk)
    if application.submission.content.get("plan") is None:
        raise Http404
    request_report(kind=SUBMITTED_PLAN, subject=application, user=request.user)
    return redirect(f"{application_url(application)}?tab=plan")


@login_required
@require_POST
def order_payment(request: SignedInRequest, pk: int, payment: int) -> HttpResponse:
    application = visible_dossier(request.user, pk, do="subsidies.handle_payment", everything=True)
    found = get_object_or_404(Payment, pk=payment, application=application)
    try:
        payments.order_payment(payment=found, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=application_url(application))
    messages.success(request, _("The payment is ordered. The group gets a letter."))
    return redirect(f"{application_url(application)}?tab=money")


@login_required
@require_POST
def mark_paid(request: SignedInRequest, pk: int, payment: int) -> HttpResponse:
    """Proposes that a payment was made outside a file for the bank."""
    application = visible_dossier(request.user, pk, do="subsidies.handle_payment", everything=True)
    found = get_object_or_404(Payment, pk=payment, application=application)
    form = PaidForm(request.POST)
    if not form.is_valid():
        return conflict(request, _("Fill in on which day it was on the account."), back=application_url(application))
    try:
        payments.propose_paid(payment=found, paid_on=form.cleaned_data["paid_on"], user=request.user)
    except DomainError as error:
        return conflict(request, error, back=application_url(application))
    messages.success(request, _("It is proposed. The day is kept when a colleague confirms it."))
    return redirect(f"{application_url(application)}?tab=money")


def application_url(application: Application) -> str:
    return reverse("subsidies:dossier", args=[application.pk])


def _preview_button(step: Step | None, form: Form | None) -> str:
    """What the button says that shows the letter first; empty where no letter follows, or it shows at once."""
    has_choice = step is not None and step.has_letter and form is not None and bool(form.visible_fields())
    return _("See the letter first") if has_choice else ""


def _letter_so_far(request: SignedInRequest, step: Step, application: Application) -> HttpResponse:
    """How the letter reads with what is filled in until now, for beside the form: what is not written yet is dots."""
    sent = request.POST.copy()
    for name, field in step.form(application, request.user).fields.items():
        if field.required and isinstance(field, CharField) and not sent.get(name, "").strip():
            sent[name] = "…"
    form = step.form(application, request.user, sent)
    rehearsal = _rehearsed(step, application, form, request) if form.is_valid() else None
    context = {
        "rehearsal": rehearsal,
        "waits_for": [form.fields[name].label for name in form.errors if name in form.fields],
        **(letter_context(rehearsal.letter) if rehearsal and rehearsal.letter else {}),
    }
    return render(request, "subsidies/_rehearsal.html", context)


def _rehearse(step: Step, application: Application, form: Form, request: SignedInRequest) -> Rehearsal | None:
    """How the letter of a step reads, or of the draft that it puts up: at once for a step without fields; for another
    when it is asked for.
    """
    is_asked = request.method == "POST" and "preview" in request.POST and form.is_valid()
    is_read_first = is_asked if form.visible_fields() else request.method != "POST"
    if not step.has_letter or not is_read_first:
        return None
    rehearsal = _rehearsed(step, application, form, request)
    if rehearsal.refusal is not None and form.is_bound:
        show_error(form, rehearsal.refusal)
        return None
    return rehearsal


def _rehearsed(step: Step, application: Application, form: Form, request: SignedInRequest) -> Rehearsal:
    if step.drafts_letter:
        return rehearse_draft(application=application, draft=lambda: step.act(application, request.user, form))
    return rehearse(application=application, act=lambda: step.act(application, request.user, form))
