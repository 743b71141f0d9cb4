"""Loans of another shape on the loans sheet: repaid by a percentage (section 3), and many small loans that are lent
again, a part of them each year (section 11.3).
"""

import numpy as np
from django.utils.translation import gettext as _

from financing.engine.documents import Source
from financing.engine.loans import Loan
from financing.plans.figures import label_of, result_label
from financing.plans.reports.workbook.choices import is_
from financing.plans.reports.workbook.figures import YearSeries, by_year, one
from financing.plans.reports.workbook.loan_rows import ACCRUED, ADDED, OWED_AT_END, OWED_AT_START, LoanRows, begin_loan
from financing.plans.reports.workbook.years import LONGEST, YearRow, YearSheet

YEARS = np.arange(1, LONGEST + 1)


def write_by_percentage(sheet: YearSheet, number: int, source: Source, loan: Loan, place: int) -> LoanRows:
    """A loan without a term: a percentage of it is repaid each year until nothing is left."""
    name, is_annuity = f"funding_{number}", source.repayment == "annuity"
    name_row, senior, p = begin_loan(sheet, name, source)
    rate = sheet.add(label_of("funding[].rate"), "rate", unit="%")
    start = sheet.add(str(OWED_AT_START))
    lent = sheet.add(_("Owed when the payments were worked out"))
    first = sheet.add(_("Repayment in the first period of the year"))
    full = sheet.add(_("Periods paid in full"), "number", unit="")
    owed = sheet.add(_("Owed after them"))
    balance = sheet.add(str(OWED_AT_END), bold=True)
    accrued = sheet.add(str(ACCRUED))
    interest, capitalised, principal, fees = _results(sheet)
    grace, adds = f"{name}_grace_years", is_(f"{name}_capitalise_interest", "answers", "yes")
    years, rates, part = f"{name}_reset_years", f"{name}_reset_rates", f"{name}_repayment_rate/{p.base}"
    values = _values_by_percentage(source, loan)

    def i(t: int) -> str:
        return f"({rate[t]}/{p.base})"

    def rate_of(t: int) -> str:
        past = f"({sheet.number(t)}-1)"
        latest = f'LARGE({years},COUNTIF({years},">"&{past})+1)'
        return f'IF(COUNTIF({years},"<="&{past})=0,{name}_rate,SUMIF({years},{latest},{rates}))'

    def lent_of(t: int) -> str:
        again = f"{sheet.number(t)}<={grace}+1"
        if is_annuity:
            again = f"OR({again},COUNTIF({years},{sheet.number(t)}-1)>0)"
        return f"IF({again},{start[t]},{lent[t - 1]})" if t > 1 else f"{start[t]}"

    def full_of(t: int) -> str:
        if not is_annuity:
            return f"IF({first[t]}<=0,{p.base},MIN({p.base},INT({start[t]}/{first[t]})))"
        by_interest = f"INT(LN(1+{i(t)}*{start[t]}/{first[t]})/LN(1+{i(t)}))"
        periods = f"IF({rate[t]}=0,INT({start[t]}/{first[t]}),{by_interest})"
        # Interest below 0 that outgrows the repayment leaves something for ever.
        endless = f"OR({first[t]}<=0,1+{i(t)}*{start[t]}/{first[t]}<=0)"
        return f"IF({endless},{p.base},MIN({p.base},{periods}))"

    def owed_of(t: int) -> str:
        grown = f"IF({rate[t]}=0,{full[t]},((1+{i(t)})^{full[t]}-1)/{i(t)})" if is_annuity else full[t]
        return f"MAX(0,{start[t]}-{first[t]}*{grown})"

    def balance_of(t: int) -> str:
        in_grace = f"IF({adds},{start[t]}*(1+{i(t)})^{p.base},{start[t]})"
        return f"IF({sheet.number(t)}<={grace},{in_grace},IF({full[t]}>={p.base},{owed[t]},0))"

    def accrued_of(t: int) -> str:
        in_grace = f"IF({adds},{balance[t]}-{start[t]},{start[t]}*{rate[t]})"
        if is_annuity:
            payment = f"({first[t]}+{i(t)}*{start[t]})"
            last = f"IF({full[t]}>={p.base},0,{owed[t]}*(1+{i(t)}))"
            running = f"IF({rate[t]}=0,0,{payment}*{full[t]}+{last}-({start[t]}-{balance[t]}))"
        else:
            last = f"IF({full[t]}>={p.base},0,{owed[t]})"
            running = f"{i(t)}*({full[t]}*{start[t]}-{first[t]}*{full[t]}*({full[t]}-1)/2+{last})"
        return f"IF({sheet.number(t)}<={grace},{in_grace},{running})"

    rate.fill(rate_of, values["rate"])
    start.fill(lambda t: balance[t - 1], values["start"])
    lent.fill(lent_of, values["lent"])
    first.fill(
        lambda t: f"({part}+{i(t)})*{lent[t]}-{i(t)}*{start[t]}" if is_annuity else f"{part}*{lent[t]}", values["first"]
    )
    full.fill(full_of, values["full"])
    owed.fill(owed_of, values["owed"])
    balance.begin(f"{name}_amount", one(loan.amount))
    balance.fill(balance_of, by_year(loan.balance), f"loans[{place}].balance")
    accrued.fill(accrued_of, by_year(loan.interest) + by_year(loan.capitalised))
    is_added = f"AND({{t}}<={grace},{adds})"
    interest.fill(
        lambda t: f"IF({is_added.format(t=sheet.number(t))},0,{accrued[t]})",
        by_year(loan.interest),
        f"loans[{place}].interest",
    )
    capitalised.fill(lambda t: f"IF({is_added.format(t=sheet.number(t))},{accrued[t]},0)", by_year(loan.capitalised))
    principal.fill(
        lambda t: f"IF({sheet.number(t)}<={grace},0,{start[t]}-{balance[t]})",
        by_year(loan.principal),
        f"loans[{place}].principal",
    )
    fees.fill(lambda t: f"{name}_guarantee_fee*{start[t]}", by_year(loan.guarantee_fees))
    return LoanRows(name_row, senior.base, interest, capitalised, principal, fees, balance)


