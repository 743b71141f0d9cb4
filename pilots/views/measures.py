"""The list of measures that groups try, kept by advisors and by who runs the programmes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from coophub.web.access import require
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.requests import SignedInRequest
from pilots.forms.measures import MergeMeasuresForm
from pilots.selectors.bottlenecks import measures_by_use
from pilots.services.measures import merge_measures
from pilots.tables.measures import measure_table
from pilots.views.layouts import layout_of
from pilots.views.paging import page_of


@login_required
def measures(request: SignedInRequest) -> HttpResponse:
    """What was tried, how often and how often it helped; and joining two names of the same."""
    require(request.user, "pilots.keep_measures")
    form = MergeMeasuresForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = merge_measures(user=request.user, **form.cleaned_data)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("They are one measure now: %(name)s.") % {"name": kept})
            return redirect("pilots:measures")
    page = page_of(request, measures_by_use().prefetch_related("spellings"))
    context = {"layout": layout_of(request.user), "room": "bottlenecks", "page": page, "form": form}
    return render(request, "pilots/measures.html", {**context, "table": measure_table(page)})
