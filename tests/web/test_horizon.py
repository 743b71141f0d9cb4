"""Planned against real on a line of time."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from coophub.web import clock
from coophub.web.horizon import MOST_TICKS, Planned, Span, horizon_of
from coophub.web.timeline import DONE, LATE, NEXT

DAYS = st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2200, 12, 31))


def in_days(days):
    return clock.today() + dt.timedelta(days=days)


def percent(text):
    return float(text.removesuffix("%"))


def test_nothing_with_a_day_is_no_line():
    assert horizon_of([Planned("Kavel", None, None)], [Span("Fase", in_days(-9))]) is None


def test_what_is_planned_done_and_late_differ_and_stand_in_order():
    found = horizon_of(
        [
            Planned("Straks", in_days(40), None),
            Planned("Te laat", in_days(-10), None),
            Planned("Gedaan", in_days(-60), in_days(-30)),
        ]
    )

    assert [(row.label, row.state) for row in found.rows] == [("Gedaan", DONE), ("Te laat", LATE), ("Straks", NEXT)]
    done, late, coming = found.rows
    assert percent(done.planned) < percent(done.done) < percent(found.today) < percent(coming.planned)
    assert abs(percent(late.begins) + percent(late.width) - percent(found.today)) < 0.02
    assert coming.width == "0.00%"


def test_a_phase_lasts_until_the_next_begins():
    found = horizon_of(
        [Planned("Kavel", in_days(10), None)], [Span("Tweede", in_days(-50)), Span("Eerste", in_days(-100))]
    )

    first, second = found.spans
    assert (first.label, second.label) == ("Eerste", "Tweede")
    assert abs(percent(first.at) + percent(first.width) - percent(second.at)) < 0.02


@given(st.lists(st.tuples(DAYS, DAYS), max_size=5), st.lists(st.dates(dt.date(1990, 1, 1), dt.date(2200, 12, 31))))
def test_whatever_is_stored_stands_on_the_line(days, spans):
    found = horizon_of([Planned("x" * 200, *pair) for pair in days], [Span("Fase", on) for on in spans])

    if found is None:
        assert not any(any(pair) for pair in days)
        return
    places = [tick.at for tick in found.ticks] + [found.today]
    places += [place for row in found.rows for place in (row.planned, row.done, row.begins, row.width) if place]
    assert all(0 <= percent(place) <= 100 for place in places)
    assert len(found.ticks) <= MOST_TICKS + 1
    assert all(len(row.label) <= 60 for row in found.rows)
