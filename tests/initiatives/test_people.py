"""Inviting, accepting, changing roles and leaving."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from coophub.audit.models import AuditEntry
from coophub.notifications.models import Notification, OutgoingMessage
from coophub.web import clock
from coophub.web.errors import DomainError
from initiatives.models import Invitation, MemberRole
from initiatives.services import people
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, InvitationFactory, MembershipFactory, TaskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return UserFactory()


@pytest.fixture
def initiative(owner):
    return InitiativeFactory(owner=owner)


def test_invite_sends_a_link_that_leads_to_the_invitation(client, initiative, owner):
    client.force_login(owner)

    response = client.post(
        reverse("initiatives:invite", args=[initiative.slug]), {"email": "Guest@Example.org", "role": "editor"}
    )

    assert response.url == reverse("initiatives:people", args=[initiative.slug])
    message = OutgoingMessage.objects.get()
    assert message.recipients == ["guest@example.org"]
    path = re.search(r"/invitations/[^\s]+", message.text).group()
    client.logout()
    page = client.get(path).content.decode()
    assert initiative.name in page
    assert "guest@example.org" in page


def test_invite_again_renews_the_one_invitation(initiative, owner):
    first = people.invite_member(initiative=initiative, email="guest@example.org", role="reader", user=owner)
    Invitation.objects.update(expires_at=clock.now() - timedelta(days=1))

    second = people.invite_member(initiative=initiative, email=" GUEST@example.org", role="editor", user=owner)

    assert second == first
    assert second.is_open
    assert second.role == MemberRole.EDITOR
    assert OutgoingMessage.objects.count() == 2


def test_a_group_sends_so_many_invitations_a_day(client, initiative, owner, monkeypatch):
    monkeypatch.setattr(people, "MOST_OF_A_GROUP", 3)
    for number in range(3):
        people.invite_member(initiative=initiative, email=f"guest{number}@example.org", role="reader", user=owner)
    client.force_login(owner)
    address = reverse("initiatives:invite", args=[initiative.slug])

    refused = client.post(address, {"email": "more@example.org", "role": "editor"})

    [sentence] = refused.context["form"].errors["email"]
    assert "3" in sentence
    assert 'value="more@example.org"' in refused.content.decode()
    assert OutgoingMessage.objects.count() == 3
    with clock.at(clock.now() + timedelta(days=1)):
        people.invite_member(initiative=initiative, email="more@example.org", role="reader", user=owner)


def test_an_address_gets_so_many_invitations_a_day_whoever_sends_them(initiative, owner):
    other = InitiativeFactory()
    for group in (initiative, initiative, other):
        people.invite_member(initiative=group, email="guest@example.org", role="reader", user=owner)

    for group in (initiative, other, InitiativeFactory()):
        with pytest.raises(DomainError) as refused:
            people.invite_member(initiative=group, email="Guest@example.org", role="reader", user=owner)
        assert refused.value.field == "email"

    people.invite_member(initiative=initiative, email="other@example.org", role="reader", user=owner)
    assert OutgoingMessage.objects.count() == 4


def test_who_says_never_again_gets_no_invitation_until_they_allow_it(client, initiative, owner):
    invitation = people.invite_member(initiative=initiative, email="guest@example.org", role="reader", user=owner)
    link = re.search(r"/invitations/\S+/stop/", OutgoingMessage.objects.get().text).group()
    page = client.get(link).content.decode()
    assert "guest@example.org" in page

    assert client.post(link).url == link

    invitation.refresh_from_db()
    assert not invitation.is_open
    for group in (initiative, InitiativeFactory()):
        with pytest.raises(DomainError) as refused:
            people.invite_member(initiative=group, email="guest@example.org", role="reader", user=owner)
        assert refused.value.field == "email"
    client.post(link, {"allow": "yes"})
    people.invite_member(initiative=initiative, email="guest@example.org", role="reader", user=owner)


def test_a_long_name_is_cut_in_a_subject(initiative, owner):
    initiative.name = "Win nu\r\n" + "x" * 140
    people.invite_member(initiative=initiative, email="guest@example.org", role="reader", user=owner)

    subject = OutgoingMessage.objects.get().subject
    assert len(subject) < 90
    assert "\n" not in subject


def test_invite_refuses_a_member(client, initiative, owner):
    member = MembershipFactory(initiative=initiative, user=UserFactory(email="member@example.org")).user
    client.force_login(owner)

    response = client.post(
        reverse("initiatives:invite", args=[initiative.slug]), {"email": member.email, "role": "editor"}
    )

    assert response.context["form"].errors["email"] == ["This person is a member already."]
    assert 'value="member@example.org"' in response.content.decode()
    assert not Invitation.objects.exists()


def test_invite_says_what_is_wrong_with_an_address(client, initiative, owner):
    client.force_login(owner)

    response = client.post(reverse("initiatives:invite", args=[initiative.slug]), {"email": "gast", "role": "editor"})

    assert "email" in response.context["form"].errors
    assert 'value="gast"' in response.content.decode()


@pytest.mark.parametrize("role", ["editor", "reader"])
def test_invite_is_for_owners(client, initiative, role):
    member = MembershipFactory(initiative=initiative, role=role).user
    client.force_login(member)

    response = client.post(reverse("initiatives:invite", args=[initiative.slug]), {"email": "a@b.nl", "role": "owner"})

    assert response.status_code == 403
    assert "Only owners" in response.content.decode()
    assert not Invitation.objects.exists()


def test_accept_makes_the_invited_person_a_member_and_tells_the_owners(client, initiative, owner):
    invitation = InvitationFactory(initiative=initiative, email="guest@example.org", role="editor")
    guest = UserFactory(email="guest@example.org")
    client.force_login(guest)

    response = client.post(reverse("initiatives:accept_invitation", args=[invitation.token]))

    assert response.url == reverse("portal:overview", args=[initiative.slug])
    assert initiative.memberships.get(user=guest).role == MemberRole.EDITOR
    assert Notification.objects.get().recipient == owner
    assert AuditEntry.objects.filter(action="initiatives.accept_invitation", actor=guest).count() == 1


def test_accept_twice_is_one_membership(client, initiative):
    invitation = InvitationFactory(initiative=initiative, email="guest@example.org")
    client.force_login(UserFactory(email="guest@example.org"))
    url = reverse("initiatives:accept_invitation", args=[invitation.token])

    client.post(url)
    response = client.post(url)

    assert response.url == reverse("portal:overview", args=[initiative.slug])
    assert initiative.memberships.filter(user__email="guest@example.org").count() == 1


def test_accept_keeps_the_higher_role_of_a_member(initiative, owner):
    invitation = InvitationFactory(initiative=initiative, email="also-me@example.org", role="reader")
    EmailAddress.objects.create(user=owner, email="also-me@example.org", verified=True)

    membership = people.accept_invitation(invitation=invitation, user=owner)

    assert membership.role == MemberRole.OWNER
    assert initiative.memberships.count() == 1


def test_accept_is_only_for_the_invited_address(client, initiative):
    invitation = InvitationFactory(initiative=initiative, email="guest@example.org")
    client.force_login(UserFactory(email="other@example.org"))
    url = reverse("initiatives:accept_invitation", args=[invitation.token])

    page = client.get(url).content.decode()
    response = client.post(url)

    assert "guest@example.org" in page
    assert not re.search(r'<button\s+class="utrecht-button utrecht-button--primary-action"', page)
    assert response.status_code == 409
    assert initiative.memberships.count() == 1


def test_accept_needs_a_confirmed_address(initiative):
    invitation = InvitationFactory(initiative=initiative, email="guest@example.org")
    guest = UserFactory(email="guest@example.org")
    EmailAddress.objects.update(verified=False)

    with pytest.raises(DomainError):
        people.accept_invitation(invitation=invitation, user=guest)


@pytest.mark.parametrize(
    ("died", "sentence"),
    [
        ("expires_at", "was valid until"),
        ("withdrawn_at", "has withdrawn"),
        ("accepted_at", "was used already"),
    ],
)
def test_accept_of_a_dead_invitation_says_why(client, initiative, died, sentence):
    yesterday = clock.now() - timedelta(days=1)
    invitation = InvitationFactory(initiative=initiative, email="guest@example.org", **{died: yesterday})
    client.force_login(UserFactory(email="guest@example.org"))
    url = reverse("initiatives:accept_invitation", args=[invitation.token])

    page = client.get(url)
    response = client.post(url)

    assert page.status_code == 410
    assert sentence in page.content.decode()
    assert response.status_code == 409
    assert initiative.memberships.count() == 1


def test_accept_sends_a_visitor_on_to_signing_up_and_back(client, initiative):
    invitation = InvitationFactory(initiative=initiative)
    url = reverse("initiatives:accept_invitation", args=[invitation.token])

    page = client.get(url).content.decode()
    client.post(url)

    assert f"{reverse('account_signup')}?next={url}" in page
    assert f"{reverse('account_login')}?next={url}" in page
    assert initiative.memberships.count() == 1


def test_accept_after_signing_up_takes_the_newcomer_back_to_the_invitation(client, initiative, mailoutbox):
    invitation = InvitationFactory(initiative=initiative, email="guest@example.org")
    url = reverse("initiatives:accept_invitation", args=[invitation.token])

    client.post(
        reverse("account_signup"),
        {
            "email": "guest@example.org",
            "password1": "een-lang-wachtwoord-1",
            "name": "Gast",
            "terms": "on",
            "next": url,
        },
    )
    confirm = re.search(r"/account/confirm-email/[^\s]+", mailoutbox[0].body).group()
    confirmed = client.post(confirm, follow=True)
    client.post(url)

    assert confirmed.redirect_chain[-1][0] == url
    assert initiative.memberships.filter(user__email="guest@example.org").count() == 1


def test_accept_knows_only_links_of_ours(client, initiative):
    invitation = InvitationFactory(initiative=initiative)

    forged = client.get(reverse("initiatives:accept_invitation", args=[f"{invitation.pk}.forged"]))

    assert forged.status_code == 404


def test_withdraw_kills_the_link(client, initiative, owner):
    invitation = InvitationFactory(initiative=initiative, email="guest@example.org")
    client.force_login(owner)

    client.post(reverse("initiatives:withdraw_invitation", args=[initiative.slug, invitation.pk]))

    invitation.refresh_from_db()
    assert not invitation.is_open
    with pytest.raises(DomainError):
        people.accept_invitation(invitation=invitation, user=UserFactory(email="guest@example.org"))


def test_withdraw_reaches_only_the_own_initiative(client, owner):
    InitiativeFactory(owner=owner)
    invitation = InvitationFactory()
    mine = owner.memberships.get().initiative
    client.force_login(owner)

    response = client.post(reverse("initiatives:withdraw_invitation", args=[mine.slug, invitation.pk]))

    assert response.status_code == 404
    invitation.refresh_from_db()
    assert invitation.is_open


def test_people_shows_addresses_and_invitations_to_owners_only(client, initiative, owner):
    InvitationFactory(initiative=initiative, email="guest@example.org")
    reader = MembershipFactory(initiative=initiative, role="reader").user

    client.force_login(owner)
    for_owner = client.get(reverse("initiatives:people", args=[initiative.slug])).content.decode()
    client.force_login(reader)
    for_reader = client.get(reverse("initiatives:people", args=[initiative.slug])).content.decode()

    assert "guest@example.org" in for_owner
    assert reader.email in for_owner
    assert "guest@example.org" not in for_reader
    assert owner.email not in for_reader


def test_people_takes_as_many_queries_for_many_members_as_for_one(client, initiative, owner, count_queries):
    client.force_login(owner)
    InvitationFactory(initiative=initiative)
    url = reverse("initiatives:people", args=[initiative.slug])
    few = count_queries(url)
    MembershipFactory.create_batch(12, initiative=initiative, role="reader")
    InvitationFactory.create_batch(5, initiative=initiative)

    assert count_queries(url) == few
    assert client.get(url).content.decode().count('class="entry"') == 19


def test_role_changes_by_an_owner(client, initiative, owner):
    membership = MembershipFactory(initiative=initiative, role="reader")
    client.force_login(owner)

    client.post(reverse("initiatives:member_role", args=[initiative.slug, membership.pk]), {"role": "editor"})

    membership.refresh_from_db()
    assert membership.role == MemberRole.EDITOR


def test_role_of_the_last_owner_stays(client, initiative, owner):
    membership = initiative.memberships.get(user=owner)
    client.force_login(owner)

    response = client.post(
        reverse("initiatives:member_role", args=[initiative.slug, membership.pk]), {"role": "reader"}
    )

    membership.refresh_from_db()
    assert membership.role == MemberRole.OWNER
    assert "needs an owner" in response.content.decode()


def test_role_is_not_for_the_member_self(client, initiative):
    membership = MembershipFactory(initiative=initiative, role="editor")
    client.force_login(membership.user)

    response = client.post(reverse("initiatives:member_role", args=[initiative.slug, membership.pk]), {"role": "owner"})

    membership.refresh_from_db()
    assert response.status_code == 403
    assert membership.role == MemberRole.EDITOR


def test_leaving_ends_what_somebody_sees_and_frees_their_tasks(client, initiative):
    membership = MembershipFactory(initiative=initiative, role="editor")
    task = TaskFactory(initiative=initiative, owner=membership.user)
    client.force_login(membership.user)

    client.post(reverse("initiatives:end_membership", args=[initiative.slug, membership.pk]))

    task.refresh_from_db()
    assert task.owner is None
    assert client.get(reverse("portal:overview", args=[initiative.slug])).status_code == 404


def test_leaving_is_not_for_the_last_owner(client, initiative, owner):
    membership = initiative.memberships.get(user=owner)
    client.force_login(owner)

    client.post(reverse("initiatives:end_membership", args=[initiative.slug, membership.pk]))

    membership.refresh_from_db()
    assert membership.left_at is None


def test_removing_tells_the_person(client, initiative, owner):
    membership = MembershipFactory(initiative=initiative, role="editor")
    client.force_login(owner)

    client.post(reverse("initiatives:end_membership", args=[initiative.slug, membership.pk]))

    membership.refresh_from_db()
    assert membership.left_at is not None
    assert Notification.objects.get().recipient == membership.user


def test_removing_is_for_owners(client, initiative, owner):
    editor = MembershipFactory(initiative=initiative, role="editor").user
    membership = initiative.memberships.get(user=owner)
    client.force_login(editor)

    response = client.post(reverse("initiatives:end_membership", args=[initiative.slug, membership.pk]))

    membership.refresh_from_db()
    assert response.status_code == 403
    assert membership.left_at is None


def test_coming_back_after_leaving_is_a_new_membership(initiative, owner):
    guest = UserFactory(email="guest@example.org")
    MembershipFactory(initiative=initiative, user=guest, left_at=clock.now())
    invitation = people.invite_member(initiative=initiative, email=guest.email, role="editor", user=owner)

    people.accept_invitation(invitation=invitation, user=guest)

    assert initiative.memberships.filter(user=guest, left_at=None).count() == 1
    assert initiative.memberships.filter(user=guest).count() == 2
