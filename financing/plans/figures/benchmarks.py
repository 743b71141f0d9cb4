"""What is usual: for figures of a plan the range they mostly lie in, what we fill in, and where that comes from.

This is the only place with such figures. Where a source publishes a figure, the source and its year stand with it;
everything else is an assumption of ours and says so. No bank publishes what it asks of housing co-operatives, and no
norm is made up here. A group can change every one of them: outside the range the builder warns, it never refuses. What
the law sets for a year is no benchmark: that is in the norms (`financing.plans.models.NormSet`).

Rates and shares are fractions, amounts are euros at the price level of `PRICE_LEVEL_YEAR`, without VAT.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.web.formats import Words, euro, number, percent

PRICE_LEVEL_YEAR = 2026

VAT_RATE = 0.21
"""On building and advice (Wet op de omzetbelasting 1968, article 9)."""

LET_VALUE_IN_YEARLY_RENTS = 20
"""The value of let homes as so many times the yearly rent: a gross initial yield of 5 %, of the 4 to 7 % that is usual.

An assumption.
"""

NATIONAL_FUND_ASKS = 0.05
"""Of own money, for rental homes that it helps to build (Fonds Coöperatief Wonen, January 2026)."""

BenchmarkUnit = Literal["euro", "percent", "number"]


class FigureSource:
    """Where a figure comes from. The figures in its text, years among them, stand beside the text: `%(year)s`."""

    def __init__(self, text: Words, **facts: int | Callable[[], str]) -> None:
        self.text = text
        self.facts = facts

    def __str__(self) -> str:
        return str(self.text) % {name: fact() if callable(fact) else fact for name, fact in self.facts.items()}


ASSUMPTION = FigureSource(
    gettext_lazy("an assumption of ours, %(year)s; check it for your own plan"), year=PRICE_LEVEL_YEAR
)
PRACTICE = FigureSource(gettext_lazy("an assumption of ours after what groups tell, %(year)s"), year=PRICE_LEVEL_YEAR)
ASK_THE_BANK = FigureSource(gettext_lazy("an assumption of ours; ask the bank"))
BANK_ASKS = FigureSource(gettext_lazy("an assumption of ours: banks publish no norm for co-operatives"))
HANDBOOK = FigureSource(gettext_lazy("Handboek modelmatig waarderen marktwaarde, %(year)s"), year=2014)
LETTER = FigureSource(gettext_lazy("letter of the minister to parliament, December %(year)s"), year=2022)
RENT_RULES = FigureSource(
    gettext_lazy("maximum rents by points, Rijksoverheid, 1 January %(year)s"), year=PRICE_LEVEL_YEAR
)
AMSTERDAM = FigureSource(gettext_lazy("Verordening Stimuleringslening wooncoöperaties Amsterdam, %(year)s"), year=2021)
AEDES = FigureSource(
    gettext_lazy(
        "an assumption of ours: %(amount)s per m² in all in the Aedes benchmark of %(then)s, carried on to %(year)s"
    ),
    amount=lambda: euro(2709),
    then=2021,
    year=PRICE_LEVEL_YEAR,
)
NATIONAL_FUND = FigureSource(gettext_lazy("Fonds Coöperatief Wonen, Rijksoverheid, January %(year)s"), year=2026)


@dataclass(frozen=True)
class Benchmark:
    """The usual range of a figure, what we fill in, and where both come from."""

    low: float
    high: float
    fill_in: float
    unit: BenchmarkUnit
    source: FigureSource = ASSUMPTION
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

    def distance(self, value: float) -> float:
        """How far a value lies outside the range, as a part of that range; 0 inside it."""
        return max(self.low - value, value - self.high, 0.0) / (self.high - self.low)

    def remark(self, value: float | None) -> str:
        """What there is to say about a value outside the range; "" when it lies inside."""
        if value is None or self.low <= value <= self.high:
            return ""
        facts = {"range": self.range}
        if value < self.low:
            return _("This is lower than usual (%(range)s). You may leave it if you know why.") % facts
        return _("This is higher than usual (%(range)s). You may leave it if you know why.") % facts


BENCHMARKS: dict[str, Benchmark] = {
    # Years and growth
    "horizon_years": Benchmark(30, 60, 50, "number"),
    "inflation": Benchmark(
        0.01,
        0.04,
        0.02,
        "percent",
        FigureSource(gettext_lazy("the aim of the European Central Bank is %(rate)s"), rate=lambda: percent(0.02)),
        1,
    ),
    "rent_growth": Benchmark(
        0.01,
        0.041,
        0.022,
        "percent",
        FigureSource(
            gettext_lazy("an assumption of ours; in %(year)s a social rent may rise by %(rate)s, Rijksoverheid"),
            year=2026,
            rate=lambda: percent(0.041, 1),
        ),
        1,
    ),
    "construction_growth": Benchmark(
        0.02,
        0.06,
        0.03,
        "percent",
        FigureSource(
            gettext_lazy("an assumption of ours; from %(first)s to %(last)s building costs rose by %(rise)s"),
            first=2016,
            last=2025,
            rise=lambda: percent(0.69),
        ),
        1,
    ),
    "maintenance_growth": Benchmark(0.02, 0.04, 0.025, "percent", HANDBOOK, 1),
    "canon_growth": Benchmark(
        0.0, 0.03, 0.02, "percent", FigureSource(gettext_lazy("the lease says it; until then an assumption of ours")), 1
    ),
    "value_growth": Benchmark(0.0, 0.035, 0.02, "percent", ASSUMPTION, 1),
    "discount_rate": Benchmark(0.02, 0.06, 0.04, "percent", ASSUMPTION, 1),
    # Homes and rents
    "area_m2": Benchmark(25, 130, 65, "number"),
    "monthly_rent": Benchmark(450, 1400, 950, "euro", RENT_RULES),
    "vacancy_rate": Benchmark(0.005, 0.03, 0.01, "percent", HANDBOOK, 1),
    # Investment
    "land_per_dwelling": Benchmark(10_000, 60_000, 25_000, "euro", PRACTICE),
    "purchase_per_dwelling": Benchmark(
        40_000,
        180_000,
        95_000,
        "euro",
        FigureSource(
            gettext_lazy("an assumption of ours; discounts up to half of the value were reported in %(year)s"),
            year=2017,
        ),
    ),
    "works_per_dwelling": Benchmark(10_000, 90_000, 35_000, "euro", PRACTICE),
    "construction_per_m2": Benchmark(1_900, 3_300, 2_400, "euro", AEDES),
    "transformation_per_m2": Benchmark(1_200, 2_600, 1_700, "euro", PRACTICE),
    "fees_share": Benchmark(
        0.10,
        0.20,
        0.14,
        "percent",
        FigureSource(
            gettext_lazy("an assumption of ours; De Nieuwe Meent planned about %(share)s, %(year)s"),
            share=lambda: percent(0.17),
            year=2020,
        ),
    ),
    "contingency_share": Benchmark(0.03, 0.10, 0.05, "percent", PRACTICE),
    "construction_months": Benchmark(6, 30, 18, "number", PRACTICE),
    "construction_interest_rate": Benchmark(0.03, 0.065, 0.045, "percent", ASK_THE_BANK, 1),
    # Money
    "bank_share": Benchmark(0.50, 0.80, 0.70, "percent", LETTER),
    "bank_rate": Benchmark(0.03, 0.06, 0.043, "percent", ASK_THE_BANK, 1),
    "bank_term_years": Benchmark(15, 30, 30, "number", LETTER),
    "municipal_per_dwelling": Benchmark(10_000, 50_000, 50_000, "euro", AMSTERDAM),
    "municipal_rate": Benchmark(0.0, 0.04, 0.015, "percent", AMSTERDAM, 1),
    "municipal_term_years": Benchmark(10, 50, 15, "number", AMSTERDAM),
    "member_loan_rate": Benchmark(0.0, 0.04, 0.02, "percent", PRACTICE, 1),
    "member_loan_term_years": Benchmark(5, 30, 15, "number", PRACTICE),
    "crowd_rate": Benchmark(
        0.01,
        0.05,
        0.025,
        "percent",
        FigureSource(
            gettext_lazy("from %(first)s to %(last)s co-operatives offered %(low)s to %(high)s"),
            first=2018,
            last=2022,
            low=lambda: percent(0.017, 1),
            high=lambda: percent(0.03),
        ),
        1,
    ),
    "crowd_term_years": Benchmark(3, 20, 10, "number", PRACTICE),
    "own_money_per_dwelling": Benchmark(1_000, 60_000, 10_000, "euro", PRACTICE),
    "return_rate": Benchmark(0.0, 0.03, 0.0, "percent", ASSUMPTION, 1),
    # Running costs, per home per year
    "day_to_day_per_dwelling": Benchmark(400, 700, 600, "euro", PRACTICE),
    "management_per_dwelling": Benchmark(300, 700, 500, "euro", PRACTICE),
    "insurance_and_levies_per_dwelling": Benchmark(450, 850, 600, "euro", PRACTICE),
    "operating_per_dwelling": Benchmark(50, 1_500, 500, "euro", PRACTICE),
    "reserve_per_dwelling": Benchmark(1_000, 1_600, 1_300, "euro", PRACTICE),
    "reserve_rate": Benchmark(0.0, 0.025, 0.01, "percent", ASSUMPTION, 1),
    "canon_per_dwelling": Benchmark(
        300, 2_500, 1_000, "euro", FigureSource(gettext_lazy("an assumption of ours; your municipality sets it"))
    ),
    # Demands
    "min_dscr": Benchmark(1.05, 1.30, 1.10, "number", BANK_ASKS, 2),
    "max_ltv": Benchmark(0.60, 0.90, 0.80, "percent", BANK_ASKS),
    "min_equity_share": Benchmark(NATIONAL_FUND_ASKS, 0.30, NATIONAL_FUND_ASKS, "percent", NATIONAL_FUND),
}


def fill_in(name: str) -> float:
    """What we fill in for a figure that nobody gave."""
    return BENCHMARKS[name].fill_in
