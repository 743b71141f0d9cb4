"""From the answers to ten questions to a whole plan: what nobody said is filled in from `figures.benchmarks`.

A management co-operative owns nothing: what it gets a month is a fee for looking after the homes. Where every household
buys its own home, the money of the households pays the whole investment, and what comes in a month is what they pay
together for upkeep. Where some buy and others rent, who buys pays a price, or else what the home costs, and looks after
it alone: in a month it brings in nothing and costs nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from financing.plans.document.months import month_named
from financing.plans.document.questions import (
    BUILDING_COSTS,
    ROOM_M2,
    ROOMS_PER_HOME,
    SHARED,
    Answers,
    Homes,
    brings_in_both,
    building_cost_of,
    kinds_of_homes,
    own_money_of,
    price_of,
    rent_of,
    room_rent_of,
)
from financing.plans.document.rows import PlanDocument, PlanRow
from financing.plans.figures.benchmarks import PRICE_LEVEL_YEAR, VAT_RATE, fill_in
from financing.plans.figures.choices import CATEGORIES, WHOSE_MONEY
from initiatives.models import Building, CooperativeForm

MONTHS_BEFORE = 12
"""Months of advice and permits before building starts. An assumption."""
MONTHS = {Building.NEW_BUILD: 18, Building.TRANSFORMATION: 12, Building.TAKE_OVER: 8, Building.EXISTING: 0}
MEMBER_RETURN = 0.01
COMMON_ROOM_M2_PER_HOME = 4
"""That much smaller are the homes of who shares a room. An assumption."""
START_COSTS_PER_HOME = 1_500.0
UPKEEP_RESERVE_PER_HOME = 600.0
"""What goes into the reserve per home per year where the co-operative owns nothing. An assumption."""
TRANSFER_COSTS_SHARE = 0.09
"""Transfer tax and notary, as a share of what is paid for existing homes. An assumption: ask a notary."""


@dataclass(frozen=True)
class _Types:
    """Types of home of the plan: those of one way to live and one origin, or its rooms."""

    rows: list[PlanRow]
    form: str
    building: str
    are_bought: bool = False

    @property
    def names(self) -> list[str]:
        return [row["name"] for row in self.rows]


@dataclass(frozen=True)
class _Making:
    """A plan that is being made of answers."""

    answers: Answers
    types: list[_Types]

    def of(self, holds: Callable[[_Types], bool]) -> PlanRow:
        """For a line that is of these homes alone; nothing for one of all homes, as a plan of one kind has them."""
        chosen = self.names(holds)
        return {} if len(chosen) == len(self.names(lambda types: True)) else {"of": chosen}

    def names(self, holds: Callable[[_Types], bool]) -> list[str]:
        return [name for types in self.types if holds(types) for name in types.names]


def document_from(answers: Answers, *, name: str) -> PlanDocument:
    """A valid plan document, with names in the reader's language."""
    making = _Making(answers, _types(answers))
    document: PlanDocument = {
        "schema": "coophub.plan/1",
        "name": name,
        "price_level_year": PRICE_LEVEL_YEAR,
        "first_year": answers.first_year,
        "horizon_years": int(fill_in("horizon_years")),
        "series": _series(),
        "dwellings": [row for types in making.types for row in types.rows],
        "vacancy_rate": fill_in("vacancy_rate") if answers.owns else 0.0,
        "investment": {**_building_period(answers), "lines": _cost_lines(making)},
        "funding": _sources(making),
        "operating_costs": _running_costs(making),
        "maintenance_reserve": _reserve(making),
        "criteria": {"funding": True, "liquidity": True, "reserve": True},
        "discount_rate": fill_in("discount_rate"),
    }
    if answers.owns:
        document["criteria"]["min_dscr"] = fill_in("min_dscr")
    if answers.owns and answers.market_value:
        document["market_value"] = answers.market_value
        document["criteria"]["max_ltv"] = fill_in("max_ltv")
    months = _months(answers)
    if months and answers.first_year > PRICE_LEVEL_YEAR:
        document["development"] = _development(answers.first_year, months)
    if answers.ground == "leased" and not answers.stays_with_owner:
        homes = sum(row["count"] * row.get("counts_as", 1) for row in _rows(making, _comes_first(answers)))
        canon = price_of(answers, answers.building) * homes
        document["ground_lease"] = {"amount": canon, "first_canon_year": answers.first_year}
    return document


