"""Packages of public help that make a plan close."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from coophub.web.tables import Column, Slot, Table
from financing.plans.selectors.levers import PackageInWords


def package_table(packages: Sequence[PackageInWords], *, can_keep: bool) -> Table:
    """Each package with what it costs the public; who may change the plan can keep one as a scenario."""
    columns = [
        Column(_("Package")),
        Column(_("Public cost per home"), "euro"),
        Column(_("In total"), "euro"),
        *([Column(_("Try as a scenario"), is_silent=True)] if can_keep else []),
    ]
    rows = [
        [
            "\n".join(package.changes),
            package.public_cost_per_dwelling,
            package.public_cost,
            Slot("plans/_keep_scenario.html", {"drivers": package.drivers.items()}),
        ][: len(columns)]
        for package in packages
    ]
    return Table(_("Packages by public cost"), columns, rows)
