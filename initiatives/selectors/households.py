"""Who wants to live there, in the order of the list, and what that comes to."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coophub.accounts.models import User
from coophub.web.formats import day, euro, number
from initiatives.models import Household, Initiative


@dataclass(frozen=True)
class HouseholdList:
    """The households of a group. `own` is the one that the reader's account is linked to."""

    waiting: list[Household]
    left: list[Household]
    own: Household | None

    @property
    def people(self) -> int:
        return sum(household.people for household in self.waiting)

    @property
    def pledged(self) -> Decimal:
        return pledged_by(self.waiting)


def households_of(initiative: Initiative, reader: User) -> HouseholdList:
    """Everybody on the list and who left it, in one query."""
    found = list(initiative.households.select_related("user"))
    return HouseholdList(
        waiting=[household for household in found if household.is_on_the_list],
        left=[household for household in found if not household.is_on_the_list],
        own=next((household for household in found if household.user_id == reader.pk), None),
    )


def waiting_households(initiative: Initiative) -> list[Household]:
    """Everybody on the list, in its order."""
    return list(initiative.households.filter(left_on=None).select_related("user"))


def pledged_by(households: Sequence[Household]) -> Decimal:
    return sum((household.pledge for household in households), start=Decimal(0))


def people_in_words(household: Household) -> str:
    """Who they are, such as "2 adults and 1 child"."""
    adults = ngettext("%(count)s adult", "%(count)s adults", household.adults) % {"count": household.adults}
    if not household.children:
        return adults
    children = ngettext("%(count)s child", "%(count)s children", household.children) % {"count": household.children}
    return _("%(adults)s and %(children)s") % {"adults": adults, "children": children}


def rooms_in_words(rooms: int) -> str:
    return ngettext("%(count)s room", "%(count)s rooms", rooms) % {"count": rooms}


def wishes_in_words(household: Household) -> list[str]:
    """What a household wishes and can bear, as far as it said so."""
    wishes = [
        _("at least %(rooms)s") % {"rooms": rooms_in_words(household.rooms)} if household.rooms else "",
        _area(household),
        _("rent up to %(amount)s a month") % {"amount": euro(household.most_rent)}
        if household.most_rent is not None
        else "",
        _when(household),
    ]
    return [wish for wish in wishes if wish]


def _area(household: Household) -> str:
    least, most = household.area_from, household.area_to
    if least and most:
        return _("%(least)s to %(most)s m²") % {"least": number(least), "most": number(most)}
    if least:
        return _("%(least)s m² or more") % {"least": number(least)}
    return _("up to %(most)s m²") % {"most": number(most)} if most else ""


def _when(household: Household) -> str:
    first, last = household.moves_from, household.moves_until
    if first and last:
        return _("can move from %(first)s until %(last)s") % {"first": day(first), "last": day(last)}
    if first:
        return _("can move from %(first)s") % {"first": day(first)}
    return _("can move until %(last)s") % {"last": day(last)} if last else ""
