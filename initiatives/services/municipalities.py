"""The list of municipalities of a year, with those that merged."""

import csv
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from django.db import transaction
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from coophub.audit.services import record
from initiatives.models import Initiative, Municipality
from initiatives.selectors.municipalities import municipalities_in_force
from initiatives.selectors.register import provinces

COLUMNS = ("code", "name", "province", "latitude", "longitude", "replaces")
SEPARATORS = ";,\t"
MunicipalityCode = Annotated[str, StringConstraints(pattern=r"^GM[0-9]{4}$")]
MunicipalityName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


class ListError(ValueError):
    """What is wrong with a list of municipalities: one sentence each, with the line and the column."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = list(faults)


class ListedMunicipality(BaseModel):
    """A line of the list; `replaces` holds the codes of those that went into this one, with spaces between them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: MunicipalityCode
    name: MunicipalityName
    province: str
    latitude: float = Field(ge=50, le=54)
    longitude: float = Field(ge=3, le=8)
    replaces: tuple[MunicipalityCode, ...] = ()

    @field_validator("replaces", mode="before")
    @classmethod
    def _codes(cls, value: Any) -> Any:
        return tuple(value.split()) if isinstance(value, str) else value


@dataclass
class ListChanges:
    """What a list changes; `to_choose` are the groups that have to choose a municipality themselves."""

    added: list[Municipality] = field(default_factory=list)
    changed: list[Municipality] = field(default_factory=list)
    ended: list[Municipality] = field(default_factory=list)
    moved: list[Initiative] = field(default_factory=list)
    to_choose: list[Initiative] = field(default_factory=list)


def read_list(text: str) -> list[ListedMunicipality]:
    """The municipalities of a text file with the columns `COLUMNS` (the last may be absent), separated by semicolons,
    commas or tabs. Raises ListError with all that is wrong.
    """
    first_line = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=first_line.count)
    reader = csv.DictReader(text.splitlines(), delimiter=separator, strict=True)
    missing = [name for name in COLUMNS[:-1] if name not in (reader.fieldnames or [])]
    if missing:
        raise ListError([f"line 1: expected a column for {', '.join(missing)}"])

    known_provinces = set(provinces())
    faults: list[str] = []
    rows: list[ListedMunicipality] = []
    line_of: dict[str, int] = {}
    try:
        for row in reader:
            listed = _listed(row, reader.line_num, faults)
            if listed is None:
                continue
            if listed.province not in known_provinces:
                faults.append(f"line {reader.line_num}, province: {listed.province} is no province of the Netherlands")
            if (before := line_of.setdefault(listed.code, reader.line_num)) != reader.line_num:
                faults.append(f"line {reader.line_num}, code: {listed.code} stands on line {before} too")
            rows.append(listed)
    except csv.Error as error:
        faults.append(f"line {reader.line_num}: {error}")
    if faults or not rows:
        raise ListError(faults or ["line 2: expected a municipality"])
    return rows


def _listed(row: Mapping[Any, Any], line: int, faults: list[str]) -> ListedMunicipality | None:
    if None in row:
        faults.append(f"line {line}: more columns than the first line has")
        return None
    try:
        return ListedMunicipality.model_validate({name: value for name, value in row.items() if value is not None})
    except ValidationError as error:
        faults += [f"line {line}, {fault['loc'][0]}: {fault['msg']}" for fault in error.errors()]
        return None


@transaction.atomic
def load_list(*, rows: Sequence[ListedMunicipality], on: dt.date, split: Sequence[str] = ()) -> ListChanges:
    """Makes the list the one in force from the day `on`, and moves the groups of a merged municipality along.

    `split` holds the codes of those that went to several others: nobody but their groups knows to which. The same list
    twice changes nothing the second time. Raises ListError, with nothing changed, when the list and what CoopHub knows
    do not fit.
    """
    known = {municipality.code: municipality for municipality in Municipality.objects.select_for_update()}
    ending = set(municipalities_in_force().values_list("code", flat=True)) - {row.code for row in rows}
    successors = {code: row.code for row in rows for code in row.replaces}
    if faults := list(_misfits(rows, known, ending - set(successors) - set(split), split)):
        raise ListError(faults)

    changes = ListChanges()
    for row in rows:
        _put(row, known, changes)
    for code in sorted(ending):
        _end(known[code], known.get(successors.get(code, "")), on, changes)
    return changes


def _misfits(
    rows: Sequence[ListedMunicipality],
    known: Mapping[str, Municipality],
    without_successor: set[str],
    split: Sequence[str],
) -> Iterator[str]:
    listed = {row.code for row in rows}
    taken: dict[str, str] = {}
    for row in rows:
        if row.code in known and known[row.code].ended_on:
            yield f"{row.code} {row.name}: ended on {known[row.code].ended_on}, so it cannot be in a later list"
        for code in row.replaces:
            if code not in known:
                yield f"{row.code}, replaces: CoopHub knows no municipality {code}"
            if code in listed:
                yield f"{row.code}, replaces: {code} is in the list itself"
            if (other := taken.setdefault(code, row.code)) != row.code:
                yield f"{row.code}, replaces: {other} replaces {code} too; name {code} with --split instead"
    for code in split:
        if code not in known or code in listed or code in taken:
            yield f"--split {code}: only for a municipality that is not in the list, and that none replaces"
    for code in sorted(without_successor):
        yield f"{code} {known[code]}: not in the list, and none replaces it"


def _put(row: ListedMunicipality, known: dict[str, Municipality], changes: ListChanges) -> None:
    facts = row.model_dump(exclude={"code", "replaces"})
    municipality = known.get(row.code)
    if municipality is None:
        known[row.code] = Municipality.objects.create(code=row.code, **facts)
        changes.added.append(known[row.code])
        return
    before = {name: getattr(municipality, name) for name in facts}
    if before == facts:
        return
    for name, value in facts.items():
        setattr(municipality, name, value)
    municipality.save(update_fields=list(facts))
    record(actor=None, action="initiatives.change_municipality", target=municipality, before=before, after=facts)
    changes.changed.append(municipality)


def _end(municipality: Municipality, successor: Municipality | None, on: dt.date, changes: ListChanges) -> None:
    """Ends it, and lets its groups go with it; each of them keeps in its trail where it was."""
    municipality.ended_on, municipality.went_into = on, successor
    municipality.save(update_fields=["ended_on", "went_into"])
    record(
        actor=None,
        action="initiatives.end_municipality",
        target=municipality,
        after={"ended_on": on, "went_into": successor and successor.code},
    )
    changes.ended.append(municipality)
    groups = list(Initiative.objects.select_for_update().filter(municipality=municipality))
    if successor is None:
        changes.to_choose += groups
        return
    Initiative.objects.filter(pk__in=[group.pk for group in groups]).update(municipality=successor)
    for group in groups:
        record(
            actor=None,
            action="initiatives.move_along",
            target=group,
            before={"municipality": municipality.code},
            after={"municipality": successor.code},
        )
    changes.moved += groups
