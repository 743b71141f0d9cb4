"""A role that a provider names is proposed, given by an administrator, and taken away when it is named no longer."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core import checks

from coophub.accounts import services
from coophub.accounts.models import Role
from coophub.audit.selectors import entries_of
from coophub.identity.services import unlink
from coophub.notifications.models import Notification
from coophub.proposals.models import Proposal
from coophub.proposals.services import confirm, turn_down
from coophub.web.errors import DomainError
from tests.factories.accounts import PASSWORD, UserFactory, administrator

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(set_provider):
    set_provider(roles_claim="groups", roles=(("coophub-reviewers", "reviewer"), ("coophub-bosses", "administrator")))
    user = UserFactory(second_factor=False, language="en", name="Anna")
    SocialAccount.objects.create(user=user, provider="entra", uid="anna", extra_data={"sub": "anna"})
    return user


@pytest.fixture
def comes(client, walk, running, anna):
    """Anna signs in, and the provider names these groups."""

    def with_groups(*groups):
        running.says("anna", groups=list(groups))
        client.logout()
        walk("anna")
        anna.forget_roles()
        return anna

    return with_groups


def test_role_is_proposed_and_given_by_an_administrator_alone(client, comes, anna):
    boss = administrator(language="en")
    comes("coophub-reviewers", "something-else")
    assert anna.roles == frozenset()
    proposal = Proposal.objects.get()
    assert (proposal.kind, proposal.key, proposal.proposed_by) == ("identity.grant_claimed_role", "reviewer", anna)
    with pytest.raises(DomainError):
        confirm(proposal=proposal, user=anna)
    assert Notification.objects.filter(recipient=boss).exists()
    client.force_login(boss)
    page = client.get(f"/proposals/{proposal.pk}/").content.decode()
    assert "Ministerie says that Anna" in page
    client.post(f"/proposals/{proposal.pk}/confirm/")
    anna.forget_roles()
    assert anna.roles == {"reviewer"}
    assert anna.role_grants.get().granted_by == boss


def test_no_page_of_proposals_is_told_to_who_has_none(client, comes, anna):
    boss = administrator()
    comes("coophub-reviewers")
    Notification.objects.all().delete()
    confirm(proposal=Proposal.objects.get(), user=boss)
    assert not Notification.objects.filter(recipient=anna).exists()


def test_nobody_gives_themselves_the_role_of_administrator(client, comes, anna):
    comes("coophub-bosses")
    assert anna.roles == frozenset()
    assert client.get(f"/proposals/{Proposal.objects.get().pk}/").status_code == 404
    assert client.post(f"/proposals/{Proposal.objects.get().pk}/confirm/").status_code == 404


def test_what_is_named_each_time_is_proposed_once(comes, anna):
    boss = administrator()
    comes("coophub-reviewers")
    comes("coophub-reviewers")
    turn_down(proposal=Proposal.objects.get(), because="Not hers", user=boss)
    comes("coophub-reviewers")
    assert Proposal.objects.count() == 1
    comes()
    comes("coophub-reviewers")
    assert Proposal.objects.count() == 2


def test_role_that_is_named_no_longer_goes_at_once(comes, anna):
    boss = administrator()
    comes("coophub-reviewers")
    confirm(proposal=Proposal.objects.get(), user=boss)
    comes("coophub-reviewers")
    assert anna.roles == {"reviewer"}
    comes()
    assert anna.roles == frozenset()
    told = list(entries_of(anna).order_by("pk").values_list("action", "actor"))
    assert ("identity.end_claim", None) in told
    assert ("accounts.revoke_role", None) in told


def test_proposal_for_a_role_that_is_named_no_longer_is_turned_down(comes, anna):
    administrator()
    comes("coophub-reviewers")
    comes()
    assert Proposal.objects.get().turned_down_because == "The organisation names this role no longer."


def test_role_that_administrators_gave_stays(comes, anna):
    services.grant_role(person=anna, role=Role.REVIEWER, user=None)
    comes("coophub-reviewers")
    assert not Proposal.objects.exists()
    comes()
    assert anna.roles == {"reviewer"}


def test_last_administrator_stays_and_the_trail_says_so(comes, anna):
    boss = administrator()
    comes("coophub-bosses")
    confirm(proposal=Proposal.objects.get(), user=boss)
    services.revoke_role(person=boss, role=Role.ADMINISTRATOR, user=anna)
    comes()
    assert anna.roles == {"administrator"}
    assert "identity.keep_last_administrator" in entries_of(anna).values_list("action", flat=True)


def test_role_goes_with_the_account_that_named_it(client, comes, anna):
    boss = administrator()
    comes("coophub-reviewers")
    confirm(proposal=Proposal.objects.get(), user=boss)
    anna.set_password(PASSWORD)
    anna.save()
    unlink(account=SocialAccount.objects.get(), user=anna)
    anna.forget_roles()
    assert anna.roles == frozenset()


def test_claim_without_words_names_nothing(client, walk, running, anna):
    for groups in (None, 7, {"coophub-reviewers": 1}, [7, None]):
        running.says("anna", groups=groups)
        walk("anna")
    assert not Proposal.objects.exists()


def test_settings_that_name_no_role_of_ours_are_wrong(set_provider):
    set_provider(roles_claim="groups", roles=(("a", "reviewer"),))
    assert [found for found in checks.run_checks() if "OIDC" in found.msg] == []
    set_provider(roles_claim="groups", roles=(("a", "king"),))
    [wrong] = [found for found in checks.run_checks() if "OIDC" in found.msg]
    assert wrong.msg.startswith("OIDC_ENTRA_ROLES: there is no role “king”.")
