"""A table to take along: as text for any spreadsheet, or as a workbook."""

import csv
import datetime as dt
import io

import xlsxwriter

from coophub.web.tables import Table

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_csv(table: Table) -> bytes:
    """The bare values, with semicolons and a mark of order, as Dutch spreadsheets read it.

    A cell never begins as a formula.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(table.names)
    for row in table.values:
        writer.writerow([_harmless(value) for value in row])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(table: Table) -> bytes:
    """The bare values on one sheet that has the name of the table."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": False, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(str(table.caption))
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, table.names, book.add_format({"bold": True}))
        for number, row in enumerate(table.values, start=1):
            for column, value in enumerate(row):
                if isinstance(value, dt.date):
                    sheet.write_datetime(number, column, dt.datetime.combine(value, dt.time()), days)
                else:
                    sheet.write(number, column, value)
        sheet.freeze_panes(1, 1)
        sheet.autofit()
    return file.getvalue()


def _harmless(value: object) -> object:
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t"):
        return f"'{value}"
    return "" if value is None else value
