"""How often somebody may do a thing."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from coophub.web import clock
from coophub.web.models import PaceCount
from coophub.web.pace import Pace, count, count_both

KNOCKS = Pace("knocks", most=5, seconds=60)


@pytest.mark.django_db
def test_so_much_is_let_in_and_what_is_too_many_does_not_count():
    costs = (2, 2, 2, 1, 1)

    found = [count(KNOCKS, "anna", cost=cost) for cost in costs]

    assert [each.is_over for each in found] == [False, False, True, False, True]
    assert [each.left for each in found] == [3, 1, 1, 0, 0]
    assert not count(KNOCKS, "bram").is_over
    assert not count(Pace("bells", 5, 60), "anna").is_over


@pytest.mark.django_db
def test_what_costs_more_than_all_is_never_let_in():
    assert count(KNOCKS, "anna", cost=6).is_over
    assert not PaceCount.objects.exists()


@pytest.mark.django_db
def test_it_begins_anew_when_its_time_is_over_also_for_who_went_on():
    begun = clock.now()
    first = count(KNOCKS, "anna", cost=4)
    with clock.at(begun + dt.timedelta(seconds=50)):
        went_on = count(KNOCKS, "anna")
    with clock.at(begun + dt.timedelta(seconds=61)):
        anew = count(KNOCKS, "anna")

    assert (went_on.left, went_on.ends_at) == (0, first.ends_at)
    assert (anew.used, anew.seconds_left > 0) == (1, True)


@pytest.mark.django_db
def test_counting_is_one_query(django_assert_num_queries):
    for _time in range(2):
        with django_assert_num_queries(1):
            count(KNOCKS, "anna")


@pytest.mark.django_db
def test_two_are_counted_at_once_and_what_is_too_many_for_one_is_let_in_for_neither(django_assert_num_queries):
    count(KNOCKS, "a hall", cost=2)
    with django_assert_num_queries(1):
        first = count_both(KNOCKS, "a hall", "anna")
    others = [count_both(KNOCKS, f"hall {number}", "anna") for number in range(5)]
    rest = [count_both(KNOCKS, "a hall", f"somebody {number}") for number in range(3)]

    assert (first.used, first.left, first.is_over) == (1, 4, False)
    assert [(each.left, each.is_over) for each in others] == [(3, False), (2, False), (1, False), (0, False), (0, True)]
    assert [(each.left, each.is_over) for each in rest] == [(4, False), (4, False), (0, True)]
    assert count(KNOCKS, "somebody 2").used == 1


@pytest.mark.django_db
def test_second_of_two_begins_anew_by_itself():
    begun = clock.now()
    count(KNOCKS, "anna", cost=5)
    with clock.at(begun + dt.timedelta(seconds=50)):
        count(KNOCKS, "a hall")
        refused = count_both(KNOCKS, "a hall", "anna")
    with clock.at(begun + dt.timedelta(seconds=61)):
        anew = count_both(KNOCKS, "a hall", "anna")

    assert (refused.is_over, refused.left) == (True, 0)
    assert (anew.is_over, anew.used) == (False, 1)
    assert PaceCount.objects.get(key="knocks:a hall").used == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("knock_at", [count, lambda pace, who: count_both(pace, who, "bram")], ids=["one", "two"])
def test_many_at_the_same_moment_are_all_counted(knock_at):
    def knock(_number):
        try:
            return knock_at(KNOCKS, "anna").is_over
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        over = list(threads.map(knock, range(12)))

    assert sorted(over) == [False] * 5 + [True] * 7
