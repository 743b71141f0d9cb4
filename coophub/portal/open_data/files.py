"""A dataset as a file of one kind, written row by row: its memory stays the same however many rows there are."""

import datetime as dt
import json
import tempfile
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from itertools import chain, islice
from typing import Annotated, Any, Union, get_args, get_origin

from arro3.core import Array, DataType, Field, RecordBatch, RecordBatchReader, Schema
from arro3.io import write_parquet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coophub.portal.api.documents import CamelDocument
from coophub.portal.open_data.datasets import AT_ONCE, Dataset
from coophub.web.streams import batches, csv_lines
from coophub.web.table_files import BYTE_ORDER_MARK, CSV

JSON = "application/json"
GEOJSON = "application/geo+json"
PARQUET = "application/vnd.apache.parquet"
ROWS_IN_A_GROUP = 20_000
"""So many rows of a Parquet file are packed together."""
LINES_IN_A_PIECE = 200
PIECE = 64 * 1024


@dataclass(frozen=True)
class FileKind:
    """What a file is called behind its dot, how it is offered, and what writes it."""

    ending: str
    label: str | Promise
    content_type: str
    write: Callable[[Dataset], Iterable[str | bytes]]
    media_type: str
    """In the list of IANA."""
    file_type: str
    """In the list of the European Union."""
    needs_places: bool = False
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    """What a program makes of it that reads JSON."""


def _as_csv(dataset: Dataset) -> Iterator[str]:
    """As programs read it: commas between the cells, points in the numbers."""
    return _packed(csv_lines(_lines(dataset, decimal=".")))


def _as_csv_for_sheets(dataset: Dataset) -> Iterator[str]:
    """As a Dutch spreadsheet opens it: with a mark of order, semicolons between the cells, commas in the numbers."""
    return _packed(chain([BYTE_ORDER_MARK], csv_lines(_lines(dataset, decimal=","), delimiter=";")))


def _as_json(dataset: Dataset) -> Iterator[str]:
    """A list of the same documents as the API gives."""
    return _listed("[", (row.model_dump_json(by_alias=True) for row in dataset.rows()), "]\n")


def _as_geojson(dataset: Dataset) -> Iterator[str]:
    """A collection of points (RFC 7946), each with what the API gives of it."""
    return _listed('{"type": "FeatureCollection", "features": [', map(_feature, dataset.rows()), "]}\n")


def _as_parquet(dataset: Dataset) -> Iterator[bytes]:
    """Written to the disk first: what stands where is told at the end of such a file."""
    columns = dataset.document.model_fields
    schema = Schema([Field(_name(dataset, name), _parquet_type(column)) for name, column in _columns(dataset).items()])
    read = (
        RecordBatch.from_arrays(
            [_parquet_column([row[name] for row in rows], schema.field(_name(dataset, name)).type) for name in columns],
            schema=schema,
        )
        for rows in batches((_plain(row) for row in dataset.rows()), AT_ONCE)
    )
    with tempfile.TemporaryFile() as file:
        write_parquet(RecordBatchReader.from_batches(schema, read), file, max_row_group_size=ROWS_IN_A_GROUP)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


FILE_KINDS = {
    kind.ending: kind
    for kind in (
        FileKind("csv", _("CSV"), CSV, _as_csv, "text/csv", "CSV"),
        FileKind("sheet.csv", _("CSV for a Dutch spreadsheet"), CSV, _as_csv_for_sheets, "text/csv", "CSV"),
        FileKind(
            "json", _("JSON"), JSON, _as_json, JSON, "JSON", schema={"type": "array", "items": {"type": "object"}}
        ),
        FileKind(
            "geojson",
            _("GeoJSON"),
            GEOJSON,
            _as_geojson,
            GEOJSON,
            "GEOJSON",
            needs_places=True,
            schema={"type": "object"},
        ),
        FileKind("parquet", _("Parquet"), PARQUET, _as_parquet, PARQUET, "PARQUET"),
    )
}


def kinds_of(dataset: Dataset) -> list[FileKind]:
    """In which kinds it can be taken along."""
    return [kind for kind in FILE_KINDS.values() if dataset.has_places or not kind.needs_places]


# Rows


def _columns(dataset: Dataset) -> dict[str, type]:
    """The kind of value of each column. What is a list is text in a table."""
    return {name: _bare(column.annotation) for name, column in dataset.document.model_fields.items()}


def _bare(annotation: Any) -> type:
    """The type without what it may also be, or how it is written."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return next(_bare(choice) for choice in get_args(annotation) if choice is not type(None))
    return annotation if isinstance(annotation, type) else str


def _name(dataset: Dataset, name: str) -> str:
    return dataset.document.model_fields[name].alias or name


def _plain(row: CamelDocument) -> dict[str, Any]:
    """The values of a row; a list as text, one behind the other."""
    return {name: _text(value) if isinstance(value, list) else value for name, value in row.model_dump().items()}


def _text(values: list[Any]) -> str:
    return "; ".join(
        " ".join(str(_code(part)) for part in value.values()) if isinstance(value, dict) else str(_code(value))
        for value in values
    )


def _code(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def _lines(dataset: Dataset, *, decimal: str) -> Iterator[list[object]]:
    columns = _columns(dataset)
    yield [_name(dataset, name) for name in columns]
    for row in dataset.rows():
        yield [_cell(value, columns[name], decimal) for name, value in _plain(row).items()]


def _cell(value: Any, kind: type, decimal: str) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    if kind in (Decimal, float) and value is not None:
        return str(value).replace(".", decimal)
    return _code(value)


def _feature(row: CamelDocument) -> str:
    known = row.model_dump(mode="json", by_alias=True)
    point = {"type": "Point", "coordinates": [known.pop("longitude"), known.pop("latitude")]}
    return json.dumps({"type": "Feature", "geometry": point, "properties": known}, ensure_ascii=False)


def _listed(begin: str, parts: Iterable[str], end: str) -> Iterator[str]:
    """The parts with commas between them, within what begins and ends them all."""
    rest = iter(parts)
    return _packed(chain([begin], (f"\n{part}" for part in islice(rest, 1)), (f",\n{part}" for part in rest), [end]))


def _packed(lines: Iterable[str]) -> Iterator[str]:
    """So many lines at a time: each piece is sent by itself."""
    return ("".join(batch) for batch in batches(lines, LINES_IN_A_PIECE))


# Parquet

PARQUET_TYPES: dict[type, Callable[[], DataType]] = {
    bool: DataType.bool,
    int: DataType.int64,
    float: DataType.float64,
    Decimal: lambda: DataType.decimal128(18, 2),
    dt.date: DataType.date32,
    dt.datetime: lambda: DataType.timestamp("s", tz="UTC"),
}


def _parquet_type(kind: type) -> DataType:
    return PARQUET_TYPES.get(kind, DataType.utf8)()


def _parquet_column(values: list[Any], kind: DataType) -> Array:
    """Days, moments and amounts are read from how they are written."""
    if kind in (DataType.bool(), DataType.int64(), DataType.float64()):
        return Array(values, kind)
    return Array([None if value is None else str(_code(value)) for value in values], DataType.utf8()).cast(kind)
