"""Homes from a spreadsheet or a text file with columns: one home or one type of home a row, under a row of headers
that says which column is what.

What cannot be understood for certain is refused with a sentence. Nothing is guessed that would change a figure.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from coophub.web import formats
from coophub.web.errors import DomainError
from coophub.web.formats import Words
from coophub.web.numbers import parse_number
from coophub.web.sheets import FileCell, FileRow, FileSheet, read_sheets
from coophub.web.texts import clean_line
from financing.plans.figures import headings, label_of
from financing.plans.figures.kinds import AREA
from financing.plans.homes.headers import FIGURES, NEEDED, ROOMS, HomeHeaders, find_headers
from financing.plans.homes.totals import Sums, is_called_a_total
from initiatives.models.households import MAX_ROOMS

MAX_TYPES = 500
MAX_PROBLEMS = 50
LONGEST_NAME = 200
LIMITS = {"count": 100_000, "area_m2": 100_000, "monthly_rent": 1_000_000, ROOMS: MAX_ROOMS}
PLACES = {"count": 0, "area_m2": 4, "monthly_rent": 2, ROOMS: 0}
MOST_PLACES = 4
UNITS = {"area_m2": "m²", "monthly_rent": "€"}


@dataclass(frozen=True)
class Home:
    """A type of home, as `coophub.plan/1` has it; and its rooms, which stand beside a plan. None: nobody knows."""

    name: str
    count: int
    area_m2: Decimal
    monthly_rent: Decimal
    rooms: int | None = None

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
    """What a file holds: its homes, equal ones together, or what is wrong with it.

    `totals` has the numbers of the rows that were left out because they add up others.
    """

    homes: list[Home]
    problems: list[CellProblem]
    totals: list[int] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(home.count for home in self.homes)


def read_homes(content: bytes) -> HomesFound:
    """The homes in a file. Takes a moment: work for a worker.

    Raises DomainError when the file as a whole cannot be read; what is wrong with a cell is in the result.
    """
    return homes_in(read_sheets(content))


def homes_in(sheets: Sequence[FileSheet]) -> HomesFound:
    """The homes on the first sheet that has headers for them. Raises DomainError when none has."""
    half: HomeHeaders | None = None
    for sheet in sheets:
        headers = find_headers(sheet.rows)
        if headers is not None and not headers.missing:
            return _ListOfHomes(sheet, headers).found()
        half = half or headers
    if half is not None:
        missing = ", ".join(str(NEEDED[name]) for name in half.missing)
        raise _refused(
            _("We find no column for: %(missing)s. Give it a header, such as m2 or huur per maand.")
            % {"missing": missing}
        )
    raise _refused(_("We find no row with headers. Give each column a header: type, aantal, m2 and huur per maand."))


def _refused(sentence: str) -> DomainError:
    return DomainError(sentence, field="file")


_SHIFTED = gettext_lazy(
    "This row has another number of values than there are headers: a comma in a number or a text moved them. "
    "Save the file with semicolons, or as .xlsx."
)


class _ListOfHomes:
    """The rows of a sheet under their headers."""

    def __init__(self, sheet: FileSheet, headers: HomeHeaders) -> None:
        self.headers, self.columns = headers, headers.columns
        self.is_comma_file = sheet.separator == ","
        if sheet.has_more:
            most = formats.number(len(sheet.rows) - 1)
            raise _refused(
                _("This file has more than %(count)s rows. Put equal homes together in one row.") % {"count": most}
            )
        below = enumerate(sheet.rows[headers.row + 1 :], start=headers.row + 2)
        self.rows = [(number, row) for number, row in below if not _is_empty(row)]
        cells = [self._cell(row, name) for _number, row in self.rows for name in NEEDED]
        self.mark = _decimal_mark((value for value in cells if isinstance(value, str)), sheet.separator)
        self.problems: list[CellProblem] = []

    def found(self) -> HomesFound:
        self._check_headers()
        homes: list[Home] = []
        totals: list[int] = []
        above = Sums()
        for number, row in self.rows:
            if is_called_a_total(row):
                totals.append(number)
                above = Sums()
            elif (home := self._home(row, number)) is not None:
                self._check_sum(home, above, number)
                above.add(home.count, home.area_m2, home.monthly_rent)
                homes.append(home)
        self._check_names()
        grouped = list(_grouped(homes))
        self._check_number_of(grouped)
        return HomesFound([] if self.problems else grouped, self.problems[:MAX_PROBLEMS], totals)

    def _home(self, row: FileRow, number: int) -> Home | None:
        """The home of a row; None when something is wrong, which is then added to the problems."""
        if self.is_comma_file and len(row) != self.headers.width:
            self._problem(number, min(len(row), self.headers.width) - 1, _SHIFTED)
            return None
        before = len(self.problems)
        figures = {name: self._figure(row, number, name) for name in FIGURES if name in self.columns}
        rooms = self._rooms(row, number)
        if len(self.problems) > before:
            return None
        area = figures["area_m2"]
        name = self._name(row) or _("Home of %(area)s m²") % {"area": f"{area.normalize():f}"}
        return Home(name, int(figures.get("count", Decimal(1))), area, figures["monthly_rent"], rooms)

    def _figure(self, row: FileRow, number: int, name: str) -> Decimal:
        try:
            return _number(self._cell(row, name), name, self.mark)
        except ValueError as error:
            self._problem(number, self.columns[name], str(error))
            return Decimal(0)

    def _rooms(self, row: FileRow, number: int) -> int | None:
        if _is_empty([self._cell(row, ROOMS)]):
            return None
        return int(self._figure(row, number, ROOMS))

    def _name(self, row: FileRow) -> str:
        value = self._cell(row, "name")
        return "" if value is None else clean_line(str(value))[:LONGEST_NAME]

    def _cell(self, row: FileRow, name: str) -> FileCell:
        column = self.columns.get(name, len(row))
        return row[column] if column < len(row) else None

    def _check_headers(self) -> None:
        for places in self.headers.doubtful.values():
            other = xl_col_to_name(places[0])
            sentence = _("Column %(other)s holds the same. Keep the one that counts, and give the other no header.")
            self._problem(self.headers.row + 1, places[1], sentence % {"other": other})

    def _check_sum(self, home: Home, above: Sums, number: int) -> None:
        if above.are(home.count, home.area_m2, home.monthly_rent, has_counts="count" in self.columns):
            sentence = _("This row adds up the rows above it. Take it away, or call it “Totaal”.")
            self._problem(number, self.columns.get("count", self.columns["area_m2"]), sentence)

    def _check_names(self) -> None:
        """A row without a name among rows that have one may be anything."""
        homes = [(number, row) for number, row in self.rows if not is_called_a_total(row)]
        nameless = [number for number, row in homes if not self._name(row)]
        if len(nameless) < len(homes):
            for number in nameless:
                self._problem(
                    number,
                    self.columns["name"],
                    _("There is no name here. Give this home a name; call a row that adds up others “Totaal”."),
                )

    def _check_number_of(self, homes: list[Home]) -> None:
        if not homes and not self.problems:
            self._problem(self.headers.row + 2, 0, _("There are no homes under the headers."))
        if len(homes) > MAX_TYPES:
            sentence = _("These are %(count)s different types of home; a plan has at most %(most)s.")
            self._problem(1, 0, sentence % {"count": len(homes), "most": MAX_TYPES})

    def _problem(self, number: int, column: int, sentence: Words) -> None:
        self.problems.append(CellProblem(f"{xl_col_to_name(column)}{number}", str(sentence)))


def _is_empty(row: FileRow) -> bool:
    return all(value is None or not str(value).strip() for value in row)


def _number(value: FileCell, name: str, mark: str) -> Decimal:
    """What a cell says. Raises ValueError with a sentence for people."""
    if value is None or (isinstance(value, str) and not value.strip()):
        raise ValueError(_("There is no number in this cell. Fill one in."))
    try:
        found = _read(value, name, mark)
    except ValueError as error:
        raise ValueError(_not_understood(value)) from error
    least = 1 if name == ROOMS else 0
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


def _grouped(homes: Iterable[Home]) -> Iterator[Home]:
    """Equal homes together, in the order in which they first stand there."""
    counts: dict[Home, int] = {}
    for home in homes:
        of_one = replace(home, count=1)
        counts[of_one] = counts.get(of_one, 0) + home.count
    return (replace(home, count=count) for home, count in counts.items() if count)


def homes_template() -> bytes:
    """An .xlsx file with the headers and two rows that show how."""
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet(str(headings.HOMES))
    head, money = book.add_format({"bold": True, "bg_color": "#E7EFEA"}), book.add_format({"num_format": "#,##0.00"})
    for col, title in enumerate(
        (
            _("Type"),
            label_of("dwellings[].count"),
            str(AREA.unit),
            label_of("dwellings[].monthly_rent"),
            str(headings.ROOMS),
        )
    ):
        sheet.write_string(0, col, title, head)
    for row, (name, count, area, rent, rooms) in enumerate(
        ((_("Example: two rooms"), 12, 55, 850, 2), (_("Example: three rooms"), 8, 75, 1050, 3)), start=1
    ):
        sheet.write_string(row, 0, name)
        sheet.write_number(row, 1, count)
        sheet.write_number(row, 2, area)
        sheet.write_number(row, 3, rent, money)
        sheet.write_number(row, 4, rooms)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 4, 16)
    sheet.freeze_panes(1, 0)
    book.close()
    return stream.getvalue()
