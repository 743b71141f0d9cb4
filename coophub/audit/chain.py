"""Walking the chain again, apart from the triggers that wrote it.

Whoever may change the database may also switch the triggers off. So every hash is computed anew here, in Python.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from coophub.web.progress import followed

FIRST_PREVIOUS_HASH = "0" * 64


class BrokenChainError(Exception):
    """The trail was tampered with; the message names the first broken place."""


@dataclass(frozen=True)
class Chain:
    """A chain without a flaw: how many entries it has, and the hash of the last one."""

    count: int
    last_hash: str


def verify(*, contains: str = "") -> Chain:
    """Walks all links and entries, in one snapshot and a constant amount of memory.

    `contains` is a hash that was noted earlier. It has to be in the chain still: nothing else can tell that entries
    were taken off its end, or that all of it was written anew. Raises BrokenChainError.
    """
    count, last_hash, was_seen = 0, FIRST_PREVIOUS_HASH, not contains
    for row in followed(_rows(), "audit trail"):
        _check(row, count + 1, last_hash)
        count, last_hash = row["position"], row["hash"]
        was_seen = was_seen or last_hash == contains
    if not was_seen:
        raise BrokenChainError(f"The hash {contains} is not in the chain any more.")
    return Chain(count, last_hash)


def entry_text(row: dict[str, Any]) -> str:
    """The text under an entry's hash: its columns as a JSON array, written as PostgreSQL writes jsonb.

    `before` and `after` are the database's own text of the column, or None.
    """
    at = row["at"].astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    names = ("actor_id", "actor_label", "origin", "action", "target_type", "target_id", "target_label")
    plain = [row["id"], at, *(row[name] for name in names)]
    parts = [json.dumps(value, ensure_ascii=False) for value in plain]
    return f"[{', '.join([*parts, row['before'] or 'null', row['after'] or 'null'])}]"


def link_hash(previous_hash: str, text: str) -> str:
    return hashlib.sha256(f"{previous_hash}{text}".encode()).hexdigest()


def _check(row: dict[str, Any], expected_position: int, previous_hash: str) -> None:
    position, entry = row["position"], row["id"]
    if position is None:
        raise BrokenChainError(f"Entry {entry} has no link in the chain.")
    if position != expected_position:
        raise BrokenChainError(f"Link {expected_position} is missing: after {expected_position - 1} comes {position}.")
    if entry is None:
        raise BrokenChainError(f"Link {position} has lost its entry {row['entry_id']}.")
    if row["previous_hash"] != previous_hash:
        raise BrokenChainError(f"Link {position} (entry {entry}) does not follow on the link before it.")
    if row["hash"] != link_hash(previous_hash, entry_text(row)):
        raise BrokenChainError(f"Entry {entry} (link {position}) is not what it was when it was written.")


ALL_ROWS = """
    SELECT link.position, link.entry_id, link.previous_hash, link.hash,
        entry.id, entry.at, entry.actor_id, entry.actor_label, entry.origin, entry.action,
        entry.target_type, entry.target_id, entry.target_label, entry.before::text AS before, entry.after::text AS after
    FROM audit_auditlink link FULL JOIN audit_auditentry entry ON entry.id = link.entry_id
    ORDER BY link.position NULLS LAST, entry.id
"""


def _rows() -> Iterator[dict[str, Any]]:
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(ALL_ROWS)
        names = [column[0] for column in cursor.description]
        while rows := cursor.fetchmany(2000):
            for row in rows:
                yield dict(zip(names, row, strict=True))
