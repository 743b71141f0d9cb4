"""The list of measures."""

from typing import Any

from django.core.paginator import Page
from django.utils.translation import gettext as _

from coophub.web.tables import Cell, Column, Table


def measure_table(page: Page[Any]) -> Table:
    """A page of measures, with their counts and with the other names under which they were written."""
    columns = [Column(_("Measure")), Column(_("Times tried"), "number"), Column(_("Times it helped"), "number")]
    rows: list[list[object]] = [
        [
            Cell(measure.name, notes=[spelling.name for spelling in measure.spellings.all()]),
            measure.times,
            measure.helped,
        ]
        for measure in page
    ]
    return Table(_("Measures"), columns, rows, page=page, on_phone="scroll")
