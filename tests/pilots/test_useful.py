"""Whether a text was useful: one answer of each reader, counted, and nobody's own."""

import pytest
from django.test import Client
from django.urls import reverse

from coophub.audit.models import AuditEntry
from pilots.models import UsefulAnswer
from pilots.selectors.usefulness import FEWEST, UsefulCount, useful_count
from pilots.services import usefulness
from tests.factories.accounts import UserFactory
from tests.factories.pilots import LessonFactory

pytestmark = pytest.mark.django_db

GUIDE = "guide-objecting"


def answer(client, word):
    return client.post(reverse("pilots:guide_useful", args=["objecting"]), {"useful": word})


def test_a_person_and_a_session_answer_once_and_can_change_their_mind(client):
    client.force_login(UserFactory())
    visitor = Client()

    for each in (client, visitor):
        assert answer(each, "no").url == reverse("pilots:guide", args=["objecting"])
        answer(each, "yes")
    answer(Client(), "no")

    assert useful_count(GUIDE) == UsefulCount(yes=2, answers=3)


def test_nobody_can_tell_whose_answer_it_was(client):
    person = UserFactory()
    client.force_login(person)
    lesson = LessonFactory(published=True)

    answer(client, "yes")
    client.post(reverse("pilots:lesson_useful", args=[lesson.pk]), {"useful": "yes"})

    first, second = UsefulAnswer.objects.order_by("pk")
    assert first.reader != second.reader
    assert {field.name for field in UsefulAnswer._meta.fields} == {"id", "text", "reader", "is_useful", "on"}
    assert not AuditEntry.objects.exists()


def test_few_answers_are_not_shown(client):
    page = reverse("pilots:guide", args=["objecting"])
    for _reader in range(FEWEST - 1):
        answer(Client(), "yes")
    assert f"{FEWEST - 1} of {FEWEST - 1}" not in client.get(page, headers={"accept-language": "en"}).content.decode()

    answer(Client(), "no")
    text = client.get(page, headers={"accept-language": "en"}).content.decode()
    assert f"{FEWEST - 1} of {FEWEST} readers found this useful" in " ".join(text.split())


def test_an_answer_that_says_nothing_and_a_text_that_is_not_there(client):
    answer(client, "maybe")
    assert client.post(reverse("pilots:guide_useful", args=["nowhere"]), {"useful": "yes"}).status_code == 404
    draft = LessonFactory()
    assert client.post(reverse("pilots:lesson_useful", args=[draft.pk]), {"useful": "yes"}).status_code == 404

    assert not UsefulAnswer.objects.exists()


def test_a_machine_that_answers_without_end_counts_no_further(monkeypatch):
    monkeypatch.setattr(usefulness, "MOST_IN_A_DAY", 2)

    for _visit in range(4):
        answer(Client(), "no")

    assert useful_count(GUIDE).answers == 2
