"""Sessions that are still to come: the agenda, making an appointment, moving it and calling it off."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coophub.web.access import require
from coophub.web.calendars import calendar_file
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.refusals import NOT_ANY_MORE
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from pilots import may
from pilots.access import visible_pilot
from pilots.forms.planned import AppointmentForm
from pilots.models import CalendarFeed, Pilot, PlannedSession
from pilots.selectors import agenda as agenda_selectors
from pilots.services import planned as planned_services
from pilots.tables.calendar import session_entry
from pilots.views.paging import page_of


@login_required
@require_safe
def agenda(request: SignedInRequest) -> HttpResponse:
    require(request.user, "pilots.view_case_load")
    page = page_of(request, agenda_selectors.ahead_of_advisor(request.user))
    context = {
        "room": "agenda",
        "page": page,
        "weeks": agenda_selectors.by_week(page),
        "to_record": agenda_selectors.to_record(request.user),
    }
    return render(request, "pilots/agenda.html", context)


@login_required
def plan_session(request: SignedInRequest, pk: int) -> HttpResponse:
    pilot = visible_pilot(request.user, pk, do="pilots.coach_pilot")
    if request.method != "POST" and (refusal := may.why_not_coach(pilot, request.user)):
        return conflict(request, refusal.sentence or NOT_ANY_MORE, back=reverse("pilots:pilot", args=[pilot.pk]))
    form = AppointmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            planned_services.plan_session(
                pilot=pilot, appointment=form.appointment, key=form.cleaned_data["key"], user=request.user
            )
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The session is planned. The group gets a notice."))
            return redirect("pilots:agenda")
    return render(request, "pilots/appointment.html", {"room": "agenda", "pilot": pilot, "form": form})


@login_required
def move_session(request: SignedInRequest, pk: int, planned_pk: int) -> HttpResponse:
    """One appointment: changed here, or called off."""
    pilot = visible_pilot(request.user, pk, do="pilots.coach_pilot")
    planned = planned_of(pilot, planned_pk)
    if request.method != "POST" and (refusal := may.why_not_move(planned, request.user)):
        return conflict(request, refusal.sentence or NOT_ANY_MORE, back=reverse("pilots:pilot", args=[pilot.pk]))
    form = AppointmentForm(request.POST or None, planned=planned)
    if request.method == "POST" and form.is_valid():
        try:
            planned_services.move_session(planned=planned, appointment=form.appointment, user=request.user)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The session is changed. The group gets a notice."))
            return redirect("pilots:agenda")
    context = {"room": "agenda", "pilot": pilot, "planned": planned, "form": form}
    return render(request, "pilots/appointment.html", context)


@login_required
@require_POST
def cancel_session(request: SignedInRequest, pk: int, planned_pk: int) -> HttpResponse:
    pilot = visible_pilot(request.user, pk, do="pilots.coach_pilot")
    try:
        planned_services.cancel_session(planned=planned_of(pilot, planned_pk), user=request.user)
    except DomainError as error:
        return conflict(request, error, back=reverse("pilots:pilot", args=[pilot.pk]))
    messages.success(request, _("The session is cancelled. The group gets a notice."))
    return redirect("pilots:agenda")


@login_required
def own_calendar(request: SignedInRequest) -> HttpResponse:
    """The address at which somebody's own calendar finds their sessions; a new one on request."""
    if request.method == "POST":
        planned_services.renew_calendar(user=request.user)
        messages.success(request, _("This is your address now. One that you had before shows nothing any more."))
        return redirect("pilots:own_calendar")
    feed = CalendarFeed.objects.filter(user=request.user).first()
    address = settings.SITE_URL + reverse("pilots:calendar", args=[feed.token]) if feed else ""
    return render(request, "pilots/own_calendar.html", {"address": address})


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The sessions of who has this address, for their calendar. Raises Http404 for an address that is not good."""
    feed = agenda_selectors.feed_of_token(token)
    if feed is None:
        raise Http404
    with translation.override(feed.user.language):
        sessions = agenda_selectors.in_calendar_of(feed.user)
        content = calendar_file(_("Sessions in CoopHub"), map(session_entry, sessions))
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


def planned_of(pilot: Pilot, pk: int) -> PlannedSession:
    return get_object_or_404(pilot.planned_sessions.select_related("pilot__initiative", "held_as"), pk=pk)
