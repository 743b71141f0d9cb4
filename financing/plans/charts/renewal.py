"""Money that comes back to be asked again: what must be lent again, and what members put in and take out."""

import altair as alt
from django.utils.translation import gettext as _

from coophub.web.charts import COLOURS, INK, OTHER, SHADES, Chart, colour, euro_axis
from coophub.web.formats import euro
from coophub.web.tables import figure_columns
from financing.plans.charts.money import MEANING_OF_KIND
from financing.plans.charts.years import year_axis
from financing.plans.figures import headings, result_label
from financing.plans.figures.choices import WHOSE_MONEY
from financing.plans.figures.deciding import SHOWS_FROM, lent_again_by_loan
from financing.plans.selectors.outcomes import Outcome


def lent_again_chart(outcome: Outcome) -> Chart | None:
    """What has to be lent again in each year, by whose money it is. None where no loan is lent again."""
    by_loan = lent_again_by_loan(outcome.document, outcome.result)
    if not by_loan:
        return None
    years = outcome.result.years
    kinds = {source["name"]: source["kind"] for source in outcome.document["funding"]}
    whose = {name: MEANING_OF_KIND.get(kinds[name], "other") for name in by_loan}
    names = {meaning: str(words) for meaning, words in WHOSE_MONEY.items() if meaning in whose.values()}
    rows = [
        {"year": year, "part": names[whose[name]], "amount": round(amount)}
        for name, amounts in by_loan.items()
        for year, amount in zip(years.year, amounts, strict=True)
    ]
    spec = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar()
        .encode(x=year_axis(), y=alt.Y("amount:Q", stack="zero", axis=euro_axis()), color=colour("part", names))
    )
    together = [sum(amounts) for amounts in zip(*by_loan.values(), strict=True)]
    most = max(together)
    return Chart(
        spec,
        _("What must be lent again"),
        (
            _("Every year %(amount)s must be lent again.")
            if most - min(together) < SHOWS_FROM
            else _("Most must be lent again in %(year)s: %(amount)s.")
        )
        % {"year": years.year[together.index(most)], "amount": euro(most)},
        figure_columns(headings.YEAR, *by_loan, result_label("years.debt"), kind="euro"),
        [list(row) for row in zip(years.year, *by_loan.values(), years.debt, strict=True)],
        height=200,
    )


def members_chart(outcome: Outcome) -> Chart | None:
    """What members put in and take out in each year. None where their money stays as it is."""
    years, statements = outcome.result.years, outcome.result.statements
    moving = [
        (result_label("years.member_in"), COLOURS["members"], years.member_in),
        (result_label("years.member_saving"), SHADES[2], years.member_saving),
        (result_label("years.member_out"), OTHER, [-amount for amount in years.member_out]),
    ]
    shown = [found for found in moving if any(abs(amount) > SHOWS_FROM for amount in found[2])]
    if not shown or statements is None:
        return None
    rows = [
        {"year": year, "part": name, "amount": round(amount), "order": order}
        for order, (name, _shade, amounts) in enumerate(shown)
        for year, amount in zip(years.year, amounts, strict=True)
    ]
    names, shades, courses = zip(*shown, strict=True)
    scale = alt.Scale(domain=list(names), range=list(shades))
    spec = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar(stroke=INK, strokeWidth=0.5, strokeOpacity=0.4)
        .encode(
            x=year_axis(),
            y=alt.Y("amount:Q", stack="zero", axis=euro_axis()),
            color=alt.Color("part", type="nominal", scale=scale, sort=None),
            order=alt.Order("order:Q"),
        )
    )
    there = statements.balance.member_equity[1:]
    return Chart(
        spec,
        _("Members' money that comes and goes"),
        _("At the end of %(first)s members have %(before)s in it, at the end of %(last)s %(after)s.")
        % {"first": years.year[0], "before": euro(there[0]), "last": years.year[-1], "after": euro(there[-1])},
        figure_columns(headings.YEAR, *names, result_label("statements.balance.member_equity"), kind="euro"),
        [list(row) for row in zip(years.year, *courses, there, strict=True)],
        height=200,
        legend_columns=2,
    )
