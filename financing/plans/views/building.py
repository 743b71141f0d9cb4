"""An existing building into the plan, as the BAG has it: an offer, that somebody takes."""

from uuid import NAMESPACE_URL, uuid5

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.connectors import buildings
from coophub.connectors.asking import AwayError
from coophub.connectors.buildings import SpacesFound
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.formats import day
from coophub.web.forms import show_error
from coophub.web.pace import Pace, count
from coophub.web.requests import SignedInRequest
from financing.engine import PlanError
from financing.plans.figures.problems import problem_in_words
from financing.plans.forms.building import BuildingAddressForm, BuildingForm
from financing.plans.forms.homes import REPLACE
from financing.plans.homes.registered import kinds_of
from financing.plans.services import editing
from financing.plans.views.access import visible_plan
from financing.plans.views.open_plan import OpenPlan, too_fast

PACE = Pace("buildings", most=60, seconds=3600)
"""How often one person asks what stands somewhere."""


@login_required
def building(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Finds what stands at an address; a POST puts what was chosen of it in the plan."""
    opened = OpenPlan(visible_plan(request.user, slug, pk, do="plans.change_plan"), request.user)
    if not buildings.is_set():
        return redirect(opened.address("section", section="homes"))
    search = BuildingAddressForm(request.GET or None)
    if search.is_valid() and count(PACE, str(request.user.pk)).is_over:
        return too_fast(request)
    found, is_away = _found(search)
    kinds = kinds_of(found.spaces)
    form = (
        BuildingForm(request.POST or None, found=kinds, initial={"revision": opened.plan.revision}) if kinds else None
    )
    if form is not None and form.is_valid() and _is_put(opened, search, form, request.user):
        messages.success(request, _("The homes are in the plan. Look at the rent of each type."))
        return redirect(opened.address("section", section="homes"))
    context = {
        "opened": opened,
        "initiative": opened.plan.initiative,
        "room": "plans",
        "plan": opened.plan,
        "search": search,
        "found": found,
        "form": form,
        "is_away": is_away,
        "found_nothing": search.is_valid() and not kinds and not is_away,
        "total_m2": sum(space.area_m2 for space in found.spaces),
    }
    return render(request, "plans/building.html", context, status=422 if form is not None and form.errors else 200)


def _found(search: BuildingAddressForm) -> tuple[SpacesFound, bool]:
    """What stands there, and whether the register was away."""
    nothing = SpacesFound([], has_more=False)
    if not search.is_valid():
        return nothing, False
    try:
        return buildings.spaces_at(
            search.cleaned_data["postcode"].replace(" ", ""), search.cleaned_data["number"]
        ), False
    except AwayError:
        return nothing, True


def _is_put(opened: OpenPlan, search: BuildingAddressForm, form: BuildingForm, user: User) -> bool:
    """Whether the plan took it; if not, the form says why."""
    where, asked = search.cleaned_data, form.cleaned_data
    source = _("BAG (Kadaster), %(postcode)s %(number)s, read on %(day)s") % {**where, "day": day(clock.today())}
    try:
        editing.put_homes(
            plan=opened.plan,
            homes=[kind.as_row(asked["rent_per_m2"]) for kind in form.chosen],
            replace=asked["way"] == REPLACE,
            revision=asked["revision"],
            key=uuid5(NAMESPACE_URL, f"{opened.plan.pk}/{asked['revision']}/{source}"),
            source=source,
            user=user,
        )
    except PlanError as error:
        form.add_error(None, " ".join(problem_in_words(problem) for problem in error.problems[:3]))
    except DomainError as error:
        show_error(form, error)
    return not form.errors
