"""The register, its map and its searches, with a thousand initiatives and with a hundred thousand."""

import time

import pytest
from django.core.management import call_command
from django.db import connection

from coophub.web import clock
from tests.bench.sizes import copy_of_now, hold_to, measure_by_turns, reader, settle

FEW, MANY = 1_000, 100_000
MINUTES_TO_LOAD = 10
PAGES = {
    "register": "/register/",
    "a province": "/register/?province=Utrecht",
    "a municipality": "/register/?municipality=GM0344",
    "a phase": "/register/?phase=living",
    "a form": "/register/?form=rental",
    "homes": "/register/?homes=many",
    "a phase in a province": "/register/?phase=living&province=Utrecht",
    "words": "/register/?q=linden",
    "words that all have": "/register/?q=verzonnen",
    "words and a phase": "/register/?q=verzonnen&phase=living",
    "a name with one letter wrong": "/register/?q=lindenhef",
    "words that nobody has": "/register/?q=zwanennest",
    "map": "/embed/map/",
    "map of a phase": "/embed/map/?phase=living",
    "home": "/",
    "municipalities": "/municipalities/",
    "a municipality's own page": "/municipalities/GM0344/",
    "figures": "/figures/",
}


@pytest.mark.django_db(transaction=True)
def test_register() -> None:
    pages = {name: reader(None, address) for name, address in PAGES.items()}
    call_command("load_demo", today=clock.today(), verbosity=0)
    call_command("load_demo", initiatives=FEW, verbosity=0)
    settle()
    with copy_of_now() as small:
        started = time.perf_counter()
        call_command("load_demo", initiatives=MANY, verbosity=0)
        loading = (time.perf_counter() - started) / 60
        settle()
        few, many = measure_by_turns(pages, small, connection.settings_dict["NAME"])
    print(f"{MANY:,} initiatives made in {loading:.1f} minutes (asked {MINUTES_TO_LOAD})")
    hold_to(few, many, f"{MANY:,} initiatives against {FEW:,}")
    assert loading < MINUTES_TO_LOAD
