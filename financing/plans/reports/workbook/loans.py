"""The loans sheet: each loan year by year, and all of them together (section 3 of the financing model).

Within a year the payments follow each other in equal periods, so that the year's end follows from its beginning with
the functions that bankers know: PMT for the annuity over the periods left, PV for what is owed with this year's periods
behind it.
"""

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from financing.engine.documents import Source
from financing.engine.loans import Loan
from financing.plans.figures import headings, label_of, result_label
from financing.plans.reports.workbook.book import Book, Linked
from financing.plans.reports.workbook.choices import is_, place_of
from financing.plans.reports.workbook.figures import Figures, YearSeries, by_year, one
from financing.plans.reports.workbook.years import LONGEST, YearRow, YearSheet

ANNUITY, LINEAR, BULLET = "annuity", "linear", "bullet"
YEARS = np.arange(1, LONGEST + 1)


@dataclass(frozen=True)
class LoanRows:
    """What other sheets use of a loan. `is_senior` is a cell: 1 for a loan that is paid first."""

    name: Linked
    is_senior: str
    interest: YearRow
    capitalised: YearRow
    principal: YearRow
    fees: YearRow
    balance: YearRow


@dataclass(frozen=True)
class LoansRows:
    """All loans, and the sums of the year."""

    loans: list[LoanRows]
    interest: YearRow
    capitalised: YearRow
    principal: YearRow
    fees: YearRow
    debt: YearRow
    senior_interest: YearRow
    senior_principal: YearRow
    senior_fees: YearRow
    senior_debt: YearRow


def write_loans(book: Book, figures: Figures) -> LoansRows:
    sheet = YearSheet.within(book, "loans", _("per loan"))
    sheet.open(
        str(headings.LOANS),
        _("Each loan is drawn at the start and paid at the end of each period."),
        first_year=figures.plan.first_year,
        horizon=figures.horizon,
    )
    sources = [(number, source) for number, source in enumerate(figures.plan.funding, start=1) if source.is_loan]
    loans = [
        _write_loan(sheet, number, source, loan, place)
        for place, ((number, source), loan) in enumerate(zip(sources, figures.far.loans, strict=True))
    ]
    found = _write_sums(sheet, figures, loans)
    sheet.close()
    return found


