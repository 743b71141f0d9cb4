"""What a home costs and brings in per month, in the first year that people live there."""

from django.utils.translation import gettext as _

from coophub.web.formats import euro
from financing.plans.selectors.outcomes import KeyFigure, Outcome


def monthly_figures(outcome: Outcome) -> list[KeyFigure]:
    """What an average home costs the co-operative, and what it brings in; nothing for a plan without homes.

    The costs are those of the running of the homes, what is put aside for maintenance, ground rent, tax, and what the
    bank and other lenders get; what there is no money for yet costs nothing here.
    """
    if not outcome.homes:
        return []
    years, months = outcome.result.years, 12 * outcome.homes
    paid = (
        years.operating_costs,
        years.reserve_contribution,
        years.canon,
        years.tax,
        years.interest,
        years.principal,
        years.guarantee_fees,
        years.equity_return,
    )
    cost, income = sum(column[0] for column in paid) / months, years.net_rent[0] / months
    return [
        KeyFigure(
            _("A home costs per month"),
            euro(cost),
            note=_("in %(year)s, all in") % {"year": years.year[0]},
            tone="bad" if cost > income else "",
        ),
        KeyFigure(_("A home brings in per month"), euro(income), note=_("in %(year)s") % {"year": years.year[0]}),
    ]
