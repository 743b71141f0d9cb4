"""Deadlines worked by hand, each with its reasoning.

A judge should be able to follow every line without running anything.

Weekdays: 1 January 2026 is a Thursday, 2027 a Friday, 2028 a Saturday (leap year). GF: Good Friday, EM: Easter Monday,
AD: Ascension Day, WM: Whit Monday. 2025: GF 18-4, EM 21-4, AD 29-5, WM 9-6. 2026: GF 3-4, EM 6-4, AD 14-5, WM 25-5.
2027: GF 26-3, EM 29-3, AD 6-5, WM 17-5. 2028: GF 14-4, EM 17-4, AD 25-5, WM 5-6. Equated: 30-5-2025, 2-1-2026,
15-5-2026, 7-5-2027, 28-4-2028, 26-5-2028.
"""

import datetime as dt
from decimal import Decimal

import pytest

from financing.subsidies.law.deadlines import Suspension, Term, deadline
from financing.subsidies.law.objection_term import (
    is_objection_in_time,
    objection_deadline,
    objection_decision_deadline,
    post_deadline,
)
from financing.subsidies.law.statutory import leaving_out_deadline, payment_deadline, penalty, statutory_deadline


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def completed(request: str, done: str) -> Suspension:
    return Suspension.completed(day(request), day(done))


def lapsed(request: str, last: str) -> Suspension:
    return Suspension.lapsed(day(request), day(last))


def consent(first: str, last: str) -> Suspension:
    return Suspension.consent(day(first), day(last))


