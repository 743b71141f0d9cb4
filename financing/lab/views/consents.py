"""A group lets the policy lab count with its plan, or takes that back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coophub.web.requests import SignedInRequest
from financing.lab.access import visible_plan_of_group
from financing.lab.selectors.consents import consent_of
from financing.lab.services import consents as consents_services
from financing.plans.views.results import plan_context


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """What a yes means, and the button that gives it."""
    plan = visible_plan_of_group(request.user, slug, pk, do="lab.give_consent")
    if request.method == "POST":
        consents_services.give_consent(plan=plan, user=request.user)
        messages.success(request, _("Thank you. The plan counts along, without your name."))
        return redirect("lab:consent", slug=slug, pk=pk)
    given = consent_of(plan)
    context = {
        **plan_context(request, plan, "lab"),
        "given": given,
        "is_older": given is not None and given.version.document != plan.document,
    }
    return render(request, "lab/consent.html", context)


@login_required
@require_POST
def withdraw_consent(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    plan = visible_plan_of_group(request.user, slug, pk, do="lab.give_consent")
    consents_services.withdraw_consent(plan=plan, user=request.user)
    messages.success(request, _("The plan does not count along any more."))
    return redirect("lab:consent", slug=slug, pk=pk)
