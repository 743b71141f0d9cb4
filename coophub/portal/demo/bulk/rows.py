"""Putting many rows into the database at once, with PostgreSQL's COPY. Triggers and constraints work as always."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models


def copy_in(model: type[models.Model], rows: Iterable[Sequence[Any]]) -> None:
    """Adds rows: the values of all columns of a model, in the order of its fields, as the database takes them."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in written_fields(model))
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def written_fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The columns that are written, in their order: not those that the database makes of others."""
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def add_many(objects: Sequence[models.Model]) -> None:
    """Adds objects of one model. Those with a number for a key get theirs here, in their order."""
    if not objects:
        return
    model = type(objects[0])
    fields = written_fields(model)
    if isinstance(model._meta.pk, models.AutoField):
        for instance, key in zip(objects, reserve_keys(model, len(objects)), strict=True):
            instance.pk = key
    copy_in(
        model,
        ([field.get_db_prep_save(field.pre_save(item, True), connection) for field in fields] for item in objects),
    )


def reserve_keys(model: type[models.Model], count: int) -> list[int]:
    """So many numbers for new rows, that no other row gets."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [model._meta.db_table, model._meta.pk.column, count],
        )
        return [key for (key,) in cursor.fetchall()]


def analyze() -> None:
    """Tells PostgreSQL at once what it would find out itself some time after so many new rows."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
