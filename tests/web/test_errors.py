"""Pages for what goes wrong: what happened, what is kept, what now."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client

from tests.web.reading import find, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("showcase")]


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False, enforce_csrf_checks=True, headers={"accept-language": "en"})


def test_a_page_that_is_not_there_offers_the_way_back(client: Client) -> None:
    answer = client.get("/nowhere/")

    assert answer.status_code == 404
    assert words(find(answer.content.decode(), "h1")[0]) == "This page is not here"
    assert find(answer.content.decode(), "main a[href='/']")


def test_who_may_not_do_this_reads_why(client: Client) -> None:
    answer = client.get("/breakages/forbidden/")

    assert answer.status_code == 403
    assert words(find(answer.content.decode(), ".page-header__lead")[0]) == "Only the treasurer may do this."


def test_an_odd_request_gets_a_page(client: Client) -> None:
    answer = client.get("/breakages/suspicious/")

    assert answer.status_code == 400
    assert "odd host" not in answer.content.decode()


def test_a_fault_of_ours_tells_no_details(client: Client) -> None:
    answer = client.get("/breakages/broken/")

    assert answer.status_code == 500
    page = answer.content.decode()
    assert words(find(page, "h1")[0]) == "Something broke on our side"
    assert find(page, ".top-bar .logo[href='/']")
    assert find(page, "main a[href='/breakages/broken/']")
    assert "secret detail" not in answer.content.decode()


def test_a_conflict_says_what_is_the_case_and_leads_there(client: Client) -> None:
    answer = client.get("/breakages/taken/")

    assert answer.status_code == 409
    assert words(find(answer.content.decode(), ".page-header__lead")[0]) == "This application was sent on 3 March."
    assert find(answer.content.decode(), "main a[href='/showcase/group/']")


def test_a_form_with_an_old_token_says_that_nothing_was_saved(client: Client) -> None:
    answer = client.post("/showcase/group/", {"name": "x"})

    assert answer.status_code == 403
    assert words(find(answer.content.decode(), "h1")[0]) == "This form is too old to send"


@pytest.fixture
def database_away(transactional_db: None) -> Iterator[None]:
    """The server of the database does not answer."""
    port = connection.settings_dict["PORT"]
    connection.close()
    connection.settings_dict["PORT"] = 1
    yield
    connection.close()
    connection.settings_dict["PORT"] = port


@pytest.mark.usefixtures("database_away")
def test_a_page_without_a_database_says_so_and_tries_again(client: Client) -> None:
    client.cookies["sessionid"] = "of somebody"

    answer = client.get("/register/")

    assert answer.status_code == 503
    assert answer["Retry-After"] == "10"
    assert answer["Cache-Control"] == "no-store"
    assert "Content-Security-Policy" in answer
    assert words(find(answer.content.decode(), "h1")[0]) == "CoopHub is away for a moment"
    assert find(answer.content.decode(), "meta[http-equiv=refresh]")


@pytest.mark.usefixtures("database_away")
def test_what_was_sent_without_a_database_is_not_said_to_be_lost_or_kept() -> None:
    client = Client(raise_request_exception=False, headers={"accept-language": "nl"})

    answer = client.post("/account/login/", {"login": "anna@example.org", "password": "x"})

    page = answer.content.decode()
    assert answer.status_code == 503
    assert words(find(page, "h1")[0]) == "CoopHub is er even niet"
    assert "We weten niet of is aangekomen wat je net verstuurde." in words(find(page, "main")[0])
    assert not find(page, "meta[http-equiv=refresh]")


def test_what_a_service_refuses_without_a_view_that_says_so_is_a_page(client: Client) -> None:
    answer = client.get("/breakages/refused/")

    assert answer.status_code == 409
    assert words(find(answer.content.decode(), ".page-header__lead")[0]) == "Ten documents are being made for you."