def _series() -> PlanRow:
    return {
        "inflation": {"rate": fill_in("inflation")},
        "rent": {"rate": fill_in("rent_growth")},
        "construction": {"rate": fill_in("construction_growth")},
        "maintenance": {"rate": fill_in("maintenance_growth")},
        "canon": {"rate": fill_in("canon_growth")},
        "market_value": {"rate": fill_in("value_growth")},
    }


def _months(answers: Answers) -> int:
    """Months of building: those of the origin that takes longest."""
    if answers.stays_with_owner:
        return MONTHS[Building.EXISTING]
    return max(MONTHS[Building(building)] for building in answers.buildings)


def _building_period(answers: Answers) -> PlanRow:
    months = _months(answers)
    return {
        "construction_months": months,
        "midpoint": round(max(PRICE_LEVEL_YEAR, answers.first_year - months / 24), 2),
        "construction_interest_rate": fill_in("construction_interest_rate"),
    }


def _development(first_year: int, construction_months: int) -> PlanRow:
    """Building ends when letting begins; advice and permits take the year before it starts, as far as that is still to
    come.
    """
    first = 12 * PRICE_LEVEL_YEAR
    building = max(first, 12 * first_year - construction_months)
    months = {"start": max(first, building - MONTHS_BEFORE), "construction_start": building}
    return {name: month_named(month) for name, month in months.items()}


# --- The homes --------------------------------------------------------------------------------------


def _types(answers: Answers) -> list[_Types]:
    """The rent that was given is that of a home of average size: half of it goes with the size."""
    kinds = kinds_of_homes(answers)
    let = [homes for homes in kinds if not (answers.sells_homes and homes.are_bought)]
    average = _average_area(answers, let)
    found = [
        _Types(_homes(answers, homes, kinds, average), homes.form, homes.building, homes not in let) for homes in kinds
    ]
    if answers.rooms:
        has_equity = CooperativeForm.MEMBER_EQUITY in answers.ways and not brings_in_both(answers)
        form = CooperativeForm.MEMBER_EQUITY.value if has_equity else SHARED
        found.append(_Types([_room(answers)], form, answers.building))
    return found


def _homes(answers: Answers, homes: Homes, kinds: list[Homes], average: float) -> list[PlanRow]:
    rows = []
    for size, count in homes.sizes.items():
        if not count:
            continue
        area = _area(answers, homes, size)
        row: PlanRow = {"name": _name_of(homes, size, kinds), "count": count, "area_m2": area}
        if answers.sells_homes and homes.are_bought:
            price = "cost" if answers.sale_price is None else answers.sale_price
            rows.append({**row, "tenure": "sale", "sale_price": price})
        else:
            rows.append({**row, "monthly_rent": float(round(rent_of(answers) * (0.5 + 0.5 * area / average)))})
    return rows


def _room(answers: Answers) -> PlanRow:
    return {
        "name": _("Room in a shared home"),
        "count": answers.rooms,
        "area_m2": answers.room_m2 or ROOM_M2,
        "monthly_rent": room_rent_of(answers),
        "counts_as": 1 / ROOMS_PER_HOME,
    }


def _area(answers: Answers, homes: Homes, size: str) -> float:
    shared = COMMON_ROOM_M2_PER_HOME if homes.form == CooperativeForm.CLUSTERED else 0
    return answers.areas[size] - shared


def _average_area(answers: Answers, kinds: list[Homes]) -> float:
    areas = [(_area(answers, homes, size), count) for homes in kinds for size, count in homes.sizes.items()]
    return sum(area * count for area, count in areas) / max(1, sum(count for _area_m2, count in areas))


