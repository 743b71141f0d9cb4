"""Tokens of organisations: by two administrators, shown once, for one thing, and of nobody."""

import datetime as dt
import re
import uuid

import pytest
from django.db import DatabaseError, transaction

from coophub.audit.selectors import entries_of
from coophub.proposals.models import Proposal
from coophub.proposals.services import confirm, turn_down
from coophub.tokens.models import ApiToken, TokenHolder
from coophub.tokens.selectors import good_token, tokens_of_organisations
from coophub.tokens.services import PREFIX, take_organisation_token, withdraw_token
from coophub.web import clock
from coophub.web.errors import DomainError
from pilots.models import Pilot
from pilots.services.programmes import end_pilot
from tests.factories.accounts import PASSWORD, UserFactory, administrator, advisor
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.pilots import CoachingSessionFactory, PilotFactory
from tests.factories.subsidies import submitted_application
from tests.factories.tokens import confirmed_token, organisation_token

pytestmark = pytest.mark.django_db

PAGE = "/account/tokens/organisations/"
ROOT = "/api/v1/"


@pytest.fixture
def ada():
    return administrator(password=PASSWORD, language="en")


@pytest.fixture
def bea():
    return administrator()


@pytest.fixture
def taken(ada, bea):
    """The header of a token that both agreed on, for an organisation."""

    def header(organisation):
        token = confirmed_token(organisation, by=ada, and_by=bea)
        return token, {"Authorization": f"Bearer {take_organisation_token(token=token, user=ada)}"}

    return header


@pytest.fixture
def at_work(client, ada):
    """Ada, who just typed her password."""
    client.force_login(ada, backend="django.contrib.auth.backends.ModelBackend")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def state_of(token):
    return next(found.state for found in tokens_of_organisations() if found.token == token)


def test_one_proposes_another_confirms_and_it_is_shown_once(at_work, ada, bea):
    sent = {"key": uuid.uuid4(), "organisation": "ministry", "name": "Nachtkopie", "days": "365"}
    for _twice in range(2):
        assert at_work.post(PAGE, sent).status_code == 302
    token = ApiToken.objects.get()
    [proposal] = Proposal.objects.all()

    assert (token.user, token.scopes, token.token_sha256, token.is_good) == (None, ["cases:read"], None, False)
    assert "Waits until a colleague confirms it" in at_work.get(PAGE).content.decode()
    assert at_work.post(f"{PAGE}{token.pk}/take/").status_code == 409
    with pytest.raises(DomainError):
        confirm(proposal=proposal, user=ada)
    confirm(proposal=proposal, user=bea)
    assert state_of(token) == "Confirmed. Nobody took it yet"

    at_work.post(f"{PAGE}{token.pk}/take/")
    first, again = (at_work.get(PAGE).content.decode() for _twice in range(2))

    text = re.search(rf"{PREFIX}[\w-]{{40,}}", first)[0]
    assert good_token(text) == token
    assert text not in again
    assert at_work.post(f"{PAGE}{token.pk}/take/").status_code == 409
    trail = [entry.action for entry in entries_of(token)]
    assert trail == ["tokens.take", "proposals.confirm", "proposals.propose"]


