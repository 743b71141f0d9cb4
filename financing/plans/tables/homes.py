"""The types of home of a plan: what they ask of people, and those of a file."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coophub.web.formats import euro_cents, number, percent
from coophub.web.tables import Badge, Cell, Column, Table
from financing.plans.figures import headings, label_of
from financing.plans.figures.kinds import AREA, homes_in_words, rooms_in_words
from financing.plans.homes.spreadsheet import Home
from financing.plans.homes.values import ValuedHome
from financing.plans.selectors.affordability import Affordability, HomeAffordability
from financing.plans.selectors.matching import MatchedHome

ROWS_SHOWN = 6


def affordability_table(affordability: Affordability) -> Table:
    """What each type of home asks of an income, and what the law allows."""
    columns = [
        Column(label_of("dwellings")),
        Column(label_of("dwellings[].monthly_rent"), "euro"),
        Column(_("Contribution, once"), "euro"),
        Column(_("Asks an income of"), "euro"),
        Column(_("Highest rent, by points"), "cents"),
    ]
    rows = [
        [
            Cell(home.name, notes=[_how_many(home)]),
            Cell(home.rent, notes=[home.rent_segment.title] if home.rent_segment else []),
            home.contribution,
            Cell(home.income, notes=[_("gross a year")]),
            _highest_rent(home, affordability),
        ]
        for home in affordability.homes
    ]
    return Table(_("Rent and income by type of home"), columns, rows)


def home_table_on_paper(affordability: Affordability) -> Table:
    """The same with a column for each thing, as there is room for on paper."""
    columns = [
        Column(label_of("dwellings")),
        Column(label_of("dwellings[].count"), "number"),
        Column(label_of("dwellings[].monthly_rent"), "euro"),
        Column(_("Contribution, once"), "euro"),
        Column(_("Asks an income of"), "euro"),
        Column(_("By its rent"), empty="-"),
        Column(headings.POINTS, "number", empty="-"),
        Column(_("Highest rent"), "cents", empty="-"),
    ]
    rows = [
        [
            home.name,
            home.count,
            home.rent,
            home.contribution,
            home.income,
            home.rent_segment.title if home.rent_segment else None,
            home.points,
            home.ceiling or _without_a_ceiling(home),
        ]
        for home in affordability.homes
    ]
    return Table(_("Rent and income by type of home"), columns, rows)


def matched_homes_table(homes: Sequence[MatchedHome]) -> Table:
    """The types of home of a plan with who could live there."""
    columns = [
        Column(label_of("dwellings")),
        Column(headings.ROOMS, "number", empty="?"),
        Column(AREA.unit, "number", places=0),
        Column(label_of("dwellings[].monthly_rent"), "euro"),
        Column(_("Who could live there")),
    ]
    rows = [
        [
            Cell(found.home.name, notes=[homes_in_words(found.home.count)]),
            found.home.rooms,
            found.home.area_m2,
            found.home.rent,
            Cell(", ".join(str(household) for household in found.households) or "–", notes=_still_free(found)),
        ]
        for found in homes
    ]
    return Table(_("The homes of the plan with their households"), columns, rows)


def _still_free(found: MatchedHome) -> list[str]:
    if not found.free:
        return []
    free = ngettext("%(count)s without a household", "%(count)s without a household", found.free)
    return [free % {"count": found.free}]


def found_homes_table(homes: Sequence[Home]) -> Table:
    """The types of home that a file holds."""
    columns = [
        Column(label_of("dwellings")),
        Column(label_of("dwellings[].count"), "number"),
        Column(AREA.unit, "number", places=1),
        Column(label_of("dwellings[].monthly_rent"), "cents"),
        Column(headings.ROOMS, "number", empty="?"),
    ]
    rows: list[list[Any]] = [[home.name, home.count, home.area_m2, home.monthly_rent, home.rooms] for home in homes]
    if any(home.woz_value is not None for home in homes):
        columns.append(Column(label_of("dwellings[].woz_value"), "euro", empty="?"))
        rows = [[*row, home.woz_value] for row, home in zip(rows, homes, strict=True)]
    return Table(_("The homes in the file"), columns, rows, on_phone="scroll")


def valued_homes_table(homes: Sequence[ValuedHome]) -> Table:
    """What a list says of the homes of a plan, beside what the plan says now."""
    columns = [
        Column(label_of("dwellings")),
        Column(label_of("dwellings[].woz_value"), "euro"),
        Column(_("In the plan now"), "euro", empty="–"),
        Column(_("Rows of the file")),
    ]
    rows = [
        [
            Cell(valued.home.name, notes=[homes_in_words(valued.home.count)]),
            Cell(valued.woz_value, badge=_too_many_rows(valued), notes=_mean_of(valued)),
            valued.home.woz_value,
            _numbers_in_words(valued.rows),
        ]
        for valued in homes
    ]
    return Table(_("The WOZ values in the file"), columns, rows)


def _mean_of(valued: ValuedHome) -> list[str]:
    if len(valued.rows) == 1:
        return []
    return [_("the mean of %(count)s rows") % {"count": number(len(valued.rows))}]


def _too_many_rows(valued: ValuedHome) -> Badge | None:
    return Badge(_("more rows than homes"), "warn") if len(valued.rows) > valued.home.count else None


def _numbers_in_words(rows: Sequence[int]) -> str:
    shown = ", ".join(map(str, rows[:ROWS_SHOWN]))
    left = len(rows) - ROWS_SHOWN
    return _("%(rows)s and %(count)s more") % {"rows": shown, "count": number(left)} if left > 0 else shown


def _how_many(home: HomeAffordability) -> str:
    return rooms_in_words(home.count) if home.is_room else homes_in_words(home.count)


def _highest_rent(home: HomeAffordability, affordability: Affordability) -> Cell:
    """The highest rent that the points allow, whether the rent is above it, and how many points there are."""
    points = []
    if home.points is not None and (home.is_room or home.points_segment is not None):
        counted = ngettext("%(count)s point", "%(count)s points", home.points) % {"count": home.points}
        kind = home.points_segment.title if home.points_segment else _("room")
        points = [f"{counted}: {kind}"]
    if home.ceiling is None:
        return Cell(_without_a_ceiling(home) or "–", notes=points)
    badge = Badge(_("%(amount)s too high") % {"amount": euro_cents(home.over)}, "bad") if home.over > 0 else None
    return Cell(home.ceiling, badge=badge, notes=[*_with_surcharge(home, affordability), *points])


def _without_a_ceiling(home: HomeAffordability) -> str | None:
    """What stands in the place of a highest rent; nothing when nobody counted the points."""
    if not home.points:
        return None
    return _("not known here") if home.is_room else _("no limit")


def _with_surcharge(home: HomeAffordability, affordability: Affordability) -> list[str]:
    if home.ceiling_with_surcharge is None or affordability.norms is None:
        return []
    facts = {
        "amount": euro_cents(home.ceiling_with_surcharge),
        "share": percent(affordability.norms.new_build_surcharge),
    }
    return [_("%(amount)s with the surcharge of %(share)s for new homes, when the law allows it") % facts]
