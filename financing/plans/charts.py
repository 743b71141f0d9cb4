"""The charts of a plan's result."""

import altair as alt
from django.utils.translation import gettext as _

from coophub.web.charts import COLOURS, Chart, ChartTable, colour, euro_axis
from coophub.web.templatetags.web import euro
from financing.plans.selectors import Outcome

MEANING_OF_KIND = {
    "bank_loan": "bank",
    "municipal_loan": "city",
    "svn_loan": "city",
    "member_loan": "members",
    "member_equity": "members",
    "subsidy": "subsidy",
    "gift": "subsidy",
}
LIQUIDITY_COLOUR = COLOURS["members"]


def _meaning_names() -> dict[str, str]:
    return {
        "bank": _("Bank"),
        "city": _("Municipality and SVn"),
        "members": _("Members"),
        "subsidy": _("Subsidy and gifts"),
        "other": _("Other loans"),
        "gap": _("Still missing"),
    }


def funding_chart(outcome: Outcome) -> Chart:
    """Where the money for the investment comes from."""
    names = _meaning_names()
    amounts = dict.fromkeys(names, 0.0)
    for source, amount in outcome.calculation.funding.sources:
        amounts[MEANING_OF_KIND.get(source.kind, "other")] += float(amount[0, 0])
    amounts["gap"] = max(0.0, outcome.result["funding"]["gap"])
    shown = {meaning: amount for meaning, amount in amounts.items() if amount > 0}
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
    total = outcome.result["investment"]["total"]
    largest = max(shown, key=lambda meaning: shown[meaning], default="gap")
    return Chart(
        spec,
        _("Where the money comes from"),
        _("Of the investment of %(total)s, %(amount)s comes from: %(source)s.")
        % {"total": euro(total), "amount": euro(shown.get(largest, 0)), "source": names[largest].lower()},
        ChartTable([_("Source"), _("Amount")], [[names[meaning], euro(amount)] for meaning, amount in shown.items()]),
        height=90,
    )


def cash_chart(outcome: Outcome) -> Chart:
    """What is left each year, and the cash in hand at its end."""
    years = outcome.result["years"]
    rows = [
        {"year": year, "net": round(net), "cash": round(cash)}
        for year, net, cash in zip(years["year"], years["net_cash_flow"], years["liquidity"], strict=True)
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("year:Q", axis=alt.Axis(format="d", title=None, tickCount=6))
    )
    bars = base.mark_bar(color="#8C8274", opacity=0.55).encode(y=alt.Y("net:Q", axis=euro_axis()))
    line = base.mark_line(color=LIQUIDITY_COLOUR).encode(y=alt.Y("cash:Q"))
    least = min(rows, key=lambda row: row["cash"])
    return Chart(
        alt.layer(bars, line),
        _("Cash flow (bars) and cash in hand (line)"),
        _("The cash in hand is lowest in %(year)s: %(amount)s.")
        % {"year": least["year"], "amount": euro(least["cash"])},
        ChartTable(
            [_("Year"), _("Left this year"), _("Cash in hand")],
            [[str(row["year"]), euro(row["net"]), euro(row["cash"])] for row in rows],
        ),
    )
