"""The plan of approach of a pilot, contact with others about it, and handing it over."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.refusals import NOT_ANY_MORE
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from pilots import may
from pilots.access import ONLY_LEAD_HANDS_OVER, visible_pilot
from pilots.forms.approach import CheckGoalForm, ContactForm, GoalForm, HandOverForm
from pilots.services import advisors as advisors_services
from pilots.services import approach as approach_services


@login_required
def set_goal(request: SignedInRequest, pk: int) -> HttpResponse:
    pilot = visible_pilot(request.user, pk, do="pilots.coach_pilot")
    form = GoalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            approach_services.set_goal(pilot=pilot, user=request.user, **form.cleaned_data)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The goal stands in the plan of approach."))
            return redirect("pilots:pilot", pk=pilot.pk)
    return render(request, "pilots/goal.html", {"room": "pilots", "pilot": pilot, "form": form})


@login_required
def check_goal(request: SignedInRequest, pk: int, goal_pk: int) -> HttpResponse:
    pilot = visible_pilot(request.user, pk, do="pilots.coach_pilot")
    goal = get_object_or_404(pilot.goals.select_related("pilot"), pk=goal_pk)
    if request.method != "POST" and (refusal := may.why_not_check(goal, request.user)):
        return conflict(request, refusal.sentence or NOT_ANY_MORE, back=reverse("pilots:pilot", args=[pilot.pk]))
    form = CheckGoalForm(request.POST or None, goal=goal)
    if request.method == "POST" and form.is_valid():
        try:
            approach_services.check_goal(goal=goal, user=request.user, **form.cleaned_data)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("It is written down how the goal stands."))
            return redirect("pilots:pilot", pk=pilot.pk)
    return render(request, "pilots/check_goal.html", {"room": "pilots", "pilot": pilot, "goal": goal, "form": form})


@login_required
def record_contact(request: SignedInRequest, pk: int) -> HttpResponse:
    pilot = visible_pilot(request.user, pk, do="pilots.coach_pilot")
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            approach_services.record_contact(
                pilot=pilot, contact=form.contact, key=form.cleaned_data["key"], user=request.user
            )
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The contact stands in the story of the pilot."))
            return redirect("pilots:pilot", pk=pilot.pk)
    return render(request, "pilots/contact.html", {"room": "pilots", "pilot": pilot, "form": form})


@login_required
def hand_over(request: SignedInRequest, pk: int) -> HttpResponse:
    pilot = visible_pilot(request.user, pk, do="pilots.hand_over", why=ONLY_LEAD_HANDS_OVER)
    if request.method != "POST" and (refusal := may.why_not_hand_over(pilot, request.user)):
        return conflict(request, refusal.sentence or NOT_ANY_MORE, back=reverse("pilots:pilot", args=[pilot.pk]))
    form = HandOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["advisor"]
        try:
            advisors_services.hand_over(pilot=pilot, to=to, note=form.cleaned_data["note"], user=request.user)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("%(name)s leads this pilot now, and gets a notice.") % {"name": to})
            return redirect("portal:start")
    return render(request, "pilots/hand_over.html", {"room": "pilots", "pilot": pilot, "form": form})


@login_required
@require_POST
def end_assignment(request: SignedInRequest, pk: int, assignment_pk: int) -> HttpResponse:
    pilot = visible_pilot(request.user, pk, do="pilots.hand_over", why=ONLY_LEAD_HANDS_OVER)
    assignment = get_object_or_404(pilot.assignments.select_related("pilot", "advisor"), pk=assignment_pk)
    try:
        advisors_services.end_assignment(assignment=assignment, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=reverse("pilots:pilot", args=[pilot.pk]))
    messages.success(request, _("%(name)s coaches this pilot no more.") % {"name": assignment.advisor})
    return redirect("pilots:pilot", pk=pilot.pk)
