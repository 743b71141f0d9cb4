"""What the homes cost and who pays for them, and the months until the first rent."""

from typing import Any

import altair as alt
from django.utils.translation import gettext as _

from coophub.web import formats
from coophub.web.charts import COLOURS, INK, OTHER, SHADES, Chart, colour, euro_axis
from coophub.web.formats import euro, percent
from coophub.web.tables import Column, figure_columns
from financing.engine.result_documents import DevelopmentOutcome
from financing.plans.figures import headings, label_of, result_label
from financing.plans.figures.choices import CATEGORIES, WHOSE_MONEY
from financing.plans.figures.result import source_name
from financing.plans.selectors.outcomes import Outcome

MEANING_OF_KIND = {
    "bank_loan": "bank",
    "municipal_loan": "city",
    "svn_loan": "city",
    "member_loan": "members",
    "member_equity": "members",
    "subsidy": "subsidy",
    "gift": "subsidy",
}
SHADE_OF = dict(zip((*CATEGORIES, "interest"), SHADES, strict=True))


def meaning_names() -> dict[str, str]:
    """Whose money it is, and what nobody pays for yet."""
    return {
        **{meaning: str(name) for meaning, name in WHOSE_MONEY.items()},
        "sales": result_label("investment.sale_proceeds"),
        "early": label_of("early_income"),
        "gap": result_label("funding.gap"),
    }


def category_names() -> dict[str, str]:
    interest = result_label("investment.construction_interest")
    return {**{category: str(name) for category, name in CATEGORIES.items()}, "interest": interest}


def funding_by_meaning(outcome: Outcome) -> dict[str, float]:
    """Whose money it is, and what is still missing."""
    amounts = dict.fromkeys(meaning_names(), 0.0)
    sources = zip(outcome.document.get("funding", []), outcome.result.funding.sources, strict=True)
    for source, found in sources:
        amounts[MEANING_OF_KIND.get(source["kind"], "other")] += found.amount
    amounts["subsidy"] += outcome.drivers.get("subsidy", 0.0)
    amounts["members"] += outcome.drivers.get("member_contribution", 0.0) * outcome.homes
    amounts["sales"] = outcome.result.investment.sale_proceeds
    amounts["early"] = sum(income["amount"] for income in outcome.document.get("early_income", []))
    amounts["gap"] = max(0.0, outcome.result.funding.gap)
    return {meaning: amount for meaning, amount in amounts.items() if amount > 0.5}


def investment_by_category(outcome: Outcome) -> dict[str, float]:
    """What the homes cost with VAT, by kind of cost."""
    amounts = dict.fromkeys((*CATEGORIES, "interest"), 0.0)
    lines = zip(outcome.document["investment"].get("lines", []), outcome.result.investment.lines, strict=True)
    for line, found in lines:
        amounts[line["category"]] += found.incl_vat
    amounts["interest"] = outcome.result.investment.construction_interest
    return {category: amount for category, amount in amounts.items() if amount > 0.5}


def funding_chart(outcome: Outcome) -> Chart:
    """Where the money for the investment comes from."""
    names, shown = meaning_names(), funding_by_meaning(outcome)
    rows = [
        {"source": names[meaning], "amount": round(amount), "order": number}
        for number, (meaning, amount) in enumerate(shown.items())
    ]
    spec = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar(size=44)
        .encode(
            x=alt.X("amount:Q", stack="zero", axis=euro_axis()),
            color=colour("source", {meaning: names[meaning] for meaning in shown}),
            order=alt.Order("order:Q"),
        )
    )
    return Chart(
        spec,
        str(headings.FUNDING),
        _funding_sentence(outcome),
        figure_columns(headings.SOURCE, headings.AMOUNT, kind="euro"),
        [[names[meaning], amount] for meaning, amount in shown.items()],
        height=90,
    )


def _funding_sentence(outcome: Outcome) -> str:
    names, shown = meaning_names(), funding_by_meaning(outcome)
    largest = max(shown, key=lambda meaning: shown[meaning], default="gap")
    return _("Of the investment of %(total)s, %(amount)s comes from: %(source)s.") % {
        "total": euro(outcome.result.investment.total),
        "amount": euro(shown.get(largest, 0)),
        "source": names[largest].lower(),
    }


