"""Somebody asks what groups hold of them, or wants to be forgotten."""

import pytest

from coophub.accounts import services
from coophub.web.errors import DomainError
from initiatives.models import Invitation, MemberRole
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, InvitationFactory, MembershipFactory

pytestmark = pytest.mark.django_db


def test_own_data_names_the_groups():
    anna = UserFactory()
    InitiativeFactory(name="De Lindentuin", owner=anna)
    (group,) = services.export_personal_data(user=anna)["initiatives"]
    assert (group["initiative"], group["role"], group["left"]) == ("De Lindentuin", "owner", None)


def test_only_owner_cannot_be_erased():
    anna = UserFactory()
    InitiativeFactory(name="De Lindentuin", owner=anna, editor=UserFactory())
    with pytest.raises(DomainError, match=r"only owner of De Lindentuin\."):
        services.erase_account(user=anna)
    anna.refresh_from_db()
    assert anna.is_active


def test_owner_beside_another_leaves_the_group():
    anna, bram = UserFactory(), UserFactory()
    initiative = InitiativeFactory(owner=anna)
    MembershipFactory(initiative=initiative, user=bram, role=MemberRole.OWNER)
    services.erase_account(user=anna)
    assert [m.user for m in initiative.memberships.filter(left_at=None)] == [bram]
    assert initiative.memberships.get(user=anna).left_at is not None


def test_address_disappears_from_invitations_and_their_links_stop():
    anna = UserFactory(email="anna@example.org")
    open_one = InvitationFactory(email="anna@example.org")
    services.erase_account(user=anna)
    assert not Invitation.objects.filter(email="anna@example.org").exists()
    open_one.refresh_from_db()
    assert not open_one.is_open
