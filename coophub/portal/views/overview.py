"""Where somebody goes after signing in, and the first page of a group."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from coophub.portal.places import places_for
from coophub.portal.selectors import overview_of
from coophub.web.requests import SignedInRequest
from initiatives.access import visible_initiative
from initiatives.selectors import invitations_waiting_for


@login_required
@require_safe
def start(request: SignedInRequest) -> HttpResponse:
    """Straight on to the one place somebody has; otherwise the choice, or for a newcomer the first steps."""
    places = places_for(request.user)
    invitations = invitations_waiting_for(request.user)
    if len(places) == 1 and not invitations:
        return redirect(places[0].url)
    return render(request, "portal/start.html", {"own_places": places, "invitations": invitations})


@login_required
@require_safe
def overview(request: SignedInRequest, slug: str) -> HttpResponse:
    initiative = visible_initiative(request.user, slug)
    context = {
        "initiative": initiative,
        "room": "overview",
        "overview": overview_of(initiative),
        "can_change": request.user.has_perm("initiatives.add_task", initiative),
    }
    return render(request, "portal/overview.html", context)
