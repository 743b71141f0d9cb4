"""Every key of section 11 of the financing model, each put into a plan on its own."""

import copy

from tests.financing.engine.documents import document_named


def base():
    """A plan with something of everything, over few years."""
    document = document_named("every_kind_of_home")
    return copy.deepcopy(document)


def home(number, **values):
    def change(document):
        document["dwellings"][number].update(values)

    return change


def source(name, *without, **values):
    def change(document):
        found = next(each for each in document["funding"] if each["name"] == name)
        for key in without:
            found.pop(key, None)
        found.update(values)

    return change


def top(**values):
    def change(document):
        for key, value in values.items():
            document[key] = {**document.get(key, {}), **value} if isinstance(value, dict) else value

    return change


def line(path, number, **values):
    def change(document):
        place = document
        for key in path:
            place = place[key]
        place[number].update(values)

    return change


def sold(number, **values):
    def change(document):
        document["dwellings"][number].update({"tenure": "sale", **values})

    return change


def by_percentage(form):
    return source("City", "term_years", repayment=form, repayment_rate=0.035)


def own_series(document):
    document["series"]["old_contracts"] = {"rate": 0.011, "by_year": {"2032": 0.05}}
    document["dwellings"][0]["rent_series"] = "old_contracts"


def turnover(document):
    document["dwellings"][1].update(target_rent=1150.0, turnover_rate=0.08, turnover_vacancy_months=1.5)


def in_turnover_of_another_series(document):
    turnover(document)
    document["dwellings"][1].update(target_series="inflation")


def per_m2(document):
    document["dwellings"][0].pop("monthly_rent")
    document["dwellings"][0]["rent_per_m2"] = 13.5


FORMS = {
    "criterion of all loans": top(criteria={"min_dscr_total": 1.05}),
    "of, in the investment": line(("investment", "lines"), 4, of=["Two rooms", "Room"]),
    "of, in running costs": line(("operating_costs",), 0, of=["Three rooms"]),
    "of, in the reserve": top(maintenance_reserve={"of": ["Two rooms", "Three rooms"]}),
    "of, in the funding": source("Grant", of=["Two rooms"]),
    "funding per m2": source("Grant", "per_dwelling", per_m2=85.0),
    "rent per m2": per_m2,
    "counts as": home(2, counts_as=0.25),
    "sold at a price": sold(0, sale_price=265_000.0, monthly_rent=95.0),
    "sold at a price that grows": sold(0, sale_price=240_000.0, sale_price_indexed=True),
    "sold at cost": sold(1, sale_price="cost", monthly_rent=120.0),
    "sold for a part": sold(1, sale_price="cost", sold_share=0.4, cost_share=0.35),
    "everything is sold": lambda document: [
        each.update(tenure="sale", sale_price=900_000.0) for each in document["dwellings"]
    ],
    "rolls over": source("Bonds", rolls_over={"share": 0.8, "rate": 0.045}),
    "rolls over until": source("Bonds", rolls_over={"share": 1.0, "until": 2041}),
    "rolls over after changes": source(
        "Bonds",
        rolls_over={"share": 0.6},
        rate_resets=[{"after_years": 3, "rate": 0.06}],
        grace_years=2,
        capitalise_interest=True,
    ),
    "balloon rolls over": source("Bank", balloon_share=0.6, term_years=8, rolls_over={"share": 1.0, "rate": 0.05}),
    "many small loans": source("Bonds", rolls_over={"share": 0.9, "rate": 0.02, "spread": True}),
    "many small loans until": source("Bonds", rolls_over={"share": 0.9, "spread": True, "until": 2038}),
    "linear by percentage": by_percentage("linear"),
    "annuity by percentage": by_percentage("annuity"),
    "percentage after grace": source(
        "City",
        "term_years",
        repayment_rate=0.3,
        grace_years=3,
        capitalise_interest=True,
        rate_resets=[{"after_years": 5, "rate": 0.0}],
    ),
    "members leave": source("Members", turnover_rate=0.12, replaced=0.7),
    "members' money grows": source("Members", indexed_by="rent", turnover_rate=0.05),
    "saved in the rent": home(0, saving_share=0.1, saves_in="Members"),
    "rent at turnover": turnover,
    "rent at turnover, of another series": in_turnover_of_another_series,
    "a series of its own": own_series,
    "let later": home(1, available_from=2033.4),
    "costs follow the letting": lambda document: (
        home(1, available_from=2033.4)(document),
        line(("operating_costs",), 0, follows_letting=True)(document),
        line(("operating_costs",), 2, follows_letting=True)(document),
        top(maintenance_reserve={"follows_letting": True})(document),
    ),
    "early income": top(early_income=[{"name": "First rents", "month": "2030-03", "amount": 42_000.0}]),
    "interest by month": top(investment={"construction_interest_method": "monthly"}),
    "interest by month, with an advance": lambda document: (
        top(investment={"construction_interest_method": "monthly", "prefinance_rate": 0.08})(document),
        document["development"].update(available=[{"source": "Members", "from": "2029-12"}]),
    ),
    "paid on completion": source("Grant", paid_on="completion"),
    "instalments": lambda document: document["development"].update(
        available=[
            {"source": "Bonds", "from": "2029-08", "share": 0.25},
            {"source": "Bonds", "from": "2030-02", "share": 0.75},
        ]
    ),
    "guarantee fund": top(guarantee_fund={"amount": 150_000.0}),
    "guarantee fund that comes free": top(guarantee_fund={"amount": 150_000.0, "released_in": 2036}),
}
"""By what it is: what it changes in the base."""


def with_forms(*names):
    document = base()
    for name in names:
        FORMS[name](document)
    return document
