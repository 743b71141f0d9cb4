"""Which household could live in which home."""

import datetime as dt
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from financing.plans.homes.matching import (
    MOST_PAIRS,
    HomeType,
    Limit,
    TooManyPairsError,
    Wishes,
    fit_of,
    matched,
)

READY = dt.date(2028, 1, 1)


def home(name="A", count=1, area_m2=60.0, rent=700.0, rooms=2):
    return HomeType(name, name, count, area_m2, rent, rooms, READY)


def maybe(values):
    return st.none() | st.sampled_from(values)


WISHES = st.builds(
    Wishes,
    rooms=maybe([1, 2, 3]),
    area_from=maybe([40, 60]),
    area_to=maybe([60, 80]),
    most_rent=maybe([500.0, 700.0, 900.0]),
    moves_from=maybe([dt.date(2027, 6, 1), dt.date(2028, 6, 1)]),
    moves_until=maybe([dt.date(2027, 9, 1), dt.date(2029, 1, 1)]),
)
HOMES = st.builds(
    home,
    count=st.integers(0, 2),
    area_m2=st.sampled_from([40.0, 60.5, 80.0]),
    rent=st.sampled_from([450.0, 700.0, 950.0]),
    rooms=maybe([1, 2, 3]),
)


def worth(fits, given_homes):
    """How good an assignment is: who has a home, from the top of the list; the points together; those of who stands
    higher first.
    """
    points = [0 if place is None else row[place].misfit for row, place in zip(fits, given_homes, strict=True)]
    by_place = sum(count * (len(points) - number) for number, count in enumerate(points))
    return [place is None for place in given_homes], sum(points), by_place


def best_of_all(fits, homes):
    """Every assignment that is possible, one by one."""
    choices = [
        [None, *(place for place, fit in enumerate(row) if fit.is_possible and homes[place].count)] for row in fits
    ]
    allowed = (
        given_homes
        for given_homes in product(*choices)
        if all(given_homes.count(place) <= found.count for place, found in enumerate(homes))
    )
    return min(worth(fits, given_homes) for given_homes in allowed)


@given(st.lists(WISHES, max_size=5), st.lists(HOMES, max_size=4))
@example([Wishes(), Wishes(rooms=3)], [home(rooms=3, count=1), home(rooms=2, count=1)])
def test_it_is_as_good_as_the_best_of_all_ways(households, homes):
    found = matched(households, homes)

    assert worth(found.fits, found.given) == best_of_all(found.fits, homes)


@given(st.lists(WISHES, max_size=12), st.lists(HOMES, max_size=5))
def test_no_home_is_given_twice_and_none_that_is_impossible(households, homes):
    found = matched(households, homes)

    assert all(found.given.count(place) <= type_of_home.count for place, type_of_home in enumerate(homes))
    for row, place in zip(found.fits, found.given, strict=True):
        assert place is None or row[place].is_possible


@given(st.lists(WISHES, max_size=12), st.lists(HOMES, max_size=5))
def test_who_has_none_has_a_reason(households, homes):
    """Each home is impossible for them, or all of it went to others, who stand higher or could live nowhere else."""
    found = matched(households, homes)

    for row, place in zip(found.fits, found.given, strict=True):
        if place is None:
            full = [found.given.count(number) == type_of_home.count for number, type_of_home in enumerate(homes)]
            assert all(fit.limits or is_full for fit, is_full in zip(row, full, strict=True))


@given(st.lists(WISHES, min_size=1, max_size=8), st.lists(HOMES, max_size=4), st.data())
def test_nobody_loses_a_home_to_who_stands_lower(households, homes, data):
    """Whoever joins at the end of the list takes nobody's home away."""
    first = data.draw(st.integers(0, len(households)))

    has = [place is not None for place in matched(households, homes).given]
    had = [place is not None for place in matched(households[:first], homes).given]

    assert has[:first] == had


def test_what_stands_in_the_way_is_named():
    wishes = Wishes(rooms=3, most_rent=650.0, moves_until=dt.date(2027, 9, 1))

    assert fit_of(wishes, home()).limits == (Limit.ROOMS, Limit.RENT, Limit.DATE)
    assert fit_of(Wishes(rooms=2, most_rent=700.0, moves_until=READY), home()).limits == ()


def test_a_home_of_which_nobody_said_the_rooms_is_possible():
    assert fit_of(Wishes(rooms=4), home(rooms=None)).is_possible


def test_who_stands_higher_has_the_home_that_suits_where_only_one_does():
    """Both would rather have the small one, and neither is worse off than the other with the large one."""
    wishes = Wishes(area_to=60)

    found = matched([wishes, wishes], [home("large", area_m2=80.0), home("small")])

    assert found.given == [1, 0]


def test_rent_that_weighs_less_comes_before_a_room_more():
    easy, hard = Wishes(rooms=2, most_rent=1400.0), Wishes(rooms=2, most_rent=700.0)

    found = matched([easy, hard], [home("cheap", rent=350.0), home("dear", rent=700.0)])

    assert found.given == [1, 0]


def test_more_than_a_page_can_wait_for_is_refused():
    with pytest.raises(TooManyPairsError):
        matched([Wishes()] * 300, [home()] * (MOST_PAIRS // 300 + 1))
