"""What belongs to one row is read whole, and what it has none of takes no query."""

import pytest
from django.db import connection
from django.db.models import Prefetch
from django.test.utils import CaptureQueriesContext

from coophub.accounts.models import Role, User
from coophub.notifications.models import Notification
from coophub.web.relations import Related
from tests.factories.accounts import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return User.objects.create_user(email="anna@example.org")


def queries_of(deed):
    with CaptureQueriesContext(connection) as queries:
        deed()
    return len(queries)


def test_relations_without_rows_take_one_query_together(anna):
    related = Related(User, "role_grants", "groups", "memberships")

    assert queries_of(lambda: related.read(anna)) == 2  # groups: many to many

    assert queries_of(lambda: [list(anna.role_grants.all()), list(anna.memberships.all())]) == 0


@pytest.mark.parametrize("lookup", ["notifications", "notifications__recipient", Prefetch("notifications")])
def test_relation_with_rows_is_read(anna, lookup):
    notice = Notification.objects.create(recipient=anna, kind="test")

    Related(User, lookup, "memberships").read(anna)

    assert queries_of(lambda: list(anna.notifications.all())) == 0
    assert list(anna.notifications.all()) == [notice]
    assert anna.notifications.all()[0].recipient is anna


def test_each_row_gets_what_is_its_own(anna):
    related = Related(User, "notifications")
    others = [UserFactory() for _each in range(2)]
    for person in (*others, anna):
        Notification.objects.create(recipient=person, kind=f"of-{person.pk}")
    for person in (*others, anna):
        related.read(person)

        assert [notice.kind for notice in person.notifications.all()] == [f"of-{person.pk}"]


def test_rows_of_a_list_get_what_is_their_own_in_as_many_queries_for_many_as_for_one(anna):
    related = Related(User, "notifications__recipient", "memberships")
    others = [UserFactory() for _each in range(2)]
    for person in (anna, *others[:1]):
        Notification.objects.create(recipient=person, kind=f"of-{person.pk}")

    assert queries_of(lambda: related.read_each([anna])) == queries_of(lambda: related.read_each([anna, *others])) == 2
    assert queries_of(lambda: related.read_each([])) == 0

    def told():
        return [[notice.kind for notice in person.notifications.all()] for person in (anna, *others)]

    assert queries_of(told) == queries_of(lambda: [list(person.memberships.all()) for person in others]) == 0
    assert told() == [[f"of-{anna.pk}"], [f"of-{others[0].pk}"], []]


def test_rows_that_know_what_they_have_are_not_asked_for_it(anna):
    related = Related(User, "notifications__recipient", "memberships")
    other = UserFactory()
    Notification.objects.create(recipient=anna, kind="test")
    people = list(related.with_found(User.objects.filter(pk__in=[anna.pk, other.pk]).order_by("pk")))

    assert queries_of(lambda: related.read_each(people)) == 1
    assert queries_of(lambda: [list(person.memberships.all()) for person in people]) == 0
    assert [len(person.notifications.all()) for person in people] == [1, 0]
    [alone] = related.with_found(User.objects.filter(pk=other.pk))
    assert queries_of(lambda: related.read(alone)) == 0
    assert list(alone.notifications.all()) == []


def test_what_is_single_beside_many_rows_is_read_with_them(anna):
    granting = UserFactory(organisation=OrganisationFactory(name="Ministerie"))
    anna.role_grants.create(role=Role.ADVISOR, granted_by=granting)

    related = Related(User, "role_grants__granted_by__organisation")

    assert queries_of(lambda: related.read(anna)) == 2
    assert queries_of(lambda: [grant.granted_by.organisation.name for grant in anna.role_grants.all()]) == 0


def test_rows_are_read_as_their_lookup_wants_them_in_the_order_of_their_model(anna):
    for title in ("One", "Two"):
        Notification.objects.create(recipient=anna, kind="test", title=title)
    in_order = [notice.pk for notice in anna.notifications.all()]

    Related(User, Prefetch("notifications", Notification.objects.defer("body"))).read(anna)

    assert [notice.pk for notice in anna.notifications.all()] == in_order
    assert all(notice.get_deferred_fields() == {"body"} for notice in anna.notifications.all())


def test_many_behind_one_and_many_behind_many_are_read(anna):
    organisation = OrganisationFactory()
    anna.organisation = organisation
    anna.save()
    for person in (anna, UserFactory(organisation=organisation)):
        Notification.objects.create(recipient=person, kind="test")
    found = User.objects.select_related("organisation").get(pk=anna.pk)

    Related(User, "organisation__people", "organisation__people__notifications").read(found)

    assert queries_of(lambda: [list(person.notifications.all()) for person in found.organisation.people.all()]) == 0
    assert [len(person.notifications.all()) for person in found.organisation.people.all()] == [1, 1]


def test_nothing_behind_nobody_is_read(anna):
    Related(User, "organisation__people").read(anna)

    assert anna.organisation is None


def test_question_that_is_asked_further_is_asked_anew(anna):
    """As with `prefetch_related`: only all of it was read."""
    Related(User, "notifications").read(anna)
    notice = Notification.objects.create(recipient=anna, kind="test")

    assert list(anna.notifications.filter(kind="test")) == [notice]
