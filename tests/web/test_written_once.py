"""A question that is written once gives what Django's own would, whoever asks and with whatever values."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Count, Q
from django.test.utils import CaptureQueriesContext

from coophub.accounts.models import Role, RoleGrant, User
from coophub.notifications.models import Notification
from coophub.tokens.models import ApiToken, Scope
from coophub.web import clock
from coophub.web.written_once import summed, written_once
from tests.factories.accounts import UserFactory
from tests.factories.tokens import bearer

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return [UserFactory(name=name, roles=[Role.REVIEWER]) for name in ("Anna", "Bram", "Chris")]


def test_rows_are_those_of_who_asks(people):
    written = []

    @written_once
    def named(name, key):
        written.append(name)
        return User.objects.filter(name=name, pk=key)

    assert [named(person.name, person.pk) for person in people] == [[person] for person in people]
    assert named("Anna", people[1].pk) == []
    assert len(written) == 1


def test_key_of_any_kind_stands_for_itself(people):
    @written_once
    def tokens(key):
        return ApiToken.objects.filter(submission_key=key)

    bearer(people[0], Scope.PLANS)
    token = ApiToken.objects.get()

    assert tokens(token.submission_key) == [token]
    assert tokens(uuid4()) == []


def test_what_stands_beside_a_row_is_read_with_it(people):
    @written_once
    def grants_of(person):
        return (
            RoleGrant.objects.filter(user=person).select_related("user").annotate(others=Count("user__notifications"))
        )

    [grant] = grants_of(people[0].pk)
    with CaptureQueriesContext(connection) as queries:
        assert (grant.user, grant.user.name, grant.role, grant.others) == (people[0], "Anna", Role.REVIEWER, 0)
    assert len(queries) == 0


def test_a_column_that_was_left_out_is_read_when_it_is_asked_for(people):
    @written_once
    def person(key):
        return User.objects.filter(pk=key).only("name")

    [found] = person(people[0].pk)

    assert found.get_deferred_fields() >= {"email", "words"}
    assert found.email == people[0].email


def test_any_number_of_values_can_be_given(people):
    @written_once
    def but(*keys):
        return User.objects.filter(role_grants__role=Role.REVIEWER).exclude(pk__in=keys).order_by("name")

    keys = [person.pk for person in people]
    assert [but(*keys[:left_out]) for left_out in range(4)] == [people, people[1:], people[2:], []]
    assert but(*reversed(keys[:2])) == people[2:]


def test_a_list_is_one_value_however_long(people):
    bearer(people[0], Scope.PLANS)
    token = ApiToken.objects.get()

    @written_once
    def named(names):
        return User.objects.filter(name__one_of=names).order_by("name")

    @written_once
    def with_key(keys):
        return User.objects.filter(pk__one_of=keys).order_by("name")

    @written_once
    def tokens(keys):
        return ApiToken.objects.filter(submission_key__one_of=keys)

    assert named(["Anna"]) == people[:1]
    assert named(["Anna", "Chris", "Anna", "'; --"]) == [people[0], people[2]]
    assert with_key([person.pk for person in people]) == people
    assert with_key([people[1].pk, -1, 2**40]) == [people[1]]
    assert tokens([token.submission_key, uuid4()]) == [token]


def test_a_list_is_not_taken_for_one_of_its_values(people):
    @written_once
    def grants_of(person):
        grants = RoleGrant.objects.order_by("pk")
        return grants.filter(user__one_of=person) if isinstance(person, list) else grants.filter(user=person)

    grants = list(RoleGrant.objects.order_by("pk"))
    assert grants_of(people[0].pk) == grants[:1]
    assert grants_of([person.pk for person in people]) == grants
    assert grants_of(people[1].pk) == grants[1:2]


def test_sums_are_one_row_also_where_nothing_is(people):
    for url in ("/a/", "/a/", "/b/"):
        Notification.objects.create(recipient=people[0], kind="test", url=url)

    @written_once
    def notices(person, url):
        found = Notification.objects.filter(recipient=person)
        return summed(found, total=Count("pk"), here=Count("pk", filter=Q(url=url)))

    assert notices(people[0].pk, "/a/") == [(3, 2)]
    assert notices(people[0].pk, "/b/") == [(3, 1)]
    assert notices(people[1].pk, "/a/") == [(0, 0)]


def test_days_and_moments_are_values(people):
    now = clock.now()
    User.objects.filter(pk=people[0].pk).update(date_joined=now - dt.timedelta(days=2))

    @written_once
    def before(moment):
        return User.objects.filter(date_joined__lt=moment).values_list("name")

    assert before(now - dt.timedelta(days=1)) == [("Anna",)]
    assert before(now - dt.timedelta(days=3)) == []


def _with_today():
    return written_once(lambda key: User.objects.filter(pk=key, date_joined__lt=clock.now()))


def _with_half_a_value():
    return written_once(lambda key: User.objects.filter(pk=key + 1))


def _with_rows_beside():
    return written_once(lambda key: User.objects.filter(pk=key).prefetch_related("role_grants"))


def _with_dictionaries():
    return written_once(lambda key: User.objects.filter(pk=key).values())


@pytest.mark.parametrize("make", [_with_today, _with_half_a_value, _with_rows_beside, _with_dictionaries])
def test_what_would_be_kept_or_lost_in_silence_is_refused(make):
    with pytest.raises(TypeError):
        make()(1)


def test_what_nothing_can_stand_in_for_is_refused():
    with pytest.raises(TypeError):
        written_once(lambda is_active: User.objects.filter(is_active=is_active))(True)


@pytest.mark.django_db(transaction=True)
def test_what_is_asked_often_is_planned_once_and_goes_on_when_a_column_changes():
    connection.close()  # with what other tests prepared
    Notification.objects.create(recipient=UserFactory(), kind="test", url="/a/")
    length = Notification._meta.get_field("url").max_length

    @written_once
    def kinds(url):
        return Notification.objects.filter(url=url).values_list("kind", "url")

    def statement(sql):
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else None

    prepared = "SELECT count(*) FROM pg_prepared_statements"
    assert [kinds("/a/") for _each in range(8)] == [[("test", "/a/")]] * 8
    assert statement(prepared) == [(1,)]
    statement(f"ALTER TABLE notifications_notification ALTER COLUMN url TYPE varchar({length + 1})")
    try:
        assert kinds("/a/") == [("test", "/a/")]
        assert statement(prepared) == [(0,)]
    finally:
        statement(f"ALTER TABLE notifications_notification ALTER COLUMN url TYPE varchar({length})")
