"""A table to take along: as text for any spreadsheet, or as a workbook."""

import datetime as dt
import tempfile
from collections.abc import Iterator
from itertools import chain
from typing import IO

import xlsxwriter

from coophub.web.streams import csv_lines
from coophub.web.tables import Table

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


COLUMN_WIDTH = 20
BYTE_ORDER_MARK = "\ufeff"


def as_csv(table: Table) -> Iterator[str]:
    """The bare values, line by line, with semicolons and a mark of order, as Dutch spreadsheets read it."""
    yield BYTE_ORDER_MARK
    yield from csv_lines(chain([table.names], table.values), delimiter=";")


def as_xlsx(table: Table) -> IO[bytes]:
    """The bare values on one sheet that has the name of the table. Rows go to the disk as they come; the file stays
    open for whoever sends it.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer that sends it closes it
    with xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(str(table.caption))
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(table.columns) - 1, COLUMN_WIDTH)
        sheet.write_row(0, 0, table.names, book.add_format({"bold": True}))
        for number, row in enumerate(table.values, start=1):
            for column, value in enumerate(row):
                if isinstance(value, dt.date):
                    sheet.write_datetime(number, column, dt.datetime.combine(value, dt.time()), days)
                else:
                    sheet.write(number, column, value)
    file.seek(0)
    return file
