"""The pages on which a group applies."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from financing.plans.selectors.outcomes import plans_of
from financing.subsidies.applications.parts.project import PROJECT
from financing.subsidies.procedure.awards import current_award
from financing.subsidies.procedure.may.applying import why_not_withdraw
from financing.subsidies.procedure.may.roles import why_not_start, why_not_take_back
from financing.subsidies.procedure.steps.order import GROUP_STEPS, named, offered
from financing.subsidies.schemes.eligibility import check_eligibility
from financing.subsidies.schemes.languages import said_once
from financing.subsidies.selectors import advances, awarded, deadlines, dossiers, schemes, submitted
from financing.subsidies.selectors import applications as applications_selectors
from financing.subsidies.selectors.loans import signed_loan
from financing.subsidies.selectors.needs import needs_of
from financing.subsidies.selectors.payments import payments_for_group
from financing.subsidies.selectors.wizard import fact_link, section_url
from financing.subsidies.services import applying, duties
from financing.subsidies.services.steps import explain
from financing.subsidies.tables.loans import loan_tables
from financing.subsidies.tables.payments import payment_table
from financing.subsidies.tables.submitted import submitted_tables
from financing.subsidies.views.access import FOR_EDITORS, visible_application
from financing.subsidies.views.wizard import draft
from initiatives.access import visible_initiative
from initiatives.may import why_not_add_task

FOR_OWNERS = gettext_lazy("Only owners of this initiative can withdraw an application. Ask one of them.")


@login_required
@require_safe
def applications(request: SignedInRequest, slug: str) -> HttpResponse:
    """Own applications with who is to act, and the schemes that are open."""
    initiative = visible_initiative(
        request.user,
        slug,
        do="subsidies.view_applications_of",
        why=gettext_lazy("Only members of this initiative see its applications."),
    )
    own = [
        (application, applications_selectors.status_sentence(application))
        for application in dossiers.with_everything(applications_selectors.applications_of(initiative))
    ]
    context = {
        "initiative": initiative,
        "room": "subsidy",
        "applications": own,
        "versions": schemes.open_versions(),
        "can_change": why_not_start(initiative, request.user) is None,
    }
    return render(request, "subsidies/applications.html", context)


@login_required
def apply(request: SignedInRequest, slug: str, scheme: str) -> HttpResponse:
    """What a group needs before it begins: the conditions, the documents and people, and how long it takes."""
    initiative = visible_initiative(request.user, slug, do="subsidies.start_application", why=FOR_EDITORS)
    version = schemes.current_version(scheme)
    if request.method == "POST":
        try:
            application = applying.start_application(version=version, initiative=initiative, user=request.user)
        except DomainError as error:
            return conflict(request, error)
        return redirect(section_url(application, PROJECT))
    checks = check_eligibility(version, initiative, plans_of(initiative).first())
    context = {
        "initiative": initiative,
        "room": "subsidy",
        "version": version,
        "checks": [(check, fact_link(initiative, check.fact)) for check in checks],
        "needs": needs_of(version, initiative),
        "said_once": said_once(version),
        "can_apply": version.is_open and all(check.met is not False for check in checks),
    }
    return render(request, "subsidies/apply.html", context)


@login_required
@require_safe
def application(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Where an application stands, who is to act, its letters, and what was submitted; a draft has its own page."""
    application = visible_application(request.user, slug, pk, everything=True)
    if application.is_draft:
        return draft(request, application)
    steps = offered(GROUP_STEPS, application, request.user)
    decision = getattr(application, "decision", None)
    award, loan, found = current_award(application), signed_loan(application), submitted.submitted_of(application)
    days = deadlines.deadlines_of(application, award)
    context = {
        "initiative": application.initiative,
        "room": "subsidy",
        "application": application,
        "sentence": applications_selectors.status_sentence(application),
        "turn": applications_selectors.whose_turn(application),
        "events": dossiers.timeline_of(application),
        "stream": dossiers.stream_of(application),
        "decision": decision if decision is not None and decision.signed_at else None,
        "award": award,
        "awarded": awarded.awarded(application),
        "payment_table": payment_table(payments) if (payments := payments_for_group(application)) else None,
        "loan_balance": loan,
        **loan_tables(loan),
        "deadlines": days,
        "on_task_list": deadlines.duties_on_task_list(application, days),
        "can_make_tasks": why_not_add_task(application.initiative, request.user) is None,
        "advances": advances.advances_of(application),
        "next_steps": [step for step in steps if step.is_next(application)],
        "other_steps": [step for step in steps if not step.is_next(application)],
        "submitted": found,
        **submitted_tables(found),
        "can_withdraw": (why_not_take_back(application, request.user) or why_not_withdraw(application)) is None,
    }
    return render(request, "subsidies/application.html", context)


@login_required
def step(request: SignedInRequest, slug: str, pk: int, step: str) -> HttpResponse:
    """A step after the application was submitted: what it needs, and taking it."""
    found = named(GROUP_STEPS, step)
    if found is None:
        raise Http404
    application = visible_application(request.user, slug, pk, do=found.permission, everything=True)
    back = reverse("subsidies:application", args=[slug, pk])
    if request.method != "POST" and (refusal := found.why_not(application, request.user)):
        return conflict(request, explain(refusal, application), back=back)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = found.form(application, request.user, *sent)
    if request.method == "POST" and form.is_valid():
        try:
            found.act(application, request.user, form)
        except DomainError as error:
            if error.field is None or error.field not in form.fields:
                return conflict(request, error, back=back)
            show_error(form, error)
        else:
            messages.success(request, str(found.done))
            return redirect("subsidies:application", slug=slug, pk=pk)
    context = {
        "layout": "layouts/group.html",
        "initiative": application.initiative,
        "room": "subsidy",
        "application": application,
        "step": found,
        "form": form,
        "back": back,
    }
    return render(request, "subsidies/step.html", context)


@login_required
@require_POST
def make_task(request: SignedInRequest, slug: str, pk: int, key: str) -> HttpResponse:
    """Puts what a letter asks on the list of tasks, with its day."""
    application = visible_application(request.user, slug, pk, do="subsidies.change_application", everything=True)
    try:
        task = duties.make_task_of_duty(application=application, key=key, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=reverse("subsidies:application", args=[slug, pk]))
    messages.success(request, _("On the list of tasks: %(task)s.") % {"task": task.title})
    return redirect("subsidies:application", slug=slug, pk=pk)


@login_required
@require_POST
def withdraw(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    application = visible_application(request.user, slug, pk, do="subsidies.withdraw_application", why=FOR_OWNERS)
    try:
        applying.withdraw_application(application=application, user=request.user)
    except DomainError as error:
        return conflict(request, error)
    messages.success(request, _("The application is withdrawn."))
    return redirect("subsidies:application", slug=slug, pk=pk)
