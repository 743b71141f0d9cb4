"""What belongs to one row is read whole, and what it has none of takes no query."""

import pytest
from django.db import connection
from django.db.models import Prefetch
from django.test.utils import CaptureQueriesContext

from coophub.accounts.models import User
from coophub.notifications.models import Notification
from coophub.web.relations import read_related

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return User.objects.create_user(email="anna@example.org")


def queries_of(deed):
    with CaptureQueriesContext(connection) as queries:
        deed()
    return len(queries)


def test_relations_without_rows_take_one_query_together(anna):
    assert queries_of(lambda: read_related(anna, "role_grants", "groups", "memberships")) == 2  # groups: many to many

    assert queries_of(lambda: [list(anna.role_grants.all()), list(anna.memberships.all())]) == 0


@pytest.mark.parametrize("lookup", ["notifications", "notifications__recipient", Prefetch("notifications")])
def test_relation_with_rows_is_read(anna, lookup):
    notice = Notification.objects.create(recipient=anna, kind="test")

    read_related(anna, lookup, "memberships")

    assert queries_of(lambda: list(anna.notifications.all())) == 0
    assert list(anna.notifications.all()) == [notice]


def test_question_that_is_asked_further_is_asked_anew(anna):
    """As with `prefetch_related`: only all of it was read."""
    read_related(anna, "notifications")
    notice = Notification.objects.create(recipient=anna, kind="test")

    assert list(anna.notifications.filter(kind="test")) == [notice]