def _write_loan(sheet: YearSheet, number: int, source: Source, loan: Loan, place: int) -> LoanRows:
    name = f"funding_{number}"
    course = _course_of(source, loan)
    sheet.row += 1
    sheet.add(Linked(f"{name}_name", source.name), unit="", bold=True)
    sheet.add(label_of("funding[].term_years"), "count", unit="").from_base(f"{name}_term_years", source.term_years)
    senior = sheet.add(_("Paid first (1 is yes)"), "count", unit="").from_base(
        f"IF({is_(f'{name}_rank', 'loan_ranks', 'senior')},1,0)", int(source.effective_rank == "senior")
    )
    p = sheet.add(label_of("funding[].payments_per_year"), "count", unit="").from_base(
        f"{name}_payments_per_year", source.payments_per_year
    )
    how = sheet.add(_("Annuity (1), linear (2), at the end (3)"), "count", unit="").from_base(
        place_of(f"{name}_repayment", "repayments"), (ANNUITY, LINEAR, BULLET).index(source.repayment) + 1
    )
    rate = sheet.add(label_of("funding[].rate"), "rate", unit="%")
    left = sheet.add(_("Payments left at the start of the year"), "count", unit="")
    start = sheet.add(_("Owed at the start of the year"))
    balloon = sheet.add(label_of("funding[].balloon_share"))
    payment = sheet.add(_("Annuity per payment"), "euro_cents")
    accrued = sheet.add(_("Interest of the year"))
    before = sheet.add(_("Owed before a last repayment"))
    balance = sheet.add(_("Owed at the end of the year"), bold=True)
    principal = sheet.add(result_label("years.principal"))
    interest = sheet.add(result_label("years.interest"))
    capitalised = sheet.add(_("Interest added to the loan"))
    fees = sheet.add(result_label("years.guarantee_fees"))

    years, rates = f"{name}_reset_years", f"{name}_reset_rates"
    term, grace, adds = (
        f"{name}_term_years",
        f"{name}_grace_years",
        is_(f"{name}_capitalise_interest", "answers", "yes"),
    )

    def rate_of(t: int) -> str:
        """The rate of the latest change so far: the largest of the years that have passed."""
        past = f"({sheet.number(t)}-1)"
        latest = f'LARGE({years},COUNTIF({years},">"&{past})+1)'
        return f'IF(COUNTIF({years},"<="&{past})=0,{name}_rate,SUMIF({years},{latest},{rates}))'

    def interest_of(t: int) -> str:
        i = f"{rate[t]}/{p.base}"
        in_grace = f"IF({adds},{start[t]}*((1+{i})^{p.base}-1),{start[t]}*{rate[t]})"
        annuity = f"IF({rate[t]}=0,0,{payment[t]}*{p.base}-({start[t]}-{before[t]}))"
        repaid = f"({start[t]}-{balloon[t]})/{left[t]}"
        linear = f"{i}*({p.base}*{start[t]}-{repaid}*{p.base}*({p.base}-1)/2)"
        running = f"CHOOSE({how.base},{annuity},{linear},{start[t]}*{rate[t]})"
        return f"IF({sheet.number(t)}>{term},0,IF({sheet.number(t)}<={grace},{in_grace},{running}))"

    def before_of(t: int) -> str:
        i = f"{rate[t]}/{p.base}"
        in_grace = f"IF({adds},{start[t]}*(1+{i})^{p.base},{start[t]})"
        annuity = f"PV({i},{left[t]}-{p.base},-{payment[t]},-{balloon[t]})"
        linear = f"{start[t]}-{p.base}*({start[t]}-{balloon[t]})/{left[t]}"
        running = f"CHOOSE({how.base},{annuity},{linear},{start[t]})"
        return f"IF({sheet.number(t)}>{term},0,IF({sheet.number(t)}<={grace},{in_grace},{running}))"

    rate.fill(rate_of, course["rate"])
    left.fill(lambda t: f"MAX(0,{p.base}*({term}-{sheet.number(t)}+1))", course["left"])
    start.fill(lambda t: balance[t - 1], course["start"])
    balloon.fill(
        lambda t: f"IF({sheet.number(t)}<={grace}+1,{name}_balloon_share*{start[t]},{balloon[t - 1]})",
        course["balloon"],
    )
    payment.fill(
        lambda t: (
            f"IF(AND({how.base}=1,{sheet.number(t)}>{grace},{left[t]}>0),"
            f"PMT({rate[t]}/{p.base},{left[t]},-{start[t]},{balloon[t]}),0)"
        ),
        course["payment"],
    )
    accrued.fill(interest_of, course["accrued"])
    before.fill(before_of, course["before"])
    balance.begin(f"{name}_amount", one(loan.amount))
    balance.fill(
        lambda t: f"IF({sheet.number(t)}>={term},0,{before[t]})", by_year(loan.balance), f"loans[{place}].balance"
    )
    principal.fill(
        lambda t: f"IF({sheet.number(t)}<={grace},0,{start[t]}-{balance[t]})",
        by_year(loan.principal),
        f"loans[{place}].principal",
    )
    is_added = f"AND({{t}}<={grace},{adds})"
    interest.fill(
        lambda t: f"IF({is_added.format(t=sheet.number(t))},0,{accrued[t]})",
        by_year(loan.interest),
        f"loans[{place}].interest",
    )
    capitalised.fill(lambda t: f"IF({is_added.format(t=sheet.number(t))},{accrued[t]},0)", by_year(loan.capitalised))
    fees.fill(lambda t: f"{name}_guarantee_fee*{start[t]}", by_year(loan.guarantee_fees))
    return LoanRows(Linked(f"{name}_name", source.name), senior.base, interest, capitalised, principal, fees, balance)


