"""Marks that a page says to have shown: whatever comes in their place, nothing breaks."""

import pytest
from django.urls import reverse

from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, TaskFactory

pytestmark = pytest.mark.django_db

NO_MARKS = {
    "a control sign": "\x00",
    "no JSON": "a\x0bb",
    "long": "x" * 10_000,
    "nested": "[" * 3_999,
    "a large number": "1e400",
    "no number": "NaN",
    "a list": "[1]",
    "marks of other kinds": '{"title": [1], "owner": {"a": null}, "due_on": 5}',
    "nothing": "null",
    "half a letter": '{"title": "\\ud800"}',
}


@pytest.mark.parametrize("marks", NO_MARKS.values(), ids=NO_MARKS)
def test_what_are_no_marks_breaks_no_form(client, marks):
    owner = UserFactory()
    group = InitiativeFactory(owner=owner)
    task = TaskFactory(initiative=group)
    client.force_login(owner)

    for address in (
        reverse("initiatives:task", args=[group.slug, task.pk]),
        reverse("initiatives:profile", args=[group.slug]),
    ):
        assert client.post(address, {"title": "Nieuw", "marks": marks}).status_code in (200, 302, 422)
