"""The ministry's pages."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from coophub.web.access import get_visible, require
from coophub.web.errors import DomainError
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from financing.subsidies import selectors, services
from financing.subsidies.forms import AssessmentForm, DecisionForm, InterestForm
from financing.subsidies.models import Application, State
from financing.subsidies.tables import QueueTable

PER_PAGE = 50


def _get_application(request: SignedInRequest, pk: int, *, do: str | None = None) -> Application:
    return get_visible(
        request.user,
        selectors.visible_applications().select_related("submission"),
        see="subsidies.view_dossier",
        do=do,
        pk=pk,
    )


@login_required
@require_safe
def queue(request: SignedInRequest) -> HttpResponse:
    require(request.user, "subsidies.view_queue")
    found = selectors.queue(request.user)
    only_mine = request.GET.get("mine") == "1"
    if only_mine:
        found = found.filter(reviewer=request.user)
    table = QueueTable(found)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    return render(request, "subsidies/queue.html", {"room": "queue", "table": table, "only_mine": only_mine})


@login_required
@require_safe
def dossiers(request: SignedInRequest) -> HttpResponse:
    require(request.user, "subsidies.view_queue")
    table = QueueTable(selectors.all_applications(request.user))
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    return render(request, "subsidies/dossiers.html", {"room": "applications", "table": table})


@login_required
@require_safe
def dossier(request: SignedInRequest, pk: int) -> HttpResponse:
    application = _get_application(request, pk)
    return render(request, "subsidies/dossier.html", _context(request, application))


@login_required
@require_POST
def declare_interest(request: SignedInRequest, pk: int) -> HttpResponse:
    application = _get_application(request, pk, do="subsidies.declare_interest")
    form = InterestForm(request.POST)
    if not form.is_valid():
        return render(request, "subsidies/dossier.html", _context(request, application, interest_form=form))
    has_interest = form.cleaned_data["has_interest"]
    try:
        services.declare_interest(application=application, has_interest=has_interest, user=request.user)
    except DomainError as error:
        return conflict(request, error)
    if has_interest:
        messages.success(request, _("Thank you. You no longer see this application; a colleague takes it."))
        return redirect("subsidies:queue")
    messages.success(request, _("You took this application up."))
    return redirect("subsidies:dossier", pk=pk)


@login_required
@require_POST
def assess(request: SignedInRequest, pk: int) -> HttpResponse:
    application = _get_application(request, pk, do="subsidies.assess_application")
    form = AssessmentForm(request.POST, criteria=application.scheme_version.criteria.all())
    if not form.is_valid():
        return render(request, "subsidies/dossier.html", _context(request, application, assessment_form=form))
    try:
        services.assess(
            application=application,
            scores=form.scores,
            advice=form.cleaned_data["advice"],
            explanation=form.cleaned_data["explanation"],
            user=request.user,
        )
    except DomainError as error:
        return conflict(request, error)
    messages.success(request, _("Your assessment is stored. Now the decision can be drafted."))
    return redirect("subsidies:dossier", pk=pk)


@login_required
@require_POST
def draft_decision(request: SignedInRequest, pk: int) -> HttpResponse:
    application = _get_application(request, pk, do="subsidies.draft_decision")
    form = DecisionForm(request.POST)
    if form.is_valid():
        try:
            services.draft_decision(application=application, user=request.user, **form.cleaned_data)
        except DomainError as error:
            if error.field is None:
                return conflict(request, error)
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("The draft decision waits for a signature."))
            return redirect("subsidies:dossier", pk=pk)
    return render(request, "subsidies/dossier.html", _context(request, application, decision_form=form))


@login_required
@require_POST
def sign_decision(request: SignedInRequest, pk: int) -> HttpResponse:
    application = _get_application(request, pk, do="subsidies.sign_decision")
    try:
        services.sign_decision(application=application, user=request.user)
    except DomainError as error:
        return conflict(request, error)
    messages.success(request, _("The decision is signed. The letter is on its way to the group."))
    return redirect("subsidies:dossier", pk=pk)


def _context(request: SignedInRequest, application: Application, **forms: object) -> dict[str, object]:
    """The dossier with the one form that is the next step for this person."""
    user, dossier = request.user, selectors.dossier_of(application)
    state = application.state
    is_own = application.reviewer_id == user.pk
    initial = {"amount": application.amount_requested}
    if dossier.decision:
        initial = {key: getattr(dossier.decision, key) for key in ("kind", "amount", "reasons")}
    offered = {
        "interest_form": InterestForm()
        if state == State.SUBMITTED and user.has_perm("subsidies.declare_interest", application)
        else None,
        "assessment_form": AssessmentForm(criteria=application.scheme_version.criteria.all())
        if state == State.IN_ASSESSMENT and is_own
        else None,
        "decision_form": DecisionForm(initial=initial)
        if state in (State.ADVISED, State.DRAFT_DECISION) and user.has_perm("subsidies.draft_decision", application)
        else None,
    }
    return {
        "room": "applications",
        "application": application,
        "dossier": dossier,
        "assessments": application.assessments.select_related("reviewer"),
        "can_sign": state == State.DRAFT_DECISION and user.has_perm("subsidies.sign_decision", application),
        **offered,
        **forms,
    }
