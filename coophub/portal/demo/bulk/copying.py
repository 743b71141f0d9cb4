"""Copies of a case: every row that hangs from an initiative and its application, each with keys and words of its own.

A case of the demo was made by the services that people use, so it is whole: members, plan, documents, rows of the
application, what was frozen, letters, decisions, entries in the ledger, payments and the trail. A copy has all of that
for another group. Which tables that are follows from the models, so that a new one comes along by itself.
"""

import datetime as dt
import hashlib
import json
import re
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.db.models import ManyToOneRel, Q

from coophub.accounts.models import User
from coophub.audit.models import AuditEntry
from coophub.documents.models import Document
from coophub.portal.demo.bulk.rows import copy_in, reserve_keys, written_fields
from coophub.proposals.models import Proposal
from financing.plans.models import ShareLink
from financing.subsidies.models import (
    Application,
    BatchItem,
    CaseFigures,
    DossierEnd,
    Hearing,
    Holding,
    LaterDecision,
    Objection,
    Payment,
    Postponement,
    RemedyRequest,
)
from initiatives.models import Enquiry, Initiative, Invitation, PhaseStay
from pilots.models import AgreedAction, Pilot

Model = type[models.Model]
StoredRow = dict[str, Any]
Key = tuple[Model, Any]

# What belongs to one group alone, such as a secret address or its coaching, or to several cases at once, such as a file
# for the bank, and what the database fills itself.
LEFT_OUT = (Pilot, AgreedAction, Enquiry, ShareLink, Invitation, BatchItem, Holding, CaseFigures, DossierEnd, PhaseStay)

# What a letter was sent for, and an entry or a payment was made for: a word and the number of another row.
NAMED_BY_KEY = re.compile(r"([a-z_-]+)-(\d+)")
OCCASIONS: dict[str, Model] = {
    "hearing": Hearing,
    "later": LaterDecision,
    "objection": Objection,
    "payment": Payment,
    "postponement": Postponement,
    "remedy": RemedyRequest,
}
REASONS: dict[str, Model] = dict.fromkeys(LaterDecision.Kind.values, LaterDecision)


@dataclass(frozen=True)
class Copy:
    """One copy being made: the keys of its rows, what stands for which word, and how much later it happened."""

    keys: Mapping[Key, Any]
    words: dict[str, str]
    later: dt.timedelta


CellOfCopy = Callable[[Copy], Any]


@dataclass(frozen=True)
class ExampleCase:
    """The rows of a case as they are copied, table by table. `seals` are those of what was frozen, each after what it
    holds.
    """

    rows: Mapping[Model, list[StoredRow]]
    cells: Mapping[Model, list[list[CellOfCopy]]]
    seals: list[tuple[str, CellOfCopy]]

    @classmethod
    def of(cls, application: Application, words: Iterable[str]) -> "ExampleCase":
        """`words` are the texts that differ between copies, beside the keys of files and the seals."""
        rows = _rows_of(application)
        of_files = {str(row["id"]) for model, found in rows.items() if _has_uuid(model) for row in found}
        sealed = {row["sha256"]: _canonical(row[name]) for model, name in _sealed(rows) for row in rows[model]}
        split = _Splitter({*words, *of_files, *sealed})
        cells = {
            model: [[_cell(model_field, row, split) for model_field in written_fields(model)] for row in found]
            for model, found in rows.items()
        }
        return cls(rows, cells, [(seal, split(text)) for seal, text in _innermost_first(sealed)])


def add_copies(
    example: ExampleCase, words: Sequence[Mapping[str, str]], later: Sequence[dt.timedelta], fixed: Mapping[Key, Any]
) -> None:
    """A copy for each item of `words`. `fixed` are keys of rows outside the case that copies point to instead."""
    copies = [
        Copy({**fixed, **keys}, dict(own), moved)
        for own, moved, keys in zip(words, later, _keys(example, len(words)), strict=True)
    ]
    for copy in copies:
        copy.words.update(
            (str(old), str(new)) for (_model, old), new in copy.keys.items() if isinstance(new, uuid.UUID)
        )
        for old, text in example.seals:
            copy.words[old] = hashlib.sha256(text(copy).encode()).hexdigest()
    for model, rows in example.cells.items():
        copy_in(model, ([cell(copy) for cell in row] for copy in copies for row in rows))


def _keys(example: ExampleCase, count: int) -> list[dict[Key, Any]]:
    """New keys for every row of each of so many copies."""
    keys: list[dict[Key, Any]] = [{} for _number in range(count)]
    for model, rows in example.rows.items():
        old = [row[model._meta.pk.attname] for row in rows]
        if isinstance(model._meta.pk, models.UUIDField):
            new: Iterable[Any] = (uuid.uuid4() for _number in range(count * len(old)))
        else:
            new = reserve_keys(model, count * len(old))
        found = iter(new)
        for own in keys:
            own.update(((model, key), next(found)) for key in old)
    return keys


# --- What a case is -------------------------------------------------------------------------------


def _rows_of(application: Application) -> dict[Model, list[StoredRow]]:
    """Every row of a case, the tables that others point to first."""
    members = User.objects.filter(memberships__initiative=application.initiative_id)
    tables: list[Model] = [*_tables_under(Initiative)[1:], *_tables_under(Document), AuditEntry, Proposal]
    found: dict[Model, list[StoredRow]] = {
        User: _values(members),
        Initiative: _values(Initiative.objects.filter(pk=application.initiative_id)),
    }
    for model in tables:
        if rows := _values(_belonging(model, application, found)):
            found[model] = rows
    # A row that takes two people is taken only after the proposal that it names.
    return {Proposal: found.pop(Proposal, []), **found}


