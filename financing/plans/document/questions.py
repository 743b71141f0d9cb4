"""From the answers to ten questions to a whole plan: what nobody said is filled in from `figures.benchmarks`.

A management co-operative owns nothing: what it gets a month is a fee for looking after the homes. Where every household
buys its own home, the money of the households pays the whole investment, and what comes in a month is what they pay
together for upkeep.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from financing.plans.document.rows import PlanDocument, PlanRow
from financing.plans.figures.benchmarks import LET_VALUE_IN_YEARLY_RENTS, PRICE_LEVEL_YEAR, VAT_RATE, fill_in
from financing.plans.figures.choices import CATEGORIES, WHOSE_MONEY
from initiatives.models import Building, CooperativeForm

MONTHS_BEFORE = 12
"""Months of advice and permits before building starts. An assumption."""
AREAS_M2 = {"small": 45, "medium": 65, "large": 90}
"""The living area that stands for a small, middle and large home. An assumption."""
SIZES = {
    "small_and_medium": {"small": 0.4, "medium": 0.6},
    "small": {"small": 1.0},
    "medium": {"medium": 1.0},
    "large": {"large": 1.0},
    "all": {"small": 0.3, "medium": 0.4, "large": 0.3},
}
"""How large the homes are, in shares of each size. Those of who shares two sizes or more are assumptions."""
FIRST: Mapping[str, Any] = {
    "form": CooperativeForm.RENTAL.value,
    "building": Building.NEW_BUILD.value,
    "size": "small_and_medium",
    "first_year": PRICE_LEVEL_YEAR + 3,
    "ground": "bought",
}
"""What stands at a question before somebody answers it. Only the number of homes has no such answer."""
FREELY_ANSWERED = ("rent", "ground_price", "building_cost", "own_money", "municipal_loan", "bank_share", "grants")
"""What may stay open."""
MONTHS = {Building.NEW_BUILD: 18, Building.TRANSFORMATION: 12, Building.TAKE_OVER: 8, Building.EXISTING: 0}
BUILDING_COSTS: Mapping[str, str] = {
    Building.NEW_BUILD: "construction_per_m2",
    Building.TRANSFORMATION: "transformation_per_m2",
    Building.TAKE_OVER: "works_per_dwelling",
}
"""The usual cost of building, by where the homes come from."""
MANAGEMENT_FEE, UPKEEP_FEE = 165.0, 150.0
"""What comes in per home per month where nobody pays rent to the co-operative. Assumptions."""
MEMBER_EQUITY_PER_HOME, MEMBER_RETURN = 40_000.0, 0.01
COMMON_ROOM_M2_PER_HOME = 4
"""That much smaller are the homes of who shares a room. An assumption."""
START_COSTS_PER_HOME = 1_500.0
TRANSFER_COSTS_SHARE = 0.09
"""Transfer tax and notary, as a share of what is paid for existing homes. An assumption: ask a notary."""


@dataclass(frozen=True)
class Answers:
    """None stands for "we do not know yet"; no homes at all for who has not said yet how many."""

    form: str
    building: str
    homes: dict[str, int]
    first_year: int
    ground: str
    rent: float | None = None
    ground_price: float | None = None
    building_cost: float | None = None
    own_money: float | None = None
    municipal_loan: float | None = None
    bank_share: float | None = None
    grants: float | None = None

    @property
    def count(self) -> int:
        return sum(self.homes.values())

    @property
    def owns(self) -> bool:
        """Whether the co-operative owns the homes that people rent of it."""
        return not (self.stays_with_owner or self.is_bought_by_each)

    @property
    def stays_with_owner(self) -> bool:
        return self.form == CooperativeForm.MANAGEMENT or self.building == Building.EXISTING

    @property
    def homes_come_from(self) -> str:
        return Building.EXISTING.value if self.stays_with_owner else self.building

    @property
    def is_bought_by_each(self) -> bool:
        return self.form in (CooperativeForm.CPO, CooperativeForm.OWNER_OCCUPIED)


def answers_from(said: Mapping[str, Any]) -> Answers:
    """The answers so far, by the names of their fields, with `FIRST` for what was not asked yet."""
    known = {**FIRST, **{name: value for name, value in said.items() if value is not None}}
    return Answers(
        form=known["form"],
        building=known["building"],
        homes=homes_of(known.get("homes", 0), known["size"]),
        first_year=known["first_year"],
        ground=known["ground"],
        **{name: known.get(name) for name in FREELY_ANSWERED},
    )


def homes_of(count: int, size: str) -> dict[str, int]:
    """So many homes, divided over their sizes; the last size gets what rounding leaves."""
    *first, last = SIZES[size]
    homes = {name: round(count * SIZES[size][name]) for name in first}
    return {**homes, last: count - sum(homes.values())}


def benchmark_for(answers: Answers, field: str) -> str:
    """Which usual figure fills in this field when it stays open, for who owns homes together."""
    if field == "ground_price":
        if answers.ground == "leased":
            return "canon_per_dwelling"
        return "land_per_dwelling" if answers.building == Building.NEW_BUILD else "purchase_per_dwelling"
    if field == "building_cost":
        return BUILDING_COSTS[answers.building]
    return {"rent": "monthly_rent", "own_money": "own_money_per_dwelling"}.get(field, field)


def rent_of(answers: Answers) -> float:
    """What comes in per month for an average home: the rent, or the fee where nobody pays rent to the co-operative."""
    if answers.rent is not None:
        return answers.rent
    if answers.stays_with_owner:
        return MANAGEMENT_FEE
    return UPKEEP_FEE if answers.is_bought_by_each else fill_in("monthly_rent")


def own_money_of(answers: Answers) -> float:
    """What a household brings in, where the co-operative owns the homes."""
    if answers.own_money is not None:
        return answers.own_money
    if answers.form == CooperativeForm.MEMBER_EQUITY:
        return MEMBER_EQUITY_PER_HOME
    return fill_in("own_money_per_dwelling")


def document_from(answers: Answers, *, name: str) -> PlanDocument:
    """A valid plan document, with names in the reader's language."""
    building = answers.homes_come_from
    months = MONTHS[Building(building)]
    dwellings = _dwellings(answers)
    document: PlanDocument = {
        "schema": "coophub.plan/1",
        "name": name,
        "price_level_year": PRICE_LEVEL_YEAR,
        "first_year": answers.first_year,
        "horizon_years": int(fill_in("horizon_years")),
        "series": {
            "inflation": {"rate": fill_in("inflation")},
            "rent": {"rate": fill_in("rent_growth")},
            "construction": {"rate": fill_in("construction_growth")},
            "maintenance": {"rate": fill_in("maintenance_growth")},
            "canon": {"rate": fill_in("canon_growth")},
            "market_value": {"rate": fill_in("value_growth")},
        },
        "dwellings": dwellings,
        "vacancy_rate": fill_in("vacancy_rate") if answers.owns else 0.0,
        "investment": {
            "construction_months": months,
            "midpoint": round(max(PRICE_LEVEL_YEAR, answers.first_year - months / 24), 2),
            "construction_interest_rate": fill_in("construction_interest_rate"),
            "lines": _cost_lines(answers, building),
        },
        "funding": _sources(answers),
        "operating_costs": _running_costs(answers),
        "maintenance_reserve": {
            "rate": fill_in("reserve_rate"),
            "contribution_per_dwelling": fill_in("reserve_per_dwelling") if answers.owns else 600.0,
        },
        "criteria": {"funding": True, "liquidity": True, "reserve": True},
        "discount_rate": fill_in("discount_rate"),
    }
    if answers.owns:
        yearly = sum(12 * dwelling["count"] * dwelling["monthly_rent"] for dwelling in dwellings)
        document["criteria"]["min_dscr"] = fill_in("min_dscr")
        value = round(yearly * LET_VALUE_IN_YEARLY_RENTS, -3)
        if value:
            document["market_value"] = value
            document["criteria"]["max_ltv"] = fill_in("max_ltv")
    if months and answers.first_year > PRICE_LEVEL_YEAR:
        document["development"] = _development(answers.first_year, months)
    if answers.ground == "leased" and not answers.stays_with_owner:
        canon = _or(answers.ground_price, benchmark_for(answers, "ground_price"))
        document["ground_lease"] = {"amount": canon * answers.count, "first_canon_year": answers.first_year}
    return document