def investment_and_funding_chart(outcome: Outcome) -> Chart:
    """What it costs beside who pays."""
    total = outcome.result.investment.total
    costs, money = investment_by_category(outcome), funding_by_meaning(outcome)
    category, meaning = category_names(), meaning_names()
    cost_side, money_side = _("What it costs"), _("Who pays")
    rows: list[dict[str, Any]] = [
        {"side": cost_side, "part": category[name], "amount": round(amount), "order": number}
        for number, (name, amount) in enumerate(costs.items())
    ]
    rows += [
        {"side": money_side, "part": meaning[name], "amount": round(amount), "order": 10 + number}
        for number, (name, amount) in enumerate(money.items())
    ]
    shades = [(category[name], SHADE_OF[name]) for name in costs]
    colours = [(meaning[name], COLOURS.get(name, OTHER)) for name in money]
    spec = alt.layer(
        _side(rows, cost_side, shades), _side(rows, money_side, colours), data=alt.Data(values=rows)
    ).resolve_scale(color="independent")
    table = [[cost_side, category[name], euro(amount), percent(amount / total, 1)] for name, amount in costs.items()]
    table += [[money_side, meaning[name], euro(amount), percent(amount / total, 1)] for name, amount in money.items()]
    return Chart(
        spec,
        _("What it costs and who pays"),
        _funding_sentence(outcome),
        [
            Column(_("Side")),
            Column(headings.PART),
            Column(headings.AMOUNT, "number"),
            Column(result_label("funding.sources[].share"), "number"),
        ],
        table,
        height=340,
    )


def _side(rows: list[dict[str, Any]], side: str, parts: list[tuple[str, str]]) -> alt.Chart:
    """One of the two bars, with a legend of its own; each part has its colour."""
    scale = alt.Scale(domain=[name for name, _shade in parts], range=[shade for _name, shade in parts])
    sides = list(dict.fromkeys(row["side"] for row in rows))
    chart: alt.Chart = (
        alt.Chart()
        .transform_filter(alt.FieldEqualPredicate(field="side", equal=side))
        .mark_bar(size=90, stroke=INK, strokeWidth=0.5, strokeOpacity=0.4)
        .encode(
            x=alt.X("side:N", sort=sides, axis=alt.Axis(title=None, ticks=False)),
            y=alt.Y("amount:Q", stack="zero", axis=euro_axis()),
            color=alt.Color(
                "part:N",
                scale=scale,
                sort=None,
                legend=alt.Legend(title=side, titleColor=INK, titleFontSize=13, columns=1),
            ),
            order=alt.Order("order:Q"),
        )
    )
    return chart


def development_chart(outcome: Outcome) -> Chart | None:
    """The months until the first rent: what was spent, what could be drawn, and what was missing.

    None without such months.
    """
    found = outcome.result.development
    if found is None or not found.month:
        return None
    spent = drawn = 0.0
    rows, table = [], []
    for number, month in enumerate(found.month):
        spent += found.spending[number]
        drawn += sum(amounts[number] for amounts in found.drawn.values())
        missing = found.shortage[number]
        rows.append({"month": month, "spent": round(spent), "drawn": round(drawn), "missing": round(missing)})
        by_source = [euro(amounts[number]) for amounts in found.drawn.values()]
        table.append(
            [
                formats.month(month),
                euro(found.spending[number]),
                euro(spent),
                *by_source,
                euro(drawn),
                euro(missing),
            ]
        )
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("month:T", axis=alt.Axis(format="%Y", title=None, tickCount={"interval": "year", "step": 1}))
    )
    is_missing = any(row["missing"] for row in rows)
    names = {"members": _("Money that can be drawn")} | ({"gap": _("Missing that month")} if is_missing else {})
    areas = (
        base.mark_area(opacity=0.55, interpolate="step-after")
        .transform_calculate(part=f"'{_quoted(names['members'])}'")
        .encode(y=alt.Y("drawn:Q", axis=euro_axis()), color=colour("part", names))
    )
    line = base.mark_line(interpolate="step-after").encode(y=alt.Y("spent:Q"))
    layers: list[alt.Chart] = [areas, line]
    if is_missing:
        gaps = base.mark_bar(size=5).transform_calculate(part=f"'{_quoted(names['gap'])}'")
        layers.insert(1, gaps.encode(y=alt.Y("missing:Q"), color=colour("part", names)))
    return Chart(
        alt.layer(*layers),
        _("Until the first rent: spent (line), drawn (area) and missing (bars)")
        if is_missing
        else _("Until the first rent: spent (line) and drawn (area)"),
        _development_sentence(found),
        figure_columns(
            result_label("development.month"),
            result_label("development.spending"),
            headings.SPENT_SO_FAR,
            *(source_name(name) for name in found.drawn),
            _("Drawn so far"),
            result_label("development.shortage"),
        ),
        table,
    )


def _development_sentence(found: DevelopmentOutcome) -> str:
    if found.pre_finance_month is None or found.pre_finance_need <= 0.5:
        return _("In every month until the first rent there is money for what has to be paid.")
    return _("At most %(amount)s has to be bridged before the money comes in, in %(month)s.") % {
        "amount": euro(found.pre_finance_need),
        "month": formats.month(found.pre_finance_month),
    }


def _quoted(text: str) -> str:
    """As text inside an expression of Vega."""
    return text.replace("\\", "\\\\").replace("'", "\\'")
