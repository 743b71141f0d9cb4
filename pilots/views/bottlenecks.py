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
from pilots.forms.bottlenecks import ResolveForm
from pilots.selectors import bottlenecks as bottlenecks_selectors
from pilots.services import bottlenecks as bottlenecks_services
from pilots.views.paging import page_of


@login_required
def resolve_bottleneck(request: SignedInRequest, pk: int, bottleneck_pk: int) -> HttpResponse:
    pilot = visible_pilot(request.user, pk, do="pilots.coach_pilot")
    bottleneck = get_object_or_404(pilot.bottlenecks.select_related("pilot"), pk=bottleneck_pk)
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
            messages.success(request, _("The bottleneck is closed."))
            return redirect("pilots:pilot", pk=pilot.pk)
    context = {"room": "pilots", "pilot": pilot, "bottleneck": bottleneck, "form": form}
    return render(request, "pilots/resolve_bottleneck.html", context)


@login_required
@require_safe
def bottlenecks(request: SignedInRequest) -> HttpResponse:
    require(request.user, "pilots.view_case_load")
    page = page_of(request, bottlenecks_selectors.open_bottlenecks(request.user))
    return render(request, "pilots/bottlenecks.html", {"room": "bottlenecks", "page": page})
