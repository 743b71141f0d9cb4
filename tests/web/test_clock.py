"""The one clock: it shows the real time unless somebody set it, and only to who set it."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import models

from coophub.web import clock
from tests import days

OURS = ("coophub", "initiatives", "financing", "pilots")
NEW_YEAR = dt.datetime(2031, 1, 1, 0, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))


def test_runs_on_unless_it_is_set():
    first = clock.now()

    assert first < clock.now()
    assert first.tzinfo is dt.UTC


def test_shows_what_it_is_set_to_and_afterwards_what_it_showed_before():
    with clock.at(NEW_YEAR):
        assert clock.now() == NEW_YEAR
        assert clock.today() == dt.date(2031, 1, 1)
        with clock.at(NEW_YEAR - dt.timedelta(days=1)):
            assert clock.today() == dt.date(2030, 12, 31)
        assert clock.now() == NEW_YEAR

    assert clock.today() == days.moment(days.DAY).date()


def test_is_set_back_after_an_error():
    with pytest.raises(ValueError, match="Nothing"), clock.at(NEW_YEAR):
        raise ValueError("Nothing")

    assert clock.now() < NEW_YEAR + dt.timedelta(days=3650)
    assert clock.now() != NEW_YEAR


def test_can_be_set_to_a_clock_that_moves_on():
    hours = count()

    with clock.at(lambda: NEW_YEAR + dt.timedelta(hours=next(hours))):
        assert clock.now() == NEW_YEAR
        assert clock.now() == NEW_YEAR + dt.timedelta(hours=1)


def test_is_set_for_nobody_else():
    with clock.at(NEW_YEAR), ThreadPoolExecutor(1) as pool:
        assert pool.submit(clock.now).result() != NEW_YEAR


def test_a_day_is_a_day_in_the_netherlands():
    before_midnight_in_utc = dt.datetime(2031, 6, 30, 22, 30, tzinfo=dt.UTC)

    assert clock.day_of(before_midnight_in_utc) == dt.date(2031, 7, 1)
    assert clock.local(before_midnight_in_utc).hour == 0
    with clock.at(before_midnight_in_utc):
        assert clock.today() == dt.date(2031, 7, 1)


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="naive"):
        clock.day_of(dt.datetime(2031, 1, 1))  # noqa: DTZ001 - this is what is refused


def test_runs_ahead_where_the_settings_say_so(settings):
    settings.CLOCK_AHEAD = dt.timedelta(days=2)

    assert clock.today() == days.moment(days.DAY).date() + dt.timedelta(days=2)


@pytest.mark.moment("2027-07-01T00:30")
def test_a_test_runs_at_the_moment_that_it_asks_for():
    assert clock.local(clock.now()).strftime("%Y-%m-%d %H:%M") == "2027-07-01 00:30"


@pytest.mark.awkward_days
def test_a_test_runs_on_several_days_when_it_asks_for_that(request):
    assert clock.today().isoformat() == request.node.callspec.params["_moment"].partition("T")[0]


def test_no_row_takes_its_moment_from_another_clock():
    """Django's `auto_now` and the database's own defaults read clocks that nobody can set."""
    ours = [model for model in apps.get_models() if model.__module__.split(".")[0] in OURS]
    fields = [field for model in ours for field in model._meta.local_fields if isinstance(field, models.DateField)]

    assert len(fields) > 50
    assert [str(field) for field in fields if field.auto_now or field.auto_now_add or field.has_db_default()] == []