def _name_of(homes: Homes, size: str, kinds: list[Homes]) -> str:
    """The size, and what tells these homes from others of that size."""
    names = {
        "small": _("Small home"),
        "medium": _("Middle-sized home"),
        "large": _("Large home"),
        "own": _("Home"),
    }
    buildings = {
        Building.NEW_BUILD: _("new"),
        Building.TRANSFORMATION: _("converted"),
        Building.TAKE_OVER: _("taken over"),
    }
    forms = {
        CooperativeForm.RENTAL: _("for rent"),
        CooperativeForm.MEMBER_EQUITY: _("with money of their own"),
        CooperativeForm.CLUSTERED: _("clustered"),
        CooperativeForm.CPO: _("bought"),
    }
    told = []
    if len({other.building for other in kinds}) > 1:
        told.append(buildings[Building(homes.building)])
    if len({other.form for other in kinds}) > 1:
        told.append(forms[CooperativeForm(homes.form)])
    return f"{names[size]} ({', '.join(told)})" if told else names[size]


def _rows(making: _Making, holds: Callable[[_Types], bool]) -> Iterable[PlanRow]:
    return (row for types in making.types if holds(types) for row in types.rows)


def _is_run(types: _Types) -> bool:
    """Whether the co-operative looks after them."""
    return not types.are_bought


def _comes_first(answers: Answers) -> Callable[[_Types], bool]:
    return lambda types: types.building == answers.building


# --- What it costs ----------------------------------------------------------------------------------


def _cost_lines(making: _Making) -> list[PlanRow]:
    answers = making.answers
    if answers.stays_with_owner:
        return [
            {
                "name": _("Starting up: notary, advice, bookkeeping"),
                "category": "additional",
                "per_dwelling": START_COSTS_PER_HOME,
                "vat_rate": VAT_RATE,
                "indexed": False,
            }
        ]
    shares = {
        "additional": (_("Advice, fees and permits"), "fees_share"),
        "contingency": (str(CATEGORIES["contingency"]), "contingency_share"),
    }
    there = {types.building for types in making.types}
    built = [building for building in answers.buildings if building in there]
    getting = [line for building in built for line in _getting(making, building)]
    return [*getting, *_building(making, built)] + [
        {
            "name": label,
            "category": category,
            "share_of": "construction",
            "share": fill_in(benchmark),
            "vat_rate": VAT_RATE,
        }
        for category, (label, benchmark) in shares.items()
    ]


def _getting(making: _Making, building: str) -> list[PlanRow]:
    """The ground or the homes, for who buys them. What is not the first origin is always bought."""
    answers = making.answers
    if building == answers.building and answers.ground != "bought":
        return []
    of = making.of(lambda types: types.building == building)
    price = price_of(answers, building)
    if building == Building.NEW_BUILD:
        ground = {"name": str(CATEGORIES["land"]), "category": "land", "per_dwelling": price, "vat_rate": VAT_RATE}
        return [{**ground, **of}]
    names = {
        Building.TRANSFORMATION: (_("Buying the building"), _("Transfer tax and notary for the building")),
        Building.TAKE_OVER: (_("Buying the homes"), _("Transfer tax and notary")),
    }
    name, transfer = names[Building(building)]
    costs: PlanRow = (
        {"per_dwelling": round(price * TRANSFER_COSTS_SHARE, 2), "indexed": False, **of}
        if of
        else {"share_of": "land", "share": TRANSFER_COSTS_SHARE}
    )
    return [
        {"name": name, "category": "land", "per_dwelling": price, "vat_rate": 0.0, **of},
        {"name": transfer, "category": "additional", "vat_rate": 0.0, **costs},
    ]


def _building(making: _Making, buildings: list[str]) -> list[PlanRow]:
    """What building costs: as was said for all of it, or for each origin."""
    answers = making.answers
    if answers.cost_basis == "total" and answers.building_total is not None:
        known = {"fixed": answers.building_total, "indexed": False}
        return [{"name": str(CATEGORIES["construction"]), "category": "construction", **known, "vat_rate": VAT_RATE}]
    lines = [_building_line(making, building) for building in buildings]
    of = making.of(lambda types: types.form == CooperativeForm.CLUSTERED)
    if CooperativeForm.CLUSTERED in answers.forms and of.get("of", True):
        per_m2 = building_cost_of(answers, answers.building)
        room = (fill_in("construction_per_m2") if per_m2 is None else per_m2) * COMMON_ROOM_M2_PER_HOME
        line = {"name": _("Common room"), "category": "construction", "per_dwelling": room, "vat_rate": VAT_RATE}
        lines.append({**line, **of})
    return lines


