"""The financing model once more, as plain scalar loops over the raw document, written from
`docs/developers/financing-model.md`.

It shares nothing with the engine: loans go period by period, sums are loops, and there is one scenario. It is slow and
that is fine.
"""

import math

from tests.financing.engine import scalar_months

RANKS = {"bank_loan": "senior", "member_equity": "equity", "subsidy": "grant", "gift": "grant"}
BRACKETS = [{"up_to": 200000, "rate": 0.19}, {"up_to": None, "rate": 0.258}]


FACTORS = (
    "construction_cost",
    "land_cost",
    "rent",
    "operating_cost",
    "canon",
    "equity",
    "sale_price",
    "rollover_share",
    "members_replaced",
)
SIX = ("inflation", "rent", "construction", "maintenance", "canon", "market_value")


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
    grows_rents = any(
        name in (home.get("rent_series"), home.get("target_series")) for home in document.get("dwellings", [])
    )
    if name == "rent" or (name not in SIX and grows_rents):
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


def homes(document, item=None):
    """In all types, or in those that an amount is `of`."""
    wanted = (item or {}).get("of")
    return sum(
        dwelling["count"] * dwelling.get("counts_as", 1.0)
        for dwelling in document.get("dwellings", [])
        if wanted is None or dwelling["name"] in wanted
    )


def square_metres(document, item=None):
    wanted = (item or {}).get("of")
    return sum(
        dwelling["count"] * dwelling["area_m2"]
        for dwelling in document.get("dwellings", [])
        if wanted is None or dwelling["name"] in wanted
    )


def is_sold(dwelling):
    return dwelling.get("tenure", "rent") == "sale"


def payment(dwelling):
    """What a home pays a month at the price level."""
    if dwelling.get("rent_per_m2") is not None:
        return dwelling["rent_per_m2"] * dwelling["area_m2"]
    return dwelling.get("monthly_rent") or 0.0


def is_there(dwelling, year):
    """Which part of a calendar year a type is let."""
    begins = dwelling.get("available_from")
    return 1.0 if begins is None else min(1.0, max(0.0, year + 1 - begins))


def sales(document, total):
    """What the homes are sold for, and what they take of the investment."""
    proceeds = cost = 0.0
    whole_area = square_metres(document)
    for dwelling in document.get("dwellings", []):
        if not is_sold(dwelling):
            continue
        part = dwelling.get("cost_share")
        if part is None:
            part = dwelling["count"] * dwelling["area_m2"] / whole_area if whole_area else 0.0
        takes = dwelling.get("sold_share", 1.0) * total * part
        cost += takes
        if dwelling["sale_price"] == "cost":
            proceeds += takes
            continue
        price = dwelling["sale_price"] * dwelling.get("sold_share", 1.0) * driver(document, "sale_price")
        if dwelling.get("sale_price_indexed"):
            price *= factor(document, "market_value", document["first_year"])
        proceeds += dwelling["count"] * price
    return proceeds, cost


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
            amount = line["per_dwelling"] * homes(document, line)
        else:
            amount = line["per_m2"] * square_metres(document, line)
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


def apart(document):
    """What has to be covered beside the investment."""
    fund = (document.get("guarantee_fund") or {}).get("amount", 0.0)
    return fund - sum(income["amount"] for income in document.get("early_income", []))


def funding(document, net):
    """The sources of a plan of which the investment without what is sold for is `net`."""
    to_pay = max(0.0, net)
    value = document.get("market_value")
    amounts = []
    for source in document.get("funding", []):
        if source.get("remainder"):
            amounts.append(None)
        elif source.get("fixed") is not None:
            amounts.append(source["fixed"])
        elif source.get("per_dwelling") is not None:
            amounts.append(source["per_dwelling"] * homes(document, source))
        elif source.get("per_m2") is not None:
            amounts.append(source["per_m2"] * square_metres(document, source))
        elif source.get("share_of_investment") is not None:
            share = source["share_of_investment"]
            if source["kind"] == "bank_loan":
                share = max(0.0, share + driver(document, "bank_share_shift"))
            amounts.append(share * to_pay)
        else:
            first = value * factor(document, "market_value", document["first_year"])
            amounts.append(source["share_of_market_value"] * first)
        if source["kind"] == "member_equity" and not source.get("remainder"):
            amounts[-1] *= driver(document, "equity")
    others = sum(amount for amount in amounts if amount is not None) + sum(added(document))
    return [max(0.0, to_pay + apart(document) - others) if amount is None else amount for amount in amounts]


