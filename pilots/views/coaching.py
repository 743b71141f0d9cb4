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
from coophub.web.refusals import NOT_ANY_MORE
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from financing.plans.selectors.may import why_not_see_plans
from financing.plans.selectors.outcomes import plan_summary
from initiatives.access import visible_initiative
from pilots import may
from pilots.access import pilot_to_record, visible_pilot
from pilots.forms.case_load import CaseLoadFilterForm
from pilots.forms.coaching import SessionForm
from pilots.forms.programmes import AssignAdvisorForm, EndPilotForm
from pilots.selectors import agenda, health, may_apply
from pilots.selectors import coaching as coaching_selectors
from pilots.selectors.evaluation import asked_now
from pilots.selectors.lessons import with_lessons
from pilots.selectors.selection import calls_for
from pilots.services import programmes as programmes_services
from pilots.tables.pilots import hours_in_words
from pilots.views.paging import keys_on_page
from pilots.views.planned import planned_of
from pilots.views.recording import record_from
from pilots.views.thread import thread_context


@login_required
@require_safe
def case_load(request: SignedInRequest) -> HttpResponse:
    require(request.user, "pilots.view_case_load")
    filter_form = CaseLoadFilterForm(request.GET, advisor=request.user)
    page = keys_on_page(request, health.case_load(request.user, filter_form.chosen))
    context = {
        "room": "pilots",
        "page": page,
        "lines": health.lines_of(page, request.user),
        "filter_form": filter_form,
        "to_answer": asked_now(request.user),
        "weights": [(kind.label, weight) for kind, weight in health.WEIGHTS.items()],
    }
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
        "signs": health.signs_of(pilot),
        "planned": agenda.ahead_of(pilot),
        "can_coach": may.why_not_coach(pilot, request.user) is None,
        "can_end": can_run and may.why_not_end(pilot) is None,
        "end_form": EndPilotForm(),
        "can_assign": can_run and may.why_not_assign(pilot) is None,
        "assign_form": AssignAdvisorForm(),
        "advisors": coaching_selectors.advisors_of(pilot),
        "handover": coaching_selectors.handover_of(pilot),
        "can_hand_over": may.why_not_hand_over(pilot, request.user) is None,
        "goals": pilot.goals.all(),
        "actions": coaching_selectors.agreed_actions(pilot),
        "bottlenecks": with_lessons(pilot.bottlenecks.filter(resolved_on=None).select_related("pilot__initiative")),
        "story": coaching_selectors.story_of(pilot),
        "reads_notes": may.why_not_read_notes(pilot, request.user) is None,
        **thread_context(pilot, request),
    }
    return render(request, "pilots/pilot.html", context)


@login_required
def record_session(request: SignedInRequest, pk: int, planned_pk: int | None = None) -> HttpResponse:
    """A session written down, also one that was planned. While the note is typed, its lines are offered as actions."""
    pilot = pilot_to_record(request.user, pk, is_sent=request.method == "POST")
    planned = planned_of(pilot, planned_pk) if planned_pk else None
    if request.method != "POST" and planned and (refusal := may.why_not_move(planned, request.user)):
        return conflict(request, refusal.sentence or NOT_ANY_MORE, back=reverse("pilots:pilot", args=[pilot.pk]))
    context = {
        "room": "pilots",
        "pilot": pilot,
        "planned": planned,
        "can_coach": may.why_not_coach(pilot, request.user) is None,
    }
    if "preview" in request.POST:
        # What is typed stays as it is, and nothing is said of what is still missing.
        form = SessionForm(initial=request.POST.dict() | {"from_note": request.POST.getlist("from_note")})
        template = "pilots/_actions_in_note.html" if request.htmx else "pilots/record_session.html"
        return render(request, template, {**context, "form": form})
    form = SessionForm(request.POST or None, initial=coaching_selectors.usual_session(pilot, planned))
    if request.method == "POST" and form.is_valid():
        try:
            record_from(form, pilot=pilot, advisor=request.user, planned=planned)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The session is recorded. The group sees it with its actions."))
            return redirect("pilots:pilot", pk=pilot.pk)
    return render(request, "pilots/record_session.html", {**context, "form": form})


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
        "to_answer": asked_now(request.user).filter(pilot__initiative=initiative),
        "calls": calls_for(initiative),
        "can_apply": may_apply.why_not_begin(initiative, request.user) is None,
        "room": "coaching",
        "initiative": initiative,
        "pilots": pilots,
        "planned": agenda.ahead_of_group(initiative),
        "sessions": coaching_selectors.sessions_of(current) if current else [],
        "actions": coaching_selectors.agreed_actions(current) if current else None,
        "goals": current.goals.all() if current else [],
        "contacts": current.contacts.select_related("advisor") if current else [],
        "bottlenecks": with_lessons(current.bottlenecks.select_related("pilot__initiative")) if current else [],
        **(thread_context(current, request) if current else {}),
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
