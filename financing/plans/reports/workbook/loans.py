"""The loans sheet: each loan year by year, and all of them together (section 3 of the financing model).

Within a year the payments follow each other in equal periods, so that the year's end follows from its beginning with
the functions that bankers know: PMT for the annuity over the periods left, PV for what is owed with this year's periods
behind it.
"""

from collections.abc import Callable

import numpy as np
from django.utils.translation import gettext as _

from financing.engine.documents import Source
from financing.engine.loans import Loan
from financing.plans.figures import headings, label_of, result_label
from financing.plans.reports.workbook.book import Book
from financing.plans.reports.workbook.choices import is_, place_of
from financing.plans.reports.workbook.figures import Figures, YearSeries, by_year, one
from financing.plans.reports.workbook.loan_rows import (
    ACCRUED,
    ADDED,
    OWED_AT_END,
    OWED_AT_START,
    LoanRows,
    LoansRows,
    begin_loan,
)
from financing.plans.reports.workbook.special_loans import write_by_percentage, write_spread
from financing.plans.reports.workbook.years import LONGEST, YearSheet

ANNUITY, LINEAR, BULLET = "annuity", "linear", "bullet"
YEARS = np.arange(1, LONGEST + 1)


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
        _writer_of(source)(sheet, number, source, loan, place)
        for place, ((number, source), loan) in enumerate(zip(sources, figures.far.loans, strict=True))
    ]
    found = _write_sums(sheet, figures, loans)
    sheet.close()
    return found


def _writer_of(source: Source) -> Callable[[YearSheet, int, Source, Loan, int], LoanRows]:
    if source.repayment_rate is not None:
        return write_by_percentage
    return write_spread if source.rolls_over and source.rolls_over.spread else _write_loan


