"""The households of a group beside the homes of one of its plans: who could live where, and why somebody could not."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coophub.web.formats import day, euro, number
from financing.plans.document.rows import KEY, frozen_rooms, homes_by_name, monthly_rent_of, with_keys
from financing.plans.figures.kinds import AREA
from financing.plans.homes.matching import Fit, HomeType, Limit, Wishes, matched
from financing.plans.models import Plan, PlanVersion
from financing.plans.selectors.outcomes import Outcome, money_of_members, outcome_of, plans_of
from financing.plans.selectors.versions import ComparedChoice, choices_of, present_choice, version_outcome
from initiatives.models import Household, Initiative
from initiatives.selectors.households import pledged_by, rooms_in_words, waiting_households

PASSED_OVER, NO_HOMES, TAKEN, TOGETHER = "passed_over", "no_homes", "taken", "together"
"""Why somebody has no home, beside a limit that every home passes."""


@dataclass(frozen=True)
class PlanToMatch:
    """A plan as it is now, or a version of it, with the rooms that its homes have."""

    choice: ComparedChoice
    plan: Plan
    outcome: Outcome
    rooms: Mapping[str, int]

    @property
    def is_present(self) -> bool:
        return self.choice == present_choice(self.plan)


@dataclass(frozen=True)
class MatchedHousehold:
    """A household with the home that it could have, or why it has none; both in words."""

    household: Household
    home: HomeType | None
    sentence: str
    notes: list[str]
    reason: str = ""


@dataclass(frozen=True)
class MatchedHome:
    """A type of home with who could live there."""

    home: HomeType
    households: list[Household]

    @property
    def free(self) -> int:
        return self.home.count - len(self.households)


@dataclass(frozen=True)
class PlanMatch:
    """What comes out for a plan."""

    households: list[MatchedHousehold]
    homes: list[MatchedHome]
    needed: Decimal

    @property
    def housed(self) -> list[Household]:
        return [found.household for found in self.households if found.home is not None]

    @property
    def without(self) -> list[MatchedHousehold]:
        return [found for found in self.households if found.home is None]

    @property
    def pledged(self) -> Decimal:
        """What those pledge who have a home."""
        return pledged_by(self.housed)

    @property
    def without_rooms(self) -> list[HomeType]:
        """The types of home of which nobody said how many rooms they have."""
        return [found.home for found in self.homes if found.home.rooms is None]

    @property
    def summary(self) -> str:
        """All of it in one sentence."""
        homes = sum(found.home.count for found in self.homes)
        housed = ngettext(
            "%(housed)s of %(count)s home has a household", "%(housed)s of %(count)s homes have a household", homes
        ) % {"housed": number(len(self.housed)), "count": number(homes)}
        return "; ".join([housed, *_reasons_together(self.without), self._contributions]) + "."

    @property
    def _contributions(self) -> str:
        if not self.needed:
            return _("their contributions come to %(pledged)s, and the plan counts on none") % {
                "pledged": euro(self.pledged)
            }
        facts = {"pledged": euro(self.pledged), "needed": euro(self.needed)}
        return _("their contributions come to %(pledged)s of %(needed)s") % facts


def choices_to_match(initiative: Initiative) -> list[PlanToMatch]:
    """The plans of a group and their versions, what changed last first. Three queries."""
    found = []
    for group in choices_of(initiative):
        versions = {f"version-{version.pk}": version for version in group.plan.versions.all()}
        for choice in group.choices:
            if choice == present_choice(group.plan):
                found.append(present_plan(group.plan))
            elif choice.token in versions:
                found.append(_version(group.plan, choice, versions[choice.token]))
    return found


def present_plan(plan: Plan) -> PlanToMatch:
    """A plan as it is now."""
    return PlanToMatch(present_choice(plan), plan, outcome_of(plan.document), frozen_rooms(plan))


def _version(plan: Plan, choice: ComparedChoice, version: PlanVersion) -> PlanToMatch:
    return PlanToMatch(choice, plan, version_outcome(version), version.home_rooms)


def money_needed(initiative: Initiative) -> Decimal | None:
    """The money of members that the plan counts on that was changed last; None without a plan."""
    plan = plans_of(initiative).first()
    return None if plan is None else _needed(outcome_of(plan.document))


def match_of(initiative: Initiative, chosen: PlanToMatch) -> PlanMatch:
    """The waiting households of a group beside the homes of this plan. One query.

    Raises TooManyPairsError.
    """
    homes = homes_of(chosen.outcome.document, chosen.rooms)
    households = waiting_households(initiative)
    taking_part = [household for household in households if not household.is_passed_over]
    found = matched([wishes_of(household) for household in taking_part], homes)
    lines = {
        household.pk: _line(household, row, given, homes)
        for household, row, given in zip(taking_part, found.fits, found.given, strict=True)
    }
    return PlanMatch(
        households=[lines.get(household.pk) or _passed_over(household) for household in households],
        homes=[
            MatchedHome(home, [who for who, given in zip(taking_part, found.given, strict=True) if given == place])
            for place, home in enumerate(homes)
        ],
        needed=_needed(chosen.outcome),
    )


def homes_of(document: dict[str, Any], rooms: Mapping[str, int]) -> list[HomeType]:
    """The types of home of a plan, in its prices; `rooms` are those of `frozen_rooms`."""
    ready_on = ready_day(document)
    return [
        HomeType(
            key=home[KEY],
            name=name,
            count=home["count"],
            area_m2=home["area_m2"],
            rent=monthly_rent_of(home),
            rooms=rooms.get(home[KEY]),
            ready_on=ready_on,
        )
        for name, home in homes_by_name(with_keys(document, {})).items()
    ]


def ready_day(document: dict[str, Any]) -> dt.date:
    """From when people can live there: the building period after the month in which building starts, where the plan
    says that; else the first full year of letting.
    """
    development = document.get("development")
    if not development:
        return dt.date(document["first_year"], 1, 1)
    year, month = (int(part) for part in development["construction_start"].split("-"))
    months = 12 * year + month - 1 + document["investment"].get("construction_months", 0)
    return dt.date(months // 12, months % 12 + 1, 1)


def wishes_of(household: Household) -> Wishes:
    return Wishes(
        rooms=household.rooms,
        area_from=household.area_from,
        area_to=household.area_to,
        most_rent=None if household.most_rent is None else float(household.most_rent),
        moves_from=household.moves_from,
        moves_until=household.moves_until,
    )


def _needed(outcome: Outcome) -> Decimal:
    return Decimal(str(round(money_of_members(outcome), 2)))


def _passed_over(household: Household) -> MatchedHousehold:
    sentence = _("Gets no home for now: %(reason)s") % {"reason": household.place_reason}
    return MatchedHousehold(household, None, sentence, [], PASSED_OVER)


def _line(household: Household, fits: Sequence[Fit], given: int | None, homes: Sequence[HomeType]) -> MatchedHousehold:
    if given is not None:
        return MatchedHousehold(household, homes[given], home_in_words(homes[given]), _suits(household, fits[given]))
    reason = _reason(fits, homes)
    nearest = [] if reason == NO_HOMES else [_nearest(fits, homes)]
    return MatchedHousehold(household, None, _WHY[reason](household, fits, homes), nearest, reason)


def home_in_words(home: HomeType) -> str:
    """A type of home with what it is and asks, such as "Type A: 3 rooms, 75 m², € 850 a month"."""
    facts = [
        rooms_in_words(home.rooms) if home.rooms is not None else "",
        f"{number(home.area_m2)} {AREA.unit}",
        _("%(rent)s a month") % {"rent": euro(home.rent)},
    ]
    return _("%(home)s: %(facts)s") % {"home": home.name, "facts": ", ".join(fact for fact in facts if fact)}


def _suits(household: Household, fit: Fit) -> list[str]:
    """What is not quite as they wish, and how much room the rent leaves."""
    notes = []
    if fit.rooms_more:
        notes.append(
            ngettext("%(count)s room more than they asked", "%(count)s rooms more than they asked", fit.rooms_more)
            % {"count": fit.rooms_more}
        )
    if fit.m2_less:
        notes.append(_("%(area)s m² smaller than they wish") % {"area": number(fit.m2_less)})
    if fit.m2_more:
        notes.append(_("%(area)s m² larger than they wish") % {"area": number(fit.m2_more)})
    if fit.months_empty:
        notes.append(
            ngettext(
                "stands empty for %(count)s month until they can move",
                "stands empty for %(count)s months until they can move",
                fit.months_empty,
            )
            % {"count": fit.months_empty}
        )
    return notes or ([_("as they wish")] if _said_something(household) else [])


def _said_something(household: Household) -> bool:
    wishes = wishes_of(household)
    return wishes != Wishes()


def _reason(fits: Sequence[Fit], homes: Sequence[HomeType]) -> str:
    """Why somebody has none: a limit that every home passes, or no single one."""
    there = [fit for fit, home in zip(fits, homes, strict=True) if home.count]
    if not there:
        return NO_HOMES
    if any(fit.is_possible for fit in there):
        return TAKEN
    everywhere = (limit for limit in Limit if all(limit in fit.limits for fit in there))
    limit = next(everywhere, None)
    return TOGETHER if limit is None else limit.value


def _nearest(fits: Sequence[Fit], homes: Sequence[HomeType]) -> str:
    """The home that comes nearest to what they need, with what is not right."""
    there = [(fit, home) for fit, home in zip(fits, homes, strict=True) if home.count]
    fit, home = min(there, key=lambda pair: (pair[0].distance, pair[0].misfit))
    if fit.is_possible:
        return _("Would suit them best: %(home)s") % {"home": home_in_words(home)}
    facts = {"home": home_in_words(home), "but": ", ".join(_short_of(fit))}
    return _("Nearest: %(home)s; but %(but)s") % facts


def _short_of(fit: Fit) -> list[str]:
    found = []
    if fit.rooms_short:
        found.append(
            ngettext("%(count)s room too few", "%(count)s rooms too few", fit.rooms_short) % {"count": fit.rooms_short}
        )
    if fit.rent_over:
        found.append(_("%(amount)s a month too dear") % {"amount": euro(fit.rent_over)})
    if fit.days_late:
        months = -(-fit.days_late // 30)
        found.append(ngettext("%(count)s month too late", "%(count)s months too late", months) % {"count": months})
    return found


def _too_few_rooms(household: Household, fits: Sequence[Fit], homes: Sequence[HomeType]) -> str:
    facts = {"rooms": rooms_in_words(household.rooms or 0)}
    return _("Has none, because they want at least %(rooms)s and the plan has no home with that many.") % facts


def _too_dear(household: Household, fits: Sequence[Fit], homes: Sequence[HomeType]) -> str:
    cheapest = min(home.rent for home in homes if home.count)
    facts = {"most": euro(household.most_rent), "rent": euro(cheapest)}
    return _("Has none, because they can bear %(most)s a month and the cheapest home asks %(rent)s.") % facts


def _too_late(household: Household, fits: Sequence[Fit], homes: Sequence[HomeType]) -> str:
    facts = {"until": day(household.moves_until), "ready": day(homes[0].ready_on)}
    return (
        _("Has none, because they can move until %(until)s and in this plan people can live there from %(ready)s.")
        % facts
    )


def _not_together(household: Household, fits: Sequence[Fit], homes: Sequence[HomeType]) -> str:
    return _("Has none, because no home has everything that they need at once.")


def _all_taken(household: Household, fits: Sequence[Fit], homes: Sequence[HomeType]) -> str:
    possible = [home.name for fit, home in zip(fits, homes, strict=True) if fit.is_possible and home.count]
    facts = {"homes": ", ".join(possible)}
    return _("Has none, because what is possible for them went to who stands higher on the list: %(homes)s.") % facts


def _nothing_there(household: Household, fits: Sequence[Fit], homes: Sequence[HomeType]) -> str:
    return _("Has none, because the plan has no homes yet.")


_WHY: dict[str, Callable[[Household, Sequence[Fit], Sequence[HomeType]], str]] = {
    Limit.ROOMS.value: _too_few_rooms,
    Limit.RENT.value: _too_dear,
    Limit.DATE.value: _too_late,
    TOGETHER: _not_together,
    TAKEN: _all_taken,
    NO_HOMES: _nothing_there,
}


def _reasons_together(without: Sequence[MatchedHousehold]) -> list[str]:
    """How many have none for which reason, in the order of the reasons."""
    rooms = Counter(found.household.rooms or 0 for found in without if found.reason == Limit.ROOMS.value)
    told = [
        ngettext(
            "%(count)s wants %(rooms)s, which the plan does not have",
            "%(count)s want %(rooms)s, which the plan does not have",
            count,
        )
        % {"count": count, "rooms": rooms_in_words(wanted)}
        for wanted, count in sorted(rooms.items())
    ]
    counted = Counter(found.reason for found in without)
    return told + [sentence(counted[reason]) for reason, sentence in _TOGETHER.items() if counted[reason]]


def _rent_together(count: int) -> str:
    return ngettext(
        "%(count)s cannot bear the rent of any home", "%(count)s cannot bear the rent of any home", count
    ) % {"count": count}


def _date_together(count: int) -> str:
    return ngettext(
        "%(count)s has to move before the homes are there", "%(count)s have to move before the homes are there", count
    ) % {"count": count}


def _several_together(count: int) -> str:
    return ngettext(
        "%(count)s finds no home with everything they need", "%(count)s find no home with everything they need", count
    ) % {"count": count}


def _taken_together(count: int) -> str:
    return ngettext("%(count)s waits until a home comes free", "%(count)s wait until a home comes free", count) % {
        "count": count
    }


def _passed_together(count: int) -> str:
    return ngettext("%(count)s gets no home for now", "%(count)s get no home for now", count) % {"count": count}


_TOGETHER: dict[str, Callable[[int], str]] = {
    Limit.RENT.value: _rent_together,
    Limit.DATE.value: _date_together,
    TOGETHER: _several_together,
    TAKEN: _taken_together,
    NO_HOMES: _taken_together,
    PASSED_OVER: _passed_together,
}
