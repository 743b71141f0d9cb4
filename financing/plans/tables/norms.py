"""The highest rents of a set of norms."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from coophub.web.tables import Column, Table
from financing.plans.figures import headings
from financing.plans.models import MaximumRent


def rent_table(rents: Iterable[MaximumRent]) -> Table:
    """The highest rent for each number of points."""
    columns = [Column(headings.POINTS), Column(_("Highest rent per month"), "cents")]
    rows = [[rent.points, rent.amount] for rent in rents]
    return Table(str(headings.HIGHEST_RENT_BY_POINTS), columns, rows, on_phone="scroll")
