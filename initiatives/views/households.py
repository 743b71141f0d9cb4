"""The households of a group with their wishes, in the order of its list."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.requests import SignedInRequest
from coophub.web.streams import file_response
from coophub.web.table_files import CSV, as_csv
from coophub.web.views import conflict
from initiatives import may
from initiatives.access import group_with_households, visible_household
from initiatives.forms.households import HouseholdForm, NewHouseholdForm, PlaceForm, WishesForm
from initiatives.models import Household, Initiative
from initiatives.selectors.households import households_of, people_in_words, waiting_households, wishes_in_words
from initiatives.selectors.people import active_members
from initiatives.services import households as household_services
from initiatives.tables import household_table


@login_required
@require_safe
def households(request: SignedInRequest, slug: str) -> HttpResponseBase:
    """The list; `?export=csv` gives it to take along."""
    initiative = group_with_households(request.user, slug)
    found = households_of(initiative, request.user)
    if request.GET.get("export") == "csv":
        table = household_table(found.waiting)
        return file_response(as_csv(table), name=_("households") + ".csv", content_type=CSV)
    waiting = _of(initiative, found.waiting)
    is_editor = may.why_not_change_households(initiative, request.user) is None
    is_own_open = found.own in waiting and may.why_not_change_wishes(found.own, request.user) is None
    context = {
        "initiative": initiative,
        "room": "households",
        "households": found,
        "waiting": [
            {
                "household": household,
                "people": people_in_words(household),
                "wishes": wishes_in_words(household),
                "can_change": is_editor or (is_own_open and household == found.own),
            }
            for household in waiting
        ],
        "can_change": is_editor,
    }
    return render(request, "initiatives/households.html", context)


@login_required
def new_household(request: SignedInRequest, slug: str) -> HttpResponse:
    initiative = group_with_households(request.user, slug, do="initiatives.change_households")
    form = NewHouseholdForm(request.POST or None, members=active_members(initiative))
    if request.method == "POST" and form.is_valid():
        wishes = {**form.cleaned_data}
        key = wishes.pop("key")
        try:
            household_services.add_household(initiative=initiative, wishes=wishes, key=key, user=request.user)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("%(name)s is on the list.") % {"name": wishes["name"]})
            return redirect("initiatives:households", slug=slug)
    context = {"initiative": initiative, "room": "households", "form": form}
    return render(request, "initiatives/new_household.html", context)


@login_required
def household(request: SignedInRequest, slug: str, key: UUID) -> HttpResponse:
    """What a household wishes, to change: by an editor, or by who it is linked to."""
    found = visible_household(request.user, slug, key, do="initiatives.change_wishes")
    is_editor = may.why_not_change_households(found.initiative, request.user) is None
    form = _wishes_form(request, found, is_editor=is_editor)
    if request.method == "POST" and form.is_valid():
        try:
            household_services.change_household(household=found, changes=form.typed, user=request.user)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("initiatives:households", slug=slug)
    context = {**_page(found), "form": form, "can_take_off": is_editor and found.is_on_the_list}
    return render(request, "initiatives/household.html", context)


def _wishes_form(request: SignedInRequest, found: Household, *, is_editor: bool) -> WishesForm:
    data = request.POST or None
    if is_editor:
        return HouseholdForm(data, household=found, members=active_members(found.initiative))
    return WishesForm(data, household=found)


@login_required
def place(request: SignedInRequest, slug: str, key: UUID) -> HttpResponse:
    """Another place on the list, with the reason that everybody reads."""
    found = _for_editors(request, slug, key)
    if request.method != "POST" and (refusal := may.why_not_change_place(found)):
        return conflict(request, refusal.sentence)
    form = PlaceForm(request.POST or None, household=found, places=len(waiting_households(found.initiative)))
    if request.method == "POST" and form.is_valid():
        try:
            household_services.place_household(household=found, user=request.user, **form.cleaned_data)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("initiatives:households", slug=slug)
    return render(request, "initiatives/household_place.html", {**_page(found), "form": form})


@login_required
@require_POST
def take_off(request: SignedInRequest, slug: str, key: UUID) -> HttpResponse:
    found = _for_editors(request, slug, key)
    household_services.take_household_off(household=found, user=request.user)
    messages.success(request, _("%(name)s is off the list.") % {"name": found})
    return redirect("initiatives:households", slug=slug)


@login_required
@require_POST
def put_back(request: SignedInRequest, slug: str, key: UUID) -> HttpResponse:
    found = _for_editors(request, slug, key)
    try:
        household_services.put_household_back(household=found, user=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(name)s is on the list.") % {"name": found})
    return redirect("initiatives:households", slug=slug)


@login_required
@require_POST
def remove(request: SignedInRequest, slug: str, key: UUID) -> HttpResponse:
    """Everything that is known of a household that left. It may be gone already."""
    initiative = group_with_households(request.user, slug, do="initiatives.change_households")
    found = initiative.households.filter(key=key).first()
    if found is None:
        return redirect("initiatives:households", slug=slug)
    try:
        household_services.remove_household(household=found, user=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("What was known of this household is removed."))
    return redirect("initiatives:households", slug=slug)


def _for_editors(request: SignedInRequest, slug: str, key: UUID) -> Household:
    group_with_households(request.user, slug, do="initiatives.change_households")
    return visible_household(request.user, slug, key)


def _of(initiative: Initiative, households: list[Household]) -> list[Household]:
    """The same, of this initiative as it was read: nothing is read again to see who may do what."""
    for found in households:
        found.initiative = initiative
    return households


def _page(found: Household) -> dict[str, object]:
    return {"initiative": found.initiative, "room": "households", "household": found}
