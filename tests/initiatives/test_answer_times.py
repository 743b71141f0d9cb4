"""Answer times tell of no group: they count five groups at a time, and stand as they were on the first of the month."""

import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache

from coophub.web import clock
from initiatives.models import Enquiry, EnquiryAnswer, Municipality
from initiatives.selectors.answer_times import EVERYWHERE, FEWEST, answer_figures, as_of
from pilots.selectors.cohorts.statistics import small_groups
from tests.factories.enquiries import ANSWER
from tests.factories.initiatives import ASSEN, GRONINGEN, InitiativeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


@pytest.fixture
def groups():
    return [InitiativeFactory() for _time in range(11)]


def asked(group, *, days_ago=60, took=None, kind="land_price"):
    """A question to Assen so many days before this month began, and answered after so many days."""
    sent_at = as_of() - timedelta(days=days_ago)
    enquiry = Enquiry.objects.create(
        initiative=group,
        key=uuid.uuid4(),
        addressee="municipality",
        municipality_id=ASSEN,
        official_name="Sanne",
        official_email="grond@example.org",
        kind=kind,
        text="Wat kost de kavel?",
        shared={"group": {}},
        shared_sha256="0" * 64,
        sent_at=sent_at,
    )
    if took is not None:
        with clock.at(sent_at + timedelta(days=took)):
            EnquiryAnswer.objects.create(enquiry=enquiry, **ANSWER)
    return enquiry


def test_small_is_as_small_as_elsewhere():
    assert FEWEST == small_groups.FEWEST


def test_fewer_than_five_groups_show_nothing_however_much_they_ask(groups):
    for group in groups[:4]:
        for took in range(3):
            asked(group, took=took)

    assert answer_figures() == {}


def test_five_groups_show_the_middle_and_what_five_of_them_asked(groups):
    for took, group in enumerate(groups[:5]):
        asked(group, took=10 * took)
    asked(groups[0], kind="loan", took=1)

    found = answer_figures()

    assert (found[ASSEN].groups, found[ASSEN].questions, found[ASSEN].days) == (5, 6, 10)
    assert [str(label) for label in found[ASSEN].kind_labels] == ["A price or ground rent for the land"]
    assert found[EVERYWHERE].questions == 6


def test_one_group_more_changes_nothing_until_there_are_five_more(groups):
    for place, group in enumerate(groups[:5]):
        asked(group, days_ago=100 - place, took=20)
    before = answer_figures()[ASSEN]
    for place, group in enumerate(groups[5:9]):
        asked(group, days_ago=50 - place, took=1, kind="loan")
        cache.clear()
        assert answer_figures()[ASSEN] == before

    asked(groups[9], days_ago=10, took=1)
    cache.clear()

    assert answer_figures()[ASSEN].groups == 10
    assert answer_figures()[ASSEN].days == 1


def test_question_that_waits_counts_as_longer_than_any(groups):
    for place, group in enumerate(groups[:5]):
        asked(group, took=3 if place < 2 else None)

    assert answer_figures()[ASSEN].days is None


def test_what_happened_this_month_does_not_count_yet(groups):
    for group in groups[:4]:
        asked(group, took=3)
    asked(groups[4], days_ago=-1)
    assert answer_figures() == {}

    late = asked(groups[5], days_ago=5, took=6)
    cache.clear()

    assert late.answer.answered_at > as_of()
    assert answer_figures()[ASSEN].questions == 5


def test_what_a_group_took_back_does_not_count(groups):
    for group in groups[:5]:
        enquiry = asked(group)
    Enquiry.objects.filter(pk=enquiry.pk).update(withdrawn_at=as_of() - timedelta(days=1))

    assert answer_figures() == {}


def test_questions_to_a_municipality_that_merged_count_where_it_went(groups):
    Municipality.objects.filter(pk=ASSEN).update(ended_on=clock.today(), went_into=GRONINGEN)
    for group in groups[:5]:
        asked(group, took=4)

    assert set(answer_figures()) == {GRONINGEN, EVERYWHERE}