def _course_of(source: Source, loan: Loan) -> dict[str, YearSeries]:
    """The steps in between that the engine does not give, from those it gives."""
    p, term, grace = source.payments_per_year, source.term_years or 0, source.grace_years
    balance, start = by_year(loan.balance), np.concatenate([[one(loan.amount)], by_year(loan.balance)[:-1]])
    resets = {reset.after_years: reset.rate for reset in source.rate_resets}
    rate = np.full(LONGEST, source.rate or 0.0)
    for after in sorted(resets):
        rate[after:] = resets[after]
    left = np.maximum(0, p * (term - YEARS + 1)).astype(np.float64)
    at_grace_end = start[min(grace, LONGEST - 1)]
    balloon = source.balloon_share * np.where(grace + 1 >= YEARS, start, at_grace_end)
    running = (grace < YEARS) & (left > 0)
    repaid = np.where(running, (start - balloon) / np.maximum(left, 1), 0.0)
    payment = np.zeros(LONGEST)
    if source.repayment == ANNUITY:
        i = np.where(rate == 0, 1.0, rate / p)
        factor = -np.expm1(-left * np.log1p(i)) / i
        with np.errstate(all="ignore"):
            level = (start - balloon * np.exp(-left * np.log1p(i))) / factor
        payment = np.where(running, np.where(rate == 0, repaid, level), 0.0)
    last = {ANNUITY: balloon, LINEAR: balloon + repaid * np.maximum(0, left - p), BULLET: start}[source.repayment]
    before = np.where(term > YEARS, balance, np.where(term == YEARS, last, 0.0))
    return {
        "rate": rate,
        "left": left,
        "start": start,
        "balloon": balloon,
        "payment": payment,
        "accrued": by_year(loan.interest) + by_year(loan.capitalised),
        "before": before,
    }


def _write_sums(sheet: YearSheet, figures: Figures, loans: list[LoanRows]) -> LoansRows:
    flow, ratios = figures.far.flow, figures.far.ratios
    sheet.part(_("All loans together"))

    def sums(of: str, t: int) -> str:
        return "+".join(str(getattr(loan, of)[t]) for loan in loans) or "0"

    def senior_sums(of: str, t: int) -> str:
        return "+".join(f"{loan.is_senior}*{getattr(loan, of)[t]}" for loan in loans) or "0"

    def senior_values(of: str) -> YearSeries:
        found = [by_year(getattr(loan, of)) for loan in figures.far.loans if loan.source.effective_rank == "senior"]
        return np.sum(found, axis=0) if found else np.zeros(LONGEST)

    capitalised = [by_year(loan.capitalised) for loan in figures.far.loans]
    interest = sheet.add(result_label("years.interest")).fill(
        lambda t: sums("interest", t), by_year(flow.interest), "years.interest"
    )
    added = sheet.add(_("Interest added to the loan")).fill(
        lambda t: sums("capitalised", t), np.sum(capitalised, axis=0) if capitalised else np.zeros(LONGEST)
    )
    principal = sheet.add(result_label("years.principal")).fill(
        lambda t: sums("principal", t), by_year(flow.principal), "years.principal"
    )
    fees = sheet.add(result_label("years.guarantee_fees")).fill(
        lambda t: sums("fees", t), by_year(flow.guarantee_fees), "years.guarantee_fees"
    )
    debt = sheet.add(_("Owed at the end of the year"), bold=True)
    debt.begin(sums("balance", 0), one(figures.here.funding.of_rank("senior", "subordinated")))
    debt.fill(lambda t: sums("balance", t), by_year(ratios.debt), "years.debt")
    sheet.part(_("Of which loans that are paid first"))
    senior_interest = sheet.add(result_label("years.interest")).fill(
        lambda t: senior_sums("interest", t), senior_values("interest")
    )
    senior_principal = sheet.add(result_label("years.principal")).fill(
        lambda t: senior_sums("principal", t), senior_values("principal")
    )
    senior_fees = sheet.add(result_label("years.guarantee_fees")).fill(
        lambda t: senior_sums("fees", t), senior_values("guarantee_fees")
    )
    senior_debt = sheet.add(_("Owed at the end of the year"), bold=True)
    senior_debt.begin(senior_sums("balance", 0), one(figures.here.funding.of_rank("senior")))
    senior_debt.fill(lambda t: senior_sums("balance", t), by_year(ratios.senior_debt), "years.senior_debt")
    return LoansRows(
        loans, interest, added, principal, fees, debt, senior_interest, senior_principal, senior_fees, senior_debt
    )
