"""What every test stands on."""

import datetime as dt
import gc
from collections.abc import Callable, Iterator
from importlib import import_module

import hypothesis
import pgtrigger
import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.utils import translation
from pytest_django import DjangoDbBlocker

from tests import days, doors
from tests.database import template, wait_until_alone
from tests.ordering import keep_the_order_of_models

FILLED_BY_MIGRATIONS = {"django_migrations", "django_content_type", "auth_permission", "initiatives_municipality"}

# How long an example takes says how busy the machine is, not whether the code is right.
hypothesis.settings.register_profile("coophub", deadline=None)
hypothesis.settings.load_profile("coophub")

TRAVELLER = pytest.StashKey[time_machine.Traveller]()

load_norms = import_module("financing.plans.migrations.0002_norms").load_norms


def pytest_configure(config: pytest.Config) -> None:
    """From before the tests are read the whole process lives on their day: our clock, sessions, codes, rate limits."""
    settings.PASSWORD_HASHERS = ["tests.hashing.QuickHasher", *settings.PASSWORD_HASHERS]
    travel = time_machine.travel(days.moment(days.DAY).timestamp())
    config.stash[TRAVELLER] = travel.start()
    config.add_cleanup(travel.stop)
    gc.disable()
    keep_the_order_of_models()


def pytest_collection_finish() -> None:
    """What was read so far stays until the end. A million such objects are not looked through for rubbish again and
    again.
    """
    gc.freeze()
    gc.enable()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that is marked `awkward_days` runs on a few of those, beside its usual day."""
    if metafunc.definition.get_closest_marker("awkward_days"):
        chosen = [days.DAY] if days.DAY != days.PLAIN_MONDAY else [days.PLAIN_MONDAY, *days.SHORT_FORM]
        metafunc.parametrize("_moment", chosen, indirect=True)


@pytest.fixture(autouse=True)
def _moment(request: pytest.FixtureRequest) -> Iterator[None]:
    """Each test starts in the morning of one day, or at the moment that it is marked with; from there time runs on."""
    marker = request.node.get_closest_marker("moment")
    chosen = getattr(request, "param", marker.args[0] if marker else days.DAY)
    traveller = request.config.stash[TRAVELLER]
    traveller.move_to(days.moment(chosen).timestamp())
    yield
    traveller.move_to(days.moment(days.DAY).timestamp())


@pytest.fixture(scope="module")
def a_minute_before(request: pytest.FixtureRequest) -> None:
    """For what is made once for the tests of a module: it is older than what they do."""
    request.config.stash[TRAVELLER].move_to(days.moment(days.DAY).timestamp() - 60)


@pytest.fixture
def travel_to(request: pytest.FixtureRequest) -> Callable[[dt.datetime], None]:
    """Takes the whole process elsewhere, sessions and other threads too; `clock.at` is enough for less."""
    traveller = request.config.stash[TRAVELLER]
    return lambda moment: traveller.move_to(moment.timestamp())


@pytest.fixture(autouse=True)
def _in_the_language_of_the_site():
    """A request in English leaves its thread in English; the next test starts anew."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """pytest-django asks this before it makes the database of this process."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database of this process. Whoever is still connected to it at the end is named."""
    # pytest-django makes none when no chosen test is marked: what a module makes would go into the one of the demo.
    assert connection.settings_dict["NAME"].startswith("test_"), "Run a test that is marked with django_db too."
    yield
    with django_db_blocker.unblock():
        wait_until_alone()


@pytest.fixture(autouse=True, scope="session")
def _empty_tables_after_real_transactions():
    """Tests with real transactions leave their rows. They are swept away, but not what the migrations brought.

    The audit trail lets nobody empty it, so its triggers look away here, and only here.
    """
    TransactionTestCase._fixture_teardown = _sweep


def _sweep(self: TransactionTestCase) -> None:
    tables = set(connection.introspection.django_table_names(only_existing=True)) - FILLED_BY_MIGRATIONS
    names = ", ".join(connection.ops.quote_name(table) for table in sorted(tables))
    with (
        transaction.atomic(),
        pgtrigger.ignore("audit.AuditEntry:never_emptied", "audit.AuditLink:never_emptied"),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"TRUNCATE {names}")
        cache.clear()
        # These point at who changed them, so they go with the people and come back.
        load_norms(apps, None)


@pytest.fixture(scope="module")
def bare_404():
    with doors.bare_404():
        yield


@pytest.fixture(scope="module")
def one_scene(django_db_setup, django_db_blocker):
    """Made once for every test of a module, and taken back afterwards."""
    scenes = import_module("tests.scene")
    with django_db_blocker.unblock(), transaction.atomic():
        yield scenes.Scene()
        transaction.set_rollback(True)


@pytest.fixture
def scene(one_scene, db):
    return one_scene