COUNTED = [
    # Counting: the day of the event is not counted
    ("2026-06-01", 1, "days", "2026-06-02"),  # Monday, one day on is Tuesday
    ("2026-06-01", 1, "weeks", "2026-06-08"),  # the same weekday a week later, a Monday
    ("2026-06-01", 1, "months", "2026-07-01"),  # the same number, a Wednesday
    ("2026-06-02", 6, "weeks", "2026-07-14"),  # 42 days on: 28 in June, 14 in July; a Tuesday
    # Weekends
    ("2026-06-05", 1, "days", "2026-06-08"),  # Saturday the 6th, Sunday the 7th, so Monday
    ("2026-06-06", 1, "days", "2026-06-08"),  # Sunday the 7th, so Monday
    ("2026-06-06", 2, "weeks", "2026-06-22"),  # Saturday the 20th, so Monday the 22nd
    ("2026-06-07", 2, "weeks", "2026-06-22"),  # Sunday the 21st, so Monday the 22nd
    # Each holiday of Atw 3
    ("2025-12-18", 2, "weeks", "2026-01-05"),  # New Year's Day Thursday, 2 January equated, a weekend
    ("2026-12-18", 2, "weeks", "2027-01-04"),  # New Year's Day Friday, a weekend; 2027 has no equated 2 January
    ("2026-03-20", 2, "weeks", "2026-04-07"),  # GF 3 April, a weekend, EM 6 April
    ("2026-03-23", 2, "weeks", "2026-04-07"),  # EM 6 April itself
    ("2027-03-12", 2, "weeks", "2027-03-30"),  # GF 26 March, a weekend, EM 29 March
    ("2026-04-13", 2, "weeks", "2026-04-28"),  # King's Day Monday 27 April
    ("2025-04-12", 2, "weeks", "2025-04-28"),  # the 27th is a Sunday, so Saturday the 26th; then that Sunday
    ("2031-04-12", 2, "weeks", "2031-04-28"),  # the same in 2031
    ("2025-04-11", 2, "weeks", "2025-04-25"),  # the Friday before stays a working day
    ("2026-04-21", 2, "weeks", "2026-05-06"),  # Tuesday 5 May, every year
    ("2025-04-21", 2, "weeks", "2025-05-06"),  # Monday 5 May 2025: not only in years that end in 0 or 5
    ("2026-04-30", 2, "weeks", "2026-05-18"),  # AD 14 May, the equated Friday, a weekend
    ("2027-04-22", 2, "weeks", "2027-05-10"),  # AD 6 May, equated 7 May, a weekend
    ("2027-04-21", 2, "weeks", "2027-05-10"),  # 5 May, AD the day after, equated, a weekend
    ("2026-05-11", 2, "weeks", "2026-05-26"),  # WM 25 May
    ("2026-05-09", 2, "weeks", "2026-05-26"),  # Saturday before Pentecost, Sunday, WM
    ("2026-12-11", 2, "weeks", "2026-12-28"),  # Christmas Day Friday, the 26th Saturday, Sunday
    ("2028-12-11", 2, "weeks", "2028-12-27"),  # Christmas Day Monday, the 26th Tuesday
    ("2027-12-12", 2, "weeks", "2027-12-27"),  # the 26th a Sunday; Monday the 27th is no holiday in Dutch law
    ("2028-04-13", 2, "weeks", "2028-05-01"),  # King's Day Thursday, equated Friday 28, a weekend
    ("2025-05-16", 2, "weeks", "2025-06-02"),  # equated Friday 30 May, a weekend
    ("2028-05-12", 2, "weeks", "2028-05-29"),  # equated Friday 26 May, a weekend
    ("2026-12-17", 2, "weeks", "2026-12-31"),  # New Year's Eve is an ordinary day
    ("2026-03-22", 2, "weeks", "2026-04-07"),  # Easter Sunday is a Sunday, then EM
    # Easter at its extremes
    ("2008-03-07", 2, "weeks", "2008-03-25"),  # earliest of our time: GF 21 March, weekend, EM 24 March
    ("2038-04-09", 2, "weeks", "2038-04-28"),  # latest: GF 23 April, weekend, EM 26 April, King's Day 27 April
    # Months and leap years
    ("2026-01-31", 1, "months", "2026-03-02"),  # 28 February is a Saturday, so Monday 2 March
    ("2028-01-31", 1, "months", "2028-02-29"),  # leap year: the 29th, a Tuesday
    ("2028-01-30", 1, "months", "2028-02-29"),  # there is no 30 February
    ("2027-01-31", 1, "months", "2027-03-01"),  # 28 February 2027 is a Sunday
    ("2026-03-31", 1, "months", "2026-04-30"),  # April has 30 days; a Thursday
    ("2026-04-30", 1, "months", "2026-06-01"),  # the 30th and not the last of May; a Saturday, so Monday
    ("2028-02-29", 3, "months", "2028-05-29"),  # a Monday
    ("2027-12-31", 2, "months", "2028-02-29"),  # across the year, leap year
    ("2026-11-30", 3, "months", "2027-03-01"),  # 28 February 2027 is a Sunday: three months are extended
    ("2026-10-28", 4, "months", "2027-02-28"),  # four months are a long term: the Sunday stays (Atw 4)
    ("2028-02-29", 12, "months", "2029-02-28"),  # a year on; a long term
    # Long terms: 12 against 13 weeks, 90 against 91 days
    ("2026-06-06", 12, "weeks", "2026-08-31"),  # Saturday 29 August, so Monday 31 August
    ("2026-06-06", 13, "weeks", "2026-09-05"),  # Saturday 5 September stays
    ("2026-06-07", 22, "weeks", "2026-11-08"),  # Sunday stays
    ("2026-09-26", 13, "weeks", "2026-12-26"),  # even a holiday stays
    ("2026-06-08", 90, "days", "2026-09-07"),  # 22 in June, 31, 31, so 6 September, a Sunday: Monday the 7th
    ("2026-06-07", 91, "days", "2026-09-06"),  # the same Sunday stays with 91
    # Two working days in a term of three days or more (Atw 2)
    ("2026-06-04", 3, "days", "2026-06-08"),  # Fri 5 is the only one until Sunday the 7th; Mon 8 is the second
    ("2026-06-05", 3, "days", "2026-06-09"),  # Sat, Sun, Mon 8: one working day, so Tue 9
    ("2026-06-06", 3, "days", "2026-06-09"),  # Sun, Mon 8, Tue 9: two
    ("2026-06-05", 2, "days", "2026-06-08"),  # two days: Atw 2 does not reach; Sunday moves to Monday
    ("2026-12-24", 3, "days", "2026-12-29"),  # 25, 26, 27 none; Mon 28 and Tue 29
    ("2027-12-23", 3, "days", "2027-12-27"),  # Fri 24 is one, 25 and 26 none; Mon 27 the second
    ("2026-04-02", 4, "days", "2026-04-08"),  # GF, weekend, EM: none; Tue 7 and Wed 8
    ("2026-06-01", 3, "days", "2026-06-04"),  # Tue, Wed, Thu: nothing to extend
]


