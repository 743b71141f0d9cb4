"""The charts of a plan's result."""

from coophub.web.charts import Chart
from financing.plans.charts.comparing import compared_charts
from financing.plans.charts.money import development_chart, funding_chart, investment_and_funding_chart
from financing.plans.charts.renewal import lent_again_chart, members_chart
from financing.plans.charts.risks import combinations, fan_chart, tornado_chart
from financing.plans.charts.years import cash_chart, debt_chart, dscr_chart, monthly_chart
from financing.plans.selectors.outcomes import Outcome


def result_charts(outcome: Outcome) -> list[Chart]:
    """The charts of a plan, version or scenario, as far as it has something to show in them."""
    months = development_chart(outcome)
    return [investment_and_funding_chart(outcome), *([months] if months else []), *year_charts(outcome)]


def charts_in_short(outcome: Outcome) -> list[Chart]:
    """Those that say most: who pays, the cash, and what must be asked again."""
    found = [funding_chart(outcome), cash_chart(outcome), lent_again_chart(outcome), members_chart(outcome)]
    return [chart for chart in found if chart is not None]


def judged_charts(outcome: Outcome) -> list[Chart]:
    """What somebody looks at who judges a plan of others: costs and sources, the cash, the room for the bank."""
    found = [investment_and_funding_chart(outcome), cash_chart(outcome), dscr_chart(outcome)]
    return [chart for chart in found if chart is not None]


def year_charts(outcome: Outcome) -> list[Chart]:
    """Those with the years of letting along them."""
    found = [
        cash_chart(outcome),
        dscr_chart(outcome),
        debt_chart(outcome),
        lent_again_chart(outcome),
        members_chart(outcome),
        monthly_chart(outcome),
    ]
    return [chart for chart in found if chart is not None]


__all__ = [
    "cash_chart",
    "charts_in_short",
    "combinations",
    "compared_charts",
    "debt_chart",
    "development_chart",
    "dscr_chart",
    "fan_chart",
    "funding_chart",
    "investment_and_funding_chart",
    "judged_charts",
    "lent_again_chart",
    "members_chart",
    "monthly_chart",
    "result_charts",
    "tornado_chart",
    "year_charts",
]
