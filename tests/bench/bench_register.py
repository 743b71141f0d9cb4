"""The register, its map and its searches, with a thousand initiatives and with a hundred thousand."""

import time

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench.harness import Figure, least_work, publish

FEW, MANY = 1_000, 100_000
MOST_TIMES = 1.5
MINUTES_TO_LOAD = 10
PAGES = {
    "register": "/register/",
    "a province": "/register/?province=Utrecht",
    "a municipality": "/register/?municipality=GM0344",
    "a phase": "/register/?phase=living",
    "a form": "/register/?form=rental",
    "homes": "/register/?homes=many",
    "a phase in a province": "/register/?phase=living&province=Utrecht",
    "words": "/register/?q=lindenhof",
    "words that all have": "/register/?q=verzonnen",
    "words and a phase": "/register/?q=linden&phase=living",
    "a name with one letter wrong": "/register/?q=lindenhef",
    "words that nobody has": "/register/?q=zwanennest",
    "map": "/embed/map/",
    "map of a phase": "/embed/map/?phase=living",
    "home": "/",
    "municipalities": "/municipalities/",
    "a municipality's own page": "/municipalities/GM0344/",
    "figures": "/figures/",
}


def measure() -> tuple[dict[str, Figure], dict[str, int]]:
    """The least work of each page in seconds of a processor, PostgreSQL's included, beside /robots.txt in turns; and
    its queries.
    """
    client = Client()
    server = server_process()
    work, queries = {}, {}
    for name, address in PAGES.items():
        assert client.get(address).status_code == 200, address
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        queries[name] = len(asked)
        ours = least_work(lambda address=address: client.get(address), server)
        robots = least_work(lambda: client.get("/robots.txt"), server)
        work[name] = Figure(name, ours, robots, robots / ours)
    return work, queries


def server_process() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        number: int = cursor.fetchone()[0]
    return number


def settle() -> None:
    """What PostgreSQL does by itself some time after so many new rows."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@pytest.mark.django_db(transaction=True)
def test_register() -> None:
    call_command("load_demo", verbosity=0)
    call_command("load_demo", initiatives=FEW, verbosity=0)
    settle()
    few, queries_of_few = measure()
    started = time.perf_counter()
    call_command("load_demo", initiatives=MANY, verbosity=0)
    loading = (time.perf_counter() - started) / 60
    settle()
    many, queries_of_many = measure()

    # Each against /robots.txt beside it: a machine that others use is not as quick now as it was then.
    times = {name: few[name].ratio / many[name].ratio for name in PAGES}
    publish(
        [
            Figure(
                f"{name}: {MANY:,} initiatives against {FEW:,}",
                many[name].ours,
                few[name].ours,
                1 / times[name],
                f"{times[name]:.2f} x (asked {MOST_TIMES}), {queries_of_many[name]} queries",
            )
            for name in PAGES
        ]
    )
    print(f"{MANY:,} initiatives made in {loading:.1f} minutes (asked {MINUTES_TO_LOAD})")
    assert queries_of_many == queries_of_few
    assert {name: round(by, 2) for name, by in times.items() if by > MOST_TIMES} == {}
    assert loading < MINUTES_TO_LOAD