def added(document):
    """The grant and the equity that a scenario adds."""
    return driver(document, "subsidy"), driver(document, "member_contribution") * homes(document)


def level_payment(balance, balloon, i, left):
    if i == 0:
        return (balance - balloon) / left
    return (balance - balloon / (1 + i) ** left) * i / (1 - (1 + i) ** -left)


def term_of(document, source):
    if source.get("term_years") is None:
        return None
    shift = driver(document, "bank_term_shift") if source["kind"] == "bank_loan" else 0
    if rank_of(source) == "subordinated":
        shift += driver(document, "subordinated_term_shift")
    return max(source["term_years"] + shift, source.get("grace_years", 0) + 1)


def loan(document, source, amount, years):
    """Lists by year of interest paid, principal, closing balance, guarantee fee, interest capitalised and what is lent
    again.
    """
    rolls = source.get("rolls_over")
    if rolls and rolls.get("spread"):
        return spread_loan(document, source, rolls, amount, years)
    p = source.get("payments_per_year", 12)
    term = term_of(document, source)
    by_percentage = source.get("repayment_rate")
    shift = loan_shift(document, source)
    form = source.get("repayment", "annuity")
    grace = p * source.get("grace_years", 0)
    resets = {p * reset["after_years"]: lowered(reset["rate"], shift) for reset in source.get("rate_resets", [])}
    balance, rate = amount, lowered(source["rate"], shift)
    balloon = source.get("balloon_share", 0.0) * amount
    ends = None if term is None else p * term
    begun = 0
    payment = principal_step = None
    interest, principal, closing, fees, capitalised, again = [], [], [], [], [], []
    for year in range(years):
        fees.append(source.get("guarantee_fee", 0.0) * balance)
        paid_interest = paid_principal = added = lent = 0.0
        for period in range(year * p, year * p + p):
            if ends is not None and period >= ends:
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
            if period == max(grace, begun):
                balloon = source.get("balloon_share", 0.0) * balance
                payment = None
                if by_percentage is None:
                    principal_step = (balance - balloon) / (ends - period)
                else:
                    principal_step = by_percentage * balance / p
            if by_percentage is not None and form == "annuity":
                if payment is None:
                    payment = (by_percentage + rate) * balance / p
                repaid = min(payment - charge, balance)
            elif form == "bullet":
                repaid = 0.0
            elif form == "linear":
                repaid = min(principal_step, balance) if by_percentage is not None else principal_step
            else:
                if payment is None:
                    payment = level_payment(balance, balloon, i, ends - period)
                repaid = payment - charge
            left = balance if form == "bullet" else balloon
            if ends is not None and period == ends - 1:
                repaid = balance
            paid_interest += charge
            paid_principal += repaid
            balance -= repaid
            if rolls and period == ends - 1 and document["first_year"] + year <= rolls.get("until", 9999):
                lent = min(1.0, rolls["share"] * driver(document, "rollover_share")) * left
                balance += lent
                begun = ends
                ends += p * term
                grace, resets = 0, {}
                if rolls.get("rate") is not None:
                    rate = lowered(rolls["rate"], shift)
        interest.append(paid_interest)
        principal.append(paid_principal)
        closing.append(balance)
        capitalised.append(added)
        again.append(lent)
    return interest, principal, closing, fees, capitalised, again


