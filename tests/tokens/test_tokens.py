"""A person's own tokens: made with a password, shown once, good for a while, withdrawn at once."""

import datetime as dt
import re
import uuid

import pytest
from django.test import Client

from coophub.accounts.services import erase_account, export_personal_data
from coophub.audit.selectors import entries_of
from coophub.tokens.may import MOST_TOKENS
from coophub.tokens.models import ApiToken, KeptAnswer, Scope
from coophub.tokens.selectors import good_token
from coophub.tokens.services import NOTED_AGAIN, PREFIX, make_token, note_use, withdraw_token
from coophub.web import clock
from coophub.web.errors import DomainError
from tests.factories.accounts import PASSWORD, UserFactory, advisor, reviewer
from tests.factories.tokens import token_of

pytestmark = pytest.mark.django_db

PAGE = "/account/tokens/"


@pytest.fixture
def anna():
    return UserFactory(email="anna@example.org", name="Anna", password=PASSWORD, language="en")


@pytest.fixture
def signed_in(client, anna):
    """Who just typed her password."""
    client.post("/account/login/", {"login": anna.email, "password": PASSWORD})
    return client


@pytest.fixture
def confirmed(signed_in, anna):
    signed_in.post("/account/reauthenticate/", {"password": PASSWORD})
    return signed_in


def form(**changed):
    return {"key": uuid.uuid4(), "name": "Boekhouding", "scopes": ["plans:read"], "days": "30", **changed}


def shown_on(page):
    found = re.search(rf"<code class=\"fingerprint\">({PREFIX}[\w-]+)</code>", page.content.decode())
    return found and found[1]


def test_token_is_made_after_the_password_is_typed_again_and_shown_once(signed_in, anna):
    asked = signed_in.post(PAGE, form())
    assert asked.url.startswith("/account/reauthenticate/")
    assert not ApiToken.objects.exists()

    made = signed_in.post(asked.url, {"password": PASSWORD})
    first, again = signed_in.get(made.url), signed_in.get(PAGE)

    text = shown_on(first)
    token = good_token(text)
    assert (token.user, token.name, token.scopes) == (anna, "Boekhouding", ["plans:read"])
    assert token.expires_at - token.created_at == pytest.approx(dt.timedelta(days=30), abs=dt.timedelta(seconds=1))
    assert "no-store" in first["Cache-Control"]
    assert text not in again.content.decode()
    assert text[: len(PREFIX) + 4] in again.content.decode()


def test_database_and_trail_hold_no_token(confirmed, anna):
    confirmed.post(PAGE, form())
    text = shown_on(confirmed.get(PAGE))
    [token] = ApiToken.objects.values()
    [entry] = entries_of(ApiToken.objects.get())

    assert text not in str(token)
    assert token["token_sha256"] == ApiToken.hash_of(text)
    assert entry.action == "tokens.make"
    assert entry.after["scopes"] == ["plans:read"]
    assert text not in f"{entry.before}{entry.after}{entry.target_label}"


def test_same_form_sent_twice_makes_one_and_shows_it_to_the_first(confirmed):
    sent = form()
    confirmed.post(PAGE, sent)
    confirmed.post(PAGE, sent)

    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"scopes": []}, {"scopes": ["everything"]}, {"days": "4000"}, {"name": " "}])
def test_what_cannot_be_is_said_beside_the_field(confirmed, wrong):
    answer = confirmed.post(PAGE, form(**wrong))

    assert list(answer.context["form"].errors) == list(wrong)
    assert not ApiToken.objects.exists()


def test_everybody_is_offered_what_their_roles_know():
    def offered(user):
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return {value for value, _label in client.get(PAGE).context["form"].fields["scopes"].choices}

    of_everybody = set(Scope) - {Scope.CASES, Scope.ARCHIVE, Scope.PILOTS}
    assert offered(UserFactory()) == of_everybody
    assert offered(reviewer()) == of_everybody | {Scope.CASES}
    assert offered(advisor()) == of_everybody | {Scope.PILOTS}


def test_scope_of_another_role_is_refused_whoever_sends_it(anna):
    with pytest.raises(DomainError):
        make_token(user=anna, name="x", scopes=[Scope.CASES], days=30, key=uuid.uuid4())


def test_nobody_has_more_than_anybody_keeps_apart(confirmed, anna):
    tokens = [token_of(anna).token for _number in range(MOST_TOKENS)]

    answer = confirmed.post(PAGE, form())
    assert f"You have {MOST_TOKENS} tokens." in answer.content.decode()

    withdraw_token(token=tokens[0], user=anna)
    assert confirmed.post(PAGE, form()).status_code == 302


def test_withdrawn_token_is_worthless_at_once(confirmed, anna):
    new = token_of(anna)

    confirmed.post(f"{PAGE}{new.token.pk}/withdraw/")
    confirmed.post(f"{PAGE}{new.token.pk}/withdraw/")

    assert good_token(new.text) is None
    assert [entry.action for entry in entries_of(new.token)] == ["tokens.withdraw", "tokens.make"]


def test_withdrawing_asks_for_the_password_too(signed_in, anna):
    new = token_of(anna)

    assert signed_in.post(f"{PAGE}{new.token.pk}/withdraw/").url.startswith("/account/reauthenticate/")
    assert good_token(new.text) == new.token


def test_nobody_withdraws_the_token_of_another(confirmed):
    new = token_of(UserFactory())

    assert confirmed.post(f"{PAGE}{new.token.pk}/withdraw/").status_code == 404
    assert good_token(new.text) == new.token


def test_token_ends_on_its_day(anna):
    new = token_of(anna, days=30)

    with clock.at(new.token.expires_at - dt.timedelta(seconds=1)):
        assert good_token(new.text) == new.token
    with clock.at(new.token.expires_at):
        assert good_token(new.text) is None


def test_token_goes_with_the_account_and_with_the_second_factor():
    left, careless, careful = UserFactory(), reviewer(second_factor=False), reviewer()
    texts = [token_of(user).text for user in (left, careless, careful)]
    left.is_active = False
    left.save()

    assert [good_token(text) is not None for text in texts] == [False, False, True]


def test_use_is_noted_once_a_minute(anna, django_assert_num_queries):
    token = token_of(anna).token
    note_use(token)
    token.refresh_from_db()
    first = token.last_used_at

    with django_assert_num_queries(0):
        note_use(token)
    with clock.at(first + NOTED_AGAIN):
        note_use(token)

    token.refresh_from_db()
    assert token.last_used_at - first == NOTED_AGAIN


def test_person_reads_of_her_tokens_and_they_go_with_her(anna):
    token = token_of(anna).token
    KeptAnswer.objects.create(token=token, key="a", request_sha256="b")

    [told] = export_personal_data(user=anna)["tokens"]
    erase_account(user=anna)

    assert (told["name"], told["scopes"]) == ("Een programma", ["initiatives:read"])
    assert not ApiToken.objects.exists()
    assert not KeptAnswer.objects.exists()
