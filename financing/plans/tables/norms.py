"""A set of norms: its figures, and its highest rents."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from coophub.web.tables import Column, Table
from financing.plans.figures import headings
from financing.plans.figures.norms import NORMS
from financing.plans.models import MaximumRent, NormSet


def norm_figures(norms: NormSet) -> list[tuple[str, str]]:
    """What each figure is called, and how much it is."""
    found = [(figure, getattr(norms, name)) for name, figure in NORMS.items()]
    unknown = _("not known here yet")
    return [(str(figure.label), unknown if value is None else figure.kind.write(value)) for figure, value in found]


def rent_table(rents: Iterable[MaximumRent]) -> Table:
    """The highest rent for each number of points."""
    columns = [Column(headings.POINTS), Column(_("Highest rent per month"), "cents")]
    rows = [[rent.points, rent.amount] for rent in rents]
    return Table(str(headings.HIGHEST_RENT_BY_POINTS), columns, rows, on_phone="scroll")
