"""Advisors put groups in the register that are not on CoopHub, with the source, until the group takes its page over."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.audit.models import AuditEntry
from coophub.notifications.models import Notification
from coophub.web import clock
from coophub.web.errors import DomainError
from initiatives.models import Initiative, Invitation, Listing, MemberRole
from initiatives.selectors.register import register_figures
from initiatives.services import listings
from initiatives.services.contact import write_to_group
from initiatives.services.people import accept_invitation
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import GRONINGEN, InitiativeFactory, ListingFactory
from tests.web.reading import find, words

pytestmark = pytest.mark.django_db

FACTS = {
    "name": "De Appelgaard",
    "municipality": GRONINGEN,
    "form": "rental",
    "building": "new_build",
    "target_group": "mixed",
    "homes": "12",
    "phase": "living",
    "summary": "Twaalf woningen om een boomgaard.",
    "source": "Jaarverslag 2025",
    "source_url": "https://example.org/jaarverslag",
    "known_on": "2026-01-15",
}


@pytest.fixture
def advisor(client):
    advisor = UserFactory(name="Iris", roles=[Role.ADVISOR])
    client.force_login(advisor)
    return advisor


@pytest.fixture
def listed(advisor):
    return ListingFactory(listed_by=advisor).initiative


def add(client, **changed):
    return client.post(reverse("initiatives:new_listing"), {**FACTS, **changed})


def public(group):
    page = Client(headers={"accept-language": "en"}).get(reverse("portal:public_initiative", args=[group.slug]))
    return words(find(page.content.decode(), "main")[0])


def written_to(group, email="els@example.org"):
    return write_to_group(initiative=group, key=uuid.uuid4(), name="Els", email=email, text="Dat zijn wij.")


def test_group_that_is_not_on_coophub_stands_in_the_register_with_its_source(client, advisor):
    before = register_figures()

    add(client)
    group = Initiative.objects.get(name=FACTS["name"])

    assert (group.is_published, group.memberships.exists(), group.phase_changes.exists()) == (True, False, False)
    assert register_figures().homes == before.homes + 12
    shown = public(group)
    assert "This group is not on CoopHub itself" in shown
    assert "Jaarverslag 2025 (true on 15 January 2026)" in shown
    entry = AuditEntry.objects.get(action="initiatives.list_group")
    assert (entry.actor, entry.after["source"]) == (advisor, "Jaarverslag 2025")


@pytest.mark.parametrize("missing", ["source", "known_on", "summary", "name"])
def test_nothing_is_listed_without_a_source_or_a_day(client, advisor, missing):
    page = add(client, **{missing: ""})

    assert list(page.context["form"].errors) == [missing]
    assert not Listing.objects.exists()


def test_group_that_stands_in_the_register_is_not_listed_again(client, advisor):
    known = InitiativeFactory(name="de appelgaard", published=True)

    page = add(client)

    assert "stands in the register already" in str(page.context["form"].errors["name"])
    assert list(Initiative.objects.all()) == [known]


def test_private_group_of_the_same_name_is_not_betrayed(client, advisor):
    InitiativeFactory(name=FACTS["name"])

    assert add(client).status_code == 302


def test_two_clicks_list_a_group_once(client, advisor):
    add(client)
    add(client)

    assert Listing.objects.count() == 1


def test_advisor_keeps_the_page_as_an_owner_would(client, listed):
    profile = reverse("initiatives:profile", args=[listed.slug])
    page = client.get(profile)
    facts = {name: value for name, value in page.context["form"].initial.items() if value not in (None, False)}

    client.post(profile, {**facts, "homes": "30"})
    client.post(reverse("initiatives:phase", args=[listed.slug]), {"phase": "construction", "on": clock.today()})
    client.post(
        reverse("initiatives:change_source", args=[listed.slug]),
        {"source": "Gemeenteblad", "source_url": "", "known_on": clock.today()},
    )
    client.post(reverse("initiatives:unpublish", args=[listed.slug]))

    listed.refresh_from_db()
    assert (listed.homes, listed.phase, listed.is_published) == (30, "construction", False)
    assert listed.listing.source == "Gemeenteblad"
    assert AuditEntry.objects.get(action="initiatives.change_source").before["source"] != "Gemeenteblad"


def test_who_wrote_by_the_page_is_invited_and_has_it_from_then_on(client, advisor, listed):
    message = written_to(listed)
    told = Notification.objects.get()
    client.post(reverse("initiatives:invite_writer", args=[listed.slug, message.pk]))
    invitation = Invitation.objects.get()
    els = UserFactory(email="els@example.org")

    membership = accept_invitation(invitation=invitation, user=els)

    assert (told.recipient, told.kind) == (advisor, "initiatives_written_to_listed")
    assert (invitation.role, membership.role) == (MemberRole.OWNER, MemberRole.OWNER)
    assert client.get(reverse("initiatives:profile", args=[listed.slug])).status_code == 404
    assert "This group is not on CoopHub itself" not in public(listed)
    # What people wrote to the advisors is not for the group.
    assert not listed.visitor_messages.exists()


def test_who_is_invited_by_hand_becomes_owner_whatever_is_sent_along(client, listed):
    invite = reverse("initiatives:invite", args=[listed.slug])

    client.post(invite, {"email": "bas@example.org", "role": "reader"})

    assert Invitation.objects.get().role == MemberRole.OWNER


def test_page_that_the_group_keeps_itself_is_not_for_advisors_any_more(advisor, listed):
    message = written_to(listed)
    listed.memberships.create(user=UserFactory(), role="owner")

    with pytest.raises(DomainError, match="keeps its page now"):
        listings.invite_writer(message=message, user=advisor)
    with pytest.raises(DomainError, match="keeps its page now"):
        listings.change_source(initiative=listed, source="X", source_url="", known_on=clock.today(), user=advisor)


def test_all_advisors_hear_of_it_when_who_listed_it_is_none_any_more(advisor, listed):
    other = UserFactory(roles=[Role.ADVISOR])
    advisor.role_grants.all().delete()

    written_to(listed)

    assert [notice.recipient for notice in Notification.objects.all()] == [other]


def test_group_on_coophub_is_not_kept_by_advisors(client, advisor):
    group = InitiativeFactory(owner=UserFactory(), published=True)

    for name in ("profile", "change_source", "people"):
        assert client.get(reverse(f"initiatives:{name}", args=[group.slug])).status_code == 404
