"""What holds for every deadline, and the command. Cases worked by hand are in `test_worked_deadlines.py`."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from financing.subsidies.law.deadlines import DAY, Suspension, Term, deadline, is_day_off, public_holidays
from financing.subsidies.law.figures import arrangement_for, legal_term, penalty_steps
from financing.subsidies.law.objection_term import objection_deadline, objection_decision_deadline
from financing.subsidies.law.statutory import penalty

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31))


def day(text):
    return dt.date.fromisoformat(text)


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


TERMS = st.one_of(
    st.builds(Term, st.integers(1, 120), st.just("days"), st.booleans()),
    st.builds(Term, st.integers(1, 30), st.just("weeks"), st.booleans()),
    st.builds(Term, st.integers(1, 14), st.just("months"), st.booleans()),
)


@st.composite
def cases(draw):
    """A start, a term, and suspensions somewhere around it."""
    start = draw(DAYS)
    periods = draw(st.lists(st.tuples(st.integers(-20, 120), st.integers(0, 40)), max_size=4))
    suspensions = [Suspension.consent(start + after * DAY, start + (after + days) * DAY) for after, days in periods]
    return start, draw(TERMS), suspensions


@given(cases(), st.integers(-20, 120), st.integers(0, 40))
def test_adding_a_suspension_never_brings_a_date_nearer(case, after, length):
    start, term, suspensions = case
    more = Suspension.consent(start + after * DAY, start + (after + length) * DAY)

    assert deadline(start, term, [*suspensions, more]).date >= deadline(start, term, suspensions).date


@given(cases())
def test_a_suspension_named_twice_counts_once_and_order_does_not_matter(case):
    start, term, suspensions = case
    once = deadline(start, term, suspensions).date

    assert deadline(start, term, suspensions * 2).date == once
    assert deadline(start, term, suspensions[::-1]).date == once


@given(cases())
def test_counted_days_are_exactly_the_length_of_a_term_that_is_not_extended(case):
    start, term, suspensions = case
    plain = Term(term.length, term.unit, atw=False)
    last = deadline(start, plain, suspensions).date
    after = [start + number * DAY for number in range(1, (last - start).days + 1)]
    running = [day for day in after if not any(day in suspension for suspension in suspensions)]

    assert len(running) == (plain.end(start) - start).days
    assert not any(last in suspension for suspension in suspensions)


@given(cases())
def test_law_never_shortens_and_ends_on_a_working_day_unless_the_term_is_long(case):
    start, term, suspensions = case
    reached, plain = Term(term.length, term.unit), Term(term.length, term.unit, atw=False)
    found = deadline(start, reached, suspensions).date

    assert found >= deadline(start, plain, suspensions).date
    if term.is_long:
        assert found == deadline(start, plain, suspensions).date
    else:
        assert not is_day_off(found)


@given(DAYS, st.integers(1, 29), st.sampled_from(["days", "weeks", "months"]))
def test_a_longer_term_of_a_kind_never_ends_earlier_while_both_are_short_or_both_are_long(start, length, unit):
    shorter, longer = Term(length, unit), Term(length + 1, unit)

    if shorter.is_long == longer.is_long:
        assert deadline(start, longer).date >= deadline(start, shorter).date


@given(DAYS, st.integers(0, 30), st.integers(0, 400))
def test_penalty_never_falls_and_never_passes_its_maximum(decide_by, notice_after, until_after):
    notice = decide_by + notice_after * DAY
    found, later = (
        penalty(decide_by=decide_by, notice_received_on=notice, until=notice + days * DAY)
        for days in (until_after, until_after + 1)
    )

    assert found.amount <= later.amount <= later.maximum
    assert 0 <= found.days <= 42


@given(DAYS, st.integers(1, 12))
def test_every_step_says_its_date(start, weeks):
    found = deadline(start, Term(weeks, "weeks"))

    assert str(found.date) in " ".join(str(step) for step in found.steps)


def test_command_prints_date_and_steps(capsys):
    call_command("deadline", "--from", "2026-03-02", "--weeks", "13", "--suspend", "2026-03-10:2026-03-24", "--json")
    printed = json.loads(capsys.readouterr().out)

    assert printed["date"] == "2026-06-14"
    assert [step.split()[0] for step in printed["steps"]] == ["13", "From", "13", "This"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("--from 2026-06-06 --weeks 2", "2026-06-22"),
        ("--from 2026-06-06 --weeks 2 --no-atw", "2026-06-20"),
        ("--from 2026-12-24 --days 3", "2026-12-29"),
        ("--from 2026-01-31 --months 1", "2026-03-02"),
        ("--from 2026-03-02 --weeks 13 --lapsed 2026-03-10:2026-03-24", "2026-06-15"),
        ("--from 2026-03-02 --weeks 13 --consent 2026-05-01:2026-05-31", "2026-07-02"),
        (
            "--from 2026-03-02 --weeks 13 --suspend 2026-03-10:2026-03-24 --suspend 2026-04-10:2026-04-20",
            "2026-06-23",
        ),
        (
            "--from 2026-03-02 --weeks 13 --suspend 2026-03-10:2026-03-24 --consent 2026-03-20:2026-03-29",
            "2026-06-20",
        ),
    ],
)
def test_command_takes_every_option(capsys, options, expected):
    call_command("deadline", *options.split())

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == expected
    assert len(lines) > 1


@pytest.mark.parametrize(
    "options",
    [
        "--from 2026-02-30 --weeks 2",
        "--from 2026-02-20 --weeks 0",
        "--from 2026-02-20 --weeks 2 --days 3",
        "--from 2026-02-20",
        "--from 2026-02-20 --weeks 2 --suspend 2026-03-10:2026-03-01",
        "--from 2026-02-20 --weeks 2 --suspend 2026-03-10",
        "--from 9990-02-20 --weeks 3000",
        "--from 9990-02-20 --months 300",
    ],
)
def test_command_refuses_what_is_no_deadline_with_a_sentence(options):
    with pytest.raises(CommandError) as caught:
        call_command("deadline", *options.split())

    assert str(caught.value)


@given(st.dates(), TERMS, st.dates(), st.dates())
def test_no_day_is_too_late_or_too_early_to_count_from(start, term, first, last):
    found = deadline(start, term, [Suspension.consent(first, last), Suspension.completed(first, last)])

    assert start <= found.date <= dt.date.max


def test_figures_of_the_law_are_those_of_the_day():
    assert [int(step.amount_per_day) for step in penalty_steps(day("2018-12-31"))] == [20, 30, 40]
    assert [int(step.amount_per_day) for step in penalty_steps(day("2019-01-01"))] == [23, 35, 45]
    assert penalty_steps(day("2009-09-30")) == []


@given(st.dates())
def test_the_law_answers_for_every_day_with_its_first_figures_before_it_had_any(on):
    found = legal_term("award", on)

    assert found.term == Term(13, "weeks")
    assert len(found.steps) == (1 if on >= day("2013-05-30") else 2)
    assert arrangement_for(Decimal(30_000), on) == "middle"
    assert objection_decision_deadline(object_by=on, has_committee=True, is_postponed=True).date >= on
    cost = penalty(decide_by=on, notice_received_on=on, until=on)
    assert (cost is None) == (on < day("2009-09-15"))


def test_a_term_that_the_law_does_not_have_is_a_mistake_in_the_code():
    with pytest.raises(KeyError):
        legal_term("dreaming", day("2026-01-01"))


@pytest.mark.parametrize(
    ("amount", "arrangement"),
    [("24999.99", "small"), ("25000", "middle"), ("124999.99", "middle"), ("125000", "large")],
)
def test_arrangement_follows_the_amount(amount, arrangement):
    assert arrangement_for(Decimal(amount), day("2026-01-01")) == arrangement
