"""The households of a group beside the homes of its plans, and what they pledge in a plan.

What is for the members alone stays so here: these pages are no part of what a coach or a visitor sees of a plan.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from financing.plans.document.pledges import with_pledges
from financing.plans.document.rows import keyed_document, without_keys
from financing.plans.forms.matching import PlanChoiceForm, PledgesForm
from financing.plans.forms.points import RoomsForm
from financing.plans.homes.matching import TooManyPairsError
from financing.plans.models import Plan
from financing.plans.selectors import matching as matching_selectors
from financing.plans.selectors.drivers import driver_title
from financing.plans.selectors.may import why_not_change
from financing.plans.selectors.outcomes import outcome_of
from financing.plans.selectors.versions import Compared, ComparedChoice, Comparison, present_choice, side_by_side
from financing.plans.services.norms import set_home_rooms
from financing.plans.services.pledges import put_pledges
from financing.plans.tables.comparing import figure_table, input_tables
from financing.plans.tables.homes import matched_homes_table
from financing.plans.views.access import visible_plan
from financing.plans.views.results import plan_context
from initiatives.access import group_with_households
from initiatives.models import Initiative

TOO_MANY = gettext_lazy("This plan has too many types of home to lay beside so many households on a page.")


@login_required
@require_safe
def matching(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who could live in which home of a plan or a version, and why somebody could not."""
    initiative = group_with_households(request.user, slug)
    choices = matching_selectors.choices_to_match(initiative)
    chosen = _chosen(choices, request.GET.get("plan"))
    match = _match(initiative, chosen)
    context = {
        "initiative": initiative,
        "room": "households",
        "choices": choices,
        "choice_form": _choice_form(choices, chosen),
        "chosen": chosen,
        "match": match,
        "homes_table": matched_homes_table(match.homes) if match else None,
        "can_change": chosen is not None and why_not_change(chosen.plan, request.user) is None,
    }
    return render(request, "plans/matching.html", context)


def _chosen(choices: list[matching_selectors.PlanToMatch], token: str | None) -> matching_selectors.PlanToMatch | None:
    """What was chosen; without a choice the plan that was changed last. Raises Http404 for what is not the group's."""
    if token is None:
        return choices[0] if choices else None
    found = next((one for one in choices if one.choice.token == token), None)
    if found is None:
        raise Http404
    return found


def _choice_form(
    choices: list[matching_selectors.PlanToMatch], chosen: matching_selectors.PlanToMatch | None
) -> PlanChoiceForm | None:
    if chosen is None:
        return None
    return PlanChoiceForm(choices=[one.choice for one in choices], chosen=chosen.choice.token)


def _match(
    initiative: Initiative, chosen: matching_selectors.PlanToMatch | None
) -> matching_selectors.PlanMatch | None:
    if chosen is None:
        return None
    try:
        return matching_selectors.match_of(initiative, chosen)
    except TooManyPairsError:
        return None


@login_required
def rooms(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """How many rooms the homes of a plan have."""
    group_with_households(request.user, slug)
    plan = visible_plan(request.user, slug, pk, do="plans.change_plan")
    form = RoomsForm(request.POST or None, plan=plan)
    if request.method == "POST" and form.is_valid():
        set_home_rooms(plan=plan, rooms=form.typed, user=request.user)
        messages.success(request, _("The rooms are kept."))
        return redirect(_matching_url(plan))
    context = {**_page(request, plan), "form": form}
    return render(request, "plans/rooms.html", context)


@login_required
def pledges(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """What is pledged beside what the plan counts on: first how the plan would stand then, then the button."""
    initiative = group_with_households(request.user, slug)
    plan = visible_plan(request.user, slug, pk, do="plans.change_plan")
    match = _match(initiative, matching_selectors.present_plan(plan))
    if match is None:
        return conflict(request, TOO_MANY, back=_matching_url(plan))
    form = PledgesForm(request.POST or None, plan=plan, pledged=match.pledged)
    is_sent = request.method == "POST" and form.is_valid() and "preview" not in request.POST
    if is_sent and (answer := _put(request, plan, form, match)):
        return answer
    tried = side_by_side(_columns(plan, form, match))
    context = {
        **_page(request, plan),
        "form": form,
        "match": match,
        "comparison": tried,
        **_tables(tried),
    }
    return render(request, "plans/pledges.html", context)


def _put(
    request: SignedInRequest, plan: Plan, form: PledgesForm, match: matching_selectors.PlanMatch
) -> HttpResponse | None:
    """Where it leads; None when it was refused, which the form then says."""
    try:
        before = put_pledges(
            plan=plan,
            row=form.row,
            amount=form.cleaned_data["amount"],
            pledged=match.pledged,
            revision=form.cleaned_data["revision"],
            name=driver_title("member_contribution"),
            user=request.user,
        )
    except DomainError as error:
        show_error(form, error)
        return None
    if before is None:
        messages.success(request, _("This stands in the plan already."))
        return redirect(_matching_url(plan))
    messages.success(request, _("The pledges are in the plan. As it was, it is kept as a version."))
    compare = reverse("plans:compare", args=[plan.initiative.slug if plan.initiative else ""])
    return redirect(f"{compare}?with=version-{before.pk}&with=plan-{plan.pk}")


def _columns(plan: Plan, form: PledgesForm, match: matching_selectors.PlanMatch) -> list[Compared]:
    """The plan as it is, and as it would be."""
    row = form.row if not form.is_bound or form.is_valid() else str(form.initial["source"])
    name = driver_title("member_contribution")
    then = ComparedChoice("", _("With the pledges"), _("not kept yet"))
    document = with_pledges(keyed_document(plan), row=row, amount=match.pledged, name=name)
    return [
        Compared(present_choice(plan), outcome_of(plan.document), "", {}),
        Compared(then, outcome_of(without_keys(document)), "", {}),
    ]


def _tables(tried: Comparison) -> dict[str, object]:
    return {"input_tables": input_tables(tried), "figure_table": figure_table(tried)}


def _page(request: SignedInRequest, plan: Plan) -> dict[str, object]:
    return {**plan_context(request, plan, ""), "room": "households", "matching_url": _matching_url(plan)}


def _matching_url(plan: Plan) -> str:
    """The households beside this plan as it is now."""
    slug = plan.initiative.slug if plan.initiative else ""
    return f"{reverse('plans:matching', args=[slug])}?plan={present_choice(plan).token}"
