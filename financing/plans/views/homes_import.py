"""Many homes at once, from a file, for whoever has a plan open: a group or a visitor."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.table_files import XLSX
from financing.engine import PlanError
from financing.plans.figures import FIGURES
from financing.plans.forms.homes import HomesConfirmForm, HomesImportForm
from financing.plans.homes.spreadsheet import UNREADABLE, HomesFound, homes_template, read_homes
from financing.plans.models import Plan
from financing.plans.services import editing
from financing.plans.tables.homes import found_homes_table
from financing.plans.views.open_plan import OpenPlan, plan_page


@plan_page(change=True)
def homes_import(request: HttpRequest, opened: OpenPlan) -> HttpResponse:
    """Reads a file, shows what is in it, and puts it in the plan once someone has looked."""
    if request.method == "POST" and "homes" in request.POST:
        return _keep(request, opened)
    form, found = HomesImportForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            found = read_homes(file.read(), file.name)
        except DomainError as error:
            show_error(form, error)
    confirm = _confirm_form(opened.plan, found, form.cleaned_data["way"]) if found and found.homes else None
    return _show(request, opened, form, found=found, confirm=confirm)


@require_safe
@plan_page(change=True)
def homes_example(request: HttpRequest, opened: OpenPlan) -> HttpResponse:
    """An empty list to fill in, with two rows that show how."""
    response = HttpResponse(homes_template(), content_type=XLSX)
    name = FIGURES["dwellings[].count"].unit
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def _confirm_form(plan: Plan, found: HomesFound, way: str) -> HomesConfirmForm:
    homes = json.dumps([home.as_row() for home in found.homes], ensure_ascii=False)
    return HomesConfirmForm(initial={"homes": homes, "way": way, "revision": plan.revision})


def _keep(request: HttpRequest, opened: OpenPlan) -> HttpResponse:
    plan, confirm, form = opened.plan, HomesConfirmForm(request.POST), HomesImportForm()
    if not confirm.is_valid():
        return _show(request, opened, form, refusal=str(UNREADABLE))
    homes = confirm.cleaned_data["homes"]
    try:
        editing.put_homes(
            plan=plan,
            homes=homes,
            replace=confirm.cleaned_data["way"] == "replace",
            revision=confirm.cleaned_data["revision"],
            key=confirm.cleaned_data["key"],
            user=opened.user,
        )
    except PlanError as error:
        refusal = " ".join(_(problem.template) % problem.params for problem in error.problems[:3])
        return _show(request, opened, form, refusal=refusal)
    except DomainError as error:
        return _show(request, opened, form, refusal=error.message)
    text = ngettext("%(count)s type of home is in the plan.", "%(count)s types of home are in the plan.", len(homes))
    messages.success(request, text % {"count": len(homes)})
    return redirect(opened.address("section", section="homes"))


def _show(
    request: HttpRequest,
    opened: OpenPlan,
    form: HomesImportForm,
    *,
    found: HomesFound | None = None,
    confirm: HomesConfirmForm | None = None,
    refusal: str = "",
) -> HttpResponse:
    context = {
        "opened": opened,
        "initiative": opened.plan.initiative,
        "room": "plans",
        "plan": opened.plan,
        "form": form,
        "found": found,
        "table": found_homes_table(found.homes) if found else None,
        "problems": _problems(found) if found else [],
        "homes_form": confirm,
        "refusal": refusal,
    }
    is_wrong = bool(refusal or form.errors or (found and found.problems))
    return render(request, "plans/homes_import.html", context, status=422 if is_wrong else 200)


def _problems(found: HomesFound) -> list[tuple[str, str]]:
    """What is wrong, with the cell that it is in."""
    return [(_("Cell %(address)s") % {"address": problem.address}, problem.sentence) for problem in found.problems]
