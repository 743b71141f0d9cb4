"""What holds groups up."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coophub.web.access import require
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.refusals import NOT_ANY_MORE
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from pilots import may
from pilots.access import visible_pilot
from pilots.forms.bottlenecks import BottleneckFilterForm, BottleneckForm, MeasureForm, ResolveForm
from pilots.models import Bottleneck, Pilot
from pilots.selectors import bottlenecks as bottlenecks_selectors
from pilots.selectors.lessons import lesson_about, lessons_for
from pilots.services import bottlenecks as bottlenecks_services
from pilots.views.paging import page_of


@login_required
def bottleneck(request: SignedInRequest, pk: int, bottleneck_pk: int) -> HttpResponse:
    """One bottleneck with what happened; its advisor writes down here what was tried."""
    pilot = visible_pilot(request.user, pk, do="pilots.coach_pilot" if request.method == "POST" else None)
    bottleneck = _of_pilot(pilot, bottleneck_pk)
    form = MeasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            bottlenecks_services.try_measure(bottleneck=bottleneck, user=request.user, **form.cleaned_data)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("It stands in the history of the bottleneck."))
            return redirect("pilots:bottleneck", pk=pilot.pk, bottleneck_pk=bottleneck.pk)
    can_change = may.why_not_resolve(bottleneck, request.user) is None
    context = {
        "room": "bottlenecks",
        "pilot": pilot,
        "bottleneck": bottleneck,
        "history": bottlenecks_selectors.history_of(bottleneck),
        "can_change": can_change,
        "form": form if can_change or form.is_bound else None,
        "measures": bottlenecks_selectors.measures_known() if can_change else [],
        "lessons": lessons_for([bottleneck]).get(bottleneck.pk, []),
        "can_write_lesson": may.why_not_write_lesson(bottleneck, request.user) is None,
        "lesson": lesson_about(bottleneck, request.user),
    }
    return render(request, "pilots/bottleneck.html", context)


@login_required
def open_bottleneck(request: SignedInRequest, pk: int) -> HttpResponse:
    pilot = visible_pilot(request.user, pk, do="pilots.coach_pilot")
    if request.method != "POST" and (refusal := may.why_not_coach(pilot, request.user)):
        return conflict(request, refusal.sentence or NOT_ANY_MORE, back=reverse("pilots:pilot", args=[pilot.pk]))
    form = BottleneckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            opened = bottlenecks_services.open_bottleneck(
                pilot=pilot,
                bottleneck=form.bottleneck,
                opened_on=form.cleaned_data["opened_on"],
                user=request.user,
            )
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The bottleneck is noted. The group sees it on its page about coaching."))
            return redirect("pilots:bottleneck", pk=pilot.pk, bottleneck_pk=opened.pk)
    return render(request, "pilots/bottleneck_form.html", {"room": "bottlenecks", "pilot": pilot, "form": form})


@login_required
def change_bottleneck(request: SignedInRequest, pk: int, bottleneck_pk: int) -> HttpResponse:
    pilot = visible_pilot(request.user, pk, do="pilots.coach_pilot")
    bottleneck = _of_pilot(pilot, bottleneck_pk)
    back = reverse("pilots:bottleneck", args=[pilot.pk, bottleneck.pk])
    if request.method != "POST" and (refusal := may.why_not_resolve(bottleneck, request.user)):
        return conflict(request, refusal.sentence or NOT_ANY_MORE, back=back)
    form = BottleneckForm(request.POST or None, bottleneck=bottleneck)
    if request.method == "POST" and form.is_valid():
        try:
            bottlenecks_services.change_bottleneck(
                bottleneck=bottleneck,
                changed=form.bottleneck,
                opened_on=form.cleaned_data["opened_on"],
                user=request.user,
            )
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The bottleneck is changed."))
            return redirect(back)
    context = {"room": "bottlenecks", "pilot": pilot, "bottleneck": bottleneck, "form": form}
    return render(request, "pilots/bottleneck_form.html", context)


@login_required
def resolve_bottleneck(request: SignedInRequest, pk: int, bottleneck_pk: int) -> HttpResponse:
    pilot = visible_pilot(request.user, pk, do="pilots.coach_pilot")
    bottleneck = _of_pilot(pilot, bottleneck_pk)
    if request.method != "POST" and (refusal := may.why_not_resolve(bottleneck, request.user)):
        return conflict(request, refusal.sentence or NOT_ANY_MORE, back=reverse("pilots:pilot", args=[pilot.pk]))
    form = ResolveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            bottlenecks_services.resolve_bottleneck(
                bottleneck=bottleneck, resolution=form.cleaned_data["resolution"], user=request.user
            )
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The bottleneck is closed. Write down for other groups what you learnt."))
            return redirect("pilots:bottleneck", pk=pilot.pk, bottleneck_pk=bottleneck.pk)
    context = {"room": "pilots", "pilot": pilot, "bottleneck": bottleneck, "form": form}
    return render(request, "pilots/resolve_bottleneck.html", context)


@login_required
@require_safe
def bottlenecks(request: SignedInRequest) -> HttpResponse:
    require(request.user, "pilots.view_case_load")
    filter_form = BottleneckFilterForm(request.GET)
    page = page_of(request, bottlenecks_selectors.bottlenecks_of(request.user, filter_form.chosen))
    context = {"room": "bottlenecks", "page": page, "filter_form": filter_form}
    return render(request, "pilots/bottlenecks.html", context)


def _of_pilot(pilot: Pilot, pk: int) -> Bottleneck:
    return get_object_or_404(pilot.bottlenecks.select_related("pilot__initiative", "session"), pk=pk)
