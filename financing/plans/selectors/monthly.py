"""What a home costs and brings in per month, in the first year that people live there."""

from django.utils.translation import gettext as _

from coophub.web.formats import euro
from financing.plans.figures import headings
from financing.plans.selectors.outcomes import KeyFigure, Outcome, per_month


def monthly_figures(outcome: Outcome) -> list[KeyFigure]:
    """What an average home costs the co-operative, and what it brings in; nothing for a plan without homes."""
    if not outcome.homes:
        return []
    cost, income = per_month(outcome.document, outcome.result)
    year = outcome.result.years.year[0]
    return [
        KeyFigure(
            str(headings.COST_PER_MONTH),
            euro(cost),
            note=_("in %(year)s, all in") % {"year": year},
            tone="bad" if cost > income else "",
        ),
        KeyFigure(_("A home brings in per month"), euro(income), note=_("in %(year)s") % {"year": year}),
    ]
