"""Homes from a spreadsheet or a CSV file: one home or one type of home a row, under a row of headers that says which
column is what.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl.utils import get_column_letter
from xlsxwriter import Workbook

from coophub.web import formats
from coophub.web.errors import DomainError
from coophub.web.numbers import parse_number
from financing.plans.figures import headings, label_of
from financing.plans.figures.kinds import AREA

MAX_BYTES = 2_000_000
TOO_LARGE = gettext_lazy("This file is too large. A list of homes fits in 2 MB.")
UNREADABLE = gettext_lazy("We cannot read this. Choose the file again.")
MAX_UNPACKED_BYTES = 50_000_000
MAX_ROWS, MAX_COLUMNS = 5_000, 50
MAX_TYPES = 500
HEADER_WITHIN = 20
"""Rows from the top in which the headers must stand."""

MAX_PROBLEMS = 50

HEADERS = {
    "name": (
        "naam",
        "type",
        "woningtype",
        "type woning",
        "soort",
        "soort woning",
        "woning",
        "name",
        "type of home",
        "home",
    ),
    "count": ("aantal", "aantal woningen", "hoeveel", "count", "number", "how many", "homes"),
    "area_m2": (
        *(
            "m2",
            "m²",
            "oppervlakte",
            "oppervlak",
            "woonoppervlak",
            "woonoppervlakte",
            "gebruiksoppervlakte",
            "go",
            "gbo",
        ),
        *("area", "area m2", "living area", "floor area"),
    ),
    "monthly_rent": (
        *("huur per maand", "huur", "kale huur", "maandhuur", "huurprijs", "kale huur per maand"),
        *("rent per month", "rent", "monthly rent"),
    ),
}
"""By which headers a column is known, in Dutch and English. Case, full stops and what stands in brackets do not matter.
"""

NEEDED = ("area_m2", "monthly_rent")
LIMITS = {"count": 100_000, "area_m2": 100_000, "monthly_rent": 1_000_000}
TOTALS = ("totaal", "total", "som", "sum")


@dataclass(frozen=True)
class Home:
    """A type of home, as `coophub.plan/1` has it."""

    name: str
    count: int
    area_m2: Decimal
    monthly_rent: Decimal

    def as_row(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "count": self.count,
            "area_m2": float(self.area_m2),
            "monthly_rent": float(self.monthly_rent),
        }


@dataclass(frozen=True)
class CellProblem:
    """What is wrong, and in which cell: C7."""

    address: str
    sentence: str


@dataclass(frozen=True)
class HomesFound:
    """What a file holds: its homes, equal ones together, or what is wrong with it."""

    homes: list[Home]
    problems: list[CellProblem]

    @property
    def count(self) -> int:
        return sum(home.count for home in self.homes)


CellRows = list[list[Any]]


def read_homes(content: bytes, filename: str) -> HomesFound:
    """The homes in a file.

    Raises DomainError when the file as a whole cannot be read; what is wrong with a cell is in the result.
    """
    if len(content) > MAX_BYTES:
        raise DomainError(str(TOO_LARGE), field="file")
    sheets = _sheets(content) if filename.lower().endswith(".xlsx") else _text_sheets(content)
    for rows in sheets:
        found = _headers(rows)
        if found is not None:
            header, columns = found
            return _homes(rows, header, columns)
    raise DomainError(
        _("We find no row with headers. Give each column a header: type, aantal, m2 and huur per maand."), field="file"
    )


def _sheets(content: bytes) -> Iterator[CellRows]:
    """The rows of each sheet, with the values that formulas had when the file was saved."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            if sum(part.file_size for part in file.infolist()) > MAX_UNPACKED_BYTES:
                raise DomainError(str(TOO_LARGE), field="file")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for sheet in book.worksheets:
            rows = sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS, values_only=True)
            yield _not_too_many([list(row) for row in rows])
    except DomainError:
        raise
    except Exception as error:  # a file that is no spreadsheet can fail in a hundred ways
        raise DomainError(
            _("We cannot read this file. Save it as .xlsx or .csv and try again."), field="file"
        ) from error


def _text_sheets(content: bytes) -> Iterator[CellRows]:
    """A CSV file, read with each separator that people use."""
    if b"\0" in content:
        raise DomainError(_("We cannot read this file. Save it as .xlsx or .csv and try again."), field="file")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    for separator in (";", "\t", ","):
        try:
            yield _not_too_many([row[:MAX_COLUMNS] for row in csv.reader(io.StringIO(text), delimiter=separator)])
        except csv.Error as error:
            raise DomainError(
                _("We cannot read this file. Save it as .xlsx or .csv and try again."), field="file"
            ) from error


def _not_too_many(rows: CellRows) -> CellRows:
    if len(rows) > MAX_ROWS:
        raise DomainError(
            _("This file has more than %(count)s rows. Put equal homes together in one row.") % {"count": MAX_ROWS},
            field="file",
        )
    return rows


