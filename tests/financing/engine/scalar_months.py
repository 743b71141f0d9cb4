"""Sections 9 and 11.7 once more, month by month, as plain loops over the raw document."""

from tests.financing.engine import scalar_model


def following(month):
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04d}-{number % 12 + 1:02d}"


def months_from(first, last):
    found = []
    while first <= last:
        found.append(first)
        first = following(first)
    return found


def development(document, lines, interest, amounts, proceeds):
    """Month by month: spending, what each source gives, what is short, and the interest by month.

    `interest` is that of the half method; None works it out by month.
    """
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

    for name, category, amount, vat in lines:
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
    if interest is not None:
        spend(interest, during)
    spend((document.get("guarantee_fund") or {}).get("amount", 0.0), calendar[-1:])

    def instalments(name, first):
        given = [entry for entry in terms.get("available", []) if entry["source"] == name]
        if not given:
            return [(first, 1.0)]
        return [(entry["from"], 1.0 if entry.get("share") is None else entry["share"]) for entry in given]

    purses = []
    for source, amount in zip(document.get("funding", []), amounts, strict=True):
        rank = scalar_model.rank_of(source)
        late = rank in ("senior", "subordinated") or source.get("remainder")
        first = calendar[-1] if source.get("paid_on") == "completion" else start if late else calendar[0]
        rate = 0.0
        if rank in ("senior", "subordinated") and interest is None:
            rate = scalar_model.lowered(source["rate"], scalar_model.loan_shift(document, source))
        purses.append([rank, source["name"], amount, instalments(source["name"], first), rate, 0.0])
    for income in document.get("early_income", []):
        purses.append(["early", income["name"], income["amount"], [(income["month"], 1.0)], 0.0, 0.0])
    if any(scalar_model.is_sold(home) for home in document.get("dwellings", [])):
        purses.append(["sales", "Sales", proceeds, instalments("Sales", start), 0.0, 0.0])
    grant, equity = scalar_model.added(document)
    purses.append(["grant", "subsidy (scenario)", grant, [(calendar[0], 1.0)], 0.0, 0.0])
    purses.append(["equity", "member_contribution (scenario)", equity, [(calendar[0], 1.0)], 0.0, 0.0])
    order = ["equity", "grant", "early", "sales", "subordinated", "senior"]
    purses.sort(key=lambda purse: order.index(purse[0]))
    drawn = {purse[1]: [] for purse in purses}
    shortage, charged, short = [], [], 0.0
    advance = document["investment"].get("prefinance_rate", 0.0) if interest is None else 0.0
    advance = (
        scalar_model.lowered(advance, scalar_model.driver(document, "interest_shift")) if interest is None else 0.0
    )
    for month in calendar:
        charge = advance / 12 * short + sum(purse[4] / 12 * purse[5] for purse in purses)
        charged.append(charge)
        spending[month] += charge
        short += spending[month]
        for purse in purses:
            usable = purse[2] * sum(part for first, part in purse[3] if month >= first)
            taken = max(0.0, min(short, usable - purse[5]))
            purse[5] += taken
            short -= taken
            drawn[purse[1]].append(taken)
        shortage.append(short)
    return calendar, list(spending.values()), drawn, shortage, sum(charged)


def interest_by_month(document, lines):
    """The interest during construction and the whole investment, round after round until it stays."""
    costs = sum(amount + vat for _, _, amount, vat in lines)
    interest = 0.0
    for _round in range(60):
        proceeds, _cost = scalar_model.sales(document, costs + interest)
        amounts = scalar_model.funding(document, costs + interest - proceeds)
        found = development(document, lines, None, amounts, proceeds)[4]
        moved, interest = abs(found - interest), found
        if moved < 0.0001:
            return interest, costs + interest
    raise AssertionError("the interest does not come to rest")