def test_database_takes_no_token_of_an_organisation_that_nobody_confirmed(ada):
    token = organisation_token("ministry", user=ada)

    for change in ({"token_sha256": "a" * 64}, {"token_sha256": "a" * 64, "proposal": Proposal.objects.get()}):
        with pytest.raises(DatabaseError), transaction.atomic():
            ApiToken.objects.filter(pk=token.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        ApiToken.objects.filter(pk=token.pk).update(user=ada)


def test_what_is_turned_down_withdrawn_or_over_is_taken_by_nobody(ada, bea):
    refused, withdrawn, late = (organisation_token("cooplink", user=ada) for _number in range(3))
    turn_down(proposal=Proposal.objects.get(subject_id=refused.pk), because="Niet nodig.", user=bea)
    withdraw_token(token=withdrawn, user=ada)
    with pytest.raises(DomainError):
        confirm(proposal=Proposal.objects.get(subject_id=withdrawn.pk), user=bea)
    confirm(proposal=Proposal.objects.get(subject_id=late.pk), user=bea)

    with clock.at(late.expires_at + dt.timedelta(seconds=1)):
        for token in (refused, withdrawn, late):
            with pytest.raises(DomainError):
                take_organisation_token(token=token, user=ada)
        assert not any(found.can_be_taken or found.can_be_withdrawn for found in tokens_of_organisations())
    assert state_of(refused) == "A colleague turned it down"


def test_record_system_reads_every_case_and_nothing_else_and_stays_when_people_leave(client, taken, ada, bea):
    anna = UserFactory(name="Anna")
    group = InitiativeFactory(owner=anna, slug="de-hof", name="De Hof")
    submitted = submitted_application(group, writer=anna, signer=MembershipFactory(initiative=group).user)
    token, header = taken(TokenHolder.MINISTRY)
    for person in (ada, bea):
        person.is_active = False
        person.save()
    # Who sits at a browser lends a program nothing.
    client.force_login(anna, backend="django.contrib.auth.backends.ModelBackend")

    [item] = client.get(f"{ROOT}cases", headers=header).json()["items"]
    case = client.get(f"{ROOT}cases/{submitted.pk}", headers=header)

    assert (item["number"], case.json()["number"]) == (submitted.number, submitted.number)
    assert "Anna" not in case.content.decode()
    assert case.wsgi_request.user.is_anonymous
    for path in ("own-initiatives", "own-initiatives/de-hof", "own-pilots"):
        assert client.get(ROOT + path, headers=header).status_code == 403, path
    assert client.get(f"{ROOT}cases/{submitted.pk + 1}", headers=header).status_code == 404
    token.refresh_from_db()
    assert token.last_used_at is not None
    withdraw_token(token=token, user=administrator())
    assert client.get(f"{ROOT}cases", headers=header).status_code == 401


def test_cooplink_reads_pilots_that_go_on_without_a_name_of_a_person(client, taken):
    coach = advisor(name="Carla Coach")
    pilot, ended = PilotFactory(advisor=coach), PilotFactory(advisor=coach)
    end_pilot(pilot=ended, outcome=Pilot.Outcome.STOPPED, user=None)
    CoachingSessionFactory(pilot=pilot, advisor=coach, summary="De kavel.", internal_note="Vertrouwelijk.")
    token, header = taken(TokenHolder.COOPLINK)

    assert token.scopes_in_words == ["Read all pilots that go on, with their sessions, without the names of advisors"]
    pilots = client.get(f"{ROOT}own-pilots", headers=header)
    sessions = client.get(f"{ROOT}own-pilots/{pilot.pk}/sessions", headers=header)

    assert [item["key"] for item in pilots.json()["items"]] == [pilot.pk]
    assert [(session["summary"], session["advisor"]) for session in sessions.json()["items"]] == [("De kavel.", "")]
    assert not any(word in sessions.content.decode() for word in ("Carla", "Vertrouwelijk"))
    assert client.get(f"{ROOT}own-pilots/{ended.pk}/sessions", headers=header).status_code == 404
    assert client.get(f"{ROOT}cases", headers=header).status_code == 403


def test_page_is_for_administrators_and_asks_the_password(client, ada):
    token = organisation_token("ministry", user=ada)
    client.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
    for address in (PAGE, f"{PAGE}{token.pk}/take/", f"{PAGE}{token.pk}/withdraw/"):
        assert client.post(address).status_code == 404
    client.force_login(ada, backend="django.contrib.auth.backends.ModelBackend")

    assert client.post(f"{PAGE}{token.pk}/withdraw/").url.startswith("/account/reauthenticate/")
    token.refresh_from_db()
    assert token.revoked_at is None
