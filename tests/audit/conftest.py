"""Helpers around the chain."""

from collections.abc import Callable

import pytest
from django.db import connection

from coophub.accounts.models import User
from coophub.audit.models import AuditEntry
from coophub.audit.services import record
from tests.factories.accounts import UserFactory


@pytest.fixture
def anna(db: None) -> User:
    return UserFactory(name="Anna Appelbloesem")


@pytest.fixture
def commit(db: None) -> Callable[[], None]:
    """Does what the database does at a commit, inside the transaction of the test."""

    def run_deferred_triggers() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")

    return run_deferred_triggers


@pytest.fixture
def five_entries(anna: User, commit: Callable[[], None]) -> list[AuditEntry]:
    """Five linked entries."""
    entries = [record(actor=anna, action="tests.step", target=anna, after={"step": n}) for n in range(5)]
    commit()
    return entries


@pytest.fixture
def tamper(db: None) -> Callable[..., None]:
    """Changes the trail as somebody could who owns the database: with its triggers switched off."""

    def execute(sql: str, *values: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(sql, values)
            cursor.execute("SET session_replication_role = DEFAULT")

    return execute
