"""The financing model once more, as plain scalar loops over the raw document, written from
`docs/developers/financing-model.md`.

It shares nothing with the engine: loans go period by period, sums are loops, and there is one scenario. It is slow and
that is fine.
"""

import math

RANKS = {"bank_loan": "senior", "member_equity": "equity", "subsidy": "grant", "gift": "grant"}
BRACKETS = [{"up_to": 200000, "rate": 0.19}, {"up_to": None, "rate": 0.258}]


FACTORS = ("construction_cost", "land_cost", "rent", "operating_cost", "canon", "equity")


def driver(document, name):
    """What the scenario says, else neutral. A scenario travels with the document, under a key that no document has."""
    return document.get("drivers", {}).get(name, 1.0 if name in FACTORS else 0.0)


def rate_of(document, name, year):
    series = document.get("series", {})
    follows_inflation = not series.get(name)
    chosen = series.get(name) or series.get("inflation") or {"rate": 0.0}
    rate = chosen.get("by_year", {}).get(str(year), chosen["rate"])
    if name in ("inflation", "maintenance", "canon") or follows_inflation:
        rate += driver(document, "inflation_shift")
    if name == "rent":
        rate += driver(document, "rent_index_shift")
    return rate


def lowered(rate, shift):
    """A shift takes no rate below 0; a rate that is below 0 already, it takes no lower."""
    if rate + shift < 0 and shift < 0:
        return min(rate, 0.0)
    return 0.0 if abs(rate + shift) < 1e-12 else rate + shift


def loan_shift(document, source):
    shift = driver(document, "interest_shift")
    if source["kind"] == "bank_loan":
        shift += driver(document, "bank_rate_shift")
    if rank_of(source) == "subordinated":
        shift += driver(document, "subordinated_rate_shift")
    return shift


def factor(document, name, year):
    product = 1.0
    for k in range(document["price_level_year"], year):
        product *= 1 + rate_of(document, name, k)
    return product


def homes(document):
    return sum(dwelling["count"] for dwelling in document.get("dwellings", []))


def square_metres(document):
    return sum(dwelling["count"] * dwelling["area_m2"] for dwelling in document.get("dwellings", []))


def midpoint_factor(document):
    midpoint = document["investment"]["midpoint"]
    year = math.floor(midpoint)
    product = 1.0
    for k in range(document["price_level_year"], year):
        product *= 1 + rate_of(document, "construction", k)
    return product * (1 + rate_of(document, "construction", year)) ** (midpoint - year)


def investment(document):
    wanted = document["investment"]
    base = {}
    for line in wanted.get("lines", []):
        if line.get("share_of") is not None:
            continue
        if line.get("fixed") is not None:
            amount = line["fixed"]
        elif line.get("per_dwelling") is not None:
            amount = line["per_dwelling"] * homes(document)
        else:
            amount = line["per_m2"] * square_metres(document)
        indexed = line.get("indexed")
        if indexed is None:
            indexed = line["category"] in ("construction", "additional")
        if indexed:
            amount *= midpoint_factor(document)
        if line["category"] == "construction":
            amount *= driver(document, "construction_cost")
        if line["category"] == "land":
            amount *= driver(document, "land_cost")
        base[line["name"]] = amount
    lines = []
    for line in wanted.get("lines", []):
        if line.get("share_of") is not None:
            amount = 0.0
            for other in wanted["lines"]:
                if other["name"] in base and line["share_of"] in ("all", other["category"]):
                    amount += line["share"] * base[other["name"]]
        else:
            amount = base[line["name"]]
        vat = amount * line.get("vat_rate", 0.0)
        lines.append((line["name"], line["category"], amount, vat))
    land = sum(amount + vat for _, category, amount, vat in lines if category == "land")
    rest = sum(amount + vat for _, category, amount, vat in lines if category != "land")
    months = wanted.get("construction_months", 0)
    rate = lowered(wanted.get("construction_interest_rate", 0.0), driver(document, "interest_shift"))
    interest = rate * months / 12 * (land + 0.5 * rest)
    return lines, interest, land + rest + interest, land


def rank_of(source):
    return source.get("rank") or RANKS.get(source["kind"], "subordinated")


