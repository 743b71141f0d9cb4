"""Section 10 once more, as plain loops over the raw document and what `scalar_model` found."""


def statements(document, found):
    """The income statement and the balance sheet, from t = 0 on, with the keys of `coophub.result/1`."""
    terms = document.get("liquidity", {})
    reserve_terms = document.get("maintenance_reserve", {})
    tax_terms = document.get("corporate_tax", {})
    cash = terms.get("opening", 0.0) + max(0.0, -found["gap"])
    reserve = reserve_terms.get("opening", 0.0)
    value = found["total"] - found["sold_cost"]
    fund = document.get("guarantee_fund") or {}
    kept_apart = fund.get("amount", 0.0)
    early = sum(income["amount"] for income in document.get("early_income", []))
    opening = terms.get("opening", 0.0) + reserve_terms.get("opening", 0.0) + early
    sale_result = found["proceeds"] - found["sold_cost"]
    more_of_members = 0.0
    debt = sum(amount for _, amount, _ in found["loans"])
    retained = 0.0
    income, balance = [], []

    def close_books(year):
        equity, grants = found["by_rank"]["equity"] + more_of_members, found["by_rank"]["grant"]
        unfunded = max(0.0, found["gap"])
        balance.append(
            {
                "year": year,
                "property": value,
                "reserve": reserve,
                "liquidity": cash,
                "restricted": kept_apart,
                "assets": value + reserve + cash + kept_apart,
                "loans": debt,
                "unfunded": unfunded,
                "member_equity": equity,
                "grants": grants,
                "opening": opening,
                "sale_result": sale_result,
                "retained": retained,
                "liabilities_and_equity": debt + unfunded + equity + grants + opening + sale_result + retained,
            }
        )

    close_books(0)
    for t, row in enumerate(found["years"]):
        depreciation_years = tax_terms.get("depreciation_years", 50)
        depreciation = 0.0
        if t < depreciation_years:
            depreciation = tax_terms.get("depreciable_share", 1.0) * found["depreciable"] / depreciation_years
        on_cash = cash * (terms.get("deposit_rate", 0.0) if cash >= 0 else terms.get("overdraft_rate", 0.0))
        on_reserve = reserve * reserve_terms.get("rate", 0.0)
        accrued = row["interest"] + sum(course[4][t] for _, _, course in found["loans"])
        result = row["net_rent"] - row["operating_costs"] - row["planned_maintenance"] - row["canon"] - depreciation
        result += on_cash + on_reserve - accrued - row["guarantee_fees"] - row["tax"] - row["member_indexation"]
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
                "member_indexation": row["member_indexation"],
                "result": result,
                "equity_return": row["equity_return"],
                "retained": result - row["equity_return"],
            }
        )
        value -= depreciation
        retained += result - row["equity_return"]
        more_of_members += row["member_saving"] + row["member_in"] - row["member_out"] + row["member_indexation"]
        if fund.get("released_in") == row["year"]:
            kept_apart = 0.0
        cash, reserve, debt = row["liquidity"], row["reserve"], row["debt"]
        close_books(t + 1)
    return income, balance