def _development(first_year: int, construction_months: int) -> PlanRow:
    """Building ends when letting begins; advice and permits take the year before it starts, as far as that is still to
    come.
    """
    first = 12 * PRICE_LEVEL_YEAR
    building = max(first, 12 * first_year - construction_months)
    months = {"start": max(first, building - MONTHS_BEFORE), "construction_start": building}
    return {name: f"{month // 12}-{month % 12 + 1:02d}" for name, month in months.items()}


def _dwellings(answers: Answers) -> list[PlanRow]:
    """The rent that was given is that of a home of average size: half of it goes with the size."""
    names = {"small": _("Small home"), "medium": _("Middle-sized home"), "large": _("Large home")}
    kept = {size: count for size, count in answers.homes.items() if count}
    shared = COMMON_ROOM_M2_PER_HOME if answers.form == CooperativeForm.CLUSTERED else 0
    areas = {size: area - shared for size, area in AREAS_M2.items()}
    average = sum(areas[size] * count for size, count in kept.items()) / max(1, answers.count)
    rent = rent_of(answers)
    return [
        {
            "name": names[size],
            "count": count,
            "area_m2": areas[size],
            "monthly_rent": float(round(rent * (0.5 + 0.5 * areas[size] / average))),
        }
        for size, count in kept.items()
    ]


