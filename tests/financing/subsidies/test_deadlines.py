"""Deadlines to the day: worked cases, and what holds for all of them."""

import datetime as dt
import json

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from financing.subsidies.deadlines import Suspension, Term, deadline, is_day_off, objection_deadline, public_holidays

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31))


def day(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "length", "unit", "atw", "expected"),
    [
        ("2026-03-02", 13, "weeks", True, "2026-06-01"),
        ("2026-03-07", 13, "weeks", True, "2026-06-06"),  # a Saturday stays: a long term (Atw 4)
        ("2026-03-07", 12, "weeks", True, "2026-06-01"),  # Saturday 30 May, then Monday 1 June
        ("2026-03-07", 12, "weeks", False, "2026-05-30"),
        ("2026-11-16", 6, "weeks", True, "2026-12-28"),
        ("2026-11-13", 6, "weeks", True, "2026-12-28"),  # 25 and 26 December, then a Sunday
        ("2025-11-21", 6, "weeks", True, "2026-01-05"),  # 2 January 2026 is equated; a weekend follows
        ("2026-03-16", 6, "weeks", True, "2026-04-28"),  # King's Day
        ("2026-03-24", 6, "weeks", True, "2026-05-06"),  # 5 May, every year
        ("2026-02-20", 6, "weeks", True, "2026-04-07"),  # Good Friday to Easter Monday
        ("2026-04-02", 6, "weeks", True, "2026-05-18"),  # Ascension Day, the equated Friday, a weekend
        ("2026-04-13", 6, "weeks", True, "2026-05-26"),  # Whit Monday
        ("2025-03-16", 6, "weeks", True, "2025-04-28"),  # King's Day on Saturday 26 April, then a Sunday
        ("2024-01-31", 1, "months", True, "2024-02-29"),  # leap year
        ("2023-01-31", 1, "months", True, "2023-02-28"),
        ("2026-01-31", 3, "months", True, "2026-04-30"),
        ("2026-05-31", 3, "months", True, "2026-08-31"),
        ("2025-11-30", 3, "months", True, "2026-03-02"),  # 28 February 2026 is a Saturday
        ("2026-08-31", 6, "months", True, "2027-02-28"),  # a Sunday stays: a long term
        ("2026-01-01", 90, "days", True, "2026-04-01"),
        ("2026-01-03", 91, "days", True, "2026-04-04"),  # a Saturday stays: a long term
        ("2026-12-23", 3, "days", True, "2026-12-28"),  # two working days within the term (Atw 2)
        ("2026-12-24", 3, "days", True, "2026-12-29"),
        ("2026-06-05", 2, "days", True, "2026-06-08"),
        ("2027-12-25", 1, "days", True, "2027-12-27"),
        ("2026-03-02", 22, "weeks", True, "2026-08-03"),
        ("2026-03-02", 8, "weeks", True, "2026-04-28"),
    ],
)
def test_worked_case(start, length, unit, atw, expected):
    assert deadline(day(start), Term(length, unit, atw)).date == day(expected)


@pytest.mark.parametrize(
    ("suspensions", "expected"),
    [
        ([Suspension.completed(day("2026-03-10"), day("2026-03-24"))], "2026-06-14"),
        ([Suspension.completed(day("2026-03-10"), day("2026-03-11"))], "2026-06-01"),
        ([Suspension.lapsed(day("2026-03-10"), day("2026-03-24"))], "2026-06-15"),
        ([Suspension.consent(day("2026-05-01"), day("2026-05-31"))], "2026-07-02"),
        (
            [
                Suspension.completed(day("2026-03-10"), day("2026-03-24")),
                Suspension.consent(day("2026-03-20"), day("2026-03-29")),
            ],
            "2026-06-20",
        ),
        ([Suspension.consent(day("2026-06-02"), day("2026-06-30"))], "2026-06-01"),  # after the end: nothing
        ([Suspension.consent(day("2026-06-01"), day("2026-06-01"))], "2026-06-02"),
    ],
)
def test_suspension_moves_a_decision_term(suspensions, expected):
    assert deadline(day("2026-03-02"), Term(13, "weeks"), suspensions).date == day(expected)


def test_suspended_short_term_is_still_extended_over_a_weekend():
    suspension = Suspension.completed(day("2026-03-03"), day("2026-03-09"))

    assert deadline(day("2026-03-02"), Term(4, "weeks"), [suspension]).date == day("2026-04-07")


@pytest.mark.parametrize(("year", "kings_day"), [(2025, "2025-04-26"), (2026, "2026-04-27"), (2031, "2031-04-26")])
def test_kings_day_is_a_day_early_when_it_falls_on_a_sunday(year, kings_day):
    assert day(kings_day) in public_holidays(year)
    assert len(public_holidays(year)) == 9


@pytest.mark.parametrize(("year", "monday"), [(2008, "2008-03-24"), (2038, "2038-04-26"), (2026, "2026-04-06")])
def test_easter_at_its_extremes(year, monday):
    assert day(monday) in public_holidays(year)


@given(DAYS)
def test_last_day_to_object_is_a_working_day_at_least_six_weeks_later(sent_on):
    last = objection_deadline(sent_on).date

    assert not is_day_off(last)
    assert 42 <= (last - sent_on).days <= 42 + 6


@given(DAYS, st.integers(1, 30), st.integers(0, 60), st.integers(0, 40))
def test_suspension_never_brings_a_date_nearer(start, weeks, after, length):
    first = start + dt.timedelta(days=after)
    suspension = Suspension.consent(first, first + dt.timedelta(days=length))

    assert deadline(start, Term(weeks, "weeks"), [suspension]).date >= deadline(start, Term(weeks, "weeks")).date


@given(DAYS, st.integers(1, 12))
def test_every_step_says_its_date(start, weeks):
    found = deadline(start, Term(weeks, "weeks"))

    assert str(found.date) in " ".join(str(step) for step in found.steps)


def test_command_prints_date_and_steps(capsys):
    call_command("deadline", "--from", "2026-03-02", "--weeks", "13", "--suspend", "2026-03-10:2026-03-24", "--json")
    printed = json.loads(capsys.readouterr().out)

    assert printed["date"] == "2026-06-14"
    assert len(printed["steps"]) == 3