def funding(document, total):
    value = document.get("market_value")
    amounts = []
    for source in document.get("funding", []):
        if source.get("remainder"):
            amounts.append(None)
        elif source.get("fixed") is not None:
            amounts.append(source["fixed"])
        elif source.get("per_dwelling") is not None:
            amounts.append(source["per_dwelling"] * homes(document))
        elif source.get("share_of_investment") is not None:
            share = source["share_of_investment"]
            if source["kind"] == "bank_loan":
                share = max(0.0, share + driver(document, "bank_share_shift"))
            amounts.append(share * total)
        else:
            first = value * factor(document, "market_value", document["first_year"])
            amounts.append(source["share_of_market_value"] * first)
        if source["kind"] == "member_equity" and not source.get("remainder"):
            amounts[-1] *= driver(document, "equity")
    others = sum(amount for amount in amounts if amount is not None) + sum(extra(document))
    return [max(0.0, total - others) if amount is None else amount for amount in amounts]


def extra(document):
    """The grant and the equity that a scenario adds."""
    return driver(document, "subsidy"), driver(document, "member_contribution") * homes(document)


def level_payment(balance, balloon, i, left):
    if i == 0:
        return (balance - balloon) / left
    return (balance - balloon / (1 + i) ** left) * i / (1 - (1 + i) ** -left)


def loan(document, source, amount, years):
    """Lists by year of interest paid, principal, closing balance, guarantee fee and interest capitalised."""
    p = source.get("payments_per_year", 12)
    term = source["term_years"]
    if source["kind"] == "bank_loan":
        term = max(term + driver(document, "bank_term_shift"), source.get("grace_years", 0) + 1)
    periods = p * term
    grace = p * source.get("grace_years", 0)
    shift = loan_shift(document, source)
    resets = {p * reset["after_years"]: lowered(reset["rate"], shift) for reset in source.get("rate_resets", [])}
    form = source.get("repayment", "annuity")
    balance, rate = amount, lowered(source["rate"], shift)
    balloon = source.get("balloon_share", 0.0) * amount
    payment = None
    principal_step = None
    interest, principal, closing, fees, capitalised = [], [], [], [], []
    for year in range(years):
        fees.append(source.get("guarantee_fee", 0.0) * balance)
        paid_interest = paid_principal = added = 0.0
        for period in range(year * p, year * p + p):
            if period >= periods:
                break
            if period in resets:
                rate = resets[period]
                payment = None
            i = rate / p
            charge = balance * i
            if period < grace:
                if source.get("capitalise_interest"):
                    balance += charge
                    added += charge
                else:
                    paid_interest += charge
                continue
            if period == grace:
                balloon = source.get("balloon_share", 0.0) * balance
                principal_step = (balance - balloon) / (periods - grace)
            left = periods - period
            if form == "bullet":
                repaid = 0.0
            elif form == "linear":
                repaid = principal_step
            else:
                if payment is None:
                    payment = level_payment(balance, balloon, i, left)
                repaid = payment - charge
            if period == periods - 1:
                repaid = balance
            paid_interest += charge
            paid_principal += repaid
            balance -= repaid
        interest.append(paid_interest)
        principal.append(paid_principal)
        closing.append(balance)
        capitalised.append(added)
    return interest, principal, closing, fees, capitalised


