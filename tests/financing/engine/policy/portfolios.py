"""Portfolios for the tests, made up and the same each time."""

import numpy as np

FORMS = ("rental", "ownership")
TARGETS = ("middle_incomes", "starters", "seniors")
PROVINCES = ("Utrecht", "Drenthe", "Limburg", "Zeeland")


def plan_document(*, homes=24, building=210_000.0, land=30_000.0, canon=0.0, rent=900.0, rate=0.043, city=20_000.0):
    """A plan that the bank pays for as far as others do not, so that whatever makes it cheaper helps."""
    return {
        "schema": "coophub.plan/1",
        "name": "Plan",
        "price_level_year": 2026,
        "first_year": 2029,
        "horizon_years": 40,
        "series": {"inflation": {"rate": 0.02}, "rent": {"rate": 0.022}},
        "dwellings": [{"name": "Home", "count": homes, "area_m2": 60, "monthly_rent": rent}],
        "vacancy_rate": 0.01,
        "investment": {
            "construction_months": 18,
            "midpoint": 2028.25,
            "construction_interest_rate": 0.045,
            "lines": [
                {"name": "Land", "category": "land", "per_dwelling": land, "vat_rate": 0.21},
                {"name": "Building", "category": "construction", "per_dwelling": building},
                {"name": "Fees", "category": "additional", "share_of": "construction", "share": 0.1},
            ],
        },
        "market_value": 300_000.0 * homes,
        "funding": [
            {"name": "Members", "kind": "member_equity", "per_dwelling": 15_000},
            {
                "name": "City",
                "kind": "municipal_loan",
                "per_dwelling": city,
                "rate": 0.03,
                "term_years": 40,
                "repayment": "linear",
            },
            {"name": "Bank", "kind": "bank_loan", "remainder": True, "rate": rate, "term_years": 40},
        ],
        "operating_costs": [{"name": "All", "per_dwelling": 2_300}],
        "ground_lease": {"amount": canon * homes},
        "criteria": {"min_dscr": 1.05, "liquidity": True},
    }


def entry(name, document=None, *, homes=None, **facts):
    document = document or plan_document()
    return {
        "id": name,
        "homes": homes or document["dwellings"][0]["count"],
        "form": "rental",
        "target": "middle_incomes",
        "province": "Utrecht",
        "document": document,
        **facts,
    }


def portfolio_document(plans):
    return {"schema": "coophub.portfolio/1", "name": "Made up", "plans": list(plans)}


def made_up(count, seed=1):
    """So many plans, of which some close, most can and a few cannot."""
    draw = np.random.Generator(np.random.PCG64(seed))
    return portfolio_document(
        entry(
            f"plan-{number}",
            plan_document(
                homes=int(draw.integers(8, 60)),
                building=float(draw.uniform(170_000, 260_000)),
                land=float(draw.choice([0.0, 20_000.0, 40_000.0])),
                canon=float(draw.choice([0.0, 500.0, 1_000.0])),
                rent=float(draw.uniform(750, 1_100)),
                city=float(draw.choice([0.0, 20_000.0])),
            ),
            form=FORMS[number % 2],
            target=TARGETS[number % 3],
            province=PROVINCES[number % 4],
            received=count - number,
            score=float(draw.integers(1, 10)),
        )
        for number in range(count)
    )
