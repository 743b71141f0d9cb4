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

from coophub.connectors import buildings
from coophub.web.clashes import ClashRow, Theirs, clash_answer, clash_context, writing_of
from coophub.web.errors import DomainError
from coophub.web.requests import is_autosave, whole_number
from coophub.web.views import conflict
from financing.engine import PlanError
from financing.plans.charts.sections import chart_of
from financing.plans.document.history import change_in_words, clash_in_words, end_in_words
from financing.plans.document.rows import keyed_document
from financing.plans.forms import Section, SectionForms, section_named
from financing.plans.forms.assumptions import assumptions_of
from financing.plans.models import PlanChange
from financing.plans.selectors import changes, outcomes
from financing.plans.services import editing
from financing.plans.services.editing import PlanClash, PlanClashError
from financing.plans.services.plans import note_export
from financing.plans.views.downloads import json_download
from financing.plans.views.open_plan import OpenPlan, plan_page

CHANGES_A_PAGE = 30


@plan_page(change=True)
def section(request: HttpRequest, opened: OpenPlan, section: str) -> HttpResponse:
    """One part of the plan, with the verdict beside it. It saves itself while somebody types."""
    chosen = _section(section)
    if request.method != "POST":
        more_of = request.GET.get("more", "")
        forms = SectionForms(chosen, keyed_document(opened.plan), more_of=more_of)
        return _section_page(request, opened, chosen, forms)
    writing, page = writing_of(request), _uuid(request.POST.get("page"))
    try:
        seen = changes.state_at(opened.plan, writing.revision, page=page)
    except DomainError as error:
        return _refused(error) if is_autosave(request) else conflict(request, error, back=request.path)
    forms = SectionForms(chosen, seen, request.POST)
    clash: PlanClashError | None = None
    if forms.is_valid():
        try:
            editing.save_plan(
                plan=opened.plan,
                document=forms.new_document(),
                revision=writing.revision,
                user=opened.user,
                section=section,
                page=page,
                settle=writing.settle,
                chosen={} if is_autosave(request) else writing.chosen,
                seen=writing.seen,
            )
        except PlanError as error:
            forms.show(error.problems)
        except PlanClashError as error:
            clash = error
        else:
            return _saved(forms) if is_autosave(request) else _reload(request, opened, chosen)
    if is_autosave(request):
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
        editing.restore_plan(plan=opened.plan, to=whole_number(request.POST.get("to")), user=opened.user)
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
    if not opened.is_visitor:
        note_export(plan=opened.plan, what="document", user=opened.user)
    return json_download(opened.plan.document, opened.plan.name)


def _step(request: HttpRequest, opened: OpenPlan, take: Callable[..., PlanChange], said: str) -> HttpResponse:
    """One step back or forward again, and then to the part of the plan that it changed."""
    try:
        change = take(plan=opened.plan, revision=whole_number(request.POST.get("revision")), user=opened.user)
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
        "knows_buildings": buildings.is_set(),
        "panel_url": opened.address("panel", section=chosen.slug),
        "next_part": parts[place + 1] if place + 1 < len(parts) else None,
        **(clash_context(clash, _clash_rows(clash, writing_of(request).chosen)) if clash else {}),
    }
    return render(request, "plans/section.html", context, status=409 if clash else 200)


def _beside(chosen: Section, outcome: outcomes.Outcome) -> dict[str, Any]:
    return {"section": chosen, "chart": chart_of(chosen.slug, outcome)}


def _saved(forms: SectionForms) -> JsonResponse:
    """The page keeps its own revision: what it typed is told apart from what others did by its key."""
    return JsonResponse({"errors": {}, "notes": forms.notes})


def _not_saved(request: HttpRequest, forms: SectionForms, clash: PlanClashError | None) -> JsonResponse:
    if clash is not None:
        return clash_answer(clash, _clash_rows(clash, writing_of(request).chosen))
    message = " ".join(forms.general_errors) or _("Not saved yet: something is missing. The last whole plan stands.")
    answer = {"message": message, "errors": forms.errors, "missing": forms.missing, "notes": forms.notes}
    return JsonResponse(answer, status=422)


def _refused(error: DomainError) -> JsonResponse:
    return JsonResponse({"message": str(error)}, status=409)


def _reload(request: HttpRequest, opened: OpenPlan, chosen: Section) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(opened.address("section", section=chosen.slug))


def _clash_rows(clash: PlanClashError, chosen: Mapping[str, str]) -> list[ClashRow]:
    """A row for each value or row of the plan that was changed here, with everything that others made of it."""
    return [_clash_row(found, chosen.get(found.key, "")) for found in clash.clashes]


def _clash_row(found: PlanClash, chosen: str) -> ClashRow:
    place, theirs = found.clash.place, found.clash.theirs
    label, before = clash_in_words(found.clash)
    return ClashRow(
        label=label,
        mine=end_in_words(place, found.clash.mine),
        theirs=[_theirs(found.changes[number], end_in_words(place, steps)) for number, steps in theirs.items()],
        before=before,
        key=found.key,
        chosen=chosen,
    )


def _theirs(change: PlanChange, made: str) -> Theirs:
    return Theirs(made, str(change.by or _("another window")), change.at)


def _section(slug: str) -> Section:
    try:
        return section_named(slug)
    except KeyError as error:
        raise Http404 from error


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
