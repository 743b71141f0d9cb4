"""The households of a group: what they wish, and their place on the list.

The trail says which household by its key and which fields changed, never what stands in them: it is read by people
for whom that is not.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from initiatives.may import (
    why_not_add_household,
    why_not_change_place,
    why_not_change_wishes,
    why_not_put_back,
)
from initiatives.models import Household, Initiative
from initiatives.models.households import DAYS_KEPT_OFF_THE_LIST
from initiatives.selectors.people import is_active_member


@transaction.atomic
def add_household(*, initiative: Initiative, wishes: Mapping[str, Any], key: UUID, user: User) -> Household:
    """Puts a household at the end of the list. `key` is that of the form: sent twice, it comes once.

    Raises DomainError for a name that is taken, wishes that contradict each other, and an account that has a household.
    """
    _lock(initiative)
    found = initiative.households.filter(key=key).first()
    if found is not None:
        return found
    refuse(why_not_add_household(initiative.households.count()))
    household = Household(initiative=initiative, key=key, place=_last_place(initiative) + 1)
    _fill_in(household, wishes)
    household.save()
    record(actor=user, action="initiatives.add_household", target=initiative, after={"household": str(key)})
    return household


@transaction.atomic
def change_household(*, household: Household, changes: Mapping[str, Any], user: User) -> Household:
    """Changes these fields and no others, so that two people who write at once keep what each of them typed."""
    household = _locked(household)
    refuse(why_not_change_wishes(household, user))
    changed = [name for name, value in changes.items() if getattr(household, name) != value]
    if not changed:
        return household
    _fill_in(household, {name: changes[name] for name in changed})
    household.save(update_fields=changed)
    record(
        actor=user,
        action="initiatives.change_household",
        target=household.initiative,
        after={"household": str(household.key), "fields": sorted(changed)},
    )
    return household


@transaction.atomic
def place_household(*, household: Household, place: int, reason: str, is_passed_over: bool, user: User) -> Household:
    """Gives a household another place, or says that it gets no home for now; the others move up or down.

    Raises DomainError without a reason for either.
    """
    household = _locked(household)
    refuse(why_not_change_place(household))
    others = list(household.initiative.households.filter(left_on=None).exclude(pk=household.pk))
    place = min(place, len(others) + 1)
    if not reason and (is_passed_over or place != household.place):
        raise DomainError(_("Write down why, so that everybody can read it later."), field="reason")
    before = {"place": household.place, "is_passed_over": household.is_passed_over}
    after = {"place": place, "is_passed_over": is_passed_over}
    if before == after and household.place_reason == reason:
        return household
    household.place_reason, household.is_passed_over = reason, is_passed_over
    household.save(update_fields=["place_reason", "is_passed_over"])
    _number([*others[: place - 1], household, *others[place - 1 :]])
    record(
        actor=user,
        action="initiatives.place_household",
        target=household.initiative,
        before={"household": str(household.key), **before},
        after={"household": str(household.key), **after},
    )
    return household


@transaction.atomic
def take_household_off(*, household: Household, user: User) -> Household:
    """Takes a household off the list; who stood under it moves up. Doing so twice keeps the first day."""
    household = _locked(household)
    if not household.is_on_the_list:
        return household
    household.place, household.left_on = None, clock.today()
    household.place_reason, household.is_passed_over = "", False
    household.save(update_fields=["place", "left_on", "place_reason", "is_passed_over"])
    _close_up(household.initiative)
    record(actor=user, action="initiatives.take_household_off", target=household.initiative, after=_traced(household))
    return household


@transaction.atomic
def put_household_back(*, household: Household, user: User) -> Household:
    """Puts a household at the end of the list again. Raises DomainError when another has its name."""
    household = _locked(household)
    if household.is_on_the_list:
        return household
    _check_name(household)
    household.place, household.left_on = _last_place(household.initiative) + 1, None
    household.save(update_fields=["place", "left_on"])
    record(actor=user, action="initiatives.put_household_back", target=household.initiative, after=_traced(household))
    return household


@transaction.atomic
def remove_household(*, household: Household, user: User) -> None:
    """Removes everything that is known of a household that left. Removing twice is once."""
    found = Household.objects.filter(pk=household.pk).first()
    if found is None:
        return
    refuse(why_not_put_back(found))
    forget_household(household=found, user=user)


@transaction.atomic
def forget_household(*, household: Household, user: User | None) -> None:
    """Removes a household, on the list or off it; without a user by itself."""
    household = _locked(household)
    record(actor=user, action="initiatives.remove_household", target=household.initiative, after=_traced(household))
    household.delete()
    _close_up(household.initiative)


def long_gone_households() -> QuerySet[Household]:
    """Those that left the list so long ago that nobody needs what is known of them."""
    return Household.objects.filter(left_on__lte=clock.today() - timedelta(days=DAYS_KEPT_OFF_THE_LIST)).order_by("pk")


def remove_long_gone_households() -> int:
    """One at a time, so that no group waits for another. Who missed a night goes in the next."""
    return sum(_forget_if_long_gone(household) for household in long_gone_households().select_related("initiative"))


@transaction.atomic
def _forget_if_long_gone(household: Household) -> bool:
    """Whether it went: somebody may put it back on the list meanwhile."""
    _lock(household.initiative)
    found = long_gone_households().filter(pk=household.pk).first()
    if found is None:
        return False
    forget_household(household=found, user=None)
    return True


def _lock(initiative: Initiative) -> None:
    """One at a time changes the list of a group: places and names depend on the others."""
    Initiative.objects.select_for_update().get(pk=initiative.pk)


def _locked(household: Household) -> Household:
    _lock(household.initiative)
    return Household.objects.select_related("initiative").get(pk=household.pk)


def _traced(household: Household) -> dict[str, str]:
    return {"household": str(household.key)}


def _last_place(initiative: Initiative) -> int:
    return initiative.households.filter(left_on=None).count()


def _number(households: list[Household]) -> None:
    """Gives the places from 1 on, in this order."""
    for place, household in enumerate(households, start=1):
        household.place = place
    Household.objects.bulk_update(households, ["place"])


def _close_up(initiative: Initiative) -> None:
    _number(list(initiative.households.filter(left_on=None)))


def _fill_in(household: Household, wishes: Mapping[str, Any]) -> None:
    for name, value in wishes.items():
        setattr(household, name, value)
    if household.is_on_the_list:
        _check_name(household)
    _check_wishes(household)
    _check_account(household)


def _check_name(household: Household) -> None:
    same = household.initiative.households.filter(left_on=None, name=household.name).exclude(pk=household.pk)
    if same.exists():
        raise DomainError(
            _("There is a household with this name already. Add something to tell them apart."), field="name"
        )


def _check_wishes(household: Household) -> None:
    if household.area_from and household.area_to and household.area_to < household.area_from:
        raise DomainError(_("Fill in as much as in the field before it, or more."), field="area_to")
    if household.moves_from and household.moves_until and household.moves_until < household.moves_from:
        raise DomainError(_("Fill in the same day as in the field before it, or a later one."), field="moves_until")


def _check_account(household: Household) -> None:
    if household.user_id is None:
        return
    same = household.initiative.households.filter(user=household.user_id).exclude(pk=household.pk)
    if same.exists():
        raise DomainError(_("This account has a household already."), field="user")
    if household.user and not is_active_member(household.user, household.initiative):
        raise DomainError(_("%(name)s is not a member of this initiative.") % {"name": household.user}, field="user")
