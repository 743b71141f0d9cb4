"""Valid plan documents, made by hypothesis."""

from hypothesis import strategies as st

AMOUNTS = st.floats(0, 5_000_000).map(lambda value: round(value, 2))
RATES = st.sampled_from([0.0, 0.01, 0.02, 0.025, 0.035, 0.043, 0.06])
SHARES = st.sampled_from([0.0, 0.05, 0.14, 0.3, 0.6, 0.7])
CATEGORIES = ("land", "construction", "additional", "contingency")
SERIES = ("inflation", "rent", "construction", "maintenance", "canon", "market_value")
LOANS = ("bank_loan", "municipal_loan", "svn_loan", "member_loan", "crowdfunding", "other_loan")
OWN = ("member_equity", "subsidy", "gift")


@st.composite
def series(draw, first):
    found = {"rate": draw(st.sampled_from([-0.01, 0.0, 0.02, 0.03]))}
    if draw(st.booleans()):
        found["by_year"] = {str(first + draw(st.integers(0, 12))): draw(RATES)}
    return found


@st.composite
def cost_lines(draw):
    lines = []
    for number in range(draw(st.integers(0, 6))):
        line = {
            "name": f"Line {number}",
            "category": draw(st.sampled_from(CATEGORIES)),
            "vat_rate": draw(st.sampled_from([0.0, 0.09, 0.21])),
        }
        form = draw(st.sampled_from(["fixed", "per_dwelling", "per_m2", "share"]))
        if form == "share":
            line |= {"share_of": draw(st.sampled_from([*CATEGORIES, "all"])), "share": draw(SHARES)}
        else:
            line[form] = draw(AMOUNTS) / {"fixed": 1, "per_dwelling": 20, "per_m2": 1500}[form]
            if draw(st.booleans()):
                line["indexed"] = draw(st.booleans())
        lines.append(line)
    return lines


@st.composite
def loans(draw, number, has_value):
    term = draw(st.integers(1, 50))
    loan = {
        "name": f"Loan {number}",
        "kind": draw(st.sampled_from(LOANS)),
        "rate": draw(RATES),
        "term_years": term,
        "repayment": draw(st.sampled_from(["annuity", "linear", "bullet"])),
        "payments_per_year": draw(st.sampled_from([1, 4, 12])),
        "balloon_share": draw(st.sampled_from([0.0, 0.0, 0.25, 1.0])),
        "grace_years": draw(st.integers(0, min(term - 1, 6))),
        "capitalise_interest": draw(st.booleans()),
        "guarantee_fee": draw(st.sampled_from([0.0, 0.002])),
    }
    resets = draw(st.lists(st.integers(1, 40), max_size=2, unique=True))
    loan["rate_resets"] = [{"after_years": years, "rate": draw(RATES)} for years in resets]
    if draw(st.booleans()):
        loan["rank"] = draw(st.sampled_from(["senior", "subordinated"]))
    forms = ["fixed", "per_dwelling", "share_of_investment", *(["share_of_market_value"] if has_value else [])]
    form = draw(st.sampled_from(forms))
    loan[form] = draw(SHARES) if form.startswith("share") else draw(AMOUNTS) / (1 if form == "fixed" else 20)
    return loan


@st.composite
def months(draw, first, last):
    """A month from the first up to the last, both written as a number of months."""
    month = draw(st.integers(first, last))
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


@st.composite
def developments(draw, first_year, lines, funding):
    end = 12 * first_year - 1
    start = end - draw(st.integers(0, 48))
    construction = draw(st.integers(start, end))
    spend = []
    for line in draw(st.lists(st.sampled_from([line["name"] for line in lines]), unique=True)) if lines else []:
        for share in draw(st.sampled_from([[1.0], [0.25, 0.75]])):
            begin = draw(st.integers(start, end))
            spend.append(
                {"line": line, "from": draw(months(begin, begin)), "to": draw(months(begin, end)), "share": share}
            )
    named = draw(st.lists(st.sampled_from([each["name"] for each in funding]), unique=True)) if funding else []
    return {
        "start": draw(months(start, start)),
        "construction_start": draw(months(construction, construction)),
        "spend": spend,
        "available": [
            {"source": name, "from": draw(months(start - 6, end + 6)), **part}
            for name in named
            for part in draw(st.sampled_from([[{}], [{"share": 1.0}], [{"share": 0.25}, {"share": 0.75}]]))
        ],
    }


