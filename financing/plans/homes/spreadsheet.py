"""Homes from a spreadsheet or a text file with columns: one home or one type of home a row, under a row of headers
that says which column is what.

What cannot be understood for certain is refused with a sentence. Nothing is guessed that would change a figure.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from xlsxwriter import Workbook

from coophub.web.sheets import FileRow, FileSheet, read_sheets
from coophub.web.texts import clean_line
from financing.plans.figures import headings, label_of
from financing.plans.figures.kinds import AREA
from financing.plans.homes.headers import FIGURES, NEEDED, ROOMS, WOZ, HomeHeaders, find_headers, valued_in
from financing.plans.homes.listed import LONGEST_NAME, MAX_PROBLEMS, CellProblem, ListedRows, file_refused
from financing.plans.homes.totals import Sums, is_called_a_total

MAX_TYPES = 500


@dataclass(frozen=True)
class Home:
    """A type of home, as `coophub.plan/1` has it; and its rooms, which stand beside a plan. None: nobody knows."""

    name: str
    count: int
    area_m2: Decimal
    monthly_rent: Decimal
    rooms: int | None = None
    woz_value: Decimal | None = None
    woz_year: int | None = None

    def as_row(self) -> dict[str, Any]:
        found = {
            "name": self.name,
            "count": self.count,
            "area_m2": float(self.area_m2),
            "monthly_rent": float(self.monthly_rent),
        }
        # A value without its year is not left with the year of an older one.
        return found if self.woz_value is None else {**found, WOZ: float(self.woz_value), "woz_year": self.woz_year}


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

    @property
    def can_be_put(self) -> bool:
        """Whether there is anything to put in a plan."""
        return bool(self.homes)


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
        raise file_refused(
            _("We find no column for: %(missing)s. Give it a header, such as m2 or huur per maand.")
            % {"missing": missing}
        )
    raise file_refused(
        _("We find no row with headers. Give each column a header: type, aantal, m2 and huur per maand.")
    )


class _ListOfHomes(ListedRows):
    """The homes in the rows of a sheet."""

    marked = tuple(NEEDED)
    too_long = gettext_lazy("This file has more than %(count)s rows. Put equal homes together in one row.")

    def found(self) -> HomesFound:
        self.check_headers()
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
        if self.is_shifted(row, number):
            return None
        before = len(self.problems)
        figures = {name: self.figure(row, number, name) for name in FIGURES if name in self.columns}
        rooms, woz_value = (self.figure_if_known(row, number, name) for name in (ROOMS, WOZ))
        if len(self.problems) > before:
            return None
        area = figures["area_m2"]
        name = self._name(row) or _("Home of %(area)s m²") % {"area": f"{area.normalize():f}"}
        return Home(
            name,
            int(figures.get("count", Decimal(1))),
            area,
            figures["monthly_rent"],
            None if rooms is None else int(rooms),
            woz_value,
            None if woz_value is None else valued_in(self.headers.titles[WOZ]),
        )

    def _name(self, row: FileRow) -> str:
        value = self.cell(row, "name")
        return "" if value is None else clean_line(str(value))[:LONGEST_NAME]

    def _check_sum(self, home: Home, above: Sums, number: int) -> None:
        if above.are(home.count, home.area_m2, home.monthly_rent, has_counts="count" in self.columns):
            sentence = _("This row adds up the rows above it. Take it away, or call it “Totaal”.")
            self.problem(number, self.columns.get("count", self.columns["area_m2"]), sentence)

    def _check_names(self) -> None:
        """A row without a name among rows that have one may be anything."""
        homes = [(number, row) for number, row in self.rows if not is_called_a_total(row)]
        nameless = [number for number, row in homes if not self._name(row)]
        if len(nameless) < len(homes):
            for number in nameless:
                self.problem(
                    number,
                    self.columns["name"],
                    _("There is no name here. Give this home a name; call a row that adds up others “Totaal”."),
                )

    def _check_number_of(self, homes: list[Home]) -> None:
        self.check_not_empty(homes)
        if len(homes) > MAX_TYPES:
            sentence = _("These are %(count)s different types of home; a plan has at most %(most)s.")
            self.problem(1, 0, sentence % {"count": len(homes), "most": MAX_TYPES})


def _grouped(homes: Iterable[Home]) -> Iterator[Home]:
    """Equal homes together, in the order in which they first stand there."""
    alike: dict[Home, list[Home]] = {}
    for home in homes:
        alike.setdefault(replace(home, count=1, woz_value=None, woz_year=None), []).append(home)
    for of_one, found in alike.items():
        count = sum(home.count for home in found)
        if count:
            valued = [home for home in found if home.woz_value is not None and home.count]
            year = valued[0].woz_year if valued else None
            yield replace(of_one, count=count, woz_value=_mean_value(valued), woz_year=year)


def _mean_value(homes: Sequence[Home]) -> Decimal | None:
    """Homes that are else equal are one type, which has one value: their mean, in whole euros."""
    counts = sum(home.count for home in homes)
    together = sum(home.count * home.woz_value for home in homes if home.woz_value is not None)
    return round(Decimal(together) / counts, 0) if counts else None


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
            label_of("dwellings[].woz_value"),
        )
    ):
        sheet.write_string(0, col, title, head)
    examples = (
        (_("Example: two rooms"), 12, 55, 850, 2, 290_000),
        (_("Example: three rooms"), 8, 75, 1050, 3, 345_000),
    )
    for row, (name, count, area, rent, rooms, woz_value) in enumerate(examples, start=1):
        sheet.write_string(row, 0, name)
        sheet.write_number(row, 1, count)
        sheet.write_number(row, 2, area)
        sheet.write_number(row, 3, rent, money)
        sheet.write_number(row, 4, rooms)
        sheet.write_number(row, 5, woz_value, money)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 5, 16)
    sheet.freeze_panes(1, 0)
    book.close()
    return stream.getvalue()
