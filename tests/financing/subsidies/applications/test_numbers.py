"""Numbers of applications: counted by scheme and year, and in their order also past the 9,999th."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from coophub.web import clock
from financing.subsidies.law.allocation import in_order
from financing.subsidies.models import NumberSeries, State
from financing.subsidies.schemes.examples import publish_example
from financing.subsidies.selectors.queue import all_applications, queue
from financing.subsidies.selectors.rounds import round_board
from financing.subsidies.selectors.waiting import applications_in_round
from financing.subsidies.services.applying import next_number
from tests.days import morning_of
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.subsidies import example_scheme, submitted_application


@pytest.fixture
def around_ten_thousand(db):
    """The 9,999th to 10,001st application of a scheme in a year."""
    version = example_scheme()
    NumberSeries.objects.create(scheme=version.scheme, year=clock.today().year, last=9_998)
    found = []
    for _number in range(3):
        owner, second = UserFactory(), UserFactory()
        initiative = InitiativeFactory(owner=owner)
        MembershipFactory(initiative=initiative, user=second)
        found.append(submitted_application(initiative, writer=owner, signer=second))
    return found


def test_ten_thousand_and_first_application_of_a_year_gets_the_next_number(around_ten_thousand):
    assert [found.state for found in around_ten_thousand] == [State.SUBMITTED] * 3
    assert [found.number.rpartition("-")[2] for found in around_ten_thousand] == ["9999", "10000", "10001"]


def test_every_list_has_them_in_the_order_in_which_they_were_given(around_ten_thousand, people, client):
    version, reader = around_ten_thousand[0].scheme_version, people["reviewer"]

    assert list(queue(reader)) == around_ten_thousand
    assert list(all_applications(reader)) == around_ten_thousand[::-1]
    assert list(applications_in_round(version)) == around_ten_thousand
    assert [row.application for row in round_board(version, reader).rows] == around_ten_thousand

    client.force_login(reader)
    page = client.get(reverse("subsidies:dossiers"), {"sort": "number"}).content.decode()
    places = [page.index(found.number) for found in around_ten_thousand]
    assert places == sorted(places)


@pytest.mark.django_db
def test_each_scheme_and_each_year_counts_from_one():
    first, other = example_scheme().scheme, publish_example("kennisnetwerk").scheme
    year = clock.today().year

    assert [next_number(first), next_number(first), next_number(other)] == [
        f"WC{first.pk}-{year}-0001",
        f"WC{first.pk}-{year}-0002",
        f"WC{other.pk}-{year}-0001",
    ]
    with clock.at(morning_of(clock.today().replace(year=year + 1, day=1))):
        assert next_number(first) == f"WC{first.pk}-{year + 1}-0001"


@given(st.lists(st.integers(1, 1_000_000)))
def test_numbers_sort_as_people_count(counts):
    numbers = [f"WC7-2027-{count:04d}" for count in counts]

    assert sorted(numbers, key=in_order) == [f"WC7-2027-{count:04d}" for count in sorted(counts)]