def _cost_lines(answers: Answers, building: str) -> list[PlanRow]:
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
    lines: list[PlanRow] = []
    if building in (Building.TAKE_OVER, Building.TRANSFORMATION) and answers.ground == "bought":
        price = _or(answers.ground_price, benchmark_for(answers, "ground_price"))
        lines.append({"name": _("Buying the homes"), "category": "land", "per_dwelling": price, "vat_rate": 0.0})
        lines.append(
            {
                "name": _("Transfer tax and notary"),
                "category": "additional",
                "share_of": "land",
                "share": TRANSFER_COSTS_SHARE,
                "vat_rate": 0.0,
            }
        )
    elif answers.ground == "bought":
        price = _or(answers.ground_price, benchmark_for(answers, "ground_price"))
        lines.append({"name": str(CATEGORIES["land"]), "category": "land", "per_dwelling": price, "vat_rate": VAT_RATE})
    lines.append(_building_line(answers, building))
    if answers.form == CooperativeForm.CLUSTERED:
        room = _or(answers.building_cost, "construction_per_m2") * COMMON_ROOM_M2_PER_HOME
        lines.append({"name": _("Common room"), "category": "construction", "per_dwelling": room, "vat_rate": VAT_RATE})
    shares = {
        "additional": (_("Advice, fees and permits"), "fees_share"),
        "contingency": (str(CATEGORIES["contingency"]), "contingency_share"),
    }
    return lines + [
        {
            "name": label,
            "category": category,
            "share_of": "construction",
            "share": fill_in(benchmark),
            "vat_rate": VAT_RATE,
        }
        for category, (label, benchmark) in shares.items()
    ]


def _building_line(answers: Answers, building: str) -> PlanRow:
    if building == Building.TAKE_OVER:
        amount: PlanRow = (
            {"per_dwelling": fill_in(benchmark_for(answers, "building_cost"))}
            if answers.building_cost is None
            else {"per_m2": answers.building_cost}
        )
        return {"name": _("Insulation and repairs"), "category": "construction", **amount, "vat_rate": VAT_RATE}
    cost = _or(answers.building_cost, benchmark_for(answers, "building_cost"))
    return {"name": str(CATEGORIES["construction"]), "category": "construction", "per_m2": cost, "vat_rate": VAT_RATE}


def _sources(answers: Answers) -> list[PlanRow]:
    sources: list[PlanRow] = []
    if answers.grants:
        sources.append({"name": _("Subsidies and gifts"), "kind": "subsidy", "fixed": answers.grants})
    if not answers.owns:
        sources.append({"name": str(WHOSE_MONEY["members"]), "kind": "member_equity", "remainder": True})
        return sources
    share = _or(answers.bank_share, "bank_share")
    if share:
        sources.append(
            {
                "name": str(WHOSE_MONEY["bank"]),
                "kind": "bank_loan",
                "share_of_investment": share,
                "rate": fill_in("bank_rate"),
                "term_years": int(fill_in("bank_term_years")),
                "repayment": "annuity",
            }
        )
    if answers.municipal_loan:
        sources.append(
            {
                "name": _("Municipality"),
                "kind": "municipal_loan",
                "per_dwelling": answers.municipal_loan,
                "rate": fill_in("municipal_rate"),
                "term_years": int(fill_in("municipal_term_years")),
                "repayment": "annuity",
            }
        )
    own = own_money_of(answers)
    if own:
        is_member_equity = answers.form == CooperativeForm.MEMBER_EQUITY
        rate = MEMBER_RETURN if is_member_equity else fill_in("return_rate")
        sources.append(
            {"name": str(WHOSE_MONEY["members"]), "kind": "member_equity", "per_dwelling": own, "return_rate": rate}
        )
    return sources


def _running_costs(answers: Answers) -> list[PlanRow]:
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
    return [{"name": name, "per_dwelling": amount, "series": series} for name, (amount, series) in costs.items()]


def _or(given: float | None, benchmark: str) -> float:
    return fill_in(benchmark) if given is None else given
