"""Sections 9 and 10 once more, as plain loops over the raw document and what `scalar_model` found."""

from tests.financing.engine import scalar_model


def statements(document, found):
    """The income statement and the balance sheet, from t = 0 on, with the keys of `coophub.result/1`."""
    terms = document.get("liquidity", {})
    reserve_terms = document.get("maintenance_reserve", {})
    tax_terms = document.get("corporate_tax", {})
    cash = terms.get("opening", 0.0) + max(0.0, -found["gap"])
    reserve = reserve_terms.get("opening", 0.0)
    value = found["total"]
    land = sum(amount + vat for _, category, amount, vat in found["lines"] if category == "land")
    opening = terms.get("opening", 0.0) + reserve_terms.get("opening", 0.0)
    debt = sum(amount for _, amount, _ in found["loans"])
    retained = 0.0
    income, balance = [], []

    def close_books(year):
        equity, grants = found["by_rank"]["equity"], found["by_rank"]["grant"]
        unfunded = max(0.0, found["gap"])
        balance.append(
            {
                "year": year,
                "property": value,
                "reserve": reserve,
                "liquidity": cash,
                "assets": value + reserve + cash,
                "loans": debt,
                "unfunded": unfunded,
                "member_equity": equity,
                "grants": grants,
                "opening": opening,
                "retained": retained,
                "liabilities_and_equity": debt + unfunded + equity + grants + opening + retained,
            }
        )

    close_books(0)
    for t, row in enumerate(found["years"]):
        depreciation_years = tax_terms.get("depreciation_years", 50)
        depreciation = 0.0
        if t < depreciation_years:
            depreciation = tax_terms.get("depreciable_share", 1.0) * (found["total"] - land) / depreciation_years
        on_cash = cash * (terms.get("deposit_rate", 0.0) if cash >= 0 else terms.get("overdraft_rate", 0.0))
        on_reserve = reserve * reserve_terms.get("rate", 0.0)
        accrued = row["interest"] + sum(course[4][t] for _, _, course in found["loans"])
        result = row["net_rent"] - row["operating_costs"] - row["planned_maintenance"] - row["canon"] - depreciation
        result += on_cash + on_reserve - accrued - row["guarantee_fees"] - row["tax"]
        income.append(
            {
                "net_rent": row["net_rent"],
                "operating_costs": row["operating_costs"],
                "planned_maintenance": row["planned_maintenance"],
                "canon": row["canon"],
                "depreciation": depreciation,
                "interest": accrued,
                "guarantee_fees": row["guarantee_fees"],
                "financial_income": on_cash + on_reserve,
                "tax": row["tax"],
                "result": result,
                "equity_return": row["equity_return"],
                "retained": result - row["equity_return"],
            }
        )
        value -= depreciation
        retained += result - row["equity_return"]
        cash, reserve, debt = row["liquidity"], row["reserve"], row["debt"]
        close_books(t + 1)
    return income, balance


def following(month):
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04d}-{number % 12 + 1:02d}"


def months_from(first, last):
    found = []
    while first <= last:
        found.append(first)
        first = following(first)
    return found


def development(document, found):
    """Month by month: spending, what each source gives, and what is short."""
    terms = document["development"]
    calendar = months_from(terms["start"], f"{document['first_year'] - 1}-12")
    start = terms["construction_start"]
    before = [month for month in calendar if month < start]
    length = max(1, document["investment"].get("construction_months", 0))
    during = [month for month in calendar if month >= start][:length]
    spending = dict.fromkeys(calendar, 0.0)

    def spend(amount, months):
        for month in months:
            spending[month] += amount / len(months)

    for name, category, amount, vat in found["lines"]:
        entries = [entry for entry in terms.get("spend", []) if entry["line"] == name]
        for entry in entries:
            spend(entry["share"] * (amount + vat), months_from(entry["from"], entry["to"]))
        if entries:
            continue
        if category == "land":
            spend(amount + vat, [start])
        elif category == "additional" and before:
            spend((amount + vat) / 2, before)
            spend((amount + vat) / 2, during)
        else:
            spend(amount + vat, during)
    spend(found["construction_interest"], during)

    purses = []
    for source, amount in zip(document.get("funding", []), found["amounts"], strict=True):
        rank = scalar_model.rank_of(source)
        late = rank in ("senior", "subordinated") or source.get("remainder")
        given = [entry["from"] for entry in terms.get("available", []) if entry["source"] == source["name"]]
        purses.append([rank, source["name"], amount, given[0] if given else start if late else calendar[0]])
    purses.sort(key=lambda purse: ["equity", "grant", "subordinated", "senior"].index(purse[0]))
    drawn = {source["name"]: [] for source in document.get("funding", [])}
    shortage, short = [], 0.0
    for month in calendar:
        short += spending[month]
        for purse in purses:
            taken = min(short, purse[2]) if month >= purse[3] else 0.0
            purse[2] -= taken
            short -= taken
            drawn[purse[1]].append(taken)
        shortage.append(short)
    return calendar, list(spending.values()), drawn, shortage
