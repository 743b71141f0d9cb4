"""The pages of coaching, for advisors and for the groups they coach."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coophub.web.access import require
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from financing.plans.selectors.may import why_not_see_plans
from financing.plans.selectors.outcomes import plan_summary
from initiatives.access import visible_initiative
from pilots import may
from pilots.access import visible_pilot
from pilots.forms.coaching import SessionForm
from pilots.forms.programmes import AssignAdvisorForm, EndPilotForm
from pilots.selectors import coaching as coaching_selectors
from pilots.selectors import health
from pilots.services import coaching as coaching_services
from pilots.services import programmes as programmes_services
from pilots.tables.pilots import hours_in_words, pilot_table
from pilots.views.paging import page_of


@login_required
@require_safe
def case_load(request: SignedInRequest) -> HttpResponse:
    require(request.user, "pilots.view_case_load")
    page = page_of(request, health.case_load(request.user))
    context = {"room": "pilots", "page": page, "table": pilot_table(page, can_open=True, can_record=True)}
    return render(request, "pilots/case_load.html", context)


@login_required
@require_safe
def pilot(request: SignedInRequest, pk: int) -> HttpResponse:
    # With the figures of its health, which the type of the model does not know.
    pilot: Any = visible_pilot(request.user, pk, pilots=health.pilots_with_health())
    sees_plan = why_not_see_plans(pilot.initiative, request.user) is None
    can_run = may.why_not_run_programmes(request.user) is None
    context = {
        "room": "pilots",
        "pilot": pilot,
        "hours": hours_in_words(pilot),
        "sees_plan": sees_plan,
        "plan": plan_summary(pilot.initiative) if sees_plan else None,
        "is_silent": health.is_silent(pilot.last_contact),
        "can_coach": may.why_not_coach(pilot, request.user) is None,
        "can_end": can_run and may.why_not_end(pilot) is None,
        "end_form": EndPilotForm(),
        "can_assign": can_run and may.why_not_assign(pilot) is None,
        "assign_form": AssignAdvisorForm(),
        "actions": coaching_selectors.agreed_actions(pilot),
        "bottlenecks": pilot.bottlenecks.filter(resolved_on=None),
        "story": coaching_selectors.story_of(pilot),
    }
    return render(request, "pilots/pilot.html", context)


@login_required
def record_session(request: SignedInRequest, pk: int) -> HttpResponse:
    pilot = visible_pilot(request.user, pk, do="pilots.coach_pilot")
    form = SessionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            coaching_services.record_session(
                pilot=pilot,
                advisor=request.user,
                key=data["key"],
                held_on=data["held_on"],
                kind=data["kind"],
                hours=data["hours"],
                summary=data["summary"],
                internal_note=data["internal_note"],
                actions=form.actions,
                bottleneck=form.bottleneck,
            )
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The session is recorded. The group sees it with its actions."))
            return redirect("pilots:pilot", pk=pilot.pk)
    return render(request, "pilots/record_session.html", {"room": "pilots", "pilot": pilot, "form": form})


@login_required
@require_safe
def coaching(request: SignedInRequest, slug: str) -> HttpResponse:
    """What the group sees of its coaching: everything but the advisor's internal notes."""
    initiative = visible_initiative(request.user, slug)
    pilots = coaching_selectors.coaching_of(initiative)
    current = pilots[0] if pilots else None
    not_asked = may.why_not_ask_for_coach(initiative, request.user)
    context = {
        "coach": coaching_selectors.coaching_summary(initiative),
        "not_asked": not_asked,
        "room": "coaching",
        "initiative": initiative,
        "pilots": pilots,
        "sessions": coaching_selectors.sessions_of(current) if current else [],
        "actions": coaching_selectors.agreed_actions(current) if current else None,
        "bottlenecks": current.bottlenecks.all() if current else [],
    }
    return render(request, "pilots/coaching.html", context)


@login_required
@require_POST
def ask_for_coach(request: SignedInRequest, slug: str) -> HttpResponse:
    initiative = visible_initiative(request.user, slug, do="pilots.ask_for_coach")
    try:
        programmes_services.ask_for_coach(initiative=initiative, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=reverse("pilots:coaching", args=[slug]))
    messages.success(request, _("Who runs the programmes knows that you ask for an advisor, and gets in touch."))
    return redirect("pilots:coaching", slug=slug)
