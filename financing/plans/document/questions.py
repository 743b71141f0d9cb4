"""From ten answers to a whole plan: what the group did not say is filled in from `financing.plans.figures.benchmarks`.

A management co-operative owns nothing: what it gets a month is a fee for looking after the homes. Where every household
buys its own home, the money of the households pays the whole investment, and what comes in a month is what they pay
together for upkeep.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from financing.plans.document.rows import PlanDocument, PlanRow
from financing.plans.figures.benchmarks import LET_VALUE_IN_YEARLY_RENTS, PRICE_LEVEL_YEAR, VAT_RATE, fill_in
from financing.plans.figures.choices import CATEGORIES, WHOSE_MONEY
from initiatives.models import Building, CooperativeForm

MONTHS_BEFORE = 12
"""Months of advice and permits before building starts. An assumption."""
AREAS_M2 = {"small": 45, "medium": 65, "large": 90}
"""The living area that stands for a small, middle and large home. An assumption."""
MONTHS = {Building.NEW_BUILD: 18, Building.TRANSFORMATION: 12, Building.TAKE_OVER: 8, Building.EXISTING: 0}
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
    """None stands for "we do not know yet"."""

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
    def is_bought_by_each(self) -> bool:
        return self.form in (CooperativeForm.CPO, CooperativeForm.OWNER_OCCUPIED)


def document_from(answers: Answers, *, name: str) -> PlanDocument:
    """A valid plan document, with names in the reader's language."""
    building = Building.EXISTING if answers.stays_with_owner else answers.building
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
        canon = _or(answers.ground_price, "canon_per_dwelling")
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
    rent = _rent(answers)
    return [
        {
            "name": names[size],
            "count": count,
            "area_m2": areas[size],
            "monthly_rent": float(round(rent * (0.5 + 0.5 * areas[size] / average))),
        }
        for size, count in kept.items()
    ]


def _rent(answers: Answers) -> float:
    if answers.rent is not None:
        return answers.rent
    if answers.stays_with_owner:
        return MANAGEMENT_FEE
    return UPKEEP_FEE if answers.is_bought_by_each else fill_in("monthly_rent")


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
    if building in (Building.TAKE_OVER, Building.TRANSFORMATION) and answers.ground != "leased":
        price = _or(answers.ground_price, "purchase_per_dwelling")
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
        price = _or(answers.ground_price, "land_per_dwelling")
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
            {"per_dwelling": fill_in("works_per_dwelling")}
            if answers.building_cost is None
            else {"per_m2": answers.building_cost}
        )
        return {"name": _("Insulation and repairs"), "category": "construction", **amount, "vat_rate": VAT_RATE}
    benchmark = "transformation_per_m2" if building == Building.TRANSFORMATION else "construction_per_m2"
    cost = _or(answers.building_cost, benchmark)
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
    is_member_equity = answers.form == CooperativeForm.MEMBER_EQUITY
    own = answers.own_money
    if own is None:
        own = MEMBER_EQUITY_PER_HOME if is_member_equity else fill_in("own_money_per_dwelling")
    if own:
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