@pytest.mark.parametrize(("start", "length", "unit", "expected"), COUNTED)
def test_counted_by_the_law(start, length, unit, expected):
    assert deadline(day(start), Term(length, unit)).date == day(expected)


@pytest.mark.parametrize(
    ("start", "length", "unit", "expected"),
    [
        ("2026-06-06", 2, "weeks", "2026-06-20"),  # a term of a letter: the Saturday stays (Atw 1)
        ("2026-12-11", 2, "weeks", "2026-12-25"),  # Christmas Day stays
        ("2026-12-24", 3, "days", "2026-12-27"),  # no two working days either
        ("2026-01-31", 1, "months", "2026-02-28"),  # a Saturday stays
        ("2026-06-07", 8, "weeks", "2026-08-02"),  # a Sunday stays
    ],
)
def test_counted_where_the_atw_does_not_reach(start, length, unit, expected):
    assert deadline(day(start), Term(length, unit, atw=False)).date == day(expected)


@pytest.mark.parametrize(
    ("start", "weeks", "suspensions", "expected"),
    [
        # 2 March + 91 days = 1 June. Request 10, completed 24: 24 - 10 - 1 = 13 days. 1 June + 13.
        ("2026-03-02", 13, [completed("2026-03-10", "2026-03-24")], "2026-06-14"),
        # Completed the day after the request: no day stood still.
        ("2026-03-02", 13, [completed("2026-03-10", "2026-03-11")], "2026-06-01"),
        # Completed on the day of the request itself: none either.
        ("2026-03-02", 13, [completed("2026-03-10", "2026-03-10")], "2026-06-01"),
        # Unused: up to and including the last day, 24 - 10 = 14 days.
        ("2026-03-02", 13, [lapsed("2026-03-10", "2026-03-24")], "2026-06-15"),
        # Consent: both days included, 1 to 31 May is 31 days. 1 June + 31.
        ("2026-03-02", 13, [consent("2026-05-01", "2026-05-31")], "2026-07-02"),
        # Consent for one day.
        ("2026-03-02", 13, [consent("2026-05-01", "2026-05-01")], "2026-06-02"),
        # Overlap counts once: 11 to 23 March and 20 to 29 March are together 11 to 29 March, 19 days.
        ("2026-03-02", 13, [completed("2026-03-10", "2026-03-24"), consent("2026-03-20", "2026-03-29")], "2026-06-20"),
        # One inside the other: 1 to 31 May alone counts.
        ("2026-03-02", 13, [consent("2026-05-01", "2026-05-31"), consent("2026-05-10", "2026-05-12")], "2026-07-02"),
        # Two that touch: 11 to 23 March (13 days) and 24 to 31 March (8 days), 21 days.
        ("2026-03-02", 13, [completed("2026-03-10", "2026-03-24"), consent("2026-03-24", "2026-03-31")], "2026-06-22"),
        # Two requests, both completed: 13 days and 20 - 10 - 1 = 9 days in April.
        (
            "2026-03-02",
            13,
            [completed("2026-03-10", "2026-03-24"), completed("2026-04-10", "2026-04-20")],
            "2026-06-23",
        ),
        # After the last day: the term has ended, nothing changes.
        ("2026-03-02", 13, [consent("2026-06-02", "2026-06-30")], "2026-06-01"),
        # On the last day itself: that day does not count, the day after is the last.
        ("2026-03-02", 13, [consent("2026-06-01", "2026-06-01")], "2026-06-02"),
        # After the original last day, but within what an earlier suspension added: 1 June + 13 = 14 June, so 10 to 12
        # June count: 17 June.
        ("2026-03-02", 13, [completed("2026-03-10", "2026-03-24"), consent("2026-06-10", "2026-06-12")], "2026-06-17"),
        # Before the event: nothing to suspend.
        ("2026-03-02", 13, [consent("2026-02-01", "2026-03-02")], "2026-06-01"),
        # Partly before: only 3 to 5 March count.
        ("2026-03-02", 13, [consent("2026-02-20", "2026-03-05")], "2026-06-04"),
        # A suspended long term ends on a Sunday and stays there.
        ("2026-03-02", 13, [consent("2026-05-01", "2026-05-06")], "2026-06-07"),
        # A suspended short term stays short: 8 weeks end 27 April, 5 days on is Saturday 2 May, so Monday 4 May.
        ("2026-03-02", 8, [consent("2026-03-10", "2026-03-14")], "2026-05-04"),
        # 12 weeks end 25 May, 13 days on is Sunday 7 June; still no long term, so Monday 8 June.
        ("2026-03-02", 12, [completed("2026-03-10", "2026-03-24")], "2026-06-08"),
        # 4 weeks end 30 March, 5 days on is Saturday 4 April, then Easter: Tuesday 7 April.
        ("2026-03-02", 4, [completed("2026-03-03", "2026-03-09")], "2026-04-07"),
        # A weekend extension comes last: 4 weeks end Sat 28 March; a suspension from that Sunday on changes nothing;
        # Monday 30 March.
        ("2026-02-28", 4, [consent("2026-03-29", "2026-03-31")], "2026-03-30"),
    ],
)
def test_suspended(start, weeks, suspensions, expected):
    assert deadline(day(start), Term(weeks, "weeks"), suspensions).date == day(expected)


