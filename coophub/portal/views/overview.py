"""Where somebody goes after signing in, and the first page of a group."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from coophub.portal.condition import condition as condition_of_work
from coophub.portal.condition import runs_by_scheduler
from coophub.portal.places import places_for
from coophub.portal.selectors import overview_of
from coophub.web.access import require
from coophub.web.requests import SignedInRequest
from financing.plans.selectors.may import why_not_start
from financing.plans.selectors.visitors import waiting_for
from financing.plans.views.visitors import kept_tokens
from initiatives.access import visible_initiative
from initiatives.may import why_not_add_task, why_not_read_comments
from initiatives.selectors.people import invitations_waiting_for


@login_required
@require_safe
def start(request: SignedInRequest) -> HttpResponse:
    """Straight on to the one place somebody has; otherwise the choice, or for a newcomer the first steps.

    Who calculated a plan before signing in is first asked whether to take it along.
    """
    places = places_for(request.user)
    invitations = invitations_waiting_for(request.user)
    waiting = waiting_for(request.user, kept_tokens(request))
    if len(places) == 1 and not invitations and not waiting:
        return redirect(places[0].url)
    context = {"own_places": places, "invitations": invitations, "waiting": waiting}
    return render(request, "portal/start.html", context)


@login_required
@require_safe
def overview(request: SignedInRequest, slug: str) -> HttpResponse:
    initiative = visible_initiative(request.user, slug)
    context = {
        "initiative": initiative,
        "room": "overview",
        "overview": overview_of(initiative, request.user),
        "can_change": why_not_add_task(initiative, request.user) is None,
        "reads_comments": why_not_read_comments(initiative, request.user) is None,
        "can_start_plan": why_not_start(initiative, request.user) is None,
    }
    return render(request, "portal/overview.html", context)


@login_required
@require_safe
def condition(request: SignedInRequest) -> HttpResponse:
    """What waits in the background and what failed, for who runs CoopHub."""
    require(request.user, "portal.view_condition")
    context = {"room": "condition", "lines": condition_of_work(), "runs": runs_by_scheduler()}
    return render(request, "portal/condition.html", context)