def spread_loan(document, source, rolls, amount, years):
    """Many small loans, of which a part ends every year."""
    shift = loan_shift(document, source)
    first_rate = lowered(source["rate"], shift)
    next_rate = first_rate if rolls.get("rate") is None else lowered(rolls["rate"], shift)
    term = term_of(document, source)
    at_first, at_next = amount, 0.0
    columns = [], [], [], [], [], []
    for year in range(years):
        owed = at_first + at_next
        repaid = owed / term
        lent = 0.0
        if document["first_year"] + year <= rolls.get("until", 9999):
            lent = min(1.0, rolls["share"] * driver(document, "rollover_share")) * repaid
        values = [at_first * first_rate + at_next * next_rate, repaid]
        fee = source.get("guarantee_fee", 0.0) * owed
        at_first -= at_first / term
        at_next -= at_next / term
        at_next += lent
        values += [at_first + at_next, fee, 0.0, lent]
        for column, value in zip(columns, values, strict=True):
            column.append(value)
    return columns


def exploitation(document):
    first, years = document["first_year"], document["horizon_years"]
    reserve_terms = document.get("maintenance_reserve", {})
    lease = document.get("ground_lease", {})
    reserve = reserve_terms.get("opening", 0.0)
    rows = []
    for year in range(first, first + years):
        gross = owners = between = 0.0
        saved = {}
        for dwelling in document.get("dwellings", []):
            rent = payment(dwelling) * factor(document, dwelling.get("rent_series", "rent"), year)
            empty = 0.0
            if dwelling.get("target_rent") is not None:
                q, t = dwelling["turnover_rate"], year - first + 1
                next_rent = dwelling["target_rent"] * factor(document, dwelling.get("target_series", "rent"), year)
                stays = (1 - q) ** (t - 1)
                rent = stays * rent + (1 - stays) * next_rent
                if t >= 2:
                    empty = (1 - q) ** (t - 2) * q * dwelling.get("turnover_vacancy_months", 0.0) * next_rent
            times = dwelling["count"] * is_there(dwelling, year)
            if not is_sold(dwelling):
                times *= driver(document, "rent")
            v = dwelling.get("saving_share", 0.0)
            if dwelling.get("saves_in"):
                saved[dwelling["saves_in"]] = saved.get(dwelling["saves_in"], 0.0) + v * times * 12 * rent
            between += times * (1 - v) * empty
            if is_sold(dwelling):
                owners += times * (1 - v) * 12 * rent
            else:
                gross += times * (1 - v) * 12 * rent
        other, vacant = owners, 0.0
        for line in document.get("other_income", []):
            amount = line["amount"] * factor(document, line.get("series", "inflation"), year)
            other += amount
            if line.get("subject_to_vacancy", True):
                vacant += amount
        vacancy = min(1.0, max(0.0, document.get("vacancy_rate", 0.0) + driver(document, "vacancy_shift")))
        loss = vacancy * (gross + vacant) + between
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
                amount = cost["per_dwelling"] * homes(let_in(document, cost, year), cost)
            else:
                amount = cost["per_m2"] * square_metres(let_in(document, cost, year), cost)
            costs += amount * factor(document, cost.get("series", "inflation"), year)
        if reserve_terms.get("contribution") is not None:
            contribution = reserve_terms["contribution"]
        else:
            number = homes(let_in(document, reserve_terms, year), reserve_terms)
            contribution = (reserve_terms.get("contribution_per_dwelling") or 0.0) * number
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
                "of_owners": owners,
                "saved": saved,
            }
        )
    return rows


def let_in(document, item, year):
    """The document with as many homes as are let in a year, where an amount follows that."""
    if not item.get("follows_letting"):
        return document
    there = [{**home, "count": home["count"] * is_there(home, year)} for home in document.get("dwellings", [])]
    return {**document, "dwellings": there}


