"""What a plan hangs on beside its criteria, in words and euros: which lender is not safe, what must be lent again,
members who leave, buyers.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coophub.web.formats import euro, number, percent
from financing.engine import Result
from financing.engine.result_documents import LoanCourse

SHOWS_FROM = 0.5
"""In euros: a smaller amount is nothing."""

A_BIT_LESS = 0.9
"""The part of their price that buyers pay in the sentence about them."""

Tried = Callable[[Mapping[str, float]], Result]
"""The result of the same plan with these drivers."""


def what_decides(document: Mapping[str, Any], result: Result, drivers: Mapping[str, float], tried: Tried) -> list[str]:
    """The sentences that hold for this plan; none for one with an ordinary loan and money that stays."""
    return [
        *_lenders(document, result),
        *_lent_again(document, result, drivers, tried),
        *_members(document, result, tried),
        *_buyers(result, drivers, tried),
    ]


def lent_again(document: Mapping[str, Any], result: Result) -> list[float]:
    """What of each year's repayment is lent again the same day, so that nobody pays it."""
    years, fund = result.years, document.get("guarantee_fund") or {}
    if not years.drawn:
        return [0.0] * len(years.year)
    released = {fund.get("released_in"): float(fund.get("amount", 0.0))}
    return [drawn - released.get(year, 0.0) for year, drawn in zip(years.year, years.drawn, strict=True)]


def lent_again_by_loan(document: Mapping[str, Any], result: Result) -> dict[str, list[float]]:
    """The same for each loan of which something is lent again, by its name."""
    started = {source.name: source.amount for source in result.funding.sources}
    rolling = {source["name"]: source for source in document.get("funding", []) if source.get("rolls_over")}
    found = {
        loan.name: _lent_again_of(loan, started[loan.name], rolling[loan.name].get("grace_years", 0))
        for loan in result.loans
        if loan.name in rolling
    }
    return {name: amounts for name, amounts in found.items() if any(amount > SHOWS_FROM for amount in amounts)}


def _lent_again_of(loan: LoanCourse, amount: float, grace_years: int) -> list[float]:
    """By how much more is owed than after the repayment; in years of grace that is interest."""
    before = [amount, *loan.balance[:-1]]
    courses = zip(before, loan.principal, loan.balance, strict=True)
    again = [0.0 if year < grace_years else owed - had + paid for year, (had, paid, owed) in enumerate(courses)]
    return [amount if amount > SHOWS_FROM else 0.0 for amount in again]


def _lenders(document: Mapping[str, Any], result: Result) -> Iterator[str]:
    """Where the bank can be paid in every year and the others cannot."""
    years, criteria = result.years, document.get("criteria", {})
    bank = [ratio for ratio in years.dscr if ratio is not None]
    if not bank or min(bank) < max(criteria.get("min_dscr") or 0.0, 1.0):
        return
    asked, again = criteria.get("min_dscr_total") or 1.0, lent_again(document, result)
    short = [
        asked * (interest + principal - lent + fees) - cfads
        for interest, principal, lent, fees, cfads in zip(
            years.interest, years.principal, again, years.guarantee_fees, years.cfads, strict=True
        )
    ]
    worst = max(range(len(short)), key=lambda year: short[year])
    if short[worst] <= SHOWS_FROM:
        return
    facts = {
        "value": number(min(bank), 2),
        "loan": _asks_most(result, worst),
        "year": years.year[worst],
        "short": euro(short[worst]),
    }
    if "dscr_total" not in _failing(result) and not _short_of_cash(document, result):
        yield (
            _(
                "The bank is safe. For “%(loan)s” the income of %(year)s is not enough: %(short)s then comes out "
                "of the cash in hand."
            )
            % facts
        )
        return
    yield (
        _(
            "The bank is safe, “%(loan)s” is not. The income is at least %(value)s times what the bank asks, but in "
            "%(year)s it is %(short)s less than all lenders together ask."
        )
        % facts
    )


def _asks_most(result: Result, year: int) -> str:
    """The loan that is paid after the bank and asks most in this year."""
    ranks = {source.name: source.rank for source in result.funding.sources}
    others = [loan for loan in result.loans if ranks.get(loan.name) != "senior"]
    return max(others, key=lambda loan: loan.interest[year] + loan.principal[year]).name


