"""Pages for what goes wrong: what happened, what is kept, what now."""

import pytest
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
    assert words(find(answer.content.decode(), "h1")[0]) == "Something broke on our side"
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