def members(document, sources, amounts, rows):
    """Adds to each year what members save, pay in and take out, what the index adds, and their return."""
    money = {
        source["name"]: amount
        for source, amount in zip(sources, amounts, strict=True)
        if source["kind"] == "member_equity" and rank_of(source) == "equity"
    }
    first_amounts, grown = dict(money), dict.fromkeys(money, 1.0)
    for row in rows:
        row.update(member_saving=0.0, member_in=0.0, member_out=0.0, member_indexation=0.0, equity_return=0.0)
        for source, amount in zip(sources, amounts, strict=True):
            name = source["name"]
            if name not in money:
                row["equity_return"] += amount * (source.get("return_rate") or 0.0)
                continue
            x = rate_of(document, source["indexed_by"], row["year"]) if source.get("indexed_by") else 0.0
            grown[name] *= 1 + x
            q = source.get("turnover_rate") or 0.0
            before = money[name]
            out = q * before * (1 + x)
            comes = source.get("replaced", 1.0) * driver(document, "members_replaced") * q
            comes *= first_amounts[name] * grown[name]
            saving = row["saved"].get(name, 0.0)
            row["member_saving"] += saving
            row["member_in"] += comes
            row["member_out"] += out
            row["member_indexation"] += x * before
            row["equity_return"] += before * (source.get("return_rate") or 0.0)
            money[name] = before * (1 + x) + saving + comes - out
        row["members_balance"] = sum(money.values())


def released(document, year):
    fund = document.get("guarantee_fund") or {}
    return fund["amount"] if fund.get("released_in") == year else 0.0


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
    if document["investment"].get("construction_interest_method") == "monthly":
        construction_interest, total = scalar_months.interest_by_month(document, lines)
    sources = document.get("funding", [])
    proceeds, sold_cost = sales(document, total)
    net_investment = total - proceeds
    amounts = funding(document, net_investment)
    extra_grant, extra_equity = added(document)
    gap = net_investment + apart(document) - sum(amounts) - extra_grant - extra_equity
    depreciable = total - sold_cost - (land * (1 - sold_cost / total) if total else land)
    loans = [
        (source, amount, loan(document, source, amount, years))
        for source, amount in zip(sources, amounts, strict=True)
        if rank_of(source) in ("senior", "subordinated")
    ]
    rows = exploitation(document)
    tax_terms = document.get("corporate_tax", {})
    cash_terms = document.get("liquidity", {})
    cash = cash_terms.get("opening", 0.0) + max(0.0, -gap)
    for t, row in enumerate(rows):
        row["year"] = first + t
    members(document, sources, amounts, rows)
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
                depreciation = share * depreciable / tax_terms.get("depreciation_years", 50)
            taxable = row["noi"] - row["canon"] - interest - fees - depreciation
            if taxable < 0:
                losses -= taxable
            else:
                used = min(losses, min(taxable, 1e6) + 0.5 * max(taxable - 1e6, 0.0))
                losses -= used
                tax = tax_on(taxable - used, tax_terms.get("brackets", BRACKETS))
        cfads = row["noi"] - row["canon"] - tax
        again = sum(course[5][t] for _, _, course in loans)
        drawn = again + released(document, row["year"])
        net = cfads - interest - principal - fees - row["equity_return"]
        net += row["member_saving"] + row["member_in"] - row["member_out"] + drawn
        rate = cash_terms.get("deposit_rate", 0.0) if cash >= 0 else cash_terms.get("overdraft_rate", 0.0)
        cash = cash * (1 + rate) + net
        senior_interest = sum(course[0][t] for course in senior)
        service = senior_interest + sum(course[1][t] - course[5][t] + course[3][t] for course in senior)
        whole = interest + principal - again + fees
        value = None if market is None else market * factor(document, "market_value", first + t)
        senior_debt = sum(course[2][t] for course in senior)
        row.update(
            tax=tax,
            cfads=cfads,
            interest=interest,
            principal=principal,
            guarantee_fees=fees,
            drawn=drawn,
            rolled=again,
            net_cash_flow=net,
            liquidity=cash,
            debt=sum(course[2][t] for _, _, course in loans),
            senior_debt=senior_debt,
            dscr=divided(cfads, service),
            dscr_total=divided(cfads, whole),
            icr=divided(cfads, senior_interest),
            ltv=None if value is None else senior_debt / value,
            senior_service=service,
            total_service=whole,
        )
    by_rank = dict.fromkeys(("senior", "subordinated", "equity", "grant"), 0.0)
    for source, amount in zip(sources, amounts, strict=True):
        by_rank[rank_of(source)] += amount
    by_rank["grant"] += extra_grant
    by_rank["equity"] += extra_equity
    start_value = None if market is None else market * factor(document, "market_value", first)
    return {
        "document": document,
        "lines": lines,
        "construction_interest": construction_interest,
        "total": total,
        "proceeds": proceeds,
        "sold_cost": sold_cost,
        "net": net_investment,
        "depreciable": depreciable,
        "amounts": amounts,
        "gap": gap,
        "years": rows,
        "loans": loans,
        "by_rank": by_rank,
        "ltv_start": None if start_value is None else by_rank["senior"] / start_value,
        "ltc": divided(by_rank["senior"], max(net_investment, 0.0)),
        "gross_yield": divided(
            rows[0]["gross_rent"] + rows[0]["other_income"] - rows[0]["of_owners"], max(net_investment, 0.0)
        ),
        "net_yield": divided(rows[0]["noi"], max(net_investment, 0.0)),
        "largest_rollover": largest({row["year"]: row["rolled"] for row in rows}, only_positive=True),
        "largest_member_outflow": largest(
            {row["year"]: row["member_out"] - row["member_in"] - row["member_saving"] for row in rows}
        )
        if moves(document)
        else None,
        "start_value": start_value,
        "criteria": criteria(document, net_investment, gap, rows, by_rank, start_value),
        "flows": flows(document, net_investment, rows, by_rank, market),
    }


