"""The pages on which a group applies."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from coophub.web.errors import DomainError
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from financing.subsidies import selectors, services
from financing.subsidies.eligibility import check_eligibility
from financing.subsidies.views.wizard import FOR_EDITORS, draft, get_application
from initiatives.access import visible_initiative

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
        (application, selectors.status_sentence(application)) for application in selectors.applications_of(initiative)
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
    version = get_object_or_404(selectors.published_versions().filter(scheme__slug=scheme).order_by("-number")[:1])
    if request.method == "POST":
        try:
            application = services.start_application(version=version, initiative=initiative, user=request.user)
        except DomainError as error:
            return conflict(request, error)
        return redirect("subsidies:section", slug=slug, pk=application.pk, section="project")
    checks = check_eligibility(version, initiative)
    context = {
        "initiative": initiative,
        "room": "subsidy",
        "version": version,
        "checks": checks,
        "can_apply": all(check.met is not False for check in checks),
    }
    return render(request, "subsidies/apply.html", context)


@login_required
@require_safe
def application(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Where an application stands, its letters, and what was submitted; a draft has its own page."""
    application = get_application(request, slug, pk)
    if application.is_draft:
        return draft(request, application)
    context = {
        "initiative": application.initiative,
        "room": "subsidy",
        "application": application,
        "sentence": selectors.status_sentence(application),
        "who_acts": selectors.who_acts(application),
        "events": selectors.timeline_of(application),
        "letters": selectors.inbox_of(application),
        "decision": getattr(application, "decision", None),
        "submitted": selectors.submitted_of(application),
        "can_withdraw": application.is_undecided
        and request.user.has_perm("subsidies.withdraw_application", application),
    }
    return render(request, "subsidies/application.html", context)


@login_required
@require_POST
def withdraw(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    application = get_application(request, slug, pk, do="subsidies.withdraw_application", why=FOR_OWNERS)
    try:
        services.withdraw_application(application=application, user=request.user)
    except DomainError as error:
        return conflict(request, error)
    messages.success(request, _("The application is withdrawn."))
    return redirect("subsidies:application", slug=slug, pk=pk)
