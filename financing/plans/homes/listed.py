"""A list of homes in a file, row by row under its headers, and what is wrong in which cell.

What cannot be understood for certain is refused with a sentence. Nothing is guessed that would change a figure.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from xlsxwriter.utility import xl_col_to_name

from coophub.web import formats
from coophub.web.errors import DomainError
from coophub.web.formats import Words
from coophub.web.numbers import parse_number
from coophub.web.sheets import FileCell, FileRow, FileSheet
from coophub.web.texts import clean_line
from financing.plans.homes.headers import ROOMS, WOZ, HomeHeaders
from initiatives.models.households import MAX_ROOMS

MAX_PROBLEMS = 50
LONGEST_NAME = 200
LIMITS = {"count": 100_000, "area_m2": 100_000, "monthly_rent": 1_000_000, ROOMS: MAX_ROOMS, WOZ: 1_000_000_000}
PLACES = {"count": 0, "area_m2": 4, "monthly_rent": 2, ROOMS: 0, WOZ: 2}
MOST_PLACES = 4
UNITS = {"area_m2": "m²", "monthly_rent": "€", WOZ: "€"}


@dataclass(frozen=True)
class CellProblem:
    """What is wrong, and in which cell: C7."""

    address: str
    sentence: str


def file_refused(sentence: str) -> DomainError:
    return DomainError(sentence, field="file")


_SHIFTED = gettext_lazy(
    "This row has another number of values than there are headers: a comma in a number or a text moved them. "
    "Save the file with semicolons, or as .xlsx."
)


class ListedRows:
    """The rows of a sheet under their headers. `marked` are the columns in which a number tells how the file writes
    decimals; `too_long` is said of a sheet with more rows than are read.
    """

    marked: Sequence[str] = ()
    too_long: Words = ""

    def __init__(self, sheet: FileSheet, headers: HomeHeaders) -> None:
        self.headers, self.columns = headers, headers.columns
        self.is_comma_file = sheet.separator == ","
        if sheet.has_more:
            raise file_refused(str(self.too_long) % {"count": formats.number(len(sheet.rows) - 1)})
        below = enumerate(sheet.rows[headers.row + 1 :], start=headers.row + 2)
        self.rows = [(number, row) for number, row in below if not is_empty(row)]
        cells = [self.cell(row, name) for _number, row in self.rows for name in self.marked]
        self.mark = _decimal_mark((value for value in cells if isinstance(value, str)), sheet.separator)
        self.problems: list[CellProblem] = []

    def cell(self, row: FileRow, name: str) -> FileCell:
        column = self.columns.get(name, len(row))
        return row[column] if column < len(row) else None

    def text(self, row: FileRow, name: str) -> str:
        """What its columns of that name say, on one line."""
        values = (row[column] for column in self.headers.places.get(name, []) if column < len(row))
        return clean_line(" ".join(_written(value) for value in values if value is not None))[:LONGEST_NAME]

    def figure(self, row: FileRow, number: int, name: str) -> Decimal:
        try:
            return _number(self.cell(row, name), name, self.mark)
        except ValueError as error:
            self.problem(number, self.columns[name], str(error))
            return Decimal(0)

    def figure_if_known(self, row: FileRow, number: int, name: str) -> Decimal | None:
        return None if is_empty([self.cell(row, name)]) else self.figure(row, number, name)

    def is_shifted(self, row: FileRow, number: int) -> bool:
        """Whether it has another number of values than there are headers, which is then added to the problems."""
        if not self.is_comma_file or len(row) == self.headers.width:
            return False
        self.problem(number, min(len(row), self.headers.width) - 1, _SHIFTED)
        return True

    def check_headers(self) -> None:
        for places in self.headers.doubtful.values():
            other = xl_col_to_name(places[0])
            sentence = _("Column %(other)s holds the same. Keep the one that counts, and give the other no header.")
            self.problem(self.headers.row + 1, places[1], sentence % {"other": other})

    def check_not_empty(self, found: Sequence[object]) -> None:
        if not found and not self.problems:
            self.problem(self.headers.row + 2, 0, _("There are no homes under the headers."))

    def problem(self, number: int, column: int, sentence: Words) -> None:
        self.problems.append(CellProblem(f"{xl_col_to_name(column)}{number}", str(sentence)))


def is_empty(row: FileRow) -> bool:
    return all(value is None or not str(value).strip() for value in row)


def _written(value: FileCell) -> str:
    """A house number that a spreadsheet keeps as a number is written without a point."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _number(value: FileCell, name: str, mark: str) -> Decimal:
    """What a cell says. Raises ValueError with a sentence for people."""
    if value is None or (isinstance(value, str) and not value.strip()):
        raise ValueError(_("There is no number in this cell. Fill one in."))
    try:
        found = _read(value, name, mark)
    except ValueError as error:
        raise ValueError(_not_understood(value)) from error
    least = 1 if name in (ROOMS, WOZ) else 0
    if not found.is_finite() or not least <= found <= LIMITS[name]:
        between = {"least": formats.number(least), "most": formats.number(LIMITS[name])}
        raise ValueError(_("Fill in a number from %(least)s to %(most)s.") % between)
    if name in ("count", ROOMS) and found != found.to_integral_value():
        raise ValueError(
            _("Fill in a whole number of rooms.") if name == ROOMS else _("Fill in a whole number of homes.")
        )
    if isinstance(value, str) and -int(found.as_tuple().exponent) > PLACES[name]:
        # An amount with three figures behind its mark, in a file in which that is the mark of decimals.
        raise ValueError(_not_understood(value))
    return round(found, MOST_PLACES)


def _not_understood(value: FileCell) -> str:
    return _("Here stands “%(value)s”. Fill in a number.") % {"value": str(value)[:50]}


def _read(value: FileCell, name: str, mark: str) -> Decimal:
    if isinstance(value, bool):
        raise ValueError(value)
    if isinstance(value, str):
        if name == "area_m2" and not mark and re.fullmatch(r"\d{1,3}[.,]\d{3}", value.strip()):
            raise ValueError(value)
        return parse_number(value, decimal_places=PLACES[name], unit=UNITS.get(name, ""), decimal_mark=mark)
    return Decimal(str(value))


def _decimal_mark(texts: Iterable[str], separator: str) -> str:
    """Which mark stands before decimals in a file; "" when neither its numbers nor its columns tell.

    A file has semicolons between its columns because a comma stands in its numbers.
    """
    seen = {mark for text in texts for mark in ".," if _is_before_decimals(mark, text)}
    if seen:
        return seen.pop() if len(seen) == 1 else ""
    return {";": ",", ",": "."}.get(separator, "")


def _is_before_decimals(mark: str, text: str) -> bool:
    """Whether what follows the last mark in it cannot be thousands."""
    whole, found, fraction = text.strip().rpartition(mark)
    other = "," if mark == "." else "."
    return bool(found) and other not in fraction and fraction.isdigit() and (len(fraction) != 3 or other in whole)
