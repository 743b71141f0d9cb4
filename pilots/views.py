"""The pages of coaching, for advisors and for the groups they coach."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coophub.accounts.models import User
from coophub.web.access import require
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.refusals import NOT_ANY_MORE
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from financing.plans.selectors.may import why_not_see_plans
from financing.plans.selectors.outcomes import plan_summary
from initiatives.access import visible_initiative
from pilots import may, selectors, services
from pilots.access import visible_pilot, visible_programme
from pilots.forms import AssignAdvisorForm, EndPilotForm, PilotForm, ResolveForm, SessionForm
from pilots.tables import hours_in_words, pilot_table

PER_PAGE = 50


@login_required
@require_safe
def case_load(request: SignedInRequest) -> HttpResponse:
    require(request.user, "pilots.view_case_load")
    page = Paginator(selectors.case_load(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {"room": "pilots", "page": page, "table": pilot_table(page, can_open=True, can_record=True)}
    return render(request, "pilots/case_load.html", context)


@login_required
@require_safe
def pilot(request: SignedInRequest, pk: int) -> HttpResponse:
    # With the figures of its health, which the type of the model does not know.
    pilot: Any = visible_pilot(request.user, pk, pilots=selectors.pilots_with_health())
    sees_plan = why_not_see_plans(pilot.initiative, request.user) is None
    can_run = may.why_not_run_programmes(request.user) is None
    context = {
        "room": "pilots",
        "pilot": pilot,
        "hours": hours_in_words(pilot),
        "sees_plan": sees_plan,
        "plan": plan_summary(pilot.initiative) if sees_plan else None,
        "is_silent": selectors.is_silent(pilot.last_contact),
        "can_coach": may.why_not_coach(pilot, request.user) is None,
        "can_end": can_run and may.why_not_end(pilot) is None,
        "end_form": EndPilotForm(),
        "can_assign": can_run and may.why_not_assign(pilot) is None,
        "assign_form": AssignAdvisorForm(),
        "actions": selectors.agreed_actions(pilot),
        "bottlenecks": pilot.bottlenecks.filter(resolved_on=None),
        "story": selectors.story_of(pilot),
    }
    return render(request, "pilots/pilot.html", context)


@login_required
def record_session(request: SignedInRequest, pk: int) -> HttpResponse:
    pilot = visible_pilot(request.user, pk, do="pilots.coach_pilot")
    form = SessionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.record_session(
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
def resolve_bottleneck(request: SignedInRequest, pk: int, bottleneck_pk: int) -> HttpResponse:
    pilot = visible_pilot(request.user, pk, do="pilots.coach_pilot")
    bottleneck = get_object_or_404(pilot.bottlenecks.select_related("pilot"), pk=bottleneck_pk)
    if request.method != "POST" and (refusal := may.why_not_resolve(bottleneck, request.user)):
        return conflict(request, refusal.sentence or NOT_ANY_MORE, back=reverse("pilots:pilot", args=[pilot.pk]))
    form = ResolveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.resolve_bottleneck(
                bottleneck=bottleneck, resolution=form.cleaned_data["resolution"], user=request.user
            )
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The bottleneck is closed."))
            return redirect("pilots:pilot", pk=pilot.pk)
    context = {"room": "pilots", "pilot": pilot, "bottleneck": bottleneck, "form": form}
    return render(request, "pilots/resolve_bottleneck.html", context)


@login_required
@require_POST
def end_pilot(request: SignedInRequest, pk: int) -> HttpResponse:
    pilot = visible_pilot(request.user, pk, do="pilots.manage_programmes", why=_("Only an administrator ends a pilot."))
    form = EndPilotForm(request.POST)
    if form.is_valid():
        try:
            services.end_pilot(pilot=pilot, outcome=form.cleaned_data["outcome"], user=request.user)
        except DomainError as error:
            return conflict(request, error, back=reverse("pilots:pilot", args=[pilot.pk]))
        messages.success(request, _("The pilot has ended."))
    else:
        messages.error(request, _("Choose how the pilot ends."))
    return redirect("pilots:pilot", pk=pilot.pk)


@login_required
@require_safe
def bottlenecks(request: SignedInRequest) -> HttpResponse:
    require(request.user, "pilots.view_case_load")
    page = Paginator(selectors.open_bottlenecks(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "pilots/bottlenecks.html", {"room": "bottlenecks", "page": page})


@login_required
@require_safe
def programmes(request: SignedInRequest) -> HttpResponse:
    require(request.user, "pilots.view_programmes")
    can_run = may.why_not_run_programmes(request.user) is None
    context = {
        "layout": _layout(request.user),
        "room": "programmes",
        "programmes": list(selectors.programmes()),
        "asking": list(selectors.groups_that_ask()) if can_run else [],
        "to_join": selectors.programme_to_join() if can_run else None,
    }
    return render(request, "pilots/programmes.html", context)


@login_required
def programme(request: SignedInRequest, slug: str) -> HttpResponse:
    """The pilots of a programme; who runs programmes takes initiatives in here."""
    programme = visible_programme(
        request.user, slug, do="pilots.manage_programmes" if request.method == "POST" else None
    )
    can_manage = may.why_not_run_programmes(request.user) is None
    named = {"initiative": request.GET.get("initiative", "")}
    form = PilotForm(request.POST or None, programme=programme, initial=named) if can_manage else None
    if form is not None and form.is_valid():
        try:
            selected = services.select_pilot(programme=programme, user=request.user, **form.cleaned_data)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("%(initiative)s is now a pilot.") % {"initiative": selected})
            return redirect("pilots:programme", slug=programme.slug)
    page = Paginator(selectors.pilots_in(programme), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "layout": _layout(request.user),
        "room": "programmes",
        "programme": programme,
        "page": page,
        "table": pilot_table(page, can_open=can_manage),
        "form": form,
    }
    return render(request, "pilots/programme.html", context)


@login_required
@require_safe
def coaching(request: SignedInRequest, slug: str) -> HttpResponse:
    """What the group sees of its coaching: everything but the advisor's internal notes."""
    initiative = visible_initiative(request.user, slug)
    pilots = selectors.coaching_of(initiative)
    current = pilots[0] if pilots else None
    not_asked = may.why_not_ask_for_coach(initiative, request.user)
    context = {
        "coach": selectors.coaching_summary(initiative),
        "not_asked": not_asked,
        "room": "coaching",
        "initiative": initiative,
        "pilots": pilots,
        "sessions": selectors.sessions_of(current) if current else [],
        "actions": selectors.agreed_actions(current) if current else None,
        "bottlenecks": current.bottlenecks.all() if current else [],
    }
    return render(request, "pilots/coaching.html", context)


