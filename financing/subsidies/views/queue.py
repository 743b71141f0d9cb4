"""The ministry's work queue and list of applications."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coophub.proposals.selectors import waiting_for
from coophub.reports.selectors import report_of
from coophub.web.access import require
from coophub.web.errors import DomainError
from coophub.web.lists import PER_PAGE, Tab, list_page, sorted_list
from coophub.web.requests import SignedInRequest
from coophub.web.streams import file_response
from coophub.web.table_files import CSV, as_csv
from coophub.web.views import conflict
from financing.subsidies.forms.queue import VIEWS, AssignForm, CaseFilterForm, QueueFilterForm, SaveViewForm
from financing.subsidies.models import SavedView
from financing.subsidies.papers.queue_file import QUEUE, queue_file_name
from financing.subsidies.procedure.may.roles import why_not_see_what_to_sign
from financing.subsidies.selectors import queue as queue_selectors
from financing.subsidies.services import dossiers as dossiers_services
from financing.subsidies.tables.cases import (
    AdvanceList,
    ApplicationList,
    DecidedObjectionList,
    ObjectionList,
    QueueList,
    export_table,
)


@login_required
@require_safe
def queue(request: SignedInRequest) -> HttpResponseBase:
    """What waits for a decision, with its filters; `?export=csv` gives the same list to take along, line by line."""
    require(request.user, "subsidies.view_queue")
    form = QueueFilterForm(request.GET or None)
    chosen = form.chosen
    found = chosen.in_queue(request.user)
    if request.GET.get("export") == "csv":
        dossiers_services.note_export(user=request.user, kind="csv", query=request.GET.urlencode())
        return file_response(as_csv(export_table(found)), name=f"{queue_file_name()}.csv", content_type=CSV)
    kept = {key: value for key, value in request.GET.items() if value and key not in ("page", "export", "file")}
    counts, saved = queue_selectors.queue_counts(request.user), queue_selectors.saved_views(request.user)
    count = counts.of(chosen.view) if set(kept) <= {"view", "sort"} else None
    table = sorted_list(request, QueueList(queue_selectors.as_listed(found)), per_page=PER_PAGE, count=count)
    context = {
        "room": "queue",
        "table": table,
        "filter_form": form,
        "tabs": [*_views(request, counts, is_narrowed=chosen.narrows), *_kept_views(saved, urlencode(kept))],
        "everything": reverse("subsidies:queue"),
        "query": urlencode(kept),
        "is_filtered": bool(kept),
        "file": report_of(request.user, QUEUE, request.GET.get("file")) if "file" in request.GET else None,
        "saved": saved,
        "assign_form": AssignForm(),
        "save_form": SaveViewForm(initial={"query": urlencode(kept)}),
        "objections": queue_selectors.open_objections_count(request.user),
        "advances": queue_selectors.open_advances_count(request.user),
        "proposals": waiting_for(request.user).count(),
    }
    return render(request, "subsidies/queue.html", context)


@login_required
@require_POST
def queue_file(request: SignedInRequest) -> HttpResponse:
    """Has the list made as a spreadsheet in the background, as it is filtered."""
    require(request.user, "subsidies.view_queue")
    query = QueryDict(request.POST.get("query", ""), mutable=True)
    try:
        job = dossiers_services.take_queue_along(
            chosen=QueueFilterForm(query).chosen, query=query.urlencode(), user=request.user
        )
    except DomainError as error:
        return conflict(request, error, back=_queue_url(request))
    query["file"] = str(job.pk)
    return redirect(_queue_url(request, query.urlencode()) + "#file")


@login_required
@require_POST
def assign(request: SignedInRequest) -> HttpResponse:
    """Gives the chosen cases to somebody, or to nobody."""
    require(request.user, "subsidies.assign_work")
    form = AssignForm(request.POST)
    chosen = queue_selectors.all_applications(request.user).filter(
        pk__in=[pk for pk in request.POST.getlist("chosen") if pk.isdecimal()]
    )
    if not form.is_valid() or not chosen:
        return conflict(request, _("Choose at least one application, and who gets it."), back=_queue_url(request))
    try:
        count = dossiers_services.assign(applications=chosen, assignee=form.cleaned_data["assignee"], user=request.user)
    except DomainError as error:
        return conflict(request, error, back=_queue_url(request))
    messages.success(request, _("%(count)s applications changed hands.") % {"count": count})
    return redirect(_queue_url(request))


@login_required
@require_POST
def save_view(request: SignedInRequest) -> HttpResponse:
    require(request.user, "subsidies.view_queue")
    form = SaveViewForm(request.POST)
    if not form.is_valid():
        return conflict(request, _("Give the view a name."), back=_queue_url(request))
    dossiers_services.save_view(user=request.user, **form.cleaned_data)
    messages.success(request, _("The view is kept."))
    return redirect(_queue_url(request, form.cleaned_data["query"]))


@login_required
@require_POST
def remove_view(request: SignedInRequest, pk: int) -> HttpResponse:
    require(request.user, "subsidies.view_queue")
    view = get_object_or_404(SavedView, pk=pk, owner=request.user)
    dossiers_services.remove_view(view=view, user=request.user)
    messages.success(request, _("The view is removed."))
    return redirect("subsidies:queue")


@login_required
@require_safe
def dossiers(request: SignedInRequest) -> HttpResponse:
    """Everything that was ever submitted."""
    require(request.user, "subsidies.view_queue")
    form = CaseFilterForm(request.GET or None)
    found = form.chosen.of(queue_selectors.all_applications(request.user))
    return list_page(
        request,
        ApplicationList(queue_selectors.as_listed(found)),
        layout="layouts/ministry.html",
        room="applications",
        filter_form=form,
    )


@login_required
@require_safe
def objections(request: SignedInRequest) -> HttpResponse:
    """Every objection, those that wait first; `?view=decided` gives the others."""
    require(request.user, "subsidies.view_queue")
    is_open = request.GET.get("view") != "decided"
    shown = ObjectionList if is_open else DecidedObjectionList
    found = shown(queue_selectors.objections(request.user, is_open=is_open))
    tabs = [
        Tab(_("Waiting"), reverse("subsidies:objections"), is_open),
        Tab(_("Decided or withdrawn"), "?view=decided", not is_open),
    ]
    return list_page(request, found, layout="layouts/ministry.html", room="objections", tabs=tabs)


@login_required
@require_safe
def advances(request: SignedInRequest) -> HttpResponse:
    """Every request for an advance that waits for a decision."""
    require(request.user, "subsidies.view_queue")
    found = AdvanceList(queue_selectors.open_advances(request.user))
    return list_page(request, found, layout="layouts/ministry.html", room="queue")


def _views(request: SignedInRequest, counts: queue_selectors.QueueCounts, *, is_narrowed: bool) -> list[Tab]:
    """Each view with its number; what is to be signed for who signs."""
    present = None if is_narrowed else request.GET.get("view", "")
    return [
        Tab(label, f"?view={name}" if name else reverse("subsidies:queue"), name == present, counts.of(name))
        for name, label in VIEWS.items()
        if name != "sign" or why_not_see_what_to_sign(request.user) is None
    ]


def _kept_views(saved: list[SavedView], query: str) -> list[Tab]:
    return [Tab(view.name, f"?{view.query}", view.query == query) for view in saved]


def _queue_url(request: SignedInRequest, query: str = "") -> str:
    address = reverse("subsidies:queue")
    query = query or request.POST.get("query", "")
    return f"{address}?{query}" if query else address
