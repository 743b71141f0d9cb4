"""The pages about municipalities, for everybody."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from coophub.portal.municipalities import (
    MunicipalityFilter,
    MunicipalityList,
    dots,
    municipality_page,
    municipality_rows,
)
from coophub.web.lists import sorted_list
from coophub.web.maps import map_of
from coophub.web.streams import file_response
from coophub.web.table_files import CSV, as_csv
from initiatives.may import why_not_keep_policies
from initiatives.models import Municipality
from initiatives.selectors.answer_times import EVERYWHERE, answer_figures, as_of
from initiatives.selectors.policies import heirs

PER_PAGE = 50
WHOLE = 10_000
"""More municipalities than there will ever be: a file has them all."""


@require_safe
def municipality(request: HttpRequest, code: str) -> HttpResponse:
    """What one does for co-operatives, and who builds there. One that merged leads to where it went."""
    found = get_object_or_404(Municipality.objects.select_related("went_into"), pk=code.upper())
    if found.went_into_id is not None:
        return redirect("portal:municipality", code=heirs()[found.pk])
    if code != found.pk:
        return redirect("portal:municipality", code=found.pk)
    page = municipality_page(found)
    context = {
        "page": page,
        "municipality": found,
        "as_of": as_of(),
        "can_keep": why_not_keep_policies(found, request.user) is None,
        "policy_contact": settings.POLICY_CONTACT,
    }
    return render(request, "portal/municipality.html", context)


@require_safe
def municipalities(request: HttpRequest) -> HttpResponseBase:
    """All of them beside each other, on a map and in a table; `?export=csv` gives the table to take along."""
    form = MunicipalityFilter(request.GET)
    rows = municipality_rows()
    chosen = form.chosen(rows)
    found = MunicipalityList(chosen)
    if request.GET.get("export") == "csv":
        table = sorted_list(request, found, per_page=WHOLE)
        return file_response(as_csv(table), name=_("municipalities") + ".csv", content_type=CSV)
    context = {
        "filter_form": form,
        "table": sorted_list(request, found, per_page=PER_PAGE),
        "sentence": _count_sentence(len(chosen), sum(row.is_known for row in chosen)),
        "everywhere": answer_figures().get(EVERYWHERE),
        "as_of": as_of(),
        **map_of(dots(chosen)),
    }
    return render(request, "portal/municipalities.html", context)


def _count_sentence(count: int, known: int) -> str:
    if not count:
        return _("No municipality fits this.")
    shown = ngettext("%(count)s municipality", "%(count)s municipalities", count) % {"count": count}
    of_them = _("something is known of %(known)s") % {"known": known}
    return f"{shown}, {of_them}"
