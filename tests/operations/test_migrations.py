"""A migration waits for nobody, and what would make people wait does not get through `make lint`."""

import threading
import time
from contextlib import closing

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations import RunSQL
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.recorder import MigrationRecorder

from coophub.operations.upgrading.waits import problems_in


@pytest.mark.parametrize(
    ("statements", "problem"),
    [
        ('CREATE INDEX "x" ON "plans_plan" ("name");', "an index that is built"),
        ('ALTER TABLE "plans_plan" ADD CONSTRAINT "x" CHECK ("size" > 0);', "a constraint that reads the whole table"),
        ('ALTER TABLE "plans_plan" ADD CONSTRAINT "x" UNIQUE ("name");', "a unique constraint builds its index"),
        ('ALTER TABLE "plans_plan" ADD COLUMN "size" integer NOT NULL;', "does not fill in"),
        (
            (
                'ALTER TABLE "plans_plan" ADD COLUMN "size" integer DEFAULT 0 NOT NULL;\n'
                'ALTER TABLE "plans_plan" ALTER COLUMN "size" DROP DEFAULT;'
            ),
            "does not fill in",
        ),
        ('ALTER TABLE "plans_plan" ALTER COLUMN "size" TYPE bigint USING "size"::bigint;', "another type"),
        ('ALTER TABLE "plans_plan" ALTER COLUMN "size" SET NOT NULL;', "NOT NULL reads the whole table"),
        ('ALTER TABLE "plans_plan" DROP COLUMN "size" CASCADE;', "still asks for it"),
        ('ALTER TABLE "plans_plan" RENAME COLUMN "size" TO "length";', "still asks for it"),
        ("-- THIS OPERATION CANNOT BE WRITTEN AS SQL", "moves rows in one transaction"),
    ],
)
def test_what_makes_people_wait_is_refused(statements, problem):
    [found] = problems_in(statements)

    assert problem in found


@pytest.mark.parametrize(
    "statements",
    [
        'CREATE INDEX CONCURRENTLY "x" ON "plans_plan" ("name");',
        'ALTER TABLE "plans_plan" ADD CONSTRAINT "x" CHECK ("size" > 0) NOT VALID;',
        'ALTER TABLE "plans_plan" VALIDATE CONSTRAINT "x";',
        'ALTER TABLE "plans_plan" ADD COLUMN "size" integer NULL;',
        'ALTER TABLE "plans_plan" ADD COLUMN "size" integer DEFAULT 0 NOT NULL;',
        (
            'CREATE TABLE "new" ("id" bigint NOT NULL);\nCREATE INDEX "x" ON "new" ("id");\n'
            'ALTER TABLE "new" ADD CONSTRAINT "y" FOREIGN KEY ("id") REFERENCES "plans_plan" ("id");'
        ),
        "-- (no-op)",
    ],
)
def test_what_nobody_waits_for_is_fine(statements):
    assert problems_in(statements) == []


@pytest.fixture
def others():
    """Somebody else at the same database."""
    of = {key: value for key, value in connection.get_connection_params().items() if key in psycopg_keys()}
    with psycopg.connect(**of) as other:
        yield other
        other.rollback()


@pytest.mark.django_db(transaction=True)
def test_migration_gives_up_on_a_table_that_is_in_use(settings, others):
    settings.MIGRATE_LOCK_SECONDS = 1
    others.execute("LOCK TABLE django_migrations IN ACCESS EXCLUSIVE MODE")

    with pytest.raises(CommandError, match="in use for longer than 1 seconds"):
        call_command("migrate", verbosity=0)

    assert ask("SHOW lock_timeout") == "0"


@pytest.mark.django_db(transaction=True)
def test_migration_asks_again_for_a_table_that_is_in_use_for_a_while(others, capsys):
    others.execute("LOCK TABLE django_migrations IN ACCESS EXCLUSIVE MODE")
    threading.Timer(0.7, others.rollback).start()

    call_command("migrate")

    assert 1 <= capsys.readouterr().out.count("in use, once more") <= 3


ONE_AFTER_THE_OTHER = """
    LOCK TABLE initiatives_initiative IN SHARE ROW EXCLUSIVE MODE;
    SELECT pg_sleep(0.5);
    LOCK TABLE initiatives_phasechange IN SHARE ROW EXCLUSIVE MODE
"""
HAS_THE_FIRST = """
    SELECT count(*) FROM pg_locks
    WHERE relation = 'initiatives_initiative'::regclass AND mode = 'ShareRowExclusiveLock' AND granted
"""


@pytest.mark.django_db(transaction=True)
def test_of_two_that_wait_for_each_other_the_migration_gives_way(others, monkeypatch):
    migration = type("Migration", (Migration,), {"operations": [RunSQL(ONE_AFTER_THE_OTHER)]})("made_up", "initiatives")
    migration.dependencies = MigrationLoader(connection).graph.leaf_nodes("initiatives")
    monkeypatch.setattr(MigrationLoader, "load_disk", with_one_more(migration))
    others.execute("LOCK TABLE initiatives_phasechange IN ROW EXCLUSIVE MODE")
    migrating = threading.Thread(target=migrate_elsewhere)
    migrating.start()
    while ask(HAS_THE_FIRST) == 0:
        time.sleep(0.02)

    # Who waits first is broken off by PostgreSQL after a second.
    others.execute("LOCK TABLE initiatives_initiative IN ROW EXCLUSIVE MODE")
    others.commit()
    migrating.join()

    made, _kinds = MigrationRecorder.Migration.objects.filter(name="made_up").delete()
    assert made == 1


def with_one_more(migration):
    load = MigrationLoader.load_disk

    def load_disk(self):
        load(self)
        self.disk_migrations[(migration.app_label, migration.name)] = migration

    return load_disk


def migrate_elsewhere():
    with closing(connection):
        call_command("migrate", verbosity=0)


def ask(question):
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def psycopg_keys():
    return {"host", "port", "user", "password", "dbname"}
