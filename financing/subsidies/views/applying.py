"""The pages on which a group applies."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from coophub.web.access import get_visible
from coophub.web.errors import DomainError
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from financing.plans.selectors import plans_of
from financing.subsidies import selectors, services
from financing.subsidies.awards import award_stand
from financing.subsidies.eligibility import check_eligibility
from financing.subsidies.forms import (
    SECTIONS,
    BudgetForm,
    PlanForm,
    RequiredDocumentForm,
    budget_formset,
    budget_lines,
)
from financing.subsidies.models import Application
from financing.subsidies.services.steps import out_of_order
from financing.subsidies.views import group_steps
from initiatives.access import visible_initiative

FOR_EDITORS = gettext_lazy("Only owners and editors of this initiative can change an application. Ask one of them.")
FOR_OWNERS = gettext_lazy("Only owners of this initiative can withdraw an application. Ask one of them.")


def _get_application(
    request: SignedInRequest,
    slug: str,
    pk: int,
    *,
    do: str | None = None,
    why: Any = FOR_EDITORS,
    everything: bool = False,
) -> Application:
    """`everything` is for pages that show the time line: what was asked, answered and decided comes along."""
    applications = selectors.visible_applications()
    return get_visible(
        request.user,
        selectors.with_everything(applications) if everything else applications,
        see="subsidies.view_application",
        do=do,
        why=why,
        pk=pk,
        initiative__slug=slug,
    )


def _get_draft(request: SignedInRequest, slug: str, pk: int) -> Application:
    """An application that this person may change now. Raises Http404 once it was submitted."""
    application = _get_application(request, slug, pk, do="subsidies.change_application")
    if not application.is_draft:
        raise Http404
    return application


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
        (application, selectors.status_sentence(application))
        for application in selectors.with_everything(selectors.applications_of(initiative))
    ]
    context = {
        "initiative": initiative,
        "room": "subsidy",
        "applications": own,
        "versions": selectors.open_versions(),
        "can_change": request.user.has_perm("subsidies.start_application", initiative),
    }
    return render(request, "subsidies/applications.html", context)


@login_required
def apply(request: SignedInRequest, slug: str, scheme: str) -> HttpResponse:
    """The conditions of a scheme, one by one, before a group begins."""
    initiative = visible_initiative(request.user, slug, do="subsidies.start_application", why=FOR_EDITORS)
    version = selectors.current_version(scheme)
    if request.method == "POST":
        try:
            application = services.start_application(version=version, initiative=initiative, user=request.user)
        except DomainError as error:
            return conflict(request, error)
        return redirect("subsidies:section", slug=slug, pk=application.pk, section="project")
    checks = check_eligibility(version, initiative, plans_of(initiative).first())
    context = {
        "initiative": initiative,
        "room": "subsidy",
        "version": version,
        "checks": checks,
        "can_apply": version.is_open and all(check.met is not False for check in checks),
    }
    return render(request, "subsidies/apply.html", context)


@login_required
@require_safe
def application(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Where an application stands, who is to act, what is missing, and everything that was written."""
    application = _get_application(request, slug, pk, everything=True)
    can_change = request.user.has_perm("subsidies.change_application", application)
    missing = selectors.what_is_missing(application) if application.is_draft else []
    steps = [] if application.is_draft else group_steps.offered_steps(application, request.user)
    decision = getattr(application, "decision", None)
    context = {
        **_frame(application),
        "sentence": selectors.status_sentence(application),
        "who_acts": selectors.who_acts(application),
        "events": selectors.timeline_of(application),
        "missing": missing,
        "stream": selectors.stream_of(application),
        "decision": decision if decision is not None and decision.signed_at else None,
        "stand": award_stand(application),
        "deadlines": [] if application.is_draft else selectors.deadlines_of(application, award_stand(application)),
        "primary": next((step for step in steps if step.is_next), None),
        "other_steps": [step for step in steps if not step.is_next],
        "more_next_steps": [step for step in steps if step.is_next][1:],
        "can_change": can_change and application.is_draft,
        "can_co_sign": can_change
        and application.is_draft
        and application.changed_by_id != request.user.pk
        and not [item for item in missing if item.section != "sign"],
        "can_submit": can_change and application.is_draft and not missing,
        "can_withdraw": application.is_undecided
        and request.user.has_perm("subsidies.withdraw_application", application),
    }
    return render(request, "subsidies/application.html", context)


