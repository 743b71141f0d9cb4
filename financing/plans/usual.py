"""What is usual: for every figure of a plan the range it mostly lies in, what we fill in, and where that comes from.

This is the only place with such figures. Where a source publishes a figure, the source and its year stand with it; everything else
is an assumption of ours and says so. No bank publishes what it asks of housing co-operatives, and no norm is made up here. A group
can change every one of them: outside the range the builder warns, it never refuses.

Rates and shares are fractions, amounts are euros at the price level of `PRICE_LEVEL_YEAR`, without VAT.
"""

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.web.formats import euro, number, percent

PRICE_LEVEL_YEAR = 2026

Unit = Literal["euro", "percent", "number"]

ASSUMPTION = gettext_lazy("an assumption of ours, 2026; check it for your own plan")
PRACTICE = gettext_lazy("an assumption of ours after what groups tell, 2026")
HANDBOOK = gettext_lazy("Handboek modelmatig waarderen marktwaarde, 2014")
LETTER = gettext_lazy("letter of the minister to parliament, December 2022")
RENT_RULES = gettext_lazy("maximum rents by points, Rijksoverheid, 1 January 2026")
AMSTERDAM = gettext_lazy("Verordening Stimuleringslening wooncoöperaties Amsterdam, 2021")
NATIONAL_FUND = gettext_lazy("Fonds Coöperatief Wonen, Rijksoverheid, January 2026")
AEDES = gettext_lazy("an assumption of ours: € 2,709 per m² in all in the Aedes benchmark of 2021, carried on to 2026")
BANK_ASKS = gettext_lazy("an assumption of ours: banks publish no norm for co-operatives")

LET_VALUE_IN_YEARLY_RENTS = 20
"""The value of let homes as so many times the yearly rent: a gross initial yield of 5 %, of the 4 to 7 % that is usual. An assumption."""


@dataclass(frozen=True)
class Usual:
    """The usual range of a figure, what we fill in, and where both come from."""

    low: float
    high: float
    fill_in: float
    unit: Unit
    source: str | Promise = ASSUMPTION
    places: int = 0

    def shown(self, value: float) -> str:
        """A value as people read it."""
        if self.unit == "euro":
            return euro(value)
        return percent(value, self.places) if self.unit == "percent" else number(value, self.places)

    @property
    def range(self) -> str:
        """The range as people read it."""
        return _("%(low)s to %(high)s") % {"low": self.shown(self.low), "high": self.shown(self.high)}

    @property
    def sentence(self) -> str:
        """The line under a field's label."""
        return _("Usual: %(range)s (%(source)s).") % {"range": self.range, "source": self.source}

    @property
    def filled_in(self) -> str:
        """What we fill in for who does not know, with its source: "€ 2,400 (an assumption of ours, 2026)"."""
        return f"{self.shown(self.fill_in)} ({self.source})"

    def remark(self, value: float | None) -> str:
        """What there is to say about a value outside the range; "" when it lies inside."""
        if value is None or self.low <= value <= self.high:
            return ""
        facts = {"range": self.range}
        if value < self.low:
            return _("This is lower than usual (%(range)s). You may leave it if you know why.") % facts
        return _("This is higher than usual (%(range)s). You may leave it if you know why.") % facts


