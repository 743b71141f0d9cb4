"""Portfolios as tables."""

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from coophub.web.tables import Badge, Cell, Column, Table
from financing.lab.models import KeptPortfolio
from financing.lab.selectors.shown import Shown
from financing.lab.selectors.sources import SourceCount
from financing.lab.tables.instruments import GROUPINGS, group_label


def portfolio_table(portfolios: Iterable[KeptPortfolio]) -> Table:
    """One line a portfolio, with the way to it."""
    return Table(
        _("Portfolios"),
        [
            Column(_("Portfolio")),
            Column(_("Plans"), "number"),
            Column(_("Homes"), "number"),
            Column(_("Made on"), "day"),
            Column(_("By")),
        ],
        [
            [
                Cell(
                    found.name,
                    url=reverse("lab:portfolio", args=[found.pk]),
                    badge=Badge(_("Made up")) if found.is_made_up else None,
                ),
                found.plan_count,
                found.home_count,
                found.created_at,
                str(found.created_by or ""),
            ]
            for found in portfolios
        ],
    )


def sources_table(sources: Sequence[SourceCount]) -> Table:
    """Where the plans of a portfolio come from."""
    return Table(
        _("Where the plans come from"),
        [Column(_("Source")), Column(_("Plans"), "number")],
        [[source.source.label, source.count] for source in sources],
    )


def in_groups_tables(groups: Mapping[str, Sequence[Shown]]) -> list[Table]:
    """What is in a portfolio, by year, target group, form and province."""
    return [
        Table(
            GROUPINGS[by],
            [Column(GROUPINGS[by]), Column(_("Plans"), "number"), Column(_("Homes"), "number")],
            [[group_label(by, row["group"]), row["plans"], row["homes"]] for row in rows],
            empty=_("There are fewer than five plans in each group, so nothing is said of them."),
        )
        for by, rows in sorted(groups.items(), key=lambda each: each[0] != "year")
    ]
