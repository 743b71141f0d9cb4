"""What happens year by year: cash, debt, room for the bank, and what a home costs a month."""

from typing import Any

import altair as alt
from django.utils.translation import gettext as _

from coophub.web.charts import COLOURS, INK, OTHER, SHADES, Chart, colour, euro_axis
from coophub.web.formats import euro, number, percent
from coophub.web.tables import Column, figure_columns
from financing.plans.charts.money import MEANING_OF_KIND
from financing.plans.figures import headings, label_of, result_label
from financing.plans.figures.choices import WHOSE_MONEY
from financing.plans.figures.deciding import lent_again, lent_again_by_loan
from financing.plans.selectors.outcomes import Outcome

LIQUIDITY_COLOUR = COLOURS["members"]
NORM_DASH = [6, 4]
SHADE_OF = {"running": SHADES[0], "reserve": SHADES[2], "tax": SHADES[4]}


def year_axis() -> alt.X:
    return alt.X("year:Q", axis=alt.Axis(format="d", title=None, tickCount=6), scale=alt.Scale(zero=False, nice=False))


def cash_chart(outcome: Outcome) -> Chart:
    """What is left each year, and the cash in hand at its end."""
    years = outcome.result.years
    rows = [
        {"year": year, "net": round(net), "cash": round(cash)}
        for year, net, cash in zip(years.year, years.net_cash_flow, years.liquidity, strict=True)
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(x=year_axis())
    bars = base.mark_bar(color=OTHER, opacity=0.55).encode(y=alt.Y("net:Q", axis=euro_axis()))
    line = base.mark_line(color=LIQUIDITY_COLOUR).encode(y=alt.Y("cash:Q"))
    least = min(rows, key=lambda row: row["cash"])
    return Chart(
        alt.layer(bars, line),
        str(headings.CASH_FLOW_CHART),
        _("The cash in hand is lowest in %(year)s: %(amount)s.")
        % {"year": least["year"], "amount": euro(least["cash"])},
        figure_columns(
            headings.YEAR, result_label("years.net_cash_flow"), result_label("years.liquidity"), kind="euro"
        ),
        [[row["year"], row["net"], row["cash"]] for row in rows],
    )


def debt_chart(outcome: Outcome) -> Chart | None:
    """All debt and that of the bank, beside the value of the homes and how much of it the bank may lend.

    None without debt.
    """
    years = outcome.result.years
    if not any(amount > 0.5 for amount in years.debt):
        return None
    norm = outcome.document.get("criteria", {}).get("max_ltv")
    rows: list[dict[str, Any]] = []
    for year, debt, senior, ltv in zip(years.year, years.debt, years.senior_debt, years.ltv, strict=True):
        value = senior / ltv if ltv else None
        rows.append(
            {
                "year": year,
                "debt": round(debt),
                "senior": round(senior),
                "ltv": ltv,
                "limit": round(value * norm) if value and norm else None,
            }
        )
    owed = debt_by_meaning(outcome)
    names = {meaning: str(WHOSE_MONEY[meaning]) for meaning in owed}
    parts = [
        {"year": year, "part": names[meaning], "amount": round(amount), "order": order}
        for order, (meaning, amounts) in enumerate(owed.items())
        for year, amount in zip(years.year, amounts, strict=True)
    ]
    areas = (
        alt.Chart(alt.Data(values=parts))
        .mark_area(opacity=0.8)
        .encode(
            x=year_axis(),
            y=alt.Y("amount:Q", stack="zero", axis=euro_axis()),
            color=colour("part", names),
            order=alt.Order("order:Q"),
        )
    )
    limits = [row for row in rows if row["limit"] is not None]
    line = (
        alt.Chart(alt.Data(values=limits))
        .mark_line(color=INK, strokeDash=NORM_DASH, clip=True)
        .encode(x=year_axis(), y=alt.Y("limit:Q"))
    )
    start, last = outcome.result.metrics.ltv_start, _last_year_of_debt(rows)
    sentence = _("At the start the debt is %(debt)s.") % {"debt": euro(_debt_at_start(outcome))}
    if start is not None:
        sentence += " " + _("The bank then lends %(ltv)s of the value of the homes.") % {"ltv": percent(start, 1)}
    if last is not None:
        sentence += " " + _("At the end of %(year)s all debt is repaid.") % {"year": last}
    return Chart(
        alt.layer(areas, line) if limits else areas,
        _("Debt, and the most that the bank lends on the value (dashed)") if limits else _("Debt"),
        sentence,
        [
            Column(headings.YEAR),
            Column(result_label("years.debt"), "euro"),
            Column(result_label("years.senior_debt"), "euro"),
            Column(result_label("years.ltv"), "percent", places=1, empty="-"),
        ],
        [[row["year"], row["debt"], row["senior"], row["ltv"]] for row in rows],
    )


def debt_by_meaning(outcome: Outcome) -> dict[str, list[float]]:
    """What is owed at the end of each year, by whose money it is."""
    kinds = {source["name"]: source["kind"] for source in outcome.document.get("funding", [])}
    owed: dict[str, list[float]] = {}
    for loan in outcome.result.loans:
        meaning = MEANING_OF_KIND.get(kinds.get(loan.name, ""), "other")
        before = owed.get(meaning, [0.0] * len(loan.balance))
        owed[meaning] = [had + more for had, more in zip(before, loan.balance, strict=True)]
    return {meaning: owed[meaning] for meaning in WHOSE_MONEY if any(amount > 0.5 for amount in owed.get(meaning, []))}


def _debt_at_start(outcome: Outcome) -> float:
    sources = outcome.result.funding.sources
    return float(sum(source.amount for source in sources if source.rank in ("senior", "subordinated")))


def _last_year_of_debt(rows: list[dict[str, Any]]) -> int | None:
    """The year in which the last debt was paid, when that is within the years that are calculated."""
    with_debt = [row["year"] for row in rows if row["debt"] > 0]
    return with_debt[-1] + 1 if with_debt and with_debt[-1] < rows[-1]["year"] else None


def dscr_chart(outcome: Outcome) -> Chart | None:
    """Income against what the bank asks, with its norm. None in a plan without a bank."""
    years = outcome.result.years
    rows = [
        {"year": year, "dscr": round(value, 4)}
        for year, value in zip(years.year, years.dscr, strict=True)
        if value is not None
    ]
    if not rows:
        return None
    norm = outcome.document.get("criteria", {}).get("min_dscr")
    base = alt.Chart(alt.Data(values=rows)).encode(x=year_axis())
    highest = max(3.0, norm or 0.0)
    scale = alt.Scale(domainMin=min(0.0, min(row["dscr"] for row in rows)), domainMax=highest, clamp=True)
    line = base.mark_line(color=COLOURS["bank"], clip=True).encode(
        y=alt.Y("dscr:Q", axis=alt.Axis(title=str(headings.TIMES), tickCount=5), scale=scale)
    )
    layers: list[alt.Chart] = [line]
    worst = min(rows, key=lambda row: row["dscr"])
    facts = {"value": number(worst["dscr"], 2), "year": worst["year"]}
    sentence = _("The income is at least %(value)s times what the bank asks; that is in %(year)s.") % facts
    if norm is not None:
        layers.append(
            alt.Chart(alt.Data(values=[{"norm": norm}])).mark_rule(strokeDash=NORM_DASH).encode(y=alt.Y("norm:Q"))
        )
        below = sum(row["dscr"] < norm - 1e-9 for row in rows)
        sentence += " " + (
            _("The norm is %(norm)s; in %(count)s of the %(years)s years it is not met.")
            if below
            else _("The norm is %(norm)s; it is met in every year.")
        ) % {"norm": number(norm, 2), "count": below, "years": len(rows)}
    return Chart(
        alt.layer(*layers),
        _("Income against what the bank asks (DSCR), with its norm (dashed)")
        if norm is not None
        else str(headings.INCOME_AGAINST_THE_BANK),
        sentence,
        figure_columns(headings.YEAR, result_label("years.dscr")),
        [[row["year"], number(row["dscr"], 2)] for row in rows],
    )


def monthly_parts(outcome: Outcome, year: int) -> dict[str, float]:
    """What a home costs a month in one year, by whom it goes to; `year` counts from 0. Empty without homes."""
    if not outcome.homes:
        return {}
    years = outcome.result.years
    bank_share = _bank_share(outcome, year)
    debt_service = years.interest[year] + years.principal[year] + years.guarantee_fees[year]
    debt_service -= lent_again(outcome.document, outcome.result)[year]
    amounts = {
        "bank": debt_service * bank_share,
        "city": debt_service * (1 - bank_share) + years.canon[year],
        "members": years.equity_return[year],
        "running": years.operating_costs[year],
        "reserve": years.reserve_contribution[year],
        "tax": years.tax[year],
    }
    return {part: amount / outcome.homes / 12 for part, amount in amounts.items()}


def _bank_share(outcome: Outcome, year: int) -> float:
    """Which part of that year's interest and repayment goes to banks; nobody pays what is lent again that day."""
    ranks = {source.name: source.rank for source in outcome.result.funding.sources}
    again = lent_again_by_loan(outcome.document, outcome.result)
    paid = {"senior": 0.0, "subordinated": 0.0}
    for loan in outcome.result.loans:
        rest = loan.principal[year] - (again[loan.name][year] if loan.name in again else 0.0)
        paid[ranks.get(loan.name, "subordinated")] += loan.interest[year] + rest
    return paid["senior"] / sum(paid.values()) if sum(paid.values()) else 0.0


def monthly_names() -> dict[str, str]:
    return {
        "bank": _("To the bank"),
        "city": _("Other loans and ground rent"),
        "members": _("Return for members"),
        "running": str(headings.RUNNING_COSTS),
        "reserve": label_of("maintenance_reserve"),
        "tax": result_label("years.tax"),
    }


def monthly_colour(field: str, parts: list[str]) -> alt.Color:
    names = monthly_names()
    scale = alt.Scale(
        domain=[names[part] for part in parts], range=[COLOURS.get(part) or SHADE_OF[part] for part in parts]
    )
    return alt.Color(field, type="nominal", scale=scale, sort=[names[part] for part in parts])


def monthly_chart(outcome: Outcome) -> Chart | None:
    """What a home costs a month, beside what comes in. None without homes."""
    if not outcome.homes:
        return None
    years, names = outcome.result.years, monthly_names()
    by_year = [monthly_parts(outcome, index) for index in range(len(years.year))]
    parts = [part for part in names if any(found[part] > 0.005 for found in by_year)]
    rows = [
        {"year": year, "part": names[part], "amount": round(found[part], 2), "order": order}
        for year, found in zip(years.year, by_year, strict=True)
        for order, part in enumerate(parts)
    ]
    income = [
        {"year": year, "income": round(rent / outcome.homes / 12, 2)}
        for year, rent in zip(years.year, years.net_rent, strict=True)
    ]
    axis = alt.Axis(title=str(headings.EUROS_A_MONTH), tickCount=5, labelExpr="format(datum.value, ',.0f')")
    areas = (
        alt.Chart(alt.Data(values=rows))
        .mark_area(interpolate="step")
        .encode(
            x=year_axis(),
            y=alt.Y("amount:Q", stack="zero", axis=axis),
            color=monthly_colour("part", parts),
            order=alt.Order("order:Q"),
        )
    )
    line = (
        alt.Chart(alt.Data(values=income))
        .mark_line(color=INK, interpolate="step")
        .encode(x=year_axis(), y=alt.Y("income:Q"))
    )
    first = sum(by_year[0].values())
    return Chart(
        alt.layer(areas, line),
        _("What a home costs a month (areas) and what comes in (line)"),
        _("In %(year)s a home costs %(cost)s a month on average, and %(income)s comes in.")
        % {"year": years.year[0], "cost": euro(first), "income": euro(income[0]["income"])},
        figure_columns(
            headings.YEAR, *(names[part] for part in parts), _("Costs together"), _("Comes in"), kind="euro"
        ),
        [
            [year, *(found[part] for part in parts), sum(found.values()), rent["income"]]
            for year, found, rent in zip(years.year, by_year, income, strict=True)
        ],
        legend_columns=2,
    )
