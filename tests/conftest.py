"""What every test stands on."""

from importlib import import_module

import pgtrigger
import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.utils import translation

FILLED_BY_MIGRATIONS = {"django_migrations", "django_content_type", "auth_permission", "initiatives_municipality"}

load_norms = import_module("financing.plans.migrations.0011_norms_of_2024_to_2026").load


@pytest.fixture(autouse=True)
def _in_the_language_of_the_site():
    """A request in English leaves its thread in English; the next test starts anew."""
    translation.activate(settings.LANGUAGE_CODE)


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
