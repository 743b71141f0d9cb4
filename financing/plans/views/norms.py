"""The norms of each year: everyone may read them, an administrator adds those of a new year."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coophub.web.access import require
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from financing.plans.figures.norms import INCOME_LIMITS
from financing.plans.forms.norms import IncomeLimitsForm, NormsForm
from financing.plans.models import NormSet
from financing.plans.selectors import norms as norms_selectors
from financing.plans.selectors.may import why_not_fill_in, why_not_keep_norms
from financing.plans.services import norms as norms_services
from financing.plans.tables.norms import norm_figures, rent_table


@require_safe
def norms(request: HttpRequest) -> HttpResponse:
    """The sets of norms, the newest first."""
    context = {"sets": norms_selectors.all_norms(), "can_add": why_not_keep_norms(request.user) is None}
    return render(request, "plans/norms.html", context)


@require_safe
def norm_set(request: HttpRequest, pk: int) -> HttpResponse:
    """One set with its highest rents by points."""
    found = get_object_or_404(norms_selectors.all_norms(), pk=pk)
    return _set_page(request, found, IncomeLimitsForm(norms=found))


@login_required
@require_POST
def income_limits(request: SignedInRequest, pk: int) -> HttpResponse:
    """Fills in the income limits that a year came without."""
    require(request.user, "plans.keep_norms")
    found = get_object_or_404(norms_selectors.all_norms(), pk=pk)
    if refusal := why_not_fill_in(found):
        return conflict(request, refusal.sentence, back=reverse("plans:norm_set", args=[pk]))
    form = IncomeLimitsForm(request.POST, norms=found)
    if not form.is_valid():
        return _set_page(request, found, form, status=422)
    try:
        norms_services.fill_in_income_limits(
            norms=found, limits=form.limits, source=form.cleaned_data["source"], user=request.user
        )
    except DomainError as error:
        return conflict(request, error, back=reverse("plans:norm_set", args=[pk]))
    messages.success(request, _("The limits are kept. Plans of that price level year now use them."))
    return redirect("plans:norm_set", pk=pk)


def _set_page(request: HttpRequest, found: NormSet, form: IncomeLimitsForm, *, status: int = 200) -> HttpResponse:
    may_fill_in = why_not_fill_in(found) is None and why_not_keep_norms(request.user) is None
    context = {
        "norms": found,
        "figures": norm_figures(found),
        "table": rent_table(found.maximum_rents.all()),
        "unknown": [INCOME_LIMITS[pair] for pair in norms_selectors.unknown_limits(found)],
        "form": form if may_fill_in else None,
    }
    return render(request, "plans/norm_set.html", context, status=status)


@login_required
def add_norms(request: SignedInRequest) -> HttpResponse:
    require(request.user, "plans.keep_norms")
    form = NormsForm(request.POST or None, before=norms_selectors.newest_norms())
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            found = norms_services.add_norms(
                valid_from=data["valid_from"], figures=form.figures, rents=data["rents"], user=request.user
            )
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The norms are kept. Plans of that price level year now use them."))
            return redirect("plans:norm_set", pk=found.pk)
    return render(request, "plans/add_norms.html", {"form": form})
