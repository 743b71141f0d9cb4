"""Marks that a page says to have shown: whatever comes in their place, nothing breaks."""

import pytest
from django.urls import reverse

from tests.factories.accounts import UserFactory
from tests.factories.initiatives import (
    GroupDecisionFactory,
    InitiativeFactory,
    MeetingFactory,
    MilestoneFactory,
    TaskFactory,
)

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

WHOLE = {
    "change_meeting": {"starts_at": "2026-01-01T20:00"},
    "change_decision": {"taken_by": "board", "manner": "consent"},
}
"""What else a form asks, so that the marks come as far as the service."""


@pytest.mark.parametrize("marks", NO_MARKS.values(), ids=NO_MARKS)
def test_what_are_no_marks_breaks_no_form(client, marks):
    owner = UserFactory()
    group = InitiativeFactory(owner=owner)
    client.force_login(owner)
    rows = {
        "task": TaskFactory(initiative=group).pk,
        "change_meeting": MeetingFactory(initiative=group).key,
        "change_decision": GroupDecisionFactory(initiative=group).key,
        "milestone": MilestoneFactory(initiative=group).pk,
        "move_milestone": MilestoneFactory(initiative=group).pk,
    }

    for name, key in {**rows, "profile": None}.items():
        address = reverse(f"initiatives:{name}", args=[group.slug, key] if key else [group.slug])
        sent = {"title": "Nieuw", "planned_on": "2027-01-01", "decided_on": "2026-01-01", "marks": marks}
        assert client.post(address, sent | WHOLE.get(name, {})).status_code in (200, 302, 409)
