"""The figures about all groups say what they count, and nothing of a group without a public page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coophub.portal.statistics import statistics
from coophub.web import clock
from initiatives.models import Phase
from tests.factories.initiatives import ASSEN, InitiativeFactory, PhaseChangeFactory
from tests.web.reading import find, words

pytestmark = pytest.mark.django_db


def went_through(months, *, published=True):
    group = InitiativeFactory(published=published, phase="feasibility", homes=10)
    today = clock.today()
    PhaseChangeFactory(initiative=group, phase="initiative", on=today - timedelta(days=30 * months))
    PhaseChangeFactory(initiative=group, phase="feasibility", on=today)
    return group


def test_groups_are_counted_by_province_and_phase_with_their_homes():
    InitiativeFactory(published=True, municipality_id=ASSEN, phase="living", homes=12)
    InitiativeFactory(published=True, homes=20)
    InitiativeFactory(municipality_id=ASSEN, homes=300)

    found = statistics()

    assert [(each.label, each.groups, each.homes) for each in found.provinces] == [
        ("Drenthe", 1, 12),
        ("Groningen", 1, 20),
    ]
    assert (found.groups, found.homes) == (2, 32)
    assert (found.living.groups, found.living.homes) == (1, 12)


def test_length_of_a_phase_is_told_from_five_groups_on():
    for months in (1, 2, 3, 4):
        went_through(months)
    went_through(60, published=False)
    assert [each.months for each in statistics().lengths] == [None] * 4

    went_through(30)

    [first, *others] = statistics().lengths
    assert (first.label, first.groups, first.months) == (str(Phase.INITIATIVE.label), 5, 3.0)
    assert {each.months for each in others} == {None}


def test_page_has_each_chart_with_its_table_and_file(client):
    InitiativeFactory(published=True, municipality_id=ASSEN)

    page = client.get(reverse("portal:figures"))
    provinces = client.get(reverse("portal:figures"), {"export": "provinces"})

    assert len(find(page.content.decode(), "figure table")) == 3
    assert "too few to say" in words(find(page.content.decode(), "main")[0])
    assert b"Drenthe;1;24" in b"".join(provinces)
    assert client.get(reverse("portal:figures"), {"export": "everything"}).status_code == 404


def test_page_without_any_group_says_so(client):
    assert "No group has published its page yet." in client.get(reverse("portal:figures")).content.decode()


def test_figures_take_one_query_however_many_groups_there_are():
    for _time in range(8):
        went_through(2)

    with CaptureQueriesContext(connection) as queries:
        statistics()

    assert len(queries) == 1
