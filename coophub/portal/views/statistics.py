"""The figures about all groups, for everybody."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coophub.portal.statistics import charts, statistics
from coophub.web import clock
from coophub.web.streams import file_response
from coophub.web.table_files import CSV, as_csv


@require_safe
def figures(request: HttpRequest) -> HttpResponseBase:
    """Charts, each with its table; `?export=` with the name of one gives its table to take along."""
    found = statistics()
    drawn = charts(found)
    if name := request.GET.get("export"):
        if name not in drawn:
            raise Http404
        return file_response(as_csv(drawn[name].table), name=f"{name}.csv", content_type=CSV)
    context = {"statistics": found, "charts": drawn.items(), "today": clock.today()}
    return render(request, "portal/statistics.html", context)