@st.composite
def scenarios(draw):
    """One value for some drivers."""
    return draw(
        st.fixed_dictionaries(
            {},
            optional={
                "construction_cost": st.sampled_from([0.0, 0.8, 1.25]),
                "land_cost": st.sampled_from([0.0, 0.5, 1.1]),
                "interest_shift": st.sampled_from([-0.03, -0.005, 0.01]),
                "bank_rate_shift": st.sampled_from([-0.05, 0.01]),
                "subordinated_rate_shift": st.sampled_from([-0.01, 0.02]),
                "bank_term_shift": st.sampled_from([-60, -5, -1, 3, 20]),
                "bank_share_shift": st.sampled_from([-0.8, -0.1, 0.2]),
                "inflation_shift": st.sampled_from([-0.03, 0.01]),
                "rent_index_shift": st.sampled_from([-0.01, 0.02]),
                "rent": st.sampled_from([0.0, 0.9, 1.3]),
                "vacancy_shift": st.sampled_from([-0.5, 0.02, 2.0]),
                "operating_cost": st.sampled_from([0.0, 1.1]),
                "canon": st.sampled_from([0.0, 0.5, 2.0]),
                "subsidy": st.sampled_from([-50_000.0, 250_000.0]),
                "equity": st.sampled_from([0.0, 0.5, 1.5]),
                "member_contribution": st.sampled_from([1_000.0, 25_000.0]),
            },
        )
    )


@st.composite
def plans(draw):
    """A whole document of `coophub.plan/1`."""
    price_level = draw(st.integers(2020, 2030))
    first = price_level + draw(st.integers(0, 5))
    has_value = draw(st.booleans())
    funding = [draw(loans(number, has_value)) for number in range(draw(st.integers(0, 3)))]
    for number in range(draw(st.integers(0, 2))):
        source = {"name": f"Own {number}", "kind": draw(st.sampled_from(OWN)), "fixed": draw(AMOUNTS)}
        if source["kind"] == "member_equity":
            source["return_rate"] = draw(RATES)
        funding.append(source)
    if draw(st.booleans()):
        funding.append({"name": "Rest", "kind": "member_equity", "remainder": True})
    costs = []
    for number in range(draw(st.integers(0, 4))):
        form = draw(st.sampled_from(["fixed", "per_dwelling", "per_m2", "share_of_gross_rent"]))
        amount = {"fixed": 20_000.0, "per_dwelling": 700.0, "per_m2": 9.5, "share_of_gross_rent": 0.05}[form]
        cost = {"name": f"Cost {number}", form: amount, "series": draw(st.sampled_from(SERIES))}
        if draw(st.booleans()):
            cost["from_year"] = first + draw(st.integers(0, 5))
            cost["to_year"] = cost["from_year"] + draw(st.integers(0, 20))
        costs.append(cost)
    lines = draw(cost_lines())
    lease = draw(st.sampled_from([{}, {"amount": 30_000.0}, {"rate": 0.025, "land_value": 900_000.0}]))
    return {
        "schema": "coophub.plan/1",
        "name": "Made",
        "price_level_year": price_level,
        "first_year": first,
        "horizon_years": draw(st.integers(1, 60)),
        "series": {name: draw(series(price_level)) for name in SERIES if name == "inflation" or draw(st.booleans())},
        "dwellings": [
            {
                "name": f"Type {number}",
                "count": draw(st.integers(0, 40)),
                "area_m2": draw(st.sampled_from([40.0, 55.5, 90.0])),
                "monthly_rent": draw(st.sampled_from([0.0, 650.0, 1050.75])),
            }
            for number in range(draw(st.integers(0, 3)))
        ],
        "other_income": [
            {
                "name": f"Income {number}",
                "amount": 5000.0,
                "series": draw(st.sampled_from(SERIES)),
                "subject_to_vacancy": draw(st.booleans()),
            }
            for number in range(draw(st.integers(0, 2)))
        ],
        "vacancy_rate": draw(st.sampled_from([0.0, 0.01, 0.05])),
        "investment": {
            "construction_months": draw(st.integers(0, 36)),
            "midpoint": price_level + draw(st.sampled_from([0.0, 0.25, 1.5, 3.0])),
            "construction_interest_rate": draw(RATES),
            "lines": lines,
        },
        **({"market_value": 6_900_000.0} if has_value else {}),
        "funding": funding,
        "operating_costs": costs,
        "maintenance_reserve": {
            "opening": draw(st.sampled_from([0.0, 25_000.0])),
            "rate": draw(RATES),
            draw(st.sampled_from(["contribution", "contribution_per_dwelling"])): 900.0,
            "items": [{"name": "Paint", "year": first + draw(st.integers(0, 30)), "amount": 40_000.0}],
        },
        "ground_lease": lease,
        "corporate_tax": {
            "enabled": draw(st.booleans()),
            "depreciable_share": 0.9,
            "depreciation_years": draw(st.sampled_from([20, 50])),
        },
        "liquidity": {
            "opening": draw(st.sampled_from([0.0, 50_000.0])),
            "minimum": draw(st.sampled_from([0.0, 10_000.0])),
            "deposit_rate": draw(RATES),
            "overdraft_rate": draw(RATES),
        },
        "discount_rate": 0.04,
        "exit_value": draw(st.sampled_from(["none", "multiple", *(["market_value"] if has_value else [])])),
        "exit_multiple": 12.0,
        "criteria": {
            "min_dscr": draw(st.sampled_from([None, 1.1])),
            "max_ltv": draw(st.sampled_from([None, 0.8])) if has_value else None,
            "min_equity_share": draw(st.sampled_from([None, 0.1])),
        },
        "development": draw(st.one_of(st.none(), developments(first, lines, funding))),
    }