def test_suspended_days_are_none_of_the_two_working_days():
    # 3 days after Tuesday 22 December with the 23rd and 24th suspended: 25, 26 and 27 count, none is a working day. So
    # the 28th and 29th.
    assert deadline(day("2026-12-22"), Term(3, "days"), [consent("2026-12-23", "2026-12-24")]).date == day("2026-12-29")


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("2026-11-13", "2026-12-28"),  # Friday: six weeks on is Christmas Day, the 26th, a Sunday
        ("2026-11-14", "2026-12-28"),  # Saturday 26 December, Sunday
        ("2026-11-16", "2026-12-28"),  # Monday to Monday
        ("2026-11-20", "2027-01-04"),  # New Year's Day Friday, a weekend
        ("2025-11-20", "2026-01-05"),  # New Year's Day Thursday, the equated Friday, a weekend
        ("2026-06-01", "2026-07-13"),
    ],
)
def test_objection(sent, expected):
    assert objection_deadline(day(sent)).date == day(expected)


@pytest.mark.parametrize(
    ("received", "posted", "in_time"),
    [
        ("2026-12-28", None, True),  # the last day
        ("2026-12-29", None, False),  # a day later, not by post
        ("2026-12-31", "2026-12-28", True),  # posted on the last day, received within a week
        ("2027-01-04", "2026-12-28", True),  # the week ends on 4 January
        ("2027-01-05", "2026-12-28", False),  # received after that week
        ("2026-12-30", "2026-12-29", False),  # posted too late
    ],
)
def test_objection_over_christmas_is_in_time_or_late(received, posted, in_time):
    object_by = objection_deadline(day("2026-11-13")).date

    assert (
        is_objection_in_time(object_by=object_by, received_on=day(received), posted_on=posted and day(posted))
        is in_time
    )


def test_week_for_the_post_is_extended_too():
    # A week after Friday 18 December is Christmas Day; the 26th, the Sunday: Monday the 28th.
    assert post_deadline(day("2026-12-18")).date == day("2026-12-28")


