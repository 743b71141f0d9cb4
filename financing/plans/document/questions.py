"""The answers to ten questions, with what stands in for those that nobody gave.

More than one way to live and more than one origin of the homes go together: some of the homes are let and others
bought, some are new and others taken over, and beside them there may be rooms in homes that people share. Homes of a
housing corporation that a group manages are a plan of their own.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from financing.plans.figures.benchmarks import LET_VALUE_IN_YEARLY_RENTS, PRICE_LEVEL_YEAR, fill_in
from initiatives.models import Building, CooperativeForm

SHARED = "shared"
"""The way to live of who has a room in a home that people share."""
WAYS = (
    CooperativeForm.RENTAL.value,
    CooperativeForm.MEMBER_EQUITY.value,
    CooperativeForm.CLUSTERED.value,
    SHARED,
    CooperativeForm.MANAGEMENT.value,
    CooperativeForm.CPO.value,
)
ORIGINS = (Building.NEW_BUILD.value, Building.TRANSFORMATION.value, Building.TAKE_OVER.value)
AREAS_M2 = {"small": 45, "medium": 65, "large": 90}
"""The living area that stands for a small, middle and large home. An assumption."""
ROOM_M2, ROOMS_PER_HOME = 30, 5
"""What a room takes with its part of kitchen, bathroom and living room, and how many share a home. Assumptions."""
OWN = "own"
"""The size of homes of which the area was typed."""
SIZES = {
    "small_and_medium": {"small": 0.4, "medium": 0.6},
    "small": {"small": 1.0},
    "medium": {"medium": 1.0},
    "large": {"large": 1.0},
    "all": {"small": 0.3, "medium": 0.4, "large": 0.3},
    OWN: {OWN: 1.0},
}
"""How large the homes are, in shares of each size. Those of who shares two sizes or more are assumptions."""
FIRST: Mapping[str, Any] = {
    "form": [CooperativeForm.RENTAL.value],
    "building": [Building.NEW_BUILD.value],
    "size": "small_and_medium",
    "first_year": PRICE_LEVEL_YEAR + 3,
    "ground": "bought",
    "cost_basis": "usual",
}
"""What stands at a question before somebody answers it. Only the number of homes has no such answer."""
FREELY_ANSWERED = (
    "area_m2",
    "room_m2",
    "rent",
    "room_rent",
    "sale_price",
    "ground_price",
    "building_cost",
    "building_total",
    "own_money",
    "own_money_member_equity",
    "municipal_loan",
    "bank_share",
    "grants",
    "market_value",
)
"""What may stay open."""
BUILDING_COSTS: Mapping[str, str] = {
    Building.NEW_BUILD: "construction_per_m2",
    Building.TRANSFORMATION: "transformation_per_m2",
    Building.TAKE_OVER: "works_per_dwelling",
}
"""The usual cost of building, by where the homes come from."""
MANAGEMENT_FEE, UPKEEP_FEE = 165.0, 150.0
"""What comes in per home per month where nobody pays rent to the co-operative. Assumptions."""
ROOM_RENT = 475.0
"""The rent of a room per month. An assumption: points and their maximum rents say what a room may cost."""
MEMBER_EQUITY_PER_HOME = 40_000.0


@dataclass(frozen=True)
class Homes:
    """Some of the homes: how people live in them, where they come from, how many of each size."""

    form: str
    building: str
    sizes: dict[str, int]

    @property
    def are_bought(self) -> bool:
        return self.form == CooperativeForm.CPO


@dataclass(frozen=True)
class Answers:
    """None stands for "we do not know yet"; no homes and rooms at all for who has not said yet how many.

    `counts`, `prices` and `costs` are those of the ways to live and of the origins beside the first one.
    """

    forms: tuple[str, ...]
    buildings: tuple[str, ...]
    homes: int
    first_year: int
    ground: str
    size: str
    cost_basis: str
    counts: Mapping[str, int]
    prices: Mapping[str, float]
    costs: Mapping[str, float]
    rooms: int = 0
    area_m2: float | None = None
    room_m2: float | None = None
    rent: float | None = None
    room_rent: float | None = None
    sale_price: float | None = None
    ground_price: float | None = None
    building_cost: float | None = None
    building_total: float | None = None
    own_money: float | None = None
    own_money_member_equity: float | None = None
    municipal_loan: float | None = None
    bank_share: float | None = None
    grants: float | None = None
    market_value: float | None = None

    @property
    def count(self) -> float:
        """How many homes; a room is a part of one."""
        return self.homes + self.rooms / ROOMS_PER_HOME

    @property
    def ways(self) -> tuple[str, ...]:
        """How people live who have a home of their own."""
        return tuple(form for form in self.forms if form != SHARED)

    @property
    def shares_homes(self) -> bool:
        return SHARED in self.forms

    @property
    def owns(self) -> bool:
        """Whether the co-operative owns homes that people rent of it."""
        return not (self.stays_with_owner or self.is_bought_by_each)

    @property
    def lets_homes(self) -> bool:
        """Whether it lets homes, rooms left out."""
        return self.owns and any(form != CooperativeForm.CPO for form in self.ways)

    @property
    def sells_homes(self) -> bool:
        """Whether some of the homes are bought and others let."""
        return self.owns and CooperativeForm.CPO in self.forms

    @property
    def stays_with_owner(self) -> bool:
        return CooperativeForm.MANAGEMENT in self.forms

    @property
    def is_bought_by_each(self) -> bool:
        return self.forms == (CooperativeForm.CPO,)

    @property
    def building(self) -> str:
        return self.buildings[0]

    @property
    def cooperative_form(self) -> str:
        """The form of the whole, as a group says it of itself."""
        if self.sells_homes:
            return CooperativeForm.MIXED.value
        return (self.ways or (CooperativeForm.RENTAL.value,))[0]

    @property
    def homes_come_from(self) -> str:
        return Building.EXISTING.value if self.stays_with_owner else self.building

    @property
    def areas(self) -> Mapping[str, float]:
        """The living area of each size."""
        return {**AREAS_M2, OWN: self.area_m2 or AREAS_M2["medium"]}


def answers_from(said: Mapping[str, Any]) -> Answers:
    """The answers so far, by the names of their fields, with `FIRST` for what was not asked yet."""
    known = {**FIRST, **{name: value for name, value in said.items() if value is not None}}
    forms = _in_order(known["form"], WAYS) or (CooperativeForm.RENTAL.value,)
    buildings = _in_order(known["building"], ORIGINS)
    if CooperativeForm.MANAGEMENT in forms:
        forms = (CooperativeForm.MANAGEMENT.value,)
    if forms in ((CooperativeForm.MANAGEMENT.value,), (SHARED,)):
        buildings = buildings[:1]
    kinds = (*WAYS, *ORIGINS)
    free: dict[str, Any] = {name: known.get(name) for name in FREELY_ANSWERED}
    return Answers(
        forms=forms,
        buildings=buildings,
        homes=0 if forms == (SHARED,) else known.get("homes", 0),
        rooms=known.get("rooms", 0) if SHARED in forms else 0,
        counts={kind: known[f"homes_{kind}"] for kind in kinds if f"homes_{kind}" in known},
        prices={origin: known[f"price_{origin}"] for origin in ORIGINS if f"price_{origin}" in known},
        costs={origin: known[f"cost_{origin}"] for origin in ORIGINS if f"cost_{origin}" in known},
        **{name: known[name] for name in ("first_year", "ground", "size", "cost_basis")},
        **free,
    )


def _in_order(chosen: str | Collection[str], known: tuple[str, ...]) -> tuple[str, ...]:
    """What was chosen, each once; one choice may stand by itself."""
    several = (chosen,) if isinstance(chosen, str) else chosen
    return tuple(value for value in known if value in several)


def homes_of(count: int, size: str) -> dict[str, int]:
    """So many homes, divided over their sizes; the last size gets what rounding leaves."""
    *first, last = SIZES[size]
    homes = {name: round(count * SIZES[size][name]) for name in first}
    return {**homes, last: count - sum(homes.values())}


def kinds_of_homes(answers: Answers) -> list[Homes]:
    """The homes by how people live in them and where they come from. Rooms are not among them.

    Who buys gets homes of the first origin before the others do.
    """
    left = _divided(answers.homes, answers.buildings, answers.counts)
    found = []
    for form, count in sorted(_divided(answers.homes, answers.ways, answers.counts).items(), key=_buyers_first):
        for building, taken in _taken(count, left):
            left[building] -= taken
            found.append(Homes(form, building, homes_of(taken, answers.size)))
    return found


def _divided(homes: int, kinds: tuple[str, ...], counts: Mapping[str, int]) -> dict[str, int]:
    """How many homes each kind has: what was said of the others, and what is left for the first."""
    if not kinds:
        return {}
    left, divided = homes, {}
    for kind in kinds[1:]:
        divided[kind] = min(left, counts.get(kind, homes // len(kinds)))
        left -= divided[kind]
    return {kinds[0]: left, **divided}


def _buyers_first(kind: tuple[str, int]) -> bool:
    return kind[0] != CooperativeForm.CPO


def _taken(count: int, left: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """So many homes out of what is left of each origin, in their order."""
    for building, most in list(left.items()):
        if taken := min(count, most):
            count -= taken
            yield building, taken


def benchmark_for(answers: Answers, field: str) -> str:
    """Which usual figure fills in this field when it stays open, for who owns homes together."""
    of_price, of_cost = field.removeprefix("price_"), field.removeprefix("cost_")
    if of_price in ORIGINS:
        return "purchase_per_dwelling"
    if of_cost in ORIGINS:
        return BUILDING_COSTS[of_cost]
    if field == "ground_price":
        if answers.ground == "leased":
            return "canon_per_dwelling"
        return "land_per_dwelling" if answers.building == Building.NEW_BUILD else "purchase_per_dwelling"
    if field == "building_cost":
        return BUILDING_COSTS[answers.building]
    return {"rent": "monthly_rent", "own_money": "own_money_per_dwelling"}.get(field, field)


def price_of(answers: Answers, building: str) -> float:
    """What a home of this origin costs to get: its ground, or the home itself."""
    given = answers.ground_price if building == answers.building else answers.prices.get(building)
    field = "ground_price" if building == answers.building else f"price_{building}"
    return fill_in(benchmark_for(answers, field)) if given is None else given


def building_cost_of(answers: Answers, building: str) -> float | None:
    """What building costs per m² there, as far as somebody said so."""
    if answers.cost_basis != "per_m2":
        return None
    return answers.building_cost if building == answers.building else answers.costs.get(building)


def rent_of(answers: Answers) -> float:
    """What comes in per month for an average home: the rent, or the fee where nobody pays rent to the co-operative."""
    if answers.rent is not None:
        return answers.rent
    if answers.stays_with_owner:
        return MANAGEMENT_FEE
    return UPKEEP_FEE if answers.is_bought_by_each else fill_in("monthly_rent")


def room_rent_of(answers: Answers) -> float:
    """What comes in per month for a room."""
    return ROOM_RENT if answers.room_rent is None else answers.room_rent


def own_money_of(answers: Answers, form: str) -> float:
    """What a household that lives like this brings in, where the co-operative owns the homes."""
    is_member_equity = form == CooperativeForm.MEMBER_EQUITY
    given = answers.own_money_member_equity if is_member_equity and brings_in_both(answers) else answers.own_money
    if given is not None:
        return given
    return MEMBER_EQUITY_PER_HOME if is_member_equity else fill_in("own_money_per_dwelling")


def brings_in_both(answers: Answers) -> bool:
    """Whether some bring in money of their own as members' equity, and others as usual. Who has a room does as who has
    a home.
    """
    let = [form for form in answers.ways if form != CooperativeForm.CPO]
    return CooperativeForm.MEMBER_EQUITY in let and len(let) > 1


def value_by_rents(answers: Answers) -> float:
    """What the homes that are let are worth by their rents: something to compare with, no value that anybody gave."""
    let = sum(sum(homes.sizes.values()) for homes in kinds_of_homes(answers) if not homes.are_bought)
    yearly = 12 * (let * rent_of(answers) + answers.rooms * room_rent_of(answers))
    return round(yearly * LET_VALUE_IN_YEARLY_RENTS, -3)
