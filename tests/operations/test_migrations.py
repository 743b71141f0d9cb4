"""A migration waits for nobody, and what would make people wait does not get through `make lint`."""

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from scripts.check_migrations import problems_in


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


@pytest.mark.django_db
def test_migration_gives_up_on_a_table_that_is_in_use(settings):
    settings.MIGRATE_LOCK_SECONDS = 1
    of = {key: value for key, value in connection.get_connection_params().items() if key in psycopg_keys()}
    with psycopg.connect(**of) as other:
        other.execute("LOCK TABLE django_migrations IN ACCESS EXCLUSIVE MODE")

        with pytest.raises(CommandError, match="in use for longer than 1 seconds"):
            call_command("migrate", verbosity=0)

        other.rollback()


def psycopg_keys():
    return {"host", "port", "user", "password", "dbname"}