def write_spread(sheet: YearSheet, number: int, source: Source, loan: Loan, place: int) -> LoanRows:
    """Many small loans: every year a part of what is owed is repaid, and a part of that lent again."""
    name = f"funding_{number}"
    name_row, senior, _p = begin_loan(sheet, name, source)
    term = sheet.add(label_of("funding[].term_years"), "count", unit="").from_base(
        f"{name}_term_years", source.term_years
    )
    start = sheet.add(str(OWED_AT_START))
    at_first = sheet.add(_("Of which at the first interest"))
    balance = sheet.add(str(OWED_AT_END), bold=True)
    interest, capitalised, principal, fees = _results(sheet)
    drawn = sheet.add(result_label("years.drawn"))
    amount = one(loan.amount)
    before = np.concatenate([[amount], by_year(loan.balance)[:-1]])
    start.fill(lambda t: balance[t - 1], before)
    at_first.fill(
        lambda t: f"{start[t]}" if t == 1 else f"{at_first[t - 1]}*(1-1/{term.base})",
        amount * (1 - 1 / (source.term_years or 1)) ** (YEARS - 1),
    )
    balance.begin(f"{name}_amount", amount)
    balance.fill(lambda t: f"{start[t]}-{principal[t]}+{drawn[t]}", by_year(loan.balance), f"loans[{place}].balance")
    again = f"IF(ISNUMBER({name}_again_rate),{name}_again_rate,{name}_rate)"
    interest.fill(
        lambda t: f"{name}_rate*{at_first[t]}+{again}*({start[t]}-{at_first[t]})",
        by_year(loan.interest),
        f"loans[{place}].interest",
    )
    capitalised.fill(lambda t: "0", by_year(loan.capitalised))
    principal.fill(lambda t: f"{start[t]}/{term.base}", by_year(loan.principal), f"loans[{place}].principal")
    fees.fill(lambda t: f"{name}_guarantee_fee*{start[t]}", by_year(loan.guarantee_fees))
    until = f"{name}_again_until"
    drawn.fill(
        lambda t: f'IF(OR({until}="",{sheet.year(t)}<={until}),{name}_again_share*{principal[t]},0)',
        by_year(loan.drawn),
    )
    return LoanRows(name_row, senior.base, interest, capitalised, principal, fees, balance, drawn)


def _results(sheet: YearSheet) -> tuple[YearRow, YearRow, YearRow, YearRow]:
    interest = sheet.add(result_label("years.interest"))
    capitalised = sheet.add(str(ADDED))
    principal = sheet.add(result_label("years.principal"))
    fees = sheet.add(result_label("years.guarantee_fees"))
    return interest, capitalised, principal, fees


def _values_by_percentage(source: Source, loan: Loan) -> dict[str, YearSeries]:
    """The steps in between that the engine does not give, from those it gives."""
    p, grace, part = source.payments_per_year, source.grace_years, (source.repayment_rate or 0.0)
    resets = {reset.after_years: reset.rate for reset in source.rate_resets}
    start = np.concatenate([[one(loan.amount)], by_year(loan.balance)[:-1]])
    rate = np.full(LONGEST, source.rate or 0.0)
    for after in sorted(resets):
        rate[after:] = resets[after]
    found = {key: np.zeros(LONGEST) for key in ("lent", "first", "full", "owed")}
    for t in range(LONGEST):
        is_new = t <= grace or (source.repayment == "annuity" and t in resets)
        lent = start[t] if is_new else found["lent"][t - 1]
        i = rate[t] / p
        is_annuity = source.repayment == "annuity"
        first = (part / p + i) * lent - i * start[t] if is_annuity else part / p * lent
        full: float = p
        if first > 0 and 1 + i * start[t] / first > 0:
            by_interest = is_annuity and i != 0
            periods = np.log(1 + i * start[t] / first) / np.log(1 + i) if by_interest else start[t] / first
            full = min(p, np.floor(periods))
        grown = ((1 + i) ** full - 1) / i if is_annuity and i else full
        found["lent"][t], found["first"][t], found["full"][t] = lent, first, full
        found["owed"][t] = max(0.0, start[t] - first * grown)
    return {"rate": rate, "start": start, **found}
