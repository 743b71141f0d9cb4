"""What everybody reads, and a run that becomes a draft of a scheme."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.maps import map_of
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from financing.lab.access import visible_run
from financing.lab.forms.publishing import DraftSchemeForm
from financing.lab.selectors.runs import published_runs
from financing.lab.services import publishing
from financing.lab.tables.runs import answer_in_words, places_on_map, run_context
from financing.lab.views.runs import figures_file
from initiatives.selectors.municipalities import places_of_provinces


@login_required
@require_POST
def publish_run(request: SignedInRequest, pk: int) -> HttpResponse:
    """Lets everybody read it, as far as nothing of a single plan follows."""
    run = visible_run(request.user, pk, do="lab.publish_run")
    back = reverse("lab:run", args=[pk])
    try:
        publishing.publish_run(run=run, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=back)
    is_for_all = run.portfolio.municipality_id is None
    messages.success(
        request,
        _("Everybody can read it now.") if is_for_all else _("The municipality can read it now, with its link."),
    )
    return redirect(back)


@login_required
@require_POST
def withdraw_publication(request: SignedInRequest, pk: int) -> HttpResponse:
    run = visible_run(request.user, pk, do="lab.publish_run")
    publishing.withdraw_publication(run=run, user=request.user)
    messages.success(request, _("Nobody reads it any more."))
    return redirect("lab:run", pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_over_run(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begins a draft of a scheme with what came of the run."""
    run = visible_run(request.user, pk, do="lab.take_over_run")
    form = DraftSchemeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            version = publishing.take_over_run(run=run, name=form.cleaned_data["name"], user=request.user)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The draft is there. Read each part before you put it up for approval."))
            return redirect("subsidies:scheme_version", pk=version.pk)
    return render(request, "lab/take_over_run.html", {"room": "lab", "form": form, "run": run})


@require_safe
def public_runs(request: HttpRequest) -> HttpResponse:
    """Every run that was published."""
    found = [(published, answer_in_words(published.content)) for published in published_runs()[:50]]
    return render(request, "lab/public_runs.html", {"runs": found})


@require_safe
def public_run(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What everybody may read of a run; `?export=csv` and `?export=json` are open data."""
    published = get_object_or_404(published_runs(), pk=pk)
    shown = published.content
    if request.GET.get("export") in ("csv", "json"):
        name = _("policy-lab-%(number)s") % {"number": published.pk}
        return figures_file(shown, request.GET["export"], name=name)
    on_map = map_of(places_on_map(shown, places_of_provinces()))
    context = {**run_context(shown), **on_map, "run": published.run, "published": published}
    return render(request, "lab/public_run.html", context)