def _headers(rows: CellRows) -> tuple[int, dict[str, int]] | None:
    """The number of the row with headers, and which column is what; None when no row has those that are needed."""
    for number, row in enumerate(rows[:HEADER_WITHIN]):
        columns: dict[str, int] = {}
        for col, value in enumerate(row):
            meaning = _meaning(value)
            if meaning and meaning not in columns:
                columns[meaning] = col
        if all(name in columns for name in NEEDED):
            return number, columns
    return None


def _meaning(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    plain = " ".join(value.partition("(")[0].replace(".", "").replace("€", "").lower().split())
    return next((name for name, headers in HEADERS.items() if plain in headers), None)


def _homes(rows: CellRows, header: int, columns: dict[str, int]) -> HomesFound:
    homes: list[Home] = []
    problems: list[CellProblem] = []
    for number, row in enumerate(rows[header + 1 :], start=header + 2):
        if _is_empty(row) or _is_total(row):
            continue
        home = _home(row, number, columns, problems)
        if home is not None:
            homes.append(home)
    grouped = _grouped(homes)
    if not grouped and not problems:
        problems = [CellProblem(f"A{header + 2}", _("There are no homes under the headers."))]
    if len(grouped) > MAX_TYPES:
        sentence = _("These are %(count)s different types of home; a plan has at most %(most)s.")
        problems = [CellProblem("A1", sentence % {"count": len(grouped), "most": MAX_TYPES})]
    return HomesFound([] if problems else grouped, problems[:MAX_PROBLEMS])


def _is_empty(row: list[Any]) -> bool:
    return all(value is None or not str(value).strip() for value in row)


def _is_total(row: list[Any]) -> bool:
    """A line that adds up the lines above it is no home."""
    first = next(str(value) for value in row if value is not None and str(value).strip())
    return first.strip().rstrip(":").lower() in TOTALS


def _home(row: list[Any], number: int, columns: dict[str, int], problems: list[CellProblem]) -> Home | None:
    """The home of a row; None when something is wrong, which is then added to the problems."""
    before = len(problems)
    values: dict[str, Decimal] = {}
    for name in ("count", *NEEDED):
        if name not in columns:
            continue
        address = f"{get_column_letter(columns[name] + 1)}{number}"
        value = row[columns[name]] if columns[name] < len(row) else None
        try:
            values[name] = _number(value, name)
        except ValueError as error:
            problems.append(CellProblem(address, str(error)))
    if len(problems) > before:
        return None
    name = ""
    if "name" in columns and columns["name"] < len(row) and row[columns["name"]] is not None:
        name = " ".join(str(row[columns["name"]]).split())[:200]
    area = values["area_m2"]
    name = name or _("Home of %(area)s m²") % {"area": f"{area.normalize():f}"}
    return Home(name, int(values.get("count", Decimal(1))), area, values["monthly_rent"])


def _number(value: Any, name: str) -> Decimal:
    """What a cell says. Raises ValueError with a sentence for people."""
    if value is None or (isinstance(value, str) and not value.strip()):
        raise ValueError(_("This cell is empty. Fill in a number."))
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        raise ValueError(_("Here stands “%(value)s”. Fill in a number.") % {"value": value})
    try:
        found = _read(value, name) if isinstance(value, str) else Decimal(str(value))
    except ValueError as error:
        raise ValueError(_("Here stands “%(value)s”. Fill in a number.") % {"value": str(value)[:50]}) from error
    if not found.is_finite() or not 0 <= found <= LIMITS[name]:
        raise ValueError(_("Fill in a number from 0 to %(most)s.") % {"most": formats.number(LIMITS[name])})
    found = found if name == "count" else round(found, 4)
    if name == "count" and found != found.to_integral_value():
        raise ValueError(_("Fill in a whole number of homes."))
    return found


def _read(text: str, name: str) -> Decimal:
    units = {"area_m2": "m²", "monthly_rent": "€"}
    return parse_number(text, decimal_places=4 if name == "area_m2" else 2, unit=units.get(name, ""))


def _grouped(homes: Iterable[Home]) -> list[Home]:
    """Equal homes together, in the order in which they first stand there."""
    counts: dict[tuple[str, Decimal, Decimal], int] = {}
    for home in homes:
        key = (home.name, home.area_m2, home.monthly_rent)
        counts[key] = counts.get(key, 0) + home.count
    return [Home(name, count, area, rent) for (name, area, rent), count in counts.items() if count]


def homes_template() -> bytes:
    """An .xlsx file with the headers and two rows that show how."""
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet(str(headings.HOMES))
    head, money = book.add_format({"bold": True, "bg_color": "#E7EFEA"}), book.add_format({"num_format": "#,##0.00"})
    for col, title in enumerate(
        (_("Type"), label_of("dwellings[].count"), str(AREA.unit), label_of("dwellings[].monthly_rent"))
    ):
        sheet.write_string(0, col, title, head)
    for row, (name, count, area, rent) in enumerate(
        ((_("Example: two rooms"), 12, 55, 850), (_("Example: three rooms"), 8, 75, 1050)), start=1
    ):
        sheet.write_string(row, 0, name)
        sheet.write_number(row, 1, count)
        sheet.write_number(row, 2, area)
        sheet.write_number(row, 3, rent, money)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 3, 16)
    sheet.freeze_panes(1, 0)
    book.close()
    return stream.getvalue()
