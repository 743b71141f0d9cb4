"""How often somebody may do a thing."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from coophub.web import clock
from coophub.web.models import PaceCount
from coophub.web.pace import Pace, count

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


@pytest.mark.django_db(transaction=True)
def test_many_at_the_same_moment_are_all_counted():
    def knock(_number):
        try:
            return count(KNOCKS, "anna").is_over
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        over = list(threads.map(knock, range(12)))

    assert sorted(over) == [False] * 5 + [True] * 7