def mended(request, done):
    return Suspension.completed(day(request), day(done), is_of_objection=True)


def unmended(request, last):
    return Suspension.lapsed(day(request), day(last), is_of_objection=True)


@pytest.mark.parametrize(
    ("suspensions", "agreed_until", "expected"),
    [
        # Six weeks from Monday 13 July end on Monday 24 August 2026.
        ([mended("2026-07-20", "2026-07-30")], None, "2026-09-02"),  # 21 to 29 July stand still: nine days
        ([mended("2026-07-20", "2026-07-21")], None, "2026-08-24"),  # completed the next day: none
        (
            [unmended("2026-07-20", "2026-08-03")],
            None,
            "2026-09-07",
        ),  # nothing came: 21 July to 3 August, fourteen days
        ([mended("2026-07-01", "2026-07-10")], None, "2026-08-24"),  # before the term began: nothing
        ([mended("2026-07-06", "2026-07-17")], None, "2026-08-27"),  # 14 to 16 July count: three days
        ([], "2026-10-10", "2026-10-10"),  # agreed (lid 4): that day itself, a Saturday
        ([], "2026-08-20", "2026-08-24"),  # agreed on an earlier day: the law's day stands
        ([unmended("2026-07-20", "2026-08-03")], "2026-10-01", "2026-10-01"),
    ],
)
def test_term_of_an_objection_stands_still_and_runs_on_with_consent(suspensions, agreed_until, expected):
    found = objection_decision_deadline(
        object_by=day("2026-07-13"),
        has_committee=False,
        suspensions=suspensions,
        agreed_until=agreed_until and day(agreed_until),
    )

    assert found.date == day(expected)
    told = " ".join(str(step) for step in found.steps)
    assert "4:15" not in told
    assert ("7:10 lid 4" in told) is (agreed_until is not None and expected == agreed_until)


@pytest.mark.parametrize(
    ("object_by", "committee", "postponed", "suspensions", "expected"),
    [
        ("2026-07-13", False, False, [], "2026-08-24"),  # six weeks, Monday
        ("2026-07-13", True, False, [], "2026-10-05"),  # twelve weeks, Monday
        ("2026-11-13", False, False, [], "2026-12-28"),  # six weeks end on Christmas Day: extended
        (
            "2026-10-02",
            True,
            False,
            [],
            "2026-12-28",
        ),  # twelve weeks end on Christmas Day: extended (Atw 4: not more than twelve)
        ("2026-10-02", False, True, [], "2026-12-28"),  # six and six weeks are twelve: extended
        ("2026-08-21", True, True, [], "2026-12-25"),  # twelve and six weeks: the day itself, Christmas Day
        # A defect is remedied (6:6): request 20 July, done 30 July, nine days. 24 August + 9 = 2 September.
        ("2026-07-13", False, False, [completed("2026-07-20", "2026-07-30")], "2026-09-02"),
        # Further with consent: 20 to 31 August, twelve days. 24 August + 12 = 5 September, a Saturday: Monday the 7th.
        ("2026-07-13", False, False, [consent("2026-08-20", "2026-08-31")], "2026-09-07"),
    ],
)
def test_decision_on_objection(object_by, committee, postponed, suspensions, expected):
    found = objection_decision_deadline(
        object_by=day(object_by), has_committee=committee, is_postponed=postponed, suspensions=suspensions
    )

    assert found.date == day(expected)


@pytest.mark.parametrize(
    ("ended", "expected"),
    [
        ("2026-03-24", "2026-04-21"),  # four weeks after the remedy term ended, a Tuesday
        ("2026-03-06", "2026-04-07"),  # GF 3 April, a weekend, EM
        ("2026-11-27", "2026-12-28"),  # Christmas Day, the 26th, a Sunday
    ],
)
def test_leaving_out_of_consideration(ended, expected):
    assert leaving_out_deadline(day(ended)).date == day(expected)


