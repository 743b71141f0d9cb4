"""The answer of an official in a group's plans: shown as a scenario first, then put into the plan."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coophub.web.errors import DomainError
from coophub.web.requests import SignedInRequest, whole_number
from coophub.web.views import conflict
from financing.engine import PlanError
from financing.plans.selectors.answers import answer_in
from financing.plans.selectors.may import why_not_change
from financing.plans.selectors.outcomes import plans_of
from financing.plans.services.enquiries import put_answer
from financing.plans.views.access import visible_plan
from initiatives.access import SEES_ENQUIRIES, visible_initiative
from initiatives.models import Enquiry, Initiative
from initiatives.selectors.enquiries import enquiries_of


@login_required
@require_safe
def answer(request: SignedInRequest, slug: str, enquiry_pk: int) -> HttpResponse:
    """Each plan of the group as it is, and as it would be with the answer."""
    initiative = visible_initiative(request.user, slug, do="initiatives.view_enquiries", why=SEES_ENQUIRIES)
    enquiry = _answered(initiative, enquiry_pk)
    found = [answer_in(plan, enquiry.answer) for plan in plans_of(initiative)]
    context = {
        "initiative": initiative,
        "room": "enquiries",
        "enquiry": enquiry,
        "found": [(each, why_not_change(each.plan, request.user) is None) for each in found],
    }
    return render(request, "plans/answer.html", context)


@login_required
@require_POST
def put_in(request: SignedInRequest, slug: str, pk: int, enquiry_pk: int) -> HttpResponse:
    plan = visible_plan(request.user, slug, pk, do="plans.change_plan")
    initiative = visible_initiative(request.user, slug, do="initiatives.view_enquiries", why=SEES_ENQUIRIES)
    enquiry = _answered(initiative, enquiry_pk)
    back = reverse("plans:answer", args=[slug, enquiry_pk])
    revision = whole_number(request.POST.get("revision"))
    try:
        put_answer(plan=plan, answer=enquiry.answer, revision=revision, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=back)
    except PlanError:
        return conflict(request, _("With this answer the plan cannot be calculated. Change it yourselves."), back=back)
    messages.success(request, _("The answer stands in your plan. You can take it back, as any other change."))
    return redirect("plans:detail", slug=slug, pk=pk)


def _answered(initiative: Initiative, pk: int) -> Enquiry:
    return get_object_or_404(enquiries_of(initiative).filter(answer__isnull=False), pk=pk)
