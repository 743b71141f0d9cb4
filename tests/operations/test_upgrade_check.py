"""Before an upgrade: what would be made, who waits, and what to mend first."""

import datetime as dt
import json

import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from coophub.operations import health
from coophub.operations.models import LastRun
from coophub.operations.runs import noted
from coophub.web import clock

pytestmark = pytest.mark.django_db
IN_PRODUCTION = {
    "SECRET_KEY": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_",
    "ALLOWED_HOSTS": "coophub.example",
    "SITE_URL": "https://coophub.example",
    "EMAIL_URL": "smtp://mail.example:25",
    "DATABASE_URL": "postgres://coophub@database.example/coophub",
    "REDIS_URL": "redis://redis.example:6379/0",
}


@pytest.fixture(autouse=True)
def _room_on_the_disk(monkeypatch):
    """However full that of this machine is."""
    monkeypatch.setattr(health, "LEAST_FREE", 0)


def test_all_is_well_after_a_copy_and_with_nothing_to_make(monkeypatch, capsys):
    for name, value in IN_PRODUCTION.items():
        monkeypatch.setenv(name, value)
    # A browser in the same process sets it.
    monkeypatch.delenv("DJANGO_ALLOW_ASYNC_UNSAFE", raising=False)
    with noted("backup") as run:
        run.well = True

    call_command("upgrade_check", "--json")

    said = json.loads(capsys.readouterr().out)
    assert (said["of_database"], said["of_code"], said["coming"], said["problems"]) == ("0.1.0", "0.1.0", [], [])
    assert [part["name"] for part in said["parts"]] == ["database", "backup", "settings", "disk"]


def test_each_thing_in_the_way_is_named_with_who_waits_for_which_change(capsys):
    made = MigrationRecorder.Migration.objects
    there = [name for app, name in MigrationLoader(None).disk_migrations if app == "initiatives"]
    count, _kinds = made.filter(app="initiatives", name__in=[name for name in there if name >= "0008"]).delete()
    made.create(app="initiatives", name="9999_later")
    with clock.at(clock.now() - dt.timedelta(hours=27)), noted("backup") as run:
        run.well = True

    with pytest.raises(CommandError) as refused:
        call_command("upgrade_check")

    assert refused.value.returncode == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0] == f"This is CoopHub 0.1.0, and {count} changes of the database are to be made."
    assert "initiatives.0009_board_terms: nobody waits" in said
    [counting] = [line for line in said if line.startswith("initiatives.0008")]
    assert counting.endswith(
        "who uses initiatives_initiative, initiatives_phasechange, initiatives_municipality waits until what is there "
        "was counted"
    )
    [marking] = [line for line in said if line.startswith("initiatives.0010")]
    assert marking.endswith("who uses initiatives_initiative waits until what is there was counted")
    database, backup, settings = str(refused.value).splitlines()
    assert "is of a newer release: a change in it is not known here (initiatives.9999_later)" in database
    assert backup.startswith("backup: the last good copy is of 2")
    assert settings.startswith("settings: SECRET_KEY")
    assert not made.filter(app="initiatives", name="0009_board_terms").exists()


def test_copy_that_nobody_knows_of_is_missed_unless_somebody_says_there_is_one(capsys):
    LastRun.objects.all().delete()

    def problems(*options):
        with pytest.raises(CommandError) as refused:
            call_command("upgrade_check", *options)
        return str(refused.value)

    assert "backup: no copy is known here. Make one with `manage.py backup`" in problems()
    assert "backup" not in problems("--has-backup")