def _building_line(making: _Making, building: str) -> PlanRow:
    names = {
        Building.NEW_BUILD: str(CATEGORIES["construction"]),
        Building.TRANSFORMATION: _("Converting the building"),
        Building.TAKE_OVER: _("Insulation and repairs"),
    }
    per_m2 = building_cost_of(making.answers, building)
    is_per_home = per_m2 is None and building == Building.TAKE_OVER
    amount = fill_in(BUILDING_COSTS[building]) if per_m2 is None else per_m2
    return {
        "name": names[Building(building)],
        "category": "construction",
        "per_dwelling" if is_per_home else "per_m2": amount,
        "vat_rate": VAT_RATE,
        **making.of(lambda types: types.building == building),
    }


# --- Who pays it ------------------------------------------------------------------------------------


def _sources(making: _Making) -> list[PlanRow]:
    answers = making.answers
    sources: list[PlanRow] = []
    if answers.grants:
        sources.append({"name": _("Subsidies and gifts"), "kind": "subsidy", "fixed": answers.grants})
    if not answers.owns:
        return [*sources, {"name": str(WHOSE_MONEY["members"]), "kind": "member_equity", "remainder": True}]
    share = fill_in("bank_share") if answers.bank_share is None else answers.bank_share
    if share:
        bank = {"name": str(WHOSE_MONEY["bank"]), "kind": "bank_loan", "share_of_investment": share}
        sources.append({**bank, **_loan("bank")})
    if answers.municipal_loan and making.names(_is_run):
        municipality = {"name": _("Municipality"), "kind": "municipal_loan", "per_dwelling": answers.municipal_loan}
        sources.append({**municipality, **making.of(_is_run), **_loan("municipal")})
    return sources + _own_money(making)


def _loan(lender: str) -> PlanRow:
    return {
        "rate": fill_in(f"{lender}_rate"),
        "term_years": int(fill_in(f"{lender}_term_years")),
        "repayment": "annuity",
    }


def _own_money(making: _Making) -> list[PlanRow]:
    """What households bring in: who does so as members' equity mostly brings in more than the others."""
    equity = CooperativeForm.MEMBER_EQUITY.value
    kinds: list[tuple[Callable[[_Types], bool], str, str, float]] = [
        (_brings_in_as_usual, CooperativeForm.RENTAL.value, str(WHOSE_MONEY["members"]), fill_in("return_rate")),
        (_brings_in_equity, equity, _("Members' equity"), MEMBER_RETURN),
    ]
    found = []
    for brings_in, form, name, rate in kinds:
        amount = own_money_of(making.answers, form)
        if amount and making.names(brings_in):
            source = {"name": name, "kind": "member_equity", "per_dwelling": amount, "return_rate": rate}
            found.append({**source, **making.of(brings_in)})
    return found


def _brings_in_equity(types: _Types) -> bool:
    return types.form == CooperativeForm.MEMBER_EQUITY


def _brings_in_as_usual(types: _Types) -> bool:
    return _is_run(types) and not _brings_in_equity(types)


# --- What it costs in a year ------------------------------------------------------------------------


def _reserve(making: _Making) -> PlanRow:
    reserve: PlanRow = {"rate": fill_in("reserve_rate")}
    if not making.names(_is_run):
        return reserve
    yearly = fill_in("reserve_per_dwelling") if making.answers.owns else UPKEEP_RESERVE_PER_HOME
    return {**reserve, "contribution_per_dwelling": yearly, **making.of(_is_run)}


def _running_costs(making: _Making) -> list[PlanRow]:
    answers = making.answers
    if not making.names(_is_run):
        return []
    costs = {
        _("Day-to-day maintenance"): (fill_in("day_to_day_per_dwelling"), "maintenance"),
        _("Management and bookkeeping"): (fill_in("management_per_dwelling"), "inflation"),
        _("Insurance and levies"): (fill_in("insurance_and_levies_per_dwelling"), "inflation"),
    }
    if answers.stays_with_owner:
        costs.pop(_("Insurance and levies"))
    if answers.is_bought_by_each:
        costs = {
            _("Management and bookkeeping"): (300.0, "inflation"),
            _("Insurance of the buildings"): (250.0, "inflation"),
        }
    of = making.of(_is_run)
    return [{"name": name, "per_dwelling": amount, "series": series, **of} for name, (amount, series) in costs.items()]
