"""The figures of a scheme for parliament."""

from django.utils.translation import gettext as _

from coophub.web.tables import Column, Table
from financing.subsidies.selectors.monitor import Monitor


def target_table(monitor: Monitor) -> Table:
    """Applications by target group."""
    columns = [
        Column(_("For")),
        Column(_("Received"), "number"),
        Column(_("Awarded"), "number"),
        Column(_("Homes"), "number"),
        Column(_("Amount"), "euro"),
    ]
    rows = [[group.title, group.received, group.awarded, group.homes, group.amount] for group in monitor.targets]
    return Table(_("By target group"), columns, rows)
