"""Reading and changing .xlsx files straight in their XML: many times faster than with a library that keeps every
style.
"""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree

from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class Found:
    """A cell as it stands in a file: its value, its formula if it has one, and the number of its style."""

    value: float | str | None
    formula: str | None
    style: int


Sheets = dict[str, dict[tuple[int, int], Found]]


def read(content: bytes) -> Sheets:
    """Every cell that is written, by sheet and by (row, column) from 0."""
    with zipfile.ZipFile(BytesIO(content)) as file:
        texts = _texts(file)
        return {title: _cells(file.read(path), texts) for title, path in paths_of(file).items()}


def paths_of(file: zipfile.ZipFile) -> dict[str, str]:
    """Where in the file each sheet is."""
    relations = ElementTree.fromstring(file.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - a file of our own making
    targets = {relation.get("Id"): relation.get("Target") for relation in relations}
    book = ElementTree.fromstring(file.read("xl/workbook.xml"))  # noqa: S314
    return {
        sheet.get("name"): "xl/" + targets[sheet.get(RELATION)].removeprefix("/xl/")
        for sheet in book.iter(f"{MAIN}sheet")
    }


def _texts(file: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in file.namelist():
        return []
    root = ElementTree.fromstring(file.read("xl/sharedStrings.xml"))  # noqa: S314
    return ["".join(text.text or "" for text in item.iter(f"{MAIN}t")) for item in root]


def _cells(content: bytes, texts: list[str]) -> dict[tuple[int, int], Found]:
    found = {}
    for cell in ElementTree.fromstring(content).iter(f"{MAIN}c"):  # noqa: S314
        value, formula, kind = cell.find(f"{MAIN}v"), cell.find(f"{MAIN}f"), cell.get("t", "n")
        text = value.text or "" if value is not None else None
        shown: float | str | None = text
        if kind == "inlineStr":
            shown = "".join(part.text or "" for part in cell.iter(f"{MAIN}t"))
        elif text is not None and kind == "s":
            shown = texts[int(text)]
        elif text and kind == "n":
            shown = float(text)
        found[xl_cell_to_rowcol(cell.get("r"))] = Found(
            shown, formula.text or "" if formula is not None else None, int(cell.get("s", 0))
        )
    return found


def filled_in(content: bytes, sheet: str, values: Mapping[tuple[int, int], float | str | None]) -> bytes:
    """The file after someone filled in other values on a sheet."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as before, zipfile.ZipFile(stream, "w") as after:
        path = paths_of(before)[sheet]
        for name in before.namelist():
            part = before.read(name)
            after.writestr(name, _with_values(part.decode(), values).encode() if name == path else part)
    return stream.getvalue()


def _with_values(xml: str, values: Mapping[tuple[int, int], float | str | None]) -> str:
    for place, value in values.items():
        address = xl_rowcol_to_cell(*place)
        if isinstance(value, str):
            kind, inside = ' t="inlineStr"', f"<is><t>{value}</t></is>"
        else:
            kind, inside = "", "" if value is None else f"<v>{value!r}</v>"
        pattern = rf'<c r="{address}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)'
        xml, count = re.subn(pattern, rf'<c r="{address}"\1{kind}>{inside}</c>', xml)
        assert count == 1, address
    return xml
