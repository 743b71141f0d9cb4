"""Closed dossiers: what goes to an archive or may be destroyed, when; and what the ministry says of that by scheme."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coophub.web.access import require
from coophub.web.lists import PER_PAGE, sorted_list
from coophub.web.requests import SignedInRequest
from coophub.web.streams import file_response
from coophub.web.table_files import CSV, as_csv
from financing.subsidies.forms.archive import ArchiveFilterForm, RetentionForm
from financing.subsidies.selectors.archive import dossiers_to_keep, schemes_with_retention
from financing.subsidies.services.retention import FIELDS, note_archive_list_taken, set_retention
from financing.subsidies.tables.archive import ArchiveList, archive_file, retention_table, rule_of

KEEP_DOSSIERS = "subsidies.keep_dossiers"


@login_required
@require_safe
def archive(request: SignedInRequest) -> HttpResponseBase:
    """Closed dossiers, what goes first at the top; `?export=csv` gives the same list to take along."""
    require(request.user, KEEP_DOSSIERS)
    form = ArchiveFilterForm(request.GET or None)
    found = form.chosen.of(dossiers_to_keep(request.user))
    if request.GET.get("export") == "csv":
        note_archive_list_taken(user=request.user, query=request.GET.urlencode())
        return file_response(as_csv(archive_file(found)), name="gesloten-dossiers.csv", content_type=CSV)
    kept = request.GET.copy()
    for name in ("page", "export"):
        kept.pop(name, None)
    context = {
        "room": "monitor",
        "table": sorted_list(request, ArchiveList(found), per_page=PER_PAGE),
        "filter_form": form,
        "query": kept.urlencode(),
        "rules": retention_table(schemes_with_retention()),
    }
    return render(request, "subsidies/archive.html", context)


@login_required
def retention(request: SignedInRequest, pk: int) -> HttpResponse:
    """What becomes of the dossiers of one scheme."""
    require(request.user, KEEP_DOSSIERS)
    scheme = get_object_or_404(schemes_with_retention(), pk=pk)
    rule = rule_of(scheme)
    form = RetentionForm(request.POST or None, initial={name: getattr(rule, name, "") for name in FIELDS})
    if request.method == "POST" and form.is_valid():
        set_retention(scheme=scheme, user=request.user, **form.cleaned_data)
        messages.success(request, _("It is set. The list of closed dossiers follows it at once."))
        return redirect("subsidies:archive")
    return render(
        request, "subsidies/retention.html", {"room": "monitor", "scheme": scheme, "rule": rule, "form": form}
    )
