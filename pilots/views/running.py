"""Programmes themselves: for everybody to read, and for who runs them to make and change."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coophub.web.access import require
from coophub.web.errors import DomainError
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from pilots.access import visible_programme
from pilots.forms.running import EndProgrammeForm, ProgrammeForm, show_refused
from pilots.selectors import running as running_selectors
from pilots.selectors.may_apply import why_not_end_programme
from pilots.services import running as running_services


@require_safe
def public_programmes(request: HttpRequest) -> HttpResponse:
    return render(request, "pilots/public_programmes.html", {"programmes": list(running_selectors.public_programmes())})


@require_safe
def public_programme(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "pilots/public_programme.html", {"found": running_selectors.public_programme(slug)})


@login_required
def new_programme(request: SignedInRequest) -> HttpResponse:
    require(request.user, "pilots.manage_programmes")
    form = ProgrammeForm(request.POST or None, initial=ProgrammeForm.initial_of(None))
    if request.method == "POST" and form.is_valid():
        try:
            made = running_services.create_programme(programme=form.programme, user=request.user)
        except DomainError as error:
            show_refused(form, error)
        else:
            messages.success(request, _("The programme is there."))
            return redirect("pilots:programme", slug=made.slug)
    return render(request, "pilots/programme_form.html", {"room": "programmes", "form": form})


@login_required
def change_programme(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = visible_programme(request.user, slug, do="pilots.manage_programmes")
    form = ProgrammeForm(request.POST or None, initial=ProgrammeForm.initial_of(programme))
    if request.method == "POST" and form.is_valid():
        try:
            running_services.change_programme(
                programme=programme,
                changed=form.programme,
                revision=form.cleaned_data["revision"],
                user=request.user,
            )
        except DomainError as error:
            show_refused(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("pilots:programme", slug=programme.slug)
    context = {"room": "programmes", "programme": programme, "form": form}
    return render(request, "pilots/programme_form.html", context)


@login_required
def end_programme(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ends a programme with what came of it; of one that has ended, that can still be put better."""
    programme = visible_programme(request.user, slug, do="pilots.manage_programmes")
    back = reverse("pilots:programme", args=[slug])
    refusal = why_not_end_programme(programme)
    if request.method != "POST" and refusal is not None:
        return conflict(request, refusal.sentence, back=back)
    form = EndProgrammeForm(programme, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            running_services.end_programme(
                programme=programme,
                outcome=form.cleaned_data["outcome"],
                outcome_en=form.cleaned_data["outcome_en"],
                endings=form.endings,
                revision=form.cleaned_data["revision"],
                user=request.user,
            )
        except DomainError as error:
            show_refused(form, error)
        else:
            messages.success(request, _("The programme has ended. Everybody reads what came of it."))
            return redirect(back)
    return render(request, "pilots/end_programme.html", {"room": "programmes", "programme": programme, "form": form})