USUAL: dict[str, Usual] = {
    # Years and growth
    "horizon_years": Usual(30, 60, 50, "number"),
    "inflation": Usual(0.01, 0.04, 0.02, "percent", gettext_lazy("the aim of the European Central Bank is 2%"), 1),
    "rent_growth": Usual(
        0.01,
        0.041,
        0.022,
        "percent",
        gettext_lazy("an assumption of ours; in 2026 a social rent may rise by 4.1%, Rijksoverheid"),
        1,
    ),
    "construction_growth": Usual(
        0.02,
        0.06,
        0.03,
        "percent",
        gettext_lazy("an assumption of ours; from 2016 to 2025 building costs rose by 69%"),
        1,
    ),
    "maintenance_growth": Usual(0.02, 0.04, 0.025, "percent", HANDBOOK, 1),
    "canon_growth": Usual(
        0.0, 0.03, 0.02, "percent", gettext_lazy("the lease says it; until then an assumption of ours"), 1
    ),
    "value_growth": Usual(0.0, 0.035, 0.02, "percent", ASSUMPTION, 1),
    "discount_rate": Usual(0.02, 0.06, 0.04, "percent", ASSUMPTION, 1),
    # Homes and rents
    "area_m2": Usual(25, 130, 65, "number"),
    "monthly_rent": Usual(450, 1400, 950, "euro", RENT_RULES),
    "vacancy_rate": Usual(0.005, 0.03, 0.01, "percent", HANDBOOK, 1),
    # Investment
    "land_per_dwelling": Usual(10_000, 60_000, 25_000, "euro", PRACTICE),
    "purchase_per_dwelling": Usual(
        40_000,
        180_000,
        95_000,
        "euro",
        gettext_lazy("an assumption of ours; discounts up to half of the value were reported in 2017"),
    ),
    "works_per_dwelling": Usual(10_000, 90_000, 35_000, "euro", PRACTICE),
    "construction_per_m2": Usual(1_900, 3_300, 2_400, "euro", AEDES),
    "transformation_per_m2": Usual(1_200, 2_600, 1_700, "euro", PRACTICE),
    "fees_share": Usual(
        0.10, 0.20, 0.14, "percent", gettext_lazy("an assumption of ours; De Nieuwe Meent planned about 17%, 2020")
    ),
    "contingency_share": Usual(0.03, 0.10, 0.05, "percent", PRACTICE),
    "construction_months": Usual(6, 30, 18, "number", PRACTICE),
    "construction_interest_rate": Usual(
        0.03, 0.065, 0.045, "percent", gettext_lazy("an assumption of ours; ask the bank"), 1
    ),
    # Money
    "bank_share": Usual(0.50, 0.80, 0.70, "percent", LETTER),
    "bank_rate": Usual(0.03, 0.06, 0.043, "percent", gettext_lazy("an assumption of ours; ask the bank"), 1),
    "bank_term_years": Usual(15, 30, 30, "number", LETTER),
    "municipal_per_dwelling": Usual(10_000, 50_000, 50_000, "euro", AMSTERDAM),
    "municipal_rate": Usual(0.0, 0.04, 0.015, "percent", AMSTERDAM, 1),
    "municipal_term_years": Usual(10, 50, 15, "number", AMSTERDAM),
    "member_loan_rate": Usual(0.0, 0.04, 0.02, "percent", PRACTICE, 1),
    "member_loan_term_years": Usual(5, 30, 15, "number", PRACTICE),
    "crowd_rate": Usual(
        0.01, 0.05, 0.025, "percent", gettext_lazy("from 2018 to 2022 co-operatives offered 1.7 to 3%"), 1
    ),
    "crowd_term_years": Usual(3, 20, 10, "number", PRACTICE),
    "own_money_per_dwelling": Usual(1_000, 60_000, 10_000, "euro", PRACTICE),
    "return_rate": Usual(0.0, 0.03, 0.0, "percent", ASSUMPTION, 1),
    # Running costs, per home per year
    "day_to_day_per_dwelling": Usual(400, 700, 600, "euro", PRACTICE),
    "management_per_dwelling": Usual(300, 700, 500, "euro", PRACTICE),
    "insurance_and_levies_per_dwelling": Usual(450, 850, 600, "euro", PRACTICE),
    "operating_per_dwelling": Usual(50, 1_500, 500, "euro", PRACTICE),
    "reserve_per_dwelling": Usual(1_000, 1_600, 1_300, "euro", PRACTICE),
    "reserve_rate": Usual(0.0, 0.025, 0.01, "percent", ASSUMPTION, 1),
    "canon_per_dwelling": Usual(
        300, 2_500, 1_000, "euro", gettext_lazy("an assumption of ours; your municipality sets it")
    ),
    # Demands
    "min_dscr": Usual(1.05, 1.30, 1.10, "number", BANK_ASKS, 2),
    "max_ltv": Usual(0.60, 0.90, 0.80, "percent", BANK_ASKS),
    "min_equity_share": Usual(0.05, 0.30, 0.05, "percent", NATIONAL_FUND),
}


def fill_in(name: str) -> float:
    """What we fill in for a figure that nobody gave."""
    return USUAL[name].fill_in
