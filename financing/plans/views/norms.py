"""The norms of each year: everyone may read them, an administrator adds those of a new year."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coophub.web.access import require
from coophub.web.errors import DomainError
from coophub.web.requests import SignedInRequest
from financing.plans import selectors, services
from financing.plans.forms.results import NormsForm


@require_safe
def norms(request: HttpRequest) -> HttpResponse:
    """The sets of norms, the newest first."""
    context = {"sets": selectors.all_norms(), "can_add": request.user.has_perm("plans.keep_norms")}
    return render(request, "plans/norms.html", context)


@require_safe
def norm_set(request: HttpRequest, pk: int) -> HttpResponse:
    """One set with its highest rents by points."""
    found = get_object_or_404(selectors.all_norms(), pk=pk)
    return render(request, "plans/norm_set.html", {"norms": found, "rents": found.maximum_rents.all()})


@login_required
def add_norms(request: SignedInRequest) -> HttpResponse:
    require(request.user, "plans.keep_norms")
    form = NormsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            found = services.add_norms(
                valid_from=data["valid_from"], figures=form.figures, rents=data["rents"], user=request.user
            )
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("The norms are kept. Plans of that price level year now use them."))
            return redirect("plans:norm_set", pk=found.pk)
    return render(request, "plans/add_norms.html", {"form": form})
