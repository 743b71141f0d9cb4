"""Two names of the same measure are joined, with the trail, and who types the other name finds the first."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.audit.models import AuditEntry
from pilots.models import KnownMeasure, MeasureTried
from pilots.selectors.bottlenecks import measures_known
from pilots.services.bottlenecks import try_measure
from pilots.services.measures import merge_measures
from tests.factories.accounts import UserFactory
from tests.factories.pilots import BottleneckFactory, PilotFactory

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 2)


@pytest.fixture
def advisor():
    return UserFactory(roles=[Role.ADVISOR])


@pytest.fixture
def bottleneck(advisor):
    return BottleneckFactory(pilot=PilotFactory(advisor=advisor))


def tried(bottleneck, name, advisor, outcome="helped", on=DAY):
    return try_measure(bottleneck=bottleneck, name=name, outcome=outcome, on=on, user=advisor).measure


def test_two_names_are_joined_and_counted_together(client, advisor, bottleneck):
    keep = tried(bottleneck, "Een tweede bank vragen", advisor)
    other = tried(bottleneck, "Tweede bank", advisor, "did_not_help", DAY + dt.timedelta(days=1))
    client.force_login(advisor)

    assert client.post(reverse("pilots:measures"), {"keep": keep.pk, "other": other.pk}).status_code == 302

    assert {row.measure for row in MeasureTried.objects.all()} == {keep}
    assert [(measure, measure.times, measure.helped) for measure in measures_known()] == [(keep, 2, 1)]
    entry = AuditEntry.objects.get(action="pilots.merge_measures")
    assert entry.before == {"measures": ["Een tweede bank vragen", "Tweede bank"]}
    assert entry.after == {"measure": "Een tweede bank vragen", "moved": 1, "written_twice": []}
    text = client.get(reverse("pilots:measures")).content.decode()
    assert "Tweede bank" in text


def test_who_types_the_other_name_finds_the_one_that_stays(advisor, bottleneck):
    first, second, third = (tried(bottleneck, name, advisor) for name in ("Een", "Twee", "Drie"))
    merge_measures(keep=second, other=third, user=advisor)
    merge_measures(keep=first, other=second, user=advisor)

    for name in ("een", "TWEE", "Drie"):
        assert tried(bottleneck, name, advisor, on=DAY + dt.timedelta(days=5)) == first
    assert KnownMeasure.objects.count() == 3
    assert list(measures_known()) == [first]


def test_written_down_twice_on_a_day_counts_once_and_the_trail_keeps_the_other(advisor, bottleneck):
    keep = tried(bottleneck, "Een", advisor, "helped")
    other = tried(bottleneck, "Twee", advisor, "did_not_help")

    merge_measures(keep=keep, other=other, user=advisor)

    assert MeasureTried.objects.get().outcome == "helped"
    [kept] = AuditEntry.objects.get(action="pilots.merge_measures").after["written_twice"]
    assert (kept["outcome"], kept["on"]) == ("did_not_help", DAY.isoformat())


def test_a_measure_is_not_joined_with_itself_nor_twice(client, advisor, bottleneck):
    keep, other = tried(bottleneck, "Een", advisor), tried(bottleneck, "Twee", advisor)
    client.force_login(advisor)

    page = client.post(reverse("pilots:measures"), {"keep": keep.pk, "other": keep.pk})
    assert page.context["form"].errors["keep"]
    with pytest.raises(IntegrityError, match="measure_no_spelling_of_itself"), transaction.atomic():
        KnownMeasure.objects.filter(pk=keep.pk).update(spelling_of=keep.pk)
    sent = {"keep": keep.pk, "other": other.pk}
    client.post(reverse("pilots:measures"), sent)
    assert client.post(reverse("pilots:measures"), sent).context["form"].errors["other"]
    assert AuditEntry.objects.filter(action="pilots.merge_measures").count() == 1


def test_the_list_keeps_its_queries(client, advisor, bottleneck, django_assert_max_num_queries):
    client.force_login(advisor)
    counts = []
    for number in range(2):
        for more in range(3):
            tried(bottleneck, f"Maatregel {number} {more}", advisor)
        client.get(reverse("pilots:measures"))
        with django_assert_max_num_queries(30) as asked:
            client.get(reverse("pilots:measures"))
        counts.append(len(asked))
    assert counts[0] == counts[1]
