"""A page that does not belong in the register is taken down with a reason; the group mends it and shows it again."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.audit.models import AuditEntry
from coophub.notifications.models import Notification
from coophub.web.errors import DomainError
from initiatives.models import TakeDown
from initiatives.services import lifecycle
from initiatives.services.take_downs import ask_again, lift, take_down
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, ListingFactory, MembershipFactory, TakeDownFactory

pytestmark = pytest.mark.django_db

BECAUSE = "De foto is van iemand anders. Zet er een eigen foto."


@pytest.fixture
def administrator():
    return UserFactory(roles=[Role.ADMINISTRATOR])


@pytest.fixture
def owner():
    return UserFactory()


@pytest.fixture
def group(owner):
    return InitiativeFactory(owner=owner, published=True, name="De Wilde Bertram")


def public_page(client, group):
    return client.get(reverse("portal:public_initiative", args=[group.slug]))


def test_page_is_gone_at_once_and_the_owners_read_why(client, group, owner, administrator):
    reader = MembershipFactory(initiative=group, role="reader").user
    client.force_login(administrator)
    assert reverse("initiatives:take_down", args=[group.slug]) in public_page(client, group).content.decode()

    answer = client.post(reverse("initiatives:take_down", args=[group.slug]), {"because": BECAUSE}, follow=True)

    assert BECAUSE in answer.content.decode()
    assert public_page(client, group).status_code == 404
    client.logout()
    assert public_page(client, group).status_code == 404
    assert group.name not in client.get(reverse("portal:register")).content.decode()
    [notice] = Notification.objects.filter(kind="initiatives_taken_down")
    assert notice.recipient == owner
    assert BECAUSE in notice.body
    assert notice.recipient != reader
    entry = AuditEntry.objects.get(action="initiatives.take_down")
    assert (entry.actor, entry.after) == (administrator, {"because": BECAUSE})


def test_group_cannot_show_it_itself_but_asks_and_then_can(client, group, owner, administrator):
    found = take_down(initiative=group, because=BECAUSE, user=administrator)
    with pytest.raises(DomainError):
        lifecycle.publish_initiative(initiative=group, user=owner)
    client.force_login(owner)
    profile = reverse("initiatives:profile", args=[group.slug])
    page = client.get(profile).content.decode()
    assert BECAUSE in page
    assert reverse("initiatives:publish", args=[group.slug]) not in page

    client.post(reverse("initiatives:ask_again", args=[group.slug]))
    client.post(reverse("initiatives:ask_again", args=[group.slug]))

    assert AuditEntry.objects.filter(action="initiatives.ask_to_be_shown").count() == 1
    assert reverse("initiatives:ask_again", args=[group.slug]) not in client.get(profile).content.decode()
    client.force_login(administrator)
    assert "the group asks you to look at it again" in public_page(client, group).content.decode()
    assert "One group asks to look again" in client.get(reverse("accounts:people")).content.decode()
    client.post(reverse("initiatives:lift_take_down", args=[found.pk]))
    client.post(reverse("initiatives:lift_take_down", args=[found.pk]))
    assert public_page(client, group).status_code == 404
    assert "One group asks" not in client.get(reverse("accounts:people")).content.decode()
    assert Notification.objects.filter(kind="initiatives_may_be_shown", recipient=owner).count() == 1
    group.refresh_from_db()
    assert not group.is_published
    assert lifecycle.publish_initiative(initiative=group, user=owner).is_published


def test_it_needs_a_reason_and_what_was_typed_stays(client, group, administrator):
    client.force_login(administrator)
    address = reverse("initiatives:take_down", args=[group.slug])

    assert "Say why, so that the group can mend it." in client.post(address, {"because": "  "}).content.decode()
    assert "x" * 501 in client.post(address, {"because": "x" * 501}).content.decode()

    assert not TakeDown.objects.exists()


def test_who_is_or_was_in_the_group_does_not_lift_it(client, group, administrator):
    found = TakeDownFactory(initiative=group)
    MembershipFactory(initiative=group, user=administrator, role="reader")
    client.force_login(administrator)

    page = client.get(reverse("initiatives:take_downs")).content.decode()
    answer = client.post(reverse("initiatives:lift_take_down", args=[found.pk]))

    assert "so a colleague decides" in page
    assert reverse("initiatives:lift_take_down", args=[found.pk]) not in page
    assert answer.status_code == 409
    found.refresh_from_db()
    assert found.lifted_at is None


def test_only_what_is_in_the_register_is_taken_down_and_once(group, administrator):
    take_down(initiative=group, because=BECAUSE, user=administrator)

    with pytest.raises(DomainError):
        take_down(initiative=group, because=BECAUSE, user=administrator)
    with pytest.raises(IntegrityError), transaction.atomic():
        TakeDownFactory(initiative=group)


def test_asking_when_nothing_stands_in_the_way_says_so(client, group, owner, administrator):
    found = take_down(initiative=group, because=BECAUSE, user=administrator)
    lift(take_down=found, user=administrator)
    client.force_login(owner)

    answer = client.post(reverse("initiatives:ask_again", args=[group.slug]))

    assert answer.status_code == 409
    with pytest.raises(DomainError):
        ask_again(take_down=found, user=owner)


def test_advisor_of_a_listed_group_reads_why_and_asks(client, administrator):
    advisor = UserFactory(roles=[Role.ADVISOR])
    listed = ListingFactory(listed_by=advisor).initiative
    take_down(initiative=listed, because=BECAUSE, user=administrator)
    client.force_login(advisor)

    page = client.get(reverse("initiatives:profile", args=[listed.slug])).content.decode()

    assert BECAUSE in page
    assert reverse("initiatives:publish", args=[listed.slug]) not in page
    assert client.post(reverse("initiatives:ask_again", args=[listed.slug])).status_code == 302


def test_list_takes_a_fixed_number_of_queries(client, administrator, django_assert_max_num_queries):
    client.force_login(administrator)
    address = reverse("initiatives:take_downs")
    client.get(address)
    counts = []
    for _ in range(2):
        TakeDownFactory.create_batch(3)
        with django_assert_max_num_queries(40) as found:
            client.get(address)
        counts.append(len(found))

    assert counts[0] == counts[1]
