"""Plans, versions and scenarios side by side."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from coophub.web.tables import Cell, Column, Row, Table
from financing.plans.selectors.versions import Compared, ComparedRow, Comparison


def input_tables(comparison: Comparison) -> list[Table]:
    """What is filled in differently, a table for each heading of the plan."""
    return [_compared(comparison.columns, group.title, group.rows) for group in comparison.inputs]


def figure_table(comparison: Comparison) -> Table:
    """What comes out. A row that is the same everywhere is quiet."""
    return _compared(comparison.columns, _("Results"), comparison.figures)


def _compared(compared: Sequence[Compared], caption: str, rows: Sequence[ComparedRow]) -> Table:
    headings = [Cell(found.choice.name, url=found.url, notes=[found.choice.kind]) for found in compared]
    columns = [Column(""), *(Column(heading) for heading in headings)]
    cells = [Row([row.label, *row.values], is_quiet=not row.is_different) for row in rows]
    return Table(caption, columns, cells, on_phone="scroll")
