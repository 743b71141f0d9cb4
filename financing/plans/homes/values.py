"""WOZ values from a list, for homes that are in a plan: one home a row, by its name or its address.

A row belongs to the home that is called the same, or to the one with the same house number. Where no row calls a home
by its name, the homes are types, such as the BAG gives them: then the size says which, and where that leaves a choice
the year of building in its name. Nothing more is guessed: other rows are left out, and told.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.web.sheets import FileRow, FileSheet, read_sheets
from financing.plans.homes.headers import MEANINGS, WOZ, HeaderMeaning, HomeHeaders, find_headers
from financing.plans.homes.listed import MAX_PROBLEMS, CellProblem, ListedRows, file_refused
from financing.plans.homes.totals import is_called_a_total

ADDRESS, BUILT_IN = "address", "built_in"
MEANINGS_OF_VALUES: dict[str, HeaderMeaning] = {
    **{name: MEANINGS[name] for name in ("name", "area_m2", WOZ)},
    ADDRESS: HeaderMeaning(
        (
            *("adres", "woonadres", "objectadres", "adres object", "straat", "straatnaam", "openbare ruimte"),
            *("huisnummer", "huisnr", "nummer", "nr", "huisletter", "letter", "toevoeging", "huisnummertoevoeging"),
            *("address", "street", "house number", "number", "addition"),
        )
    ),
    BUILT_IN: HeaderMeaning(("bouwjaar", "oorspronkelijk bouwjaar", "year of building", "built in", "year built")),
}
FILLING = {"woning", "huis", "appartement", "nummer", "huisnummer", "nr", "no", "home", "house", "apartment", "number"}
"""Words beside a house number that say nothing."""
POSTCODE = re.compile(r"\b[1-9]\d{3}\s?[a-z]{2}\b", re.IGNORECASE)
HOUSE_NUMBER = re.compile(r"(?<!\S)\d{1,5}(\W{0,2}[a-z]{1,3})?(\W{0,2}\d{1,4})?$", re.IGNORECASE)
ALONE = "#"
"""Before a house number without a street."""

NEAR = 0.5
LONGEST_COMPARED = 80


@dataclass(frozen=True)
class PresentHome:
    """A type of home in the plan, with its value now."""

    key: str
    name: str
    count: int
    area_m2: float
    woz_value: float | None = None


@dataclass(frozen=True)
class ListedValue:
    """A row of the list: how it names its home, and what it says of it."""

    number: int
    name: str
    address: str
    area_m2: Decimal | None
    built_in: str
    woz_value: Decimal

    @property
    def called(self) -> str:
        return self.address or self.name


@dataclass(frozen=True)
class ValuedHome:
    """The value of a type of home: the mean of its rows, in whole euros. `rows` are their numbers, and `total` what
    they add up to, as text; "" in a list that was read before that was kept.
    """

    home: PresentHome
    woz_value: int
    rows: list[int]
    total: str = ""


@dataclass(frozen=True)
class RowLeftOut:
    """A row that belongs to no home for certain, and the home that comes nearest; "" when none does. Its value, as
    text, is "" in a list that was read before that was kept.
    """

    number: int
    called: str
    nearest: str
    woz_value: str = ""


@dataclass(frozen=True)
class ValuesFound:
    """What a list says of the homes of a plan, or what is wrong with it. Of the rows that are left out only the first
    are named; `name_in_plan` is an example of how the plan calls its homes.
    """

    homes: list[ValuedHome] = field(default_factory=list)
    left_out: list[RowLeftOut] = field(default_factory=list)
    left_out_count: int = 0
    name_in_plan: str = ""
    problems: list[CellProblem] = field(default_factory=list)

    @property
    def can_be_put(self) -> bool:
        """Whether there is a value, and a home for it."""
        return bool(self.homes or self.to_choose)

    @property
    def to_choose(self) -> list[RowLeftOut]:
        """The rows that somebody can give to a home."""
        return [row for row in self.left_out if row.woz_value and self.name_in_plan]


def with_chosen(found: ValuesFound, chosen: Mapping[int, PresentHome]) -> list[ValuedHome]:
    """The homes with their values, when rows that were left out are given to homes: by the numbers of those rows."""
    values = {valued.home.key: valued for valued in found.homes}
    for row in found.to_choose:
        if (home := chosen.get(row.number)) is not None:
            values[home.key] = _with_row(values.get(home.key) or ValuedHome(home, 0, [], "0"), row)
    return list(values.values())


def read_values(content: bytes, homes: Sequence[PresentHome]) -> ValuesFound:
    """The values in a file for these homes. Takes a moment: work for a worker.

    Raises DomainError when the file as a whole cannot be read; what is wrong with a cell is in the result.
    """
    return values_in(read_sheets(content), homes)


def values_in(sheets: Sequence[FileSheet], homes: Sequence[PresentHome]) -> ValuesFound:
    """The values on the first sheet that has headers for them. Raises DomainError when none has."""
    for sheet in sheets:
        headers = find_headers(sheet.rows, MEANINGS_OF_VALUES)
        if headers is not None and _are_enough(headers):
            listed = _ListOfValues(sheet, headers)
            rows = listed.found()
            return ValuesFound(problems=listed.problems[:MAX_PROBLEMS]) if listed.problems else _matched(rows, homes)
    raise file_refused(
        _(
            "We find no row with headers. Give each column a header: WOZ-waarde, and type or adres; "
            "or else m2 and bouwjaar."
        )
    )


def _are_enough(headers: HomeHeaders) -> bool:
    return WOZ in headers.columns and not {"name", ADDRESS, "area_m2"}.isdisjoint(headers.columns)


class _ListOfValues(ListedRows):
    """The values in the rows of a sheet."""

    marked = ("area_m2", WOZ)
    too_long = gettext_lazy("This file has more than %(count)s rows. Leave only your own homes in it.")

    def found(self) -> list[ListedValue]:
        self.check_headers()
        found = [self._value(row, number) for number, row in self.rows if not is_called_a_total(row)]
        self.check_not_empty(found)
        return [value for value in found if value is not None]

    def _value(self, row: FileRow, number: int) -> ListedValue | None:
        """What a row says; None when something is wrong, which is then added to the problems."""
        if self.is_shifted(row, number):
            return None
        value, area = self.figure(row, number, WOZ), self.figure_if_known(row, number, "area_m2")
        name, address, year = (self.text(row, column) for column in ("name", ADDRESS, BUILT_IN))
        return ListedValue(number, name, address, area, year, value)


def _matched(rows: Sequence[ListedValue], homes: Sequence[PresentHome]) -> ValuesFound:
    """The rows with their homes: by what they are called, or all by their size."""
    called = _by_name(homes)
    given = {row.number: home for row in rows if (home := _of_its_name(row, called)) is not None}
    if not given:
        given = {row.number: home for row in rows if (home := _of_its_size(row, homes)) is not None}
    found: dict[str, list[ListedValue]] = defaultdict(list)
    for row in rows:
        if row.number in given:
            found[given[row.number].key].append(row)
    nobodys = [row for row in rows if row.number not in given]
    names = {home.name[:LONGEST_COMPARED]: home for home in homes}
    return ValuesFound(
        [_valued(home, found[home.key]) for home in homes if home.key in found],
        [
            RowLeftOut(row.number, row.called, _nearest(row, homes, names), str(row.woz_value))
            for row in nobodys[:MAX_PROBLEMS]
        ],
        len(nobodys),
        homes[0].name if homes else "",
    )


def _by_name(homes: Sequence[PresentHome]) -> dict[str, list[PresentHome]]:
    """Homes by what they are called, and by the number alone at the end of it."""
    called: dict[str, list[PresentHome]] = defaultdict(list)
    for home in homes:
        called[_plain(home.name)].append(home)
        if number := _house_number(home.name):
            called[ALONE + number].append(home)
    return called


def _valued(home: PresentHome, rows: Sequence[ListedValue]) -> ValuedHome:
    return _mean(home, sum((row.woz_value for row in rows), Decimal(0)), [row.number for row in rows])


def _with_row(valued: ValuedHome, row: RowLeftOut) -> ValuedHome:
    return _mean(valued.home, Decimal(valued.total) + Decimal(row.woz_value), [*valued.rows, row.number])


def _mean(home: PresentHome, total: Decimal, rows: list[int]) -> ValuedHome:
    return ValuedHome(home, round(total / len(rows)), rows, str(total))


def _plain(name: str) -> str:
    """What tells a name or an address from others: its words and numbers, whatever stands between them."""
    parts = _parts(name)
    return " ".join(part for part in parts if part not in FILLING) or " ".join(parts)


def _parts(name: str) -> list[str]:
    return re.findall(r"\d+|[^\W\d_]+", name.casefold())


def _of_its_name(row: ListedValue, called: Mapping[str, Sequence[PresentHome]]) -> PresentHome | None:
    """The one home that is called as the row says, the surest name first."""
    found = (called[name] for name in _names_of(row) if name and name in called)
    return next((homes[0] for homes in found if len(homes) == 1), None)


def _names_of(row: ListedValue) -> Iterator[str]:
    """How a plan may call the home of a row: an address also without its postcode and place, and as its number. A list
    that has numbers alone is of one street.
    """
    street = POSTCODE.split(row.called)[0].split(",")[0].strip()
    number = _house_number(street)
    yield from (_plain(row.name), _plain(row.address), _plain(street), number)
    if number == _plain(street):
        yield ALONE + number


def _house_number(address: str) -> str:
    """The number at the end of an address with its letter and addition; "" when there is none."""
    found = HOUSE_NUMBER.search(address)
    return _plain(found[0]) if found else ""


def _of_its_size(row: ListedValue, types: Sequence[PresentHome]) -> PresentHome | None:
    """The one type that is as large, and of that year where several are."""
    if row.area_m2 is None:
        return None
    alike = [home for home in types if round(home.area_m2) == round(row.area_m2)]
    of_the_year = [home for home in alike if row.built_in and row.built_in in _parts(home.name)]
    found = of_the_year if len(alike) > 1 else alike
    return found[0] if len(found) == 1 else None


def _nearest(row: ListedValue, homes: Sequence[PresentHome], names: Mapping[str, PresentHome]) -> str:
    """The home that is called most like it, or is nearest in size."""
    close = get_close_matches(row.called[:LONGEST_COMPARED], names, n=1, cutoff=NEAR) if row.called else []
    if close:
        return names[close[0]].name
    if row.area_m2 is None or not homes:
        return ""
    area = float(row.area_m2)
    return min(homes, key=lambda home: abs(home.area_m2 - area)).name
