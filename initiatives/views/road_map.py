"""The road map of a group."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from coophub.web.errors import DomainError
from coophub.web.formats import day
from coophub.web.forms import show_error
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from initiatives import may
from initiatives.access import visible_initiative
from initiatives.forms.road_map import (
    MilestoneForm,
    MoveAlongForm,
    MoveForm,
    OwnMilestoneForm,
    PhaseForm,
    written_day,
)
from initiatives.models import Milestone
from initiatives.selectors.road_map import horizon_of_road_map, read_waits, road_map_of
from initiatives.selectors.step_waits import steps_behind
from initiatives.services import lifecycle
from initiatives.services import road_map as road_map_services


@login_required
@require_safe
def roadmap(request: SignedInRequest, slug: str) -> HttpResponse:
    initiative = visible_initiative(request.user, slug)
    road_map = road_map_of(initiative)
    read_waits(road_map)
    can_change = may.why_not_change_road_map(initiative, request.user) is None
    context = {
        "initiative": initiative,
        "room": "roadmap",
        "road_map": road_map,
        "horizon": horizon_of_road_map(road_map, can_move=can_change),
        "can_change": can_change,
        "reads_comments": may.why_not_read_comments(initiative, request.user) is None,
    }
    return render(request, "initiatives/roadmap.html", context)


@login_required
def phase(request: SignedInRequest, slug: str) -> HttpResponse:
    initiative = visible_initiative(request.user, slug, do="initiatives.change_road_map")
    form = PhaseForm(request.POST or None, initiative=initiative)
    if request.method == "POST" and form.is_valid():
        try:
            changed = lifecycle.change_phase(initiative=initiative, user=request.user, **form.cleaned_data)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(
                request, _("You are in this phase now: %(phase)s.") % {"phase": changed.get_phase_display()}
            )
            return redirect("initiatives:roadmap", slug=slug)
    context = {"initiative": initiative, "room": "roadmap", "form": form}
    return render(request, "initiatives/phase.html", context)


@login_required
def new_milestone(request: SignedInRequest, slug: str) -> HttpResponse:
    initiative = visible_initiative(request.user, slug, do="initiatives.change_road_map")
    form = OwnMilestoneForm(request.POST or None, initial={"phase": initiative.phase})
    if request.method == "POST" and form.is_valid():
        road_map_services.add_milestone(initiative=initiative, user=request.user, **form.cleaned_data)
        messages.success(request, _("The step is on your road map."))
        return redirect("initiatives:roadmap", slug=slug)
    context = {"initiative": initiative, "room": "roadmap", "form": form}
    return render(request, "initiatives/new_milestone.html", context)


@login_required
def milestone(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    initiative = visible_initiative(request.user, slug, do="initiatives.change_road_map")
    milestone = get_object_or_404(initiative.milestones, pk=pk)
    form = MilestoneForm(request.POST or None, row=milestone)
    if request.method == "POST" and form.is_valid():
        try:
            changed = road_map_services.set_milestone(
                milestone=milestone, user=request.user, shown=form.shown, **form.cleaned_data
            )
        except DomainError as error:
            form.show_refusal(error)
        else:
            messages.success(request, _("Saved."))
            return _after_a_move(changed, since=milestone.planned_on)
    context = {"initiative": initiative, "room": "roadmap", "milestone": milestone, "form": form}
    return render(request, "initiatives/milestone.html", context)


@login_required
@require_POST
def milestone_done(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """One press: done today."""
    initiative = visible_initiative(request.user, slug, do="initiatives.change_road_map")
    milestone: Milestone = get_object_or_404(initiative.milestones, pk=pk)
    if not milestone.done_on:
        road_map_services.finish_milestone(milestone=milestone, user=request.user)
        messages.success(request, _("Done: %(step)s.") % {"step": milestone.label})
    return redirect("initiatives:roadmap", slug=slug)


@login_required
@require_POST
def move_milestone(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """To the day where somebody let go of it on the line of time."""
    initiative = visible_initiative(request.user, slug, do="initiatives.change_road_map")
    milestone: Milestone = get_object_or_404(initiative.milestones, pk=pk)
    form = MoveForm(request.POST, row=milestone)
    if not form.is_valid():
        return conflict(
            request,
            _("A step cannot move to that day. Fill the day in yourself."),
            back=reverse("initiatives:milestone", args=[slug, pk]),
        )
    try:
        moved = road_map_services.move_milestone(
            milestone=milestone, user=request.user, shown=form.shown, **form.cleaned_data
        )
    except DomainError as error:
        return conflict(request, error, back=reverse("initiatives:roadmap", args=[slug]))
    told = _("%(step)s is planned for %(day)s now.") % {"step": moved.label, "day": day(moved.planned_on)}
    messages.success(request, told)
    return _after_a_move(moved, since=milestone.planned_on)


def _after_a_move(moved: Milestone, *, since: dt.date | None) -> HttpResponse:
    """To the steps that wait for one that moved to a later day, where there are any, and else to the road map."""
    slug = moved.initiative.slug
    if since is None or steps_behind(moved, since=since) is None:
        return redirect("initiatives:roadmap", slug=slug)
    return redirect("initiatives:move_along", slug=slug, pk=moved.pk, since=since.isoformat())


@login_required
def move_along(request: SignedInRequest, slug: str, pk: int, since: str) -> HttpResponse:
    """Steps that wait for one that was moved: shown with the days to which they would go, and moved by one press."""
    initiative = visible_initiative(request.user, slug, do="initiatives.change_road_map")
    moved: Milestone = get_object_or_404(initiative.milestones, pk=pk)
    day = written_day(since)
    if day is None:
        raise Http404
    behind = steps_behind(moved, since=day)
    if behind is None:
        return redirect("initiatives:roadmap", slug=slug)
    form = MoveAlongForm(request.POST or None, behind=behind)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            along = road_map_services.move_along(
                moved=moved,
                since=behind.since,
                planned_on=facts["planned_on"],
                shown=facts["steps"],
                user=request.user,
            )
        except DomainError as error:
            messages.error(request, error.message)
            return redirect("initiatives:move_along", slug=slug, pk=pk, since=since)
        told = ngettext("%(count)s step moved along.", "%(count)s steps moved along.", len(along))
        messages.success(request, told % {"count": len(along)})
        return redirect("initiatives:roadmap", slug=slug)
    context = {"initiative": initiative, "room": "roadmap", "behind": behind, "form": form}
    return render(request, "initiatives/move_along.html", context)


@login_required
@require_POST
def remove_milestone(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    initiative = visible_initiative(request.user, slug, do="initiatives.change_road_map")
    milestone = initiative.milestones.filter(pk=pk).first()
    if milestone is not None:
        road_map_services.remove_milestone(milestone=milestone, user=request.user)
        messages.success(request, _("The step is off your road map."))
    return redirect("initiatives:roadmap", slug=slug)