def _values(rows: models.QuerySet[Any]) -> list[StoredRow]:
    return list(rows.order_by("pk").values())


def _tables_under(root: Model) -> list[Model]:
    """The tables that hang from one, each after what it points to."""
    done: list[Model] = []

    def visit(model: Model) -> None:
        if model in done or model in LEFT_OUT:
            return
        for relation in model._meta.get_fields(include_hidden=True):
            if isinstance(relation, ManyToOneRel) and relation.related_model is not model:
                visit(relation.related_model)
        done.append(model)

    visit(root)
    return done[::-1]


def _belonging(model: Model, application: Application, found: Mapping[Model, list[StoredRow]]) -> models.QuerySet[Any]:
    """The rows of a table that point into the case, and nowhere into another."""
    rows = model._base_manager.all()
    if model is Application:
        return rows.filter(pk=application.pk)
    if model in (Document, Proposal):
        return rows.filter(_about(found, "subject_type", "subject_id", lambda kind: kind))
    if model is AuditEntry:
        return rows.filter(_about(found, "target_type", "target_id", lambda kind: _model_of(kind)._meta.label_lower))
    into, outside = Q(), Q()
    for model_field in written_fields(model):
        target = cast(Model, model_field.related_model)
        if target in found and target is not User:
            inside = [row[target._meta.pk.attname] for row in found[target]]
            into |= Q(**{f"{model_field.attname}__in": inside})
            outside |= ~Q(**{f"{model_field.attname}__in": inside}) & Q(**{f"{model_field.attname}__isnull": False})
    return rows.filter(into).exclude(outside) if into else rows.none()


def _about(found: Mapping[Model, list[StoredRow]], kind: str, key: str, named: Callable[[ContentType], Any]) -> Q:
    """Rows that name what they are about by its kind and key."""
    wanted = Q()
    for model, rows in found.items():
        keys = [str(row[model._meta.pk.attname]) for row in rows]
        wanted |= Q(**{kind: named(ContentType.objects.get_for_model(model)), f"{key}__in": keys})
    return wanted


def _has_uuid(model: Model) -> bool:
    return isinstance(model._meta.pk, models.UUIDField)


def _sealed(rows: Mapping[Model, list[StoredRow]]) -> list[tuple[Model, str]]:
    """The tables of what was frozen, with the field that is under the seal."""
    found = []
    for model in rows:
        names = {model_field.name for model_field in written_fields(model)}
        found += [(model, name) for name in ("content", "document") if {name, "sha256"} <= names]
    return [(model, name) for model, name in found if not _has_uuid(model)]


def _innermost_first(sealed: Mapping[str, str]) -> list[tuple[str, str]]:
    """Seals with their texts; one that stands in another's text comes before it."""
    left, ordered = dict(sealed), []
    while left:
        ready = [seal for seal, text in left.items() if not any(other in text for other in left if other != seal)]
        ordered += [(seal, left.pop(seal)) for seal in ready]
    return ordered


# --- How each value is copied ---------------------------------------------------------------------


def _cell(model_field: models.Field[Any, Any], row: StoredRow, split: "_Splitter") -> CellOfCopy:
    value = row[model_field.attname]
    target = model_field.model if model_field.primary_key else model_field.related_model
    if value is None or value == "":
        return _constant(value)
    if target is not None and isinstance(target, type):
        return lambda copy: copy.keys.get((target, value), value)
    if model_field.name in ("subject_id", "target_id"):
        return _named_key(_model_named(row), value)
    if model_field.name in ("key", "occasion") and (named := NAMED_BY_KEY.fullmatch(str(value))):
        return _key_in_words(named[1], int(named[2]), OCCASIONS if model_field.name == "occasion" else REASONS)
    if isinstance(model_field, models.DateTimeField):
        return lambda copy: value + copy.later
    if isinstance(model_field, models.UUIDField):
        return lambda copy: uuid.uuid4()
    if isinstance(model_field, models.JSONField):
        return split(_canonical(value))
    if isinstance(value, str):
        return split(value)
    return _constant(model_field.get_db_prep_save(value, connection))


def _constant(value: Any) -> CellOfCopy:
    return lambda copy: value


def _model_named(row: StoredRow) -> Model:
    """What a row of the trail, or a document, is about."""
    if "target_type" in row:
        app, _dot, name = row["target_type"].partition(".")
        return _model_of(ContentType.objects.get_by_natural_key(app, name))
    return _model_of(ContentType.objects.get_for_id(row["subject_type_id"]))


def _model_of(kind: ContentType) -> Model:
    return cast(Model, kind.model_class())


def _named_key(model: Model, value: str) -> CellOfCopy:
    old = model._meta.pk.to_python(value)
    return lambda copy: str(copy.keys.get((model, old), value))


def _key_in_words(name: str, number: int, named: Mapping[str, Model]) -> CellOfCopy:
    """A word with the key of another row of the case; any other number stays as it is."""
    model = named.get(name)
    if model is None:
        return _constant(f"{name}-{number}")
    return lambda copy: f"{name}-{copy.keys.get((model, number), number)}"


def _canonical(value: Any) -> str:
    """JSON as it is sealed (`financing.subsidies.law.freezing.seal`)."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


class _Splitter:
    """Cuts a text at the words that differ between copies, once for all copies."""

    def __init__(self, words: Iterable[str]) -> None:
        longest_first = sorted(words, key=len, reverse=True)
        self._pattern = re.compile("(" + "|".join(re.escape(word) for word in longest_first) + ")")

    def __call__(self, text: str) -> CellOfCopy:
        pieces = self._pattern.split(text)
        if len(pieces) == 1:
            return _constant(text)
        return lambda copy: "".join(copy.words.get(piece, piece) for piece in pieces)
