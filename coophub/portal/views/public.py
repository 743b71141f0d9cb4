"""The pages for everybody."""

from uuid import UUID

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from coophub.portal import selectors
from coophub.portal.picture import picture_of
from coophub.portal.share_image import share_image_of
from coophub.web.maps import map_of
from initiatives.access import visible_public_page
from initiatives.may import (
    why_not_keep_listing,
    why_not_list,
    why_not_see_profile,
    why_not_take_down,
    why_not_write,
)
from initiatives.models import Initiative
from initiatives.selectors.register import latest_published, listing_of, photo_of, register_figures
from initiatives.selectors.road_map import road_map_of, timeline_of

IMAGE_KEPT = 60 * 60


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    context = {"figures": register_figures(), "latest": latest_published(3)}
    return render(request, "portal/home.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/about.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/privacy.html")


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    found = selectors.register(request.GET)
    context = {
        "register": found,
        "can_list": why_not_list(request.user) is None,
        "frame_address": settings.SITE_URL + reverse("portal:embedded_map") + found.filter.query,
        **map_of([dot.point for dot in found.municipalities]),
    }
    return render(request, "portal/register.html", context)


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def embedded_map(request: HttpRequest) -> HttpResponse:
    """The map of the register, narrowed down as the register is, for a frame in the page of another site.

    Nothing in it can be pressed but links, and it does not know who looks: so any site may frame it.
    """
    found = selectors.register(request.GET)
    context = {
        "register": found,
        "places": selectors.places_of(found),
        **map_of([dot.point for dot in found.municipalities]),
    }
    return render(request, "portal/embedded_map.html", context)


@require_safe
def public_initiative(request: HttpRequest, slug: str) -> HttpResponse:
    """What the public sees of an initiative; before it is published only its members see this."""
    initiative = visible_public_page(request.user, slug)
    # Not under the name "initiative": the frame would take its reader for somebody of the group.
    latitude, longitude = initiative.point
    listing = listing_of(initiative)
    context = {
        "listing": listing,
        "can_keep": listing is not None and why_not_keep_listing(listing, request.user) is None,
        "group": initiative,
        "events": timeline_of(road_map_of(initiative), with_steps=False),
        "picture": picture_of(initiative),
        "photo": photo_of(initiative),
        "sees_profile": why_not_see_profile(initiative, request.user) is None,
        "can_take_down": why_not_take_down(initiative, request.user) is None,
        "can_write": listing is None and why_not_write(initiative) is None,
        "site_url": settings.SITE_URL,
        **map_of([{"name": initiative.name, "latitude": latitude, "longitude": longitude}]),
    }
    return render(request, "portal/public_initiative.html", context)


@require_safe
def share_image(request: HttpRequest, slug: str) -> HttpResponse:
    """What other sites show beside a link to the page of a group."""
    initiative = visible_public_page(request.user, slug)
    return _image(request, initiative, share_image_of(initiative, photo_of(initiative)), "image/png")


@require_safe
def photo(request: HttpRequest, slug: str, photo_key: UUID, size: str) -> HttpResponse:
    """The photo of a group, for who may see its public page."""
    initiative = visible_public_page(request.user, slug)
    shown = photo_of(initiative)
    if shown is None or shown.key != photo_key or size not in ("large", "small"):
        raise Http404
    try:
        content = shown.content("large" if size == "large" else "small")
    except FileNotFoundError as error:
        raise Http404 from error
    return _image(request, initiative, content, "image/jpeg")


def _image(request: HttpRequest, initiative: Initiative, content: bytes, content_type: str) -> HttpResponse:
    """A picture that anybody may keep for an hour, when anybody may see it."""
    response = HttpResponse(content, content_type=content_type)
    if initiative.is_published and not request.user.is_authenticated:
        response["Cache-Control"] = f"public, max-age={IMAGE_KEPT}"
    return response
