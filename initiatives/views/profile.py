"""Beginning an initiative, and what it tells of itself."""

from copy import copy

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coophub.connectors import locations
from coophub.connectors.asking import AwayError
from coophub.connectors.locations import Location
from coophub.web.access import require
from coophub.web.errors import DomainError
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from initiatives import may
from initiatives.access import FOR_OWNERS, visible_initiative
from initiatives.forms.profile import InitiativeProfileForm, LocationForm, LocationSearchForm, NewInitiativeForm
from initiatives.selectors.board import present_board
from initiatives.selectors.register import listing_of, photo_of
from initiatives.selectors.take_downs import in_force
from initiatives.services import lifecycle


@login_required
def new(request: SignedInRequest) -> HttpResponse:
    require(request.user, "initiatives.start_initiative")
    form = NewInitiativeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        initiative = lifecycle.start_initiative(user=request.user, **form.cleaned_data)
        messages.success(
            request, _("Your initiative is there. Only you can see it until you invite others or publish it.")
        )
        return redirect("portal:overview", slug=initiative.slug)
    return render(request, "initiatives/new.html", {"form": form})


@login_required
def profile(request: SignedInRequest, slug: str) -> HttpResponse:
    do = "initiatives.change_initiative" if request.method == "POST" else None
    initiative = visible_initiative(request.user, slug, do=do)
    form = InitiativeProfileForm(request.POST or None, instance=copy(initiative))
    if request.method == "POST" and form.is_valid():
        try:
            lifecycle.change_profile(
                initiative=initiative, facts=form.cleaned_data, user=request.user, shown=form.shown
            )
        except DomainError as error:
            form.show_refusal(error)
        else:
            messages.success(request, _("Saved."))
            return redirect("initiatives:profile", slug=slug)
    taken_down = in_force(initiative)
    context = {
        "initiative": initiative,
        "room": "profile",
        "form": form,
        "can_change": may.why_not_change_profile(initiative, request.user) is None,
        "can_publish": may.why_not_publish(initiative, request.user) is None,
        "not_shown": may.why_not_show(initiative, taken_down),
        "taken_down": taken_down,
        "listing": listing_of(initiative),
        "photo": photo_of(initiative),
        "board": present_board(initiative),
        "finds_places": locations.is_set(),
    }
    return render(request, "initiatives/profile.html", context)


@login_required
def place(request: SignedInRequest, slug: str) -> HttpResponse:
    """Finds the place of the group by what people call it; without a register to ask, its two numbers are typed."""
    initiative = visible_initiative(request.user, slug, do="initiatives.change_initiative")
    if not locations.is_set():
        return redirect("initiatives:profile", slug=slug)
    search = LocationSearchForm(request.GET or None)
    found, is_away = _places(search)
    form = LocationForm(request.POST or None, locations=found) if found else None
    if form is not None and form.is_valid():
        lifecycle.place_initiative(
            initiative=initiative, location=form.chosen, blur=form.cleaned_data["blur"], user=request.user
        )
        messages.success(request, _("The place is kept."))
        if form.chosen.municipality not in ("", initiative.municipality.code):
            messages.warning(request, _("This place is in another municipality than your profile says."))
        return redirect("initiatives:profile", slug=slug)
    context = {
        "initiative": initiative,
        "room": "profile",
        "search": search,
        "form": form,
        "is_away": is_away,
        "found_nothing": search.is_valid() and not found and not is_away,
    }
    return render(request, "initiatives/place.html", context)


def _places(search: LocationSearchForm) -> tuple[list[Location], bool]:
    """What was found, and whether the register was away."""
    if not search.is_valid():
        return [], False
    try:
        return locations.locations_like(search.cleaned_data["q"]), False
    except AwayError:
        return [], True


@login_required
@require_POST
def publish(request: SignedInRequest, slug: str) -> HttpResponse:
    initiative = visible_initiative(request.user, slug, do="initiatives.publish_initiative", why=FOR_OWNERS)
    try:
        lifecycle.publish_initiative(initiative=initiative, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=reverse("initiatives:profile", args=[slug]))
    messages.success(request, _("Your page is public. Everyone can find you in the register."))
    return redirect("initiatives:profile", slug=slug)


@login_required
@require_POST
def unpublish(request: SignedInRequest, slug: str) -> HttpResponse:
    initiative = visible_initiative(request.user, slug, do="initiatives.publish_initiative", why=FOR_OWNERS)
    lifecycle.unpublish_initiative(initiative=initiative, user=request.user)
    messages.success(request, _("Your page is hidden. Only members can see it."))
    return redirect("initiatives:profile", slug=slug)


@login_required
@require_POST
def hide_first_steps(request: SignedInRequest, slug: str) -> HttpResponse:
    initiative = visible_initiative(request.user, slug, do="initiatives.change_initiative")
    lifecycle.hide_first_steps(initiative=initiative, user=request.user)
    return redirect("portal:overview", slug=slug)
