"""Sums that the database keeps, without a row that everybody waits for.

A tally is a table to which triggers only add rows: what came, and with a minus what went. What it says of a key is the
sum of the rows of that key, in one query and so of one moment; nobody who writes waits for somebody else. From time to
time the rows of a key are folded into one, which changes no sum.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pgtrigger
from django.db import connection, models


def tallied(
    name: str, table: str, by: Sequence[str], sums: Mapping[str, str], *, only: str = "TRUE"
) -> pgtrigger.Trigger:
    """Adds each row of a table to a tally, and takes it away again: the columns that make the key, and what is added
    up. The latter, and of which rows `only`, in SQL with `{row}` for the row.
    """
    columns = ", ".join([*by, *sums])

    def counting(row: str) -> str:
        return ", ".join([*(f"{row}.{column}" for column in by), *(value.format(row=row) for value in sums.values())])

    def added(row: str, sign: str) -> str:
        values = ", ".join(
            [*(f"{row}.{column}" for column in by), *(f"{sign}({value.format(row=row)})" for value in sums.values())]
        )
        return f"INSERT INTO {table} ({columns}) SELECT {values} WHERE {only.format(row=row)};"

    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF TG_OP = 'UPDATE' AND ({counting("OLD")}) IS NOT DISTINCT FROM ({counting("NEW")}) THEN
                RETURN NULL;
            END IF;
            IF TG_OP <> 'INSERT' THEN
                {added("OLD", "-")}
            END IF;
            IF TG_OP <> 'DELETE' THEN
                {added("NEW", "")}
            END IF;
            RETURN NULL;
        """,
    )


def fold(tally: type[models.Model], *, by: Sequence[str], sums: Sequence[str]) -> int:
    """Makes one row of all rows of a key, and none where nothing is left; gives how many rows went.

    It takes away what it read and adds what that came to in one statement: who reads sees all of it or nothing, and
    what others add meanwhile stays. Of two at once the second leaves to the first what that one took.
    """
    table, key = tally._meta.db_table, ", ".join(by)
    added = ", ".join(f"sum({name}) AS {name}" for name in sums)
    is_something = " OR ".join(f"sum({name}) <> 0" for name in sums)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH gone AS (
                DELETE FROM {table} WHERE ({key}) IN (SELECT {key} FROM {table} GROUP BY {key} HAVING count(*) > 1)
                RETURNING {key}, {", ".join(sums)}
            ), kept AS (
                INSERT INTO {table} ({key}, {", ".join(sums)})
                SELECT {key}, {added} FROM gone GROUP BY {key} HAVING {is_something} RETURNING 1
            )
            SELECT (SELECT count(*) FROM gone) - (SELECT count(*) FROM kept)
            """  # noqa: S608 - names of ours
        )
        (less,) = cursor.fetchone()
    return int(less)


def differences(kept: str, counted: str) -> list[tuple[Any, ...]]:
    """The rows that one of two questions gives and the other does not: what is kept, and the same counted anew."""
    with connection.cursor() as cursor:
        cursor.execute(f"(({kept}) EXCEPT ALL ({counted})) UNION ALL (({counted}) EXCEPT ALL ({kept}))")
        return list(cursor.fetchall())
