"""Lists in the order that their model says."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import QuerySet


def keep_the_order_of_models() -> None:
    """Refuses to read rows whose model says in which order they come, once a count or a sum beside them made Django
    drop that order in silence: they would come as the database finds them, now so and then so.
    """
    QuerySet._fetch_all = _refusing(QuerySet._fetch_all)


def _refusing(fetch: Callable[[Any], None]) -> Callable[[Any], None]:
    @wraps(fetch)
    def fetch_all(rows: Any) -> None:
        query = rows.query
        if rows._result_cache is None and query.group_by is True and not (query.order_by or query.extra_order_by):
            said = query.get_meta().ordering if query.default_ordering else []
            assert not said, f"{rows.model.__name__} came without its order, {said}: say order_by() beside the count."
        fetch(rows)

    return fetch_all