@pytest.mark.parametrize(
    ("name", "event", "expected"),
    [
        ("award", "2026-03-07", "2026-06-06"),  # 13 weeks: Saturday stays (KB 22 lid 1, Atw 4)
        ("award_with_advice", "2026-03-07", "2026-08-08"),  # 22 weeks: Saturday stays
        ("reasonable_term", "2026-03-02", "2026-04-28"),  # 8 weeks end on King's Day
        ("settlement_application", "2026-03-07", "2026-06-06"),  # 13 weeks (KB 22 lid 4)
        ("settlement_decision", "2026-03-07", "2026-08-08"),  # 22 weeks (KB 22 lid 5)
        ("own_motion_settlement", "2026-03-07", "2026-08-08"),  # 22 weeks (KB 22 lid 3)
        ("progress_report", "2026-03-07", "2027-03-07"),  # a year; a Sunday stays
        ("recovery", "2028-02-29", "2033-02-28"),  # five years (Awb 4:57 lid 4)
        ("payment_hold", "2026-03-07", "2026-06-06"),  # 13 weeks (Awb 4:56)
    ],
)
def test_term_of_the_law_by_name(name, event, expected):
    assert statutory_deadline(name, day(event)).date == day(expected)


def test_payment_is_not_extended_because_that_is_not_settled():
    # Six weeks after Friday 13 November is Christmas Day; the day itself is given, the earlier one (Awb 4:87).
    assert payment_deadline(day("2026-11-13")).date == day("2026-12-25")


@pytest.mark.parametrize(
    ("decide_by", "notice", "until", "first", "days", "amount"),
    [
        # Notice Monday 1 June; two weeks end Monday 15 June; the first day that costs money is the 16th.
        ("2026-05-29", "2026-06-01", "2026-06-15", "2026-06-16", 0, 0),
        ("2026-05-29", "2026-06-01", "2026-06-16", "2026-06-16", 0, 0),  # decided on the first day: no whole day late
        ("2026-05-29", "2026-06-01", "2026-06-17", "2026-06-16", 1, 23),
        ("2026-05-29", "2026-06-01", "2026-06-30", "2026-06-16", 14, 322),  # 14 x 23
        ("2026-05-29", "2026-06-01", "2026-07-01", "2026-06-16", 15, 357),  # and one of 35
        ("2026-05-29", "2026-06-01", "2026-07-14", "2026-06-16", 28, 812),  # 322 + 14 x 35
        ("2026-05-29", "2026-06-01", "2026-07-15", "2026-06-16", 29, 857),  # and one of 45
        ("2026-05-29", "2026-06-01", "2026-07-28", "2026-06-16", 42, 1442),  # 812 + 14 x 45, the maximum
        ("2026-05-29", "2026-06-01", "2027-07-28", "2026-06-16", 42, 1442),  # and never more
        # The notice came before the term ended: the two weeks run from the end, 12 June to 26 June.
        ("2026-06-12", "2026-06-01", "2026-06-29", "2026-06-27", 2, 46),
        # Two weeks end on Saturday 20 June: extended to Monday the 22nd (Atw 1); the 42 days are not extended (4:17 lid
        # 1).
        ("2026-05-29", "2026-06-06", "2026-06-24", "2026-06-23", 1, 23),
        # The amounts of before 2019: 14 x 20.
        ("2018-05-29", "2018-06-01", "2018-06-30", "2018-06-16", 14, 280),
    ],
)
def test_penalty(decide_by, notice, until, first, days, amount):
    found = penalty(decide_by=day(decide_by), notice_received_on=day(notice), until=day(until))

    assert (found.first_day, found.days, found.amount) == (day(first), days, Decimal(amount))


def test_penalty_ends_after_forty_two_days():
    found = penalty(decide_by=day("2026-05-29"), notice_received_on=day("2026-06-01"), until=day("2026-06-20"))

    assert found.last_day == day("2026-07-27")  # 16 June is the first of 42: 15 in June, 27 in July
    assert found.maximum == Decimal(1442)
