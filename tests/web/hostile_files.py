"""Small files that ask for very much: made for tests, and by nobody who means well."""

import io
import zipfile
from functools import cache

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def workbook(*, strings: str, cells: str) -> bytes:
    """An .xlsx file with these shared strings, and these rows on its only sheet."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPES}.worksheet+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{TYPES}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>',
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return stream.getvalue()


@cache
def many_strings() -> bytes:
    """Some tens of kilobytes that unpack to two and a half million texts."""
    return workbook(strings="<si><t/></si>" * 2_500_000, cells='<row r="1"><c r="A1"><v>1</v></c></row>')


@cache
def many_cells() -> bytes:
    return workbook(strings="", cells=f"<row>{'<c><v>1</v></c>' * 3_000_000}</row>")


def far_corner() -> bytes:
    """Two cells, of which one is the last that a sheet has."""
    return workbook(
        strings="",
        cells='<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    )


@cache
def much_unpacked() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/workbook.xml", b"0" * 51_000_000)
    return stream.getvalue()


def entities() -> bytes:
    """A text that holds itself ten times, nine deep."""
    deep = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    strings = f'<!DOCTYPE sst [<!ENTITY e0 "lol">{deep}]><si><t>&e9;</t></si>'
    return workbook(strings=strings, cells='<row r="1"><c r="A1" t="s"><v>0</v></c></row>')


HOSTILE = {
    "many strings": many_strings,
    "many cells": many_cells,
    "a cell in the far corner": far_corner,
    "much unpacked": much_unpacked,
}