@login_required
@require_POST
def ask_for_coach(request: SignedInRequest, slug: str) -> HttpResponse:
    initiative = visible_initiative(request.user, slug, do="pilots.ask_for_coach")
    try:
        services.ask_for_coach(initiative=initiative, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=reverse("pilots:coaching", args=[slug]))
    messages.success(request, _("Who runs the programmes knows that you ask for an advisor, and gets in touch."))
    return redirect("pilots:coaching", slug=slug)


@login_required
@require_POST
def assign_advisor(request: SignedInRequest, pk: int) -> HttpResponse:
    pilot = visible_pilot(
        request.user, pk, do="pilots.manage_programmes", why=_("Only an administrator gives a group an advisor.")
    )
    form = AssignAdvisorForm(request.POST)
    if form.is_valid():
        try:
            services.assign_advisor(pilot=pilot, advisor=form.cleaned_data["advisor"], user=request.user)
        except DomainError as error:
            return conflict(request, error, back=reverse("pilots:pilot", args=[pilot.pk]))
        messages.success(request, _("%(name)s coaches this group.") % {"name": form.cleaned_data["advisor"]})
    else:
        messages.error(request, _("Choose who coaches this group."))
    return redirect("pilots:pilot", pk=pilot.pk)


def _layout(user: User) -> str:
    """Programmes stand among the rooms of who runs them, and among those of advisors."""
    can_run = may.why_not_run_programmes(user) is None
    return "layouts/administration.html" if can_run else "layouts/advisor.html"
