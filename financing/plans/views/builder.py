"""The pages of the builder, for whoever has a plan open: a group or a visitor."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coophub.web.errors import DomainError
from coophub.web.views import conflict
from financing.engine import PlanError
from financing.plans.assumptions import assumptions_of
from financing.plans.downloads import json_download
from financing.plans.forms import Section, SectionForms, section_named
from financing.plans.history import change_in_words, label_in_words, value_in_words
from financing.plans.models import PlanChange
from financing.plans.section_charts import chart_of
from financing.plans.selectors import changes, outcomes
from financing.plans.services import editing
from financing.plans.services.editing import PlanClashError
from financing.plans.views.open_plan import OpenPlan, plan_page

CHANGES_A_PAGE = 30
CHOICE = "settle-"
"""How the fields begin with which somebody chooses between two values."""


@plan_page(change=True)
def section(request: HttpRequest, opened: OpenPlan, section: str) -> HttpResponse:
    """One part of the plan, with the verdict beside it. Saves itself when the page sends X-Autosave."""
    chosen = _section(section)
    if request.method != "POST":
        return _section_page(request, opened, chosen, SectionForms(chosen, opened.plan.document))
    is_autosave = "X-Autosave" in request.headers
    page, revision = _uuid(request.POST.get("page")), _whole(request.POST.get("revision"))
    try:
        seen = changes.state_at(opened.plan, revision, page=page)
    except DomainError as error:
        return _refused(error) if is_autosave else conflict(request, error, back=request.path)
    forms = SectionForms(chosen, seen, request.POST)
    clash: PlanClashError | None = None
    if forms.is_valid():
        try:
            editing.save_plan(
                plan=opened.plan,
                document=forms.new_document(),
                revision=revision,
                user=opened.user,
                section=section,
                page=page,
                settle=request.POST.get("settle", ""),
                chosen={} if is_autosave else _chosen(request),
                seen=_whole(request.POST.get("seen")),
            )
        except PlanError as error:
            forms.show(error.problems)
        except PlanClashError as error:
            clash = error
        else:
            return _saved(forms) if is_autosave else _reload(request, opened, chosen)
    if is_autosave:
        return _not_saved(request, forms, clash)
    return _section_page(request, opened, chosen, forms, clash=clash)


@require_safe
@plan_page(change=True)
def panel(request: HttpRequest, opened: OpenPlan, section: str) -> HttpResponse:
    """What the change made of the plan: verdict, figures and chart, fetched after each save."""
    chosen = _section(section)
    outcome = outcomes.outcome_of(opened.plan.document)
    context = {**opened.context(outcome), **opened.steps(), **_beside(chosen, outcome)}
    return render(request, "plans/_panel.html", context)


@require_POST
@plan_page(change=True)
def undo(request: HttpRequest, opened: OpenPlan) -> HttpResponse:
    return _step(request, opened, editing.undo_change, _("Taken back: %(what)s."))


@require_POST
@plan_page(change=True)
def redo(request: HttpRequest, opened: OpenPlan) -> HttpResponse:
    return _step(request, opened, editing.redo_change, _("Done again: %(what)s."))


@require_POST
@plan_page(change=True)
def restore(request: HttpRequest, opened: OpenPlan) -> HttpResponse:
    try:
        editing.restore_plan(plan=opened.plan, to=_whole(request.POST.get("to")), user=opened.user)
    except DomainError as error:
        return conflict(request, error, back=opened.address("history"))
    messages.success(request, _("The plan is as it was then. You can take this back too."))
    return redirect(opened.address("history"))


@require_safe
@plan_page(change=False)
def history(request: HttpRequest, opened: OpenPlan) -> HttpResponse:
    """Who changed what, the newest first."""
    found = Paginator(changes.changes_of(opened.plan).select_related("of"), CHANGES_A_PAGE)
    page = found.get_page(request.GET.get("page"))
    outcome = outcomes.outcome_of(opened.plan.document)
    context = {
        **opened.context(outcome),
        **opened.steps(),
        "page": page,
        "changes": [change_in_words(change) for change in page],
        "can_change": opened.can_change,
    }
    return render(request, "plans/history.html", context)


@require_safe
@plan_page(change=False)
def assumptions(request: HttpRequest, opened: OpenPlan) -> HttpResponse:
    """Every figure that has a usual range: what stands in the plan, what is usual, and where that comes from."""
    outcome = outcomes.outcome_of(opened.plan.document)
    context = opened.context(outcome)
    found = assumptions_of(opened.plan.document)
    groups = [(part, found[part.section.slug]) for part in context["parts"] if found[part.section.slug]]
    context |= {"groups": groups, "can_change": opened.can_change}
    return render(request, "plans/assumptions.html", context)


@require_safe
@plan_page(change=False)
def export(request: HttpRequest, opened: OpenPlan) -> HttpResponse:
    """The plan document, to keep or to load elsewhere."""
    return json_download(opened.plan.document, opened.plan.name)


def _step(request: HttpRequest, opened: OpenPlan, take: Callable[..., PlanChange], said: str) -> HttpResponse:
    """One step back or forward again, and then to the part of the plan that it changed."""
    try:
        change = take(plan=opened.plan, revision=_whole(request.POST.get("revision")), user=opened.user)
    except DomainError as error:
        return conflict(request, error, back=opened.address("history"))
    messages.success(request, said % {"what": change_in_words(change).summary})
    return redirect(opened.address("section", section=change.section) if change.section else opened.address("detail"))


def _section_page(
    request: HttpRequest, opened: OpenPlan, chosen: Section, forms: SectionForms, *, clash: PlanClashError | None = None
) -> HttpResponse:
    outcome = outcomes.outcome_of(opened.plan.document)
    parts = opened.parts(outcome)
    place = [part.section for part in parts].index(chosen)
    context = {
        **opened.context(outcome),
        **opened.steps(),
        **_beside(chosen, outcome),
        "forms": forms,
        "revision": request.POST.get("revision") or opened.plan.revision,
        "page_key": request.POST.get("page") or uuid4(),
        "panel_url": opened.address("panel", section=chosen.slug),
        "next_part": parts[place + 1] if place + 1 < len(parts) else None,
        **_clash_context(clash, _chosen(request)),
    }
    return render(request, "plans/section.html", context, status=409 if clash else 200)


def _beside(chosen: Section, outcome: outcomes.Outcome) -> dict[str, Any]:
    return {"section": chosen, "chart": chart_of(chosen.slug, outcome)}


def _saved(forms: SectionForms) -> JsonResponse:
    """The page keeps its own revision: what it typed is told apart from what others did by its key."""
    return JsonResponse({"rows": forms.row_numbers, "notes": forms.notes})


def _not_saved(request: HttpRequest, forms: SectionForms, clash: PlanClashError | None) -> JsonResponse:
    if clash is not None:
        html = render(request, "plans/_clash.html", _clash_context(clash, _chosen(request))).content.decode()
        return JsonResponse({"message": str(clash), "choose": html}, status=409)
    message = " ".join(forms.general_errors) or _("Not saved yet: something is missing. The last whole plan stands.")
    answer = {"message": message, "errors": forms.errors, "missing": forms.missing, "notes": forms.notes}
    return JsonResponse(answer, status=422)


def _refused(error: DomainError) -> JsonResponse:
    return JsonResponse({"message": str(error)}, status=409)


def _reload(request: HttpRequest, opened: OpenPlan, chosen: Section) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(opened.address("section", section=chosen.slug))


def _chosen(request: HttpRequest) -> dict[str, str]:
    """What somebody chose of the values that two people changed, by the key of each. Who chose for all at once chose that."""
    if "settle" in request.POST:
        return {}
    return {name.removeprefix(CHOICE): side for name, side in request.POST.items() if name.startswith(CHOICE) and side}


def _clash_context(clash: PlanClashError | None, chosen: Mapping[str, str]) -> dict[str, Any]:
    """A row for each value that was changed here, with everything that others made of it meanwhile."""
    if clash is None:
        return {}
    rows: dict[str, dict[str, Any]] = {}
    for found in clash.clashes:
        row = rows.setdefault(
            found.key,
            {
                "name": f"{CHOICE}{found.key}",
                "label": label_in_words(found.mine),
                "before": value_in_words(found.theirs, "before"),
                "mine": value_in_words(found.mine, "after"),
                "chosen": chosen.get(found.key, ""),
                "theirs": [],
            },
        )
        value = value_in_words(found.theirs, "after")
        row["theirs"].append({"value": value, "who": found.change.by, "at": found.change.at})
    return {
        "clash": clash,
        "clash_rows": list(rows.values()),
        "clash_seen": clash.plan.revision,
        "clash_is_open": bool(chosen),
    }


def _section(slug: str) -> Section:
    try:
        return section_named(slug)
    except KeyError as error:
        raise Http404 from error


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