def _lent_again(
    document: Mapping[str, Any], result: Result, drivers: Mapping[str, float], tried: Tried
) -> Iterator[str]:
    """What has to be lent again, how often, and what it comes to if nobody does."""
    found = lent_again_by_loan(document, result)
    if not found:
        return
    sources = {source["name"]: source for source in document["funding"]}
    for name, amounts in found.items():
        share, most = sources[name]["rolls_over"]["share"] * drivers.get("rollover_share", 1.0), max(amounts)
        first = next(number for number, amount in enumerate(amounts, start=1) if amount > 0)
        words = (
            _("Every year %(amount)s of “%(loan)s” must be lent again.")
            if most - min(amounts) < SHOWS_FROM
            else _how_often(sources[name], first, sum(amount > 0 for amount in amounts))
        )
        yield words % {
            "loan": name,
            "amount": euro(most),
            "year": result.years.year[amounts.index(most)],
            "share": percent(share) if share < 1 else pgettext("part of a loan", "all"),
            "count": first,
        }
    yield from _if_not(document, result, tried({"rollover_share": 0.0}), _("If nobody lends again"))


def _how_often(source: Mapping[str, Any], term: int, times: int) -> str:
    if source["rolls_over"].get("spread"):
        return _(
            "Every year a part of “%(loan)s” ends, and %(share)s of that must be lent again: at most %(amount)s, in "
            "%(year)s."
        )
    if times == 1:
        return _("In %(year)s %(amount)s of “%(loan)s” must be lent again.")
    if source.get("repayment") == "bullet":
        return _("Every %(count)s years %(share)s of “%(loan)s” must be lent again: in %(year)s that is %(amount)s.")
    return _(
        "Every %(count)s years %(share)s of what is left of “%(loan)s” must be lent again: in %(year)s that is "
        "%(amount)s."
    )


def _members(document: Mapping[str, Any], result: Result, tried: Tried) -> Iterator[str]:
    """What members who leave take along when nobody comes in their place."""
    if not any(source.get("turnover_rate") for source in document.get("funding", [])):
        return
    alone = tried({"members_replaced": 0.0})
    most = alone.metrics.largest_member_outflow
    if most is None or most.amount is None or most.amount <= SHOWS_FROM:
        return
    yield _("If nobody takes the place of members who leave, %(amount)s has to be found in %(year)s.") % {
        "amount": euro(most.amount),
        "year": most.year,
    }
    yield from _if_not(document, result, alone, _("If nobody takes their place"))


def _if_not(document: Mapping[str, Any], result: Result, without: Result, condition: str) -> Iterator[str]:
    """What that does to the cash in hand, of a plan that has enough of it as it stands."""
    if _short_of_cash(document, result):
        return
    short = _short_of_cash(document, without)
    if not short:
        yield _("%(condition)s, there still is enough cash in every year.") % {"condition": condition}
        return
    worst = max(short, key=lambda year: short[year])
    facts = {"condition": condition, "first": min(short), "worst": worst, "short": euro(short[worst])}
    yield (
        _("%(condition)s, %(short)s is missing in %(worst)s.")
        if worst == min(short)
        else _("%(condition)s, there is too little cash from %(first)s. In %(worst)s %(short)s is missing.")
    ) % facts


def _buyers(result: Result, drivers: Mapping[str, float], tried: Tried) -> Iterator[str]:
    """What buyers pay, and what happens when it is less."""
    sales = result.investment.sale_proceeds
    if sales <= SHOWS_FROM:
        return
    less = sales - tried({"sale_price": A_BIT_LESS * drivers.get("sale_price", 1.0)}).investment.sale_proceeds
    facts = {
        "sales": euro(sales),
        "total": euro(result.investment.total),
        "percent": percent(1 - A_BIT_LESS),
        "less": euro(less),
    }
    if less <= SHOWS_FROM:
        yield (
            _(
                "Of the %(total)s that all of it costs, buyers pay %(sales)s: what their homes cost. If building "
                "becomes dearer, they pay more."
            )
            % facts
        )
        return
    yield (
        _(
            "Of the %(total)s that all of it costs, buyers pay %(sales)s. If they pay %(percent)s less, %(less)s has "
            "to come from somewhere else."
        )
        % facts
    )


def _failing(result: Result) -> set[str]:
    return {criterion.name for criterion in result.criteria if not criterion.holds}


def _short_of_cash(document: Mapping[str, Any], result: Result) -> dict[int, float]:
    """What is missing at the end of each year in which there is less cash than the plan keeps, in euros."""
    least = (document.get("liquidity") or {}).get("minimum", 0.0)
    pairs = zip(result.years.year, result.years.liquidity, strict=True)
    return {year: least - cash for year, cash in pairs if least - cash > SHOWS_FROM}