def _write_loan(sheet: YearSheet, number: int, source: Source, loan: Loan, place: int) -> LoanRows:
    name, rolls = f"funding_{number}", source.rolls_over
    course = _course_of(source, loan)
    name_row, senior, p = begin_loan(sheet, name, source)
    sheet.add(label_of("funding[].term_years"), "count", unit="").from_base(f"{name}_term_years", source.term_years)
    how = sheet.add(_("Annuity (1), linear (2), at the end (3)"), "count", unit="").from_base(
        place_of(f"{name}_repayment", "repayments"), (ANNUITY, LINEAR, BULLET).index(source.repayment) + 1
    )
    rate = sheet.add(label_of("funding[].rate"), "rate", unit="%")
    left = sheet.add(_("Payments left at the start of the year"), "count", unit="")
    start = sheet.add(str(OWED_AT_START))
    balloon = sheet.add(label_of("funding[].balloon_share"))
    payment = sheet.add(_("Annuity per payment"), "euro_cents")
    accrued = sheet.add(str(ACCRUED))
    before = sheet.add(_("Owed before a last repayment"))
    balance = sheet.add(str(OWED_AT_END), bold=True)
    principal = sheet.add(result_label("years.principal"))
    interest = sheet.add(result_label("years.interest"))
    capitalised = sheet.add(str(ADDED))
    fees = sheet.add(result_label("years.guarantee_fees"))
    drawn = sheet.add(result_label("years.drawn")) if rolls else None

    years, rates = f"{name}_reset_years", f"{name}_reset_rates"
    term, grace, adds = (
        f"{name}_term_years",
        f"{name}_grace_years",
        is_(f"{name}_capitalise_interest", "answers", "yes"),
    )

    def rate_of(t: int) -> str:
        """The rate of the latest change so far: the largest of the years that have passed."""
        past = f"MIN({sheet.number(t)}-1,{term}-1)" if rolls else f"({sheet.number(t)}-1)"
        latest = f'LARGE({years},COUNTIF({years},">"&{past})+1)'
        found = f'IF(COUNTIF({years},"<="&{past})=0,{name}_rate,SUMIF({years},{latest},{rates}))'
        again = f"AND({sheet.number(t)}>{term},ISNUMBER({name}_again_rate))"
        return f"IF({again},{name}_again_rate,{found})" if rolls else found

    def of_term(t: int) -> str:
        """The number of a year within the term that it falls in."""
        return f"(MOD({sheet.number(t)}-1,{term})+1)" if rolls else sheet.number(t)

    def is_over(t: int) -> str:
        return "FALSE" if rolls else f"{sheet.number(t)}>{term}"

    def interest_of(t: int) -> str:
        i = f"{rate[t]}/{p.base}"
        in_grace = f"IF({adds},{start[t]}*((1+{i})^{p.base}-1),{start[t]}*{rate[t]})"
        annuity = f"IF({rate[t]}=0,0,{payment[t]}*{p.base}-({start[t]}-{before[t]}))"
        repaid = f"({start[t]}-{balloon[t]})/{left[t]}"
        linear = f"{i}*({p.base}*{start[t]}-{repaid}*{p.base}*({p.base}-1)/2)"
        running = f"CHOOSE({how.base},{annuity},{linear},{start[t]}*{rate[t]})"
        return f"IF({is_over(t)},0,IF({sheet.number(t)}<={grace},{in_grace},{running}))"

    def before_of(t: int) -> str:
        i = f"{rate[t]}/{p.base}"
        in_grace = f"IF({adds},{start[t]}*(1+{i})^{p.base},{start[t]})"
        annuity = f"PV({i},{left[t]}-{p.base},-{payment[t]},-{balloon[t]})"
        linear = f"{start[t]}-{p.base}*({start[t]}-{balloon[t]})/{left[t]}"
        running = f"CHOOSE({how.base},{annuity},{linear},{start[t]})"
        return f"IF({is_over(t)},0,IF({sheet.number(t)}<={grace},{in_grace},{running}))"

    def lent_again(t: int) -> str:
        if not rolls:
            return "0"
        kept = f"IF({how.base}=3,{start[t]},{balloon[t]})"
        return f"IF({_may_roll(sheet, name, of_term(t), term, t)},{name}_again_share*{kept},0)"

    rate.fill(rate_of, course["rate"])
    left.fill(lambda t: f"MAX(0,{p.base}*({term}-{of_term(t)}+1))", course["left"])
    start.fill(lambda t: balance[t - 1], course["start"])
    balloon.fill(
        lambda t: (
            f"IF(OR({sheet.number(t)}<={grace}+1,{of_term(t)}=1),{name}_balloon_share*{start[t]},{balloon[t - 1]})"
        ),
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
        lambda t: f"IF({of_term(t)}>={term},{drawn[t] if drawn else 0},{before[t]})",
        by_year(loan.balance),
        f"loans[{place}].balance",
    )
    if drawn:
        drawn.fill(lent_again, by_year(loan.drawn))
    principal.fill(
        lambda t: f"IF({sheet.number(t)}<={grace},0,{start[t]}-{balance[t]}{f'+{drawn[t]}' if drawn else ''})",
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
    return LoanRows(name_row, senior.base, interest, capitalised, principal, fees, balance, drawn)


def _course_of(source: Source, loan: Loan) -> dict[str, YearSeries]:
    """The steps in between that the engine does not give, from those it gives."""
    p, term, grace = source.payments_per_year, source.term_years or 0, source.grace_years
    balance, start = by_year(loan.balance), np.concatenate([[one(loan.amount)], by_year(loan.balance)[:-1]])
    resets = {reset.after_years: reset.rate for reset in source.rate_resets}
    rate = np.full(LONGEST, source.rate or 0.0)
    rolls = source.rolls_over
    for after in sorted(resets):
        if not rolls or after < term:
            rate[after:] = resets[after]
    if rolls and rolls.rate is not None:
        rate[term:] = rolls.rate
    of_term = (YEARS - 1) % term + 1 if rolls else YEARS
    left = np.maximum(0, p * (term - of_term + 1)).astype(np.float64)
    first = YEARS - of_term
    lent = np.where(grace + 1 >= YEARS, start, start[np.maximum(first, min(grace, LONGEST - 1))])
    balloon = source.balloon_share * np.where(of_term == 1, start, lent)
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
    before = np.where(term > of_term, balance, np.where(term == of_term, last, 0.0))
    return {
        "rate": rate,
        "left": left,
        "start": start,
        "balloon": balloon,
        "payment": payment,
        "accrued": by_year(loan.interest) + by_year(loan.capitalised),
        "before": before,
    }


def _may_roll(sheet: YearSheet, name: str, of_term: str, term: str, t: int) -> str:
    """Whether a term ends in a year, and what is left may be lent again."""
    return f'AND({of_term}={term},OR({name}_again_until="",{sheet.year(t)}<={name}_again_until))'


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
    added = sheet.add(str(ADDED)).fill(
        lambda t: sums("capitalised", t), np.sum(capitalised, axis=0) if capitalised else np.zeros(LONGEST)
    )
    principal = sheet.add(result_label("years.principal")).fill(
        lambda t: sums("principal", t), by_year(flow.principal), "years.principal"
    )
    fees = sheet.add(result_label("years.guarantee_fees")).fill(
        lambda t: sums("fees", t), by_year(flow.guarantee_fees), "years.guarantee_fees"
    )
    debt = sheet.add(str(OWED_AT_END), bold=True)
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
    senior_debt = sheet.add(str(OWED_AT_END), bold=True)
    senior_debt.begin(senior_sums("balance", 0), one(figures.here.funding.of_rank("senior")))
    senior_debt.fill(lambda t: senior_sums("balance", t), by_year(ratios.senior_debt), "years.senior_debt")
    drawn = senior_drawn = None
    again = [loan for loan in loans if loan.drawn]
    if again:
        sheet.part(_("Lent again on the last day of a year"))
        drawn = sheet.add(_("All loans together")).fill(
            lambda t: "+".join(str(loan.drawn[t]) for loan in again if loan.drawn), by_year(flow.lent_again)
        )
        senior_drawn = sheet.add(_("Of which loans that are paid first")).fill(
            lambda t: "+".join(f"{loan.is_senior}*{loan.drawn[t]}" for loan in again if loan.drawn),
            senior_values("drawn"),
        )
    return LoansRows(
        loans, interest, added, principal, fees, debt, senior_interest, senior_principal, senior_fees, senior_debt,
        drawn, senior_drawn,
    )  # fmt: skip