def exploitation(document):
    first, years = document["first_year"], document["horizon_years"]
    reserve_terms = document.get("maintenance_reserve", {})
    lease = document.get("ground_lease", {})
    reserve = reserve_terms.get("opening", 0.0)
    rows = []
    for year in range(first, first + years):
        gross = 0.0
        for dwelling in document.get("dwellings", []):
            gross += dwelling["count"] * 12 * dwelling["monthly_rent"] * factor(document, "rent", year)
        gross *= driver(document, "rent")
        other = vacant = 0.0
        for line in document.get("other_income", []):
            amount = line["amount"] * factor(document, line.get("series", "inflation"), year)
            other += amount
            if line.get("subject_to_vacancy", True):
                vacant += amount
        vacancy = min(1.0, max(0.0, document.get("vacancy_rate", 0.0) + driver(document, "vacancy_shift")))
        loss = vacancy * (gross + vacant)
        costs = 0.0
        for cost in document.get("operating_costs", []):
            if (cost.get("from_year") and year < cost["from_year"]) or (cost.get("to_year") and year > cost["to_year"]):
                continue
            if cost.get("share_of_gross_rent") is not None:
                costs += cost["share_of_gross_rent"] * gross
                continue
            if cost.get("fixed") is not None:
                amount = cost["fixed"]
            elif cost.get("per_dwelling") is not None:
                amount = cost["per_dwelling"] * homes(document)
            else:
                amount = cost["per_m2"] * square_metres(document)
            costs += amount * factor(document, cost.get("series", "inflation"), year)
        if reserve_terms.get("contribution") is not None:
            contribution = reserve_terms["contribution"]
        else:
            contribution = (reserve_terms.get("contribution_per_dwelling") or 0.0) * homes(document)
        costs *= driver(document, "operating_cost")
        contribution *= factor(document, "maintenance", year) * driver(document, "operating_cost")
        planned = 0.0
        for item in reserve_terms.get("items", []):
            if item["year"] == year:
                planned += item["amount"] * factor(document, "maintenance", year)
        reserve = reserve * (1 + reserve_terms.get("rate", 0.0)) + contribution - planned
        canon = 0.0
        if year >= (lease.get("first_canon_year") or first):
            by_rate = (lease.get("rate") or 0.0) * (lease.get("land_value") or 0.0)
            canon = lease["amount"] if lease.get("amount") is not None else by_rate
            canon *= factor(document, "canon", year) * driver(document, "canon")
        net = gross + other - loss
        rows.append(
            {
                "gross_rent": gross,
                "other_income": other,
                "vacancy_loss": loss,
                "net_rent": net,
                "operating_costs": costs,
                "reserve_contribution": contribution,
                "planned_maintenance": planned,
                "reserve": reserve,
                "noi": net - costs - contribution,
                "canon": canon,
            }
        )
    return rows


def tax_on(amount, brackets):
    due, floor = 0.0, 0.0
    for bracket in brackets:
        ceiling = math.inf if bracket.get("up_to") is None else bracket["up_to"]
        if amount > floor:
            due += (min(amount, ceiling) - floor) * bracket["rate"]
        floor = ceiling
    return due


def divided(above, below):
    return above / below if below else None


def calculate(document, drivers=None):
    """The result of a document in a scenario, with the keys of `coophub.result/1` (IRR aside)."""
    document = {**document, "drivers": drivers or {}}
    first, years = document["first_year"], document["horizon_years"]
    lines, construction_interest, total, land = investment(document)
    sources = document.get("funding", [])
    amounts = funding(document, total)
    extra_grant, extra_equity = extra(document)
    gap = total - sum(amounts) - extra_grant - extra_equity
    loans = [
        (source, amount, loan(document, source, amount, years))
        for source, amount in zip(sources, amounts, strict=True)
        if rank_of(source) in ("senior", "subordinated")
    ]
    rows = exploitation(document)
    tax_terms = document.get("corporate_tax", {})
    cash_terms = document.get("liquidity", {})
    cash = cash_terms.get("opening", 0.0) + max(0.0, -gap)
    equity_return = sum(
        amount * source["return_rate"]
        for source, amount in zip(sources, amounts, strict=True)
        if source.get("return_rate") is not None
    )
    losses = 0.0
    market = document.get("market_value")
    for t, row in enumerate(rows):
        senior = [course for source, _, course in loans if rank_of(source) == "senior"]
        interest = sum(course[0][t] for _, _, course in loans)
        principal = sum(course[1][t] for _, _, course in loans)
        fees = sum(course[3][t] for _, _, course in loans)
        tax = 0.0
        if tax_terms.get("enabled"):
            depreciation = 0.0
            if t + 1 <= tax_terms.get("depreciation_years", 50):
                share = tax_terms.get("depreciable_share", 1.0)
                depreciation = share * (total - land) / tax_terms.get("depreciation_years", 50)
            taxable = row["noi"] - row["canon"] - interest - fees - depreciation
            if taxable < 0:
                losses -= taxable
            else:
                used = min(losses, min(taxable, 1e6) + 0.5 * max(taxable - 1e6, 0.0))
                losses -= used
                tax = tax_on(taxable - used, tax_terms.get("brackets", BRACKETS))
        cfads = row["noi"] - row["canon"] - tax
        net = cfads - interest - principal - fees - equity_return
        rate = cash_terms.get("deposit_rate", 0.0) if cash >= 0 else cash_terms.get("overdraft_rate", 0.0)
        cash = cash * (1 + rate) + net
        senior_interest = sum(course[0][t] for course in senior)
        service = senior_interest + sum(course[1][t] + course[3][t] for course in senior)
        value = None if market is None else market * factor(document, "market_value", first + t)
        senior_debt = sum(course[2][t] for course in senior)
        row.update(
            year=first + t,
            tax=tax,
            cfads=cfads,
            interest=interest,
            principal=principal,
            guarantee_fees=fees,
            equity_return=equity_return,
            net_cash_flow=net,
            liquidity=cash,
            debt=sum(course[2][t] for _, _, course in loans),
            senior_debt=senior_debt,
            dscr=divided(cfads, service),
            dscr_total=divided(cfads, interest + principal + fees),
            icr=divided(cfads, senior_interest),
            ltv=None if value is None else senior_debt / value,
            senior_service=service,
        )
    by_rank = dict.fromkeys(("senior", "subordinated", "equity", "grant"), 0.0)
    for source, amount in zip(sources, amounts, strict=True):
        by_rank[rank_of(source)] += amount
    by_rank["grant"] += extra_grant
    by_rank["equity"] += extra_equity
    start_value = None if market is None else market * factor(document, "market_value", first)
    return {
        "lines": lines,
        "construction_interest": construction_interest,
        "total": total,
        "amounts": amounts,
        "gap": gap,
        "years": rows,
        "loans": loans,
        "by_rank": by_rank,
        "ltv_start": None if start_value is None else by_rank["senior"] / start_value,
        "ltc": divided(by_rank["senior"], total),
        "start_value": start_value,
        "criteria": criteria(document, total, gap, rows, by_rank, start_value),
        "flows": flows(document, total, rows, by_rank, market),
    }