@login_required
def step(request: SignedInRequest, slug: str, pk: int, step: str) -> HttpResponse:
    """A step after the application was submitted: what it needs, and taking it."""
    found = group_steps.BY_NAME.get(step)
    if found is None:
        raise Http404
    application = _get_application(request, slug, pk, do=found.permission, everything=True)
    back = reverse("subsidies:application", args=[slug, pk])
    if request.method != "POST" and not found.is_offered(application, request.user):
        return conflict(request, out_of_order(application), back=back)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = found.form(application, *sent)
    if request.method == "POST" and form.is_valid():
        try:
            found.act(application, request.user, form)
        except DomainError as error:
            if error.field is None or error.field not in form.fields:
                return conflict(request, error, back=back)
            form.add_error(error.field, error.message)
        else:
            messages.success(request, found.done)
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
def section(request: SignedInRequest, slug: str, pk: int, section: str) -> HttpResponse:
    """A section with answers. Saves itself while somebody types."""
    application = _get_draft(request, slug, pk)
    if section not in SECTIONS:
        raise Http404
    title, form_class = SECTIONS[section]
    initial = {
        **application.answers.get(section, {}),
        "target": application.target,
        "revision": application.revision,
    }
    form = form_class(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.save_answers(
                application=application,
                section=section,
                answers=form.answers,
                target=form.cleaned_data.get("target"),
                revision=form.cleaned_data["revision"],
                user=request.user,
            )
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            return _saved(request, saved, section)
    if request.method == "POST" and _is_autosave(request):
        return _not_saved(form)
    context = {**_frame(application), "section": section, "title": title, "form": form}
    return render(request, "subsidies/section.html", context)


@login_required
def budget(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    application = _get_draft(request, slug, pk)
    initial = {"amount_requested": application.amount_requested or None, "revision": application.revision}
    form = BudgetForm(request.POST or None, initial=initial)
    formset = budget_formset(application, request.POST or None)
    if request.method == "POST" and form.is_valid() and formset.is_valid():
        try:
            saved = services.save_budget(
                application=application,
                lines=budget_lines(formset),
                amount_requested=form.cleaned_data["amount_requested"] or 0,
                revision=form.cleaned_data["revision"],
                user=request.user,
            )
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            return _saved(request, saved, "budget")
    if request.method == "POST" and _is_autosave(request):
        return _not_saved(form)
    context = {
        **_frame(application),
        "section": "budget",
        "form": form,
        "formset": formset,
        "version": application.scheme_version,
    }
    return render(request, "subsidies/budget_form.html", context)


@login_required
def plan(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    application = _get_draft(request, slug, pk)
    initial = {"plan": application.plan, "revision": application.revision}
    form = PlanForm(request.POST or None, initial=initial, application=application)
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.choose_plan(
                application=application,
                plan=form.cleaned_data["plan"],
                revision=form.cleaned_data["revision"],
                user=request.user,
            )
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            return _saved(request, saved, "plan")
    if request.method == "POST" and _is_autosave(request):
        return _not_saved(form)
    return render(request, "subsidies/plan.html", {**_frame(application), "section": "plan", "form": form})


@login_required
def documents(request: SignedInRequest, slug: str, pk: int, document: str = "") -> HttpResponse:
    """The documents that the scheme asks for; a POST adds the one that `document` names."""
    application = _get_draft(request, slug, pk)
    if bool(document) != (request.method == "POST"):
        return HttpResponseNotAllowed(["POST"] if document else ["GET", "HEAD"])
    form = RequiredDocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        get_object_or_404(application.scheme_version.required_documents, slug=document)
        if form.is_valid():
            try:
                services.add_required_document(
                    application=application, slug=document, upload=form.cleaned_data["upload"], user=request.user
                )
            except DomainError as error:
                form.add_error(error.field, error.message)
            else:
                messages.success(request, _("The document is stored."))
                return redirect("subsidies:documents", slug=slug, pk=pk)
    context = {
        **_frame(application),
        "section": "documents",
        "required": [
            (wanted, present, form if wanted.slug == document else RequiredDocumentForm(auto_id=f"id_{wanted.slug}_%s"))
            for wanted, present in selectors.required_documents(application)
        ],
    }
    return render(request, "subsidies/documents.html", context)


@login_required
@require_POST
def co_sign(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    application = _get_application(request, slug, pk, do="subsidies.change_application")
    try:
        services.co_sign(application=application, user=request.user)
    except DomainError as error:
        return conflict(request, error)
    messages.success(request, _("You signed the application along. It can be submitted now."))
    return redirect("subsidies:application", slug=slug, pk=pk)


@login_required
@require_POST
def submit(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    application = _get_application(request, slug, pk, do="subsidies.change_application")
    try:
        services.submit_application(application=application, user=request.user)
    except DomainError as error:
        return conflict(request, error)
    messages.success(request, _("Your application is submitted. You find the receipt with the letters."))
    return redirect("subsidies:application", slug=slug, pk=pk)


@login_required
@require_POST
def withdraw(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    application = _get_application(request, slug, pk, do="subsidies.withdraw_application", why=FOR_OWNERS)
    try:
        services.withdraw_application(application=application, user=request.user)
    except DomainError as error:
        return conflict(request, error)
    messages.success(request, _("The application is withdrawn."))
    return redirect("subsidies:application", slug=slug, pk=pk)


ORDER = ["project", "applicant", "aid", "budget", "plan", "documents"]
ADDRESSES = {"budget": "subsidies:budget_form", "plan": "subsidies:plan", "documents": "subsidies:documents"}


def _order(application: Application) -> list[str]:
    """The sections that this application has: without money there is nothing to budget, and no aid."""
    has_money = application.scheme_version.has_money
    return [name for name in ORDER if has_money or name not in ("budget", "aid")]


def _frame(application: Application) -> dict[str, Any]:
    """What every page of an application has."""
    missing = selectors.what_is_missing(application) if application.is_draft else []
    open_sections = {item.section for item in missing}
    titles = {
        **{name: title for name, (title, _form) in SECTIONS.items()},
        "budget": _("Budget"),
        "plan": _("Financing plan"),
        "documents": _("Documents"),
    }
    return {
        "initiative": application.initiative,
        "room": "subsidy",
        "application": application,
        "steps": [(name, titles[name], name not in open_sections) for name in _order(application)],
        "done_count": sum(1 for name in _order(application) if name not in open_sections),
    }


def _is_autosave(request: SignedInRequest) -> bool:
    return request.headers.get("X-Autosave") == "1"


def _saved(request: SignedInRequest, application: Application, section: str) -> HttpResponse:
    """Autosave stays where it is and learns the new revision; a person goes on to the next section."""
    if _is_autosave(request):
        return JsonResponse({"revision": application.revision})
    messages.success(request, _("Saved."))
    order = _order(application)
    later = order[order.index(section) + 1 :]
    slug, pk = application.initiative.slug, application.pk
    if not later:
        return redirect("subsidies:application", slug=slug, pk=pk)
    if later[0] in SECTIONS:
        return redirect("subsidies:section", slug=slug, pk=pk, section=later[0])
    return redirect(ADDRESSES[later[0]], slug=slug, pk=pk)


def _not_saved(form: Any) -> HttpResponse:
    sentences = [error for errors in form.errors.values() for error in errors]
    return JsonResponse({"message": " ".join(map(str, sentences))}, status=422)
