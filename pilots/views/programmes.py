"""Programmes, who takes part in them and who coaches them."""

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
from pilots import may
from pilots.access import visible_pilot, visible_programme
from pilots.forms.programmes import AssignAdvisorForm, EndPilotForm, PilotForm
from pilots.selectors import may_apply, may_report
from pilots.selectors import programmes as programmes_selectors
from pilots.selectors.evaluation_reports import reports_for
from pilots.selectors.selection import call_of
from pilots.services import advisors as advisors_services
from pilots.services import programmes as programmes_services
from pilots.tables.pilots import pilot_table
from pilots.views.layouts import layout_of
from pilots.views.paging import page_of


@login_required
@require_POST
def end_pilot(request: SignedInRequest, pk: int) -> HttpResponse:
    pilot = visible_pilot(request.user, pk, do="pilots.manage_programmes", why=_("Only an administrator ends a pilot."))
    form = EndPilotForm(request.POST)
    if form.is_valid():
        try:
            programmes_services.end_pilot(pilot=pilot, outcome=form.cleaned_data["outcome"], user=request.user)
        except DomainError as error:
            return conflict(request, error, back=reverse("pilots:pilot", args=[pilot.pk]))
        messages.success(request, _("The pilot has ended."))
    else:
        messages.error(request, _("Choose how the pilot ends."))
    return redirect("pilots:pilot", pk=pilot.pk)


@login_required
@require_safe
def programmes(request: SignedInRequest) -> HttpResponse:
    require(request.user, "pilots.view_programmes")
    can_run = may.why_not_run_programmes(request.user) is None
    context = {
        "layout": layout_of(request.user),
        "room": "programmes",
        "can_run": can_run,
        "programmes": list(programmes_selectors.programmes()),
        "asking": list(programmes_selectors.groups_that_ask()) if can_run else [],
        "to_join": programmes_selectors.programme_to_join() if can_run else None,
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
            selected = programmes_services.select_pilot(programme=programme, user=request.user, **form.cleaned_data)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("%(initiative)s is now a pilot.") % {"initiative": selected})
            return redirect("pilots:programme", slug=programme.slug)
    call = call_of(programme)
    page = page_of(request, programmes_selectors.pilots_in(programme))
    context = {
        "layout": layout_of(request.user),
        "room": "programmes",
        "programme": programme,
        "page": page,
        "table": pilot_table(page, can_open=can_manage),
        "form": form,
        "call": call,
        "can_report": may_report.why_not_start_report(programme, request.user) is None,
        "reports": reports_for(request.user).filter(programme=programme),
        "can_end": can_manage and may_apply.why_not_end_programme(programme) is None,
        "can_invite": call is not None and may_apply.why_not_invite(call, request.user) is None,
    }
    return render(request, "pilots/programme.html", context)


@login_required
@require_POST
def assign_advisor(request: SignedInRequest, pk: int) -> HttpResponse:
    pilot = visible_pilot(
        request.user, pk, do="pilots.manage_programmes", why=_("Only an administrator gives a group an advisor.")
    )
    form = AssignAdvisorForm(request.POST)
    if form.is_valid():
        try:
            advisors_services.assign_advisor(pilot=pilot, user=request.user, **form.cleaned_data)
        except DomainError as error:
            return conflict(request, error, back=reverse("pilots:pilot", args=[pilot.pk]))
        messages.success(request, _("%(name)s coaches this group.") % {"name": form.cleaned_data["advisor"]})
    else:
        messages.error(request, _("Choose who coaches this group."))
    return redirect("pilots:pilot", pk=pilot.pk)