def criteria(document, total, gap, rows, by_rank, start_value):
    wanted = document.get("criteria", {})
    found = {}
    if wanted.get("funding", True):
        found["funding"] = gap <= 0.5, max(gap, 0.0) if gap > 0.5 else 0.0
    if wanted.get("liquidity", True):
        minimum = document.get("liquidity", {}).get("minimum", 0.0)
        least = min(row["liquidity"] for row in rows)
        found["liquidity"] = least >= minimum, max(0.0, minimum - least)
    if wanted.get("min_dscr") is not None:
        rated = [row for row in rows if row["dscr"] is not None]
        worst = min(rated, key=lambda row: row["dscr"], default=None)
        holds = worst is None or worst["dscr"] >= wanted["min_dscr"]
        short = 0.0 if holds else wanted["min_dscr"] * worst["senior_service"] - worst["cfads"]
        found["dscr"] = holds, short
    if wanted.get("max_ltv") is not None:
        holds = by_rank["senior"] / start_value <= wanted["max_ltv"]
        found["ltv"] = holds, 0.0 if holds else by_rank["senior"] - wanted["max_ltv"] * start_value
    if wanted.get("reserve", True):
        least = min(row["reserve"] for row in rows)
        found["reserve"] = least >= 0, max(0.0, -least)
    if wanted.get("min_equity_share") is not None:
        own = by_rank["equity"] + by_rank["grant"]
        holds = total == 0 or own / total >= wanted["min_equity_share"]
        found["equity_share"] = holds, 0.0 if holds else wanted["min_equity_share"] * total - own
    return found


def flows(document, total, rows, by_rank, market):
    """The project's and the members' flows from t = 0 on."""
    exit_value = 0.0
    if document.get("exit_value") == "market_value" and market is not None:
        exit_value = market * factor(document, "market_value", rows[-1]["year"])
    elif document.get("exit_value") == "multiple":
        exit_value = document["exit_multiple"] * rows[-1]["net_rent"]
    project = [-total] + [row["noi"] - row["canon"] - row["tax"] for row in rows]
    members = [-by_rank["equity"]] + [row["net_cash_flow"] + row["equity_return"] for row in rows]
    project[-1] += exit_value
    members[-1] += exit_value - rows[-1]["debt"]
    return {"project": project, "members": members}


def rates_of_return(flows):
    """Every rate above -99 % and up to 1000 % at which the flows are worth nothing, to a fiftieth of a percent."""
    steps = [number / 5_000 for number in range(-4_950, 5_000)] + [1 + number / 200 for number in range(1_801)]
    before, found = None, []
    for rate in steps:
        # From the last flow to the first, so that nothing grows beyond what a number can be.
        worth = 0.0
        for flow in flows if rate < 0 else reversed(flows):
            worth = worth * ((1 + rate) if rate < 0 else 1 / (1 + rate)) + flow
        if before is not None and (before >= 0) != (worth >= 0):
            found.append(rate)
        before = worth
    return found