def moves(document):
    """Whether money of members comes or goes."""
    saved_in = {home.get("saves_in") for home in document.get("dwellings", [])}
    return any(
        source.get("turnover_rate") or source.get("indexed_by") or source["name"] in saved_in
        for source in document.get("funding", [])
    )


def largest(by_year, *, only_positive=False):
    most = max(by_year.values())
    if only_positive and not most > 0:
        return None
    return most, [year for year, amount in by_year.items() if amount == most]


def criteria(document, net, gap, rows, by_rank, start_value):
    wanted = document.get("criteria", {})
    found = {}
    if wanted.get("funding", True):
        found["funding"] = gap <= 0.5, max(gap, 0.0) if gap > 0.5 else 0.0
    if wanted.get("liquidity", True):
        minimum = document.get("liquidity", {}).get("minimum", 0.0)
        least = min(row["liquidity"] for row in rows)
        found["liquidity"] = least >= minimum, max(0.0, minimum - least)
    for name, service in (("dscr", "senior_service"), ("dscr_total", "total_service")):
        norm = wanted.get(f"min_{name}")
        if norm is not None:
            rated = [row for row in rows if row[name] is not None]
            worst = min(rated, key=lambda row, name=name: row[name], default=None)
            holds = worst is None or worst[name] >= norm
            found[name] = holds, 0.0 if holds else norm * worst[service] - worst["cfads"]
    if wanted.get("max_ltv") is not None:
        holds = by_rank["senior"] / start_value <= wanted["max_ltv"]
        found["ltv"] = holds, 0.0 if holds else by_rank["senior"] - wanted["max_ltv"] * start_value
    if wanted.get("reserve", True):
        least = min(row["reserve"] for row in rows)
        found["reserve"] = least >= 0, max(0.0, -least)
    if wanted.get("min_equity_share") is not None:
        own = by_rank["equity"] + by_rank["grant"]
        holds = net <= 0 or own / net >= wanted["min_equity_share"]
        found["equity_share"] = holds, 0.0 if holds else wanted["min_equity_share"] * net - own
    return found


def flows(document, net, rows, by_rank, market):
    """The project's and the members' flows from t = 0 on."""
    exit_value = 0.0
    if document.get("exit_value") == "market_value" and market is not None:
        exit_value = market * factor(document, "market_value", rows[-1]["year"])
    elif document.get("exit_value") == "multiple":
        exit_value = document["exit_multiple"] * rows[-1]["net_rent"]
    project = [-net] + [row["noi"] - row["canon"] - row["tax"] for row in rows]
    members_flows = [-by_rank["equity"]]
    for row in rows:
        put_in = row["member_saving"] + row["member_in"] - row["member_out"]
        members_flows.append(row["net_cash_flow"] + row["equity_return"] - put_in)
    project[-1] += exit_value
    members_flows[-1] += exit_value - rows[-1]["debt"]
    return {"project": project, "members": members_flows}


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
