"""A plan beside an example, by the figures that decide most."""

from django.utils.translation import gettext as _

from coophub.web.formats import euro, percent
from coophub.web.tables import Column, Table
from financing.plans.figures import headings, result_label
from financing.plans.selectors.drivers import average_rent
from financing.plans.selectors.outcomes import Outcome


def beside_example(outcome: Outcome, example: Outcome) -> Table:
    """Per home what the investment, the ground, the rent and the running costs are, and what the bank lends."""
    columns = [Column(""), Column(_("Your plan")), Column(_("Example"))]
    figures = zip(_figures(outcome), _figures(example), strict=True)
    return Table(
        _("Your plan beside an example that closes"),
        columns,
        [[label, mine, theirs] for (label, mine), (_label, theirs) in figures],
    )


def _figures(outcome: Outcome) -> list[tuple[str, str]]:
    result, homes = outcome.result, outcome.homes or 1
    lines = zip(outcome.plan.investment.lines, result.investment.lines, strict=True)
    ground = sum(cost.incl_vat for line, cost in lines if line.category == "land")
    loans = {source.name for source in outcome.plan.funding if source.kind == "bank_loan"}
    bank = sum(source.amount for source in result.funding.sources if source.name in loans)
    years = result.years
    running = years.operating_costs[0] + years.reserve_contribution[0] + years.canon[0]
    return [
        (_("Investment per home"), euro(result.investment.total / homes)),
        (_("Ground per home"), euro(ground / homes)),
        (str(headings.AVERAGE_RENT), euro(average_rent(outcome))),
        (_("Running costs per home in the first year"), euro(running / homes)),
        (_("Lent by the bank"), percent(bank / result.investment.total) if result.investment.total else "-"),
        (result_label("closes"), str(headings.CLOSES if outcome.closes else headings.DOES_NOT_CLOSE)),
    ]
