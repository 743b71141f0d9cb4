"""Files with a table, read apart from the site: what is understood, and what is refused before it does harm."""

import io
import time
import zipfile

import openpyxl
import pytest
from django.utils import translation

from coophub.web.errors import DomainError
from coophub.web.sheet_reader import MAX_COLUMNS, MAX_ROWS
from coophub.web.sheets import read_sheets
from tests.web.hostile_files import HOSTILE, entities, workbook


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def xlsx(*rows, title="Blad1"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def ods(*rows):
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="float" office:value="{value}"/>'
            if isinstance(value, int | float)
            else f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
            for value in row
        )
        + "</table:table-row>"
        for row in rows
    )
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        file.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        file.writestr(
            "content.xml",
            f'<office:document-content{names}><office:body><office:spreadsheet><table:table table:name="Blad1">{cells}'
            "</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return stream.getvalue()


def test_spreadsheets_of_two_kinds_say_the_same():
    rows = [["naam", "m2"], ["Café", 62.5], ["Gezin", 90]]

    assert read_sheets(xlsx(*rows))[0].rows == read_sheets(ods(*rows))[0].rows == rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_text_is_read_as_programs_of_different_times_write_it(encoding):
    sheets = read_sheets("naam;m2\r\nCafé;62,5\r\n".encode(encoding))

    assert [sheet.separator for sheet in sheets] == [";", "\t", ","]
    assert sheets[0].rows == [["naam", "m2"], ["Café", "62,5"]]


def test_rows_and_columns_above_the_bound_are_left_out_and_told():
    (sheet,) = read_sheets(xlsx(*[["x"] * (MAX_COLUMNS + 5)] * 2, *[[1]] * MAX_ROWS))

    assert sheet.has_more
    assert len(sheet.rows[0]) == MAX_COLUMNS


@pytest.mark.parametrize("name", HOSTILE)
def test_file_that_was_made_to_do_harm_is_refused_within_bounds(name):
    started = time.monotonic()

    with pytest.raises(DomainError, match=r"too much in this file|cannot read this file"):
        read_sheets(HOSTILE[name]())

    assert time.monotonic() - started < 12


# A file's bytes hold the second in which it was made: each worker would give the test a name of its own.
BROKEN = {
    "zip that stops": lambda: b"PK\x03\x04",
    "workbook of before 2007": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "letters that stop": lambda: b"\xff\xfea",
    "entities": entities,
}


@pytest.mark.parametrize("name", BROKEN)
def test_file_that_is_broken_is_refused_with_a_sentence(name):
    with pytest.raises(DomainError, match="cannot read this file"):
        read_sheets(BROKEN[name]())


def test_what_is_empty_is_read():
    assert read_sheets(workbook(strings="", cells=""))[0].rows == []
    assert [sheet.rows for sheet in read_sheets(b"")] == [[], [], []]
