"""Whether a dataset changed, and when: known without reading its rows.

Each has a mark that is another as soon as anything in it is. It comes from what is kept of the rows, or from the few
there are; of tables to which rows are only added their number says enough. The moment at which a mark was first seen to
be another is kept in the cache. When that is emptied a dataset seems to have changed now, which costs others a download
and tells nobody wrongly that what they have is still good.
"""

import datetime as dt
import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from django.core.cache import cache
from django.db import connection
from django.utils.translation import get_language

from coophub.portal.statistics import FIGURES
from coophub.web import clock
from initiatives.selectors.answer_times import FEWEST, answer_figures

NEVER = None


def _all_of(table: str) -> str:
    """One value that is another as soon as anything in a short table is."""
    return f"(SELECT sum(hash_record_extended(kept, 0)::numeric) FROM {table} kept)"  # noqa: S608 - names of ours


# Of each dataset how many rows it has, more or less, and its mark. Each entry of a ledger moves a balance: the sum that
# is taken may come out the same, the transaction that wrote it last (xmin) does not.
MARKS = {
    "initiatives": f"""
        SELECT coalesce(sum(initiatives), 0), concat_ws(' ', sum(mark), {_all_of("initiatives_municipality")})
        FROM initiatives_registermark
    """,  # noqa: S608 - names of ours
    "awards": """
        SELECT (SELECT coalesce(sum(awarded), 0) FROM subsidies_casesum),
            string_agg(concat_ws(' ', id, xmin), ',' ORDER BY id)
        FROM subsidies_ceilingbalance
    """,
    "municipalities": f"""
        SELECT count(*), concat_ws(
            ' ',
            {_all_of("initiatives_municipality")},
            {_all_of("initiatives_registercount")},
            {_all_of("initiatives_policystatement")},
            %(answers)s::text
        ) FROM initiatives_municipality WHERE ended_on IS NULL
    """,  # noqa: S608 - names of ours
    "programmes": f"""
        SELECT count(*), {_all_of("pilots_programme")}::text FROM pilots_programme WHERE is_public
    """,  # noqa: S608 - names of ours
    # One that is published never changes; but it opens and closes.
    "schemes": """
        SELECT count(DISTINCT scheme_id), string_agg(
            concat_ws(' ', id, opens_at <= %(now)s, closes_at < %(now)s), ',' ORDER BY id
        ) FROM subsidies_schemeversion WHERE published_at IS NOT NULL
    """,
    "statistics": f"""
        SELECT count(*), string_agg(concat_ws(' ', about, name, groups, size), ',' ORDER BY about, name)
        FROM ({FIGURES}) figures
    """,  # noqa: S608 - names of ours
}


@dataclass(frozen=True)
class DatasetState:
    """How a dataset stands: the mark is another as soon as anything in it is."""

    rows: int
    mark: str


def state_of(name: str) -> DatasetState:
    return states_of([name])[name]


def states_of(names: Collection[str]) -> dict[str, DatasetState]:
    """How each of these datasets stands. One query, and two for municipalities."""
    answers = ""
    if "municipalities" in names:
        answers = str(sorted((code, found.days) for code, found in answer_figures().items()))
    asked = " UNION ALL ".join(f"SELECT '{name}', state.* FROM ({MARKS[name]}) state" for name in names)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(asked, {"answers": answers, "now": clock.now(), "fewest": FEWEST})
        return {name: DatasetState(int(rows), _mark(mark)) for name, rows, mark in cursor}


def _mark(found: str | None) -> str:
    """In another language words are others."""
    return hashlib.sha256(f"{get_language()} {found}".encode()).hexdigest()[:32]


def changed_at(name: str, state: DatasetState) -> dt.datetime:
    """In whole seconds, as a header says it."""
    return all_changed_at({name: state})[name]


def all_changed_at(states: dict[str, DatasetState]) -> dict[str, dt.datetime]:
    """When each of these last changed. One query, and some for each that changed since anybody looked."""
    keys = {name: f"open-data:{name}:{get_language()}" for name in states}
    kept: dict[str, tuple[str, dt.datetime]] = cache.get_many(keys.values())
    now = clock.now().replace(microsecond=0)
    found = {}
    for name, state in states.items():
        mark, at = kept.get(keys[name], ("", now))
        if mark != state.mark:
            at = now
            cache.set(keys[name], (state.mark, at), timeout=NEVER)
        found[name] = at
    return found
