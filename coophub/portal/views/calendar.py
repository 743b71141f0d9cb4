"""What a group has ahead, in the calendar of each of its members."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coophub.portal.group_calendar import all_entries
from coophub.web.calendars import calendar_file
from coophub.web.requests import SignedInRequest
from initiatives.access import group_with_meetings
from initiatives.selectors.calendar import calendar_of_member, calendar_of_token
from initiatives.services.calendar import renew_group_calendar


@login_required
def own_calendar(request: SignedInRequest, slug: str) -> HttpResponse:
    """The address at which a member's own calendar finds what the group has ahead; a new one on request."""
    initiative = group_with_meetings(request.user, slug)
    if request.method == "POST":
        renew_group_calendar(initiative=initiative, user=request.user)
        messages.success(request, _("This is your address now. One that you had before shows nothing any more."))
        return redirect("portal:group_calendar", slug=slug)
    found = calendar_of_member(initiative, request.user)
    address = settings.SITE_URL + reverse("portal:calendar", args=[found.token]) if found else ""
    context = {"initiative": initiative, "room": "meetings", "address": address}
    return render(request, "portal/group_calendar.html", context)


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of who has this address. Raises Http404 for an address that is not good."""
    found = calendar_of_token(token)
    if found is None:
        raise Http404
    initiative, reader = found.membership.initiative, found.membership.user
    with translation.override(reader.language):
        content = calendar_file(initiative.name, all_entries(initiative, reader))
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")
