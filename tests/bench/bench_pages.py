"""Pages with much behind them against pages with little."""

import time

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench.harness import Figure, compare, publish

MANY = 20_000


def page(address: str) -> None:
    assert Client().get(address).status_code == 200


def queries_of(address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        page(address)
    return len(queries)


@pytest.mark.django_db
def test_register() -> None:
    call_command("load_demo", initiatives=100, verbosity=0)
    few = compare("", lambda: page("/register/"), lambda: page("/register/"))
    queries = queries_of("/register/")
    started = time.perf_counter()
    call_command("load_demo", initiatives=MANY, verbosity=0)
    loading = time.perf_counter() - started
    many = compare("", lambda: page("/register/"), lambda: page("/register/?q=linden"))

    publish(
        [
            Figure(f"register: 100 initiatives against {MANY:,}", many.ours, few.ours, few.ours / many.ours),
            Figure(f"register: a search in {MANY:,} against none", many.other, many.ours, many.ours / many.other),
        ]
    )
    print(
        f"{MANY:,} initiatives made in {loading:.1f} s: 100,000 in {loading * 100_000 / MANY / 60:.1f} minutes (under 10)"
    )
    assert queries_of("/register/") == queries
    assert loading * 100_000 / MANY < 600
