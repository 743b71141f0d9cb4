"""The frame of every page: names, rooms, language, colours, and nothing inline."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from coophub.web.rooms import ROOMS
from tests.web.reading import find, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("showcase")]


@pytest.fixture
def page(client: Client) -> str:
    return client.get("/showcase/group/", HTTP_ACCEPT_LANGUAGE="en").content.decode()


def test_the_title_is_the_heading_too(page: str) -> None:
    assert words(find(page, "h1")[0]) == "Financieringsplan van De Warmoes & vrienden"
    assert words(find(page, "title")[0]) == "Financieringsplan van De Warmoes & vrienden - CoopHub"


def test_a_page_has_its_landmarks_once(page: str) -> None:
    assert len(find(page, "main#main")) == len(find(page, "header.top-bar")) == len(find(page, "footer.footer")) == 1
    assert find(page, "body > a[href='#main']")


def test_nothing_on_a_page_is_inline(page: str) -> None:
    assert not find(page, "[style], style, [onclick], [onsubmit], [onload]")
    assert [script.get("type") for script in find(page, "script:not([src])")] == ["application/json"]


def test_what_a_page_leaves_empty_has_no_frame(client: Client) -> None:
    page = client.get("/nowhere/").content.decode()

    assert find(page, "h1")
    assert not find(page, "aside.page-body__aside, .page-header__actions")


def test_the_present_room_is_marked(page: str) -> None:
    [here] = find(page, ".rooms a[aria-current=page]")

    assert here.get("href") == reverse("plans:list", args=["de-warmoes"])


def test_on_a_phone_the_rest_of_the_rooms_stand_under_more(page: str) -> None:
    under_more = [link.get("href") for link in find(page, ".rooms details a")]

    assert len(under_more) == len(ROOMS["group"]) - 4
    assert under_more == [link.get("href") for link in find(page, ".rooms__entry--more > a")]


@pytest.mark.parametrize("place", sorted(ROOMS))
def test_every_room_has_an_address_and_an_icon(place: str, client: Client) -> None:
    page = client.get(f"/showcase/{place}/").content.decode()

    rooms = find(page, ".rooms__list > li > a")

    assert len(rooms) == len(ROOMS[place])
    assert icons_named(page) <= icons_drawn()


def test_every_icon_that_a_page_names_is_drawn(page: str) -> None:
    assert icons_named(page) <= icons_drawn()


def icons_named(page: str) -> set[str]:
    return {use.get("href", "").split("#")[1] for use in find(page, "svg.icon use")}


def icons_drawn() -> set[str]:
    return {str(symbol.get("id")) for symbol in find(Path("static/images/icons.svg").read_text(), "symbol")}


def test_a_visitor_sees_sign_in_and_no_account_menu(page: str) -> None:
    assert find(page, f".top-bar a[href='{reverse('account_login')}']")
    assert not find(page, f"form[action='{reverse('account_logout')}']")


def test_the_language_button_leads_back_to_the_same_page(client: Client) -> None:
    page = client.get("/showcase/group/?sort=name", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    [button] = find(page, "form.language button")
    [back] = find(page, "form.language input[name=next]")

    answer = client.post(reverse("set_language"), {"next": back.get("value"), "language": button.get("value")})

    assert button.get("value") == "nl"
    assert answer.headers["Location"] == "/showcase/group/?sort=name"
    assert find(client.get("/showcase/group/").content.decode(), "html[lang=nl]")


@pytest.mark.parametrize(("cookie", "drawn"), [("dark", "dark"), ("light", "light"), ('"><script>', None), ("", None)])
def test_the_chosen_colours_are_drawn_by_the_server(client: Client, cookie: str, drawn: str | None) -> None:
    client.cookies["theme"] = cookie

    page = client.get("/showcase/group/").content.decode()

    assert find(page, "html")[0].get("data-theme") == drawn


def test_a_table_says_how_it_is_sorted(client: Client) -> None:
    page = client.get("/showcase/group/?sort=-amount").content.decode()

    [sorted_by] = find(page, "th[aria-sort]")

    assert (words(sorted_by), sorted_by.get("aria-sort")) == ("Bedrag", "descending")
    assert words(find(page, "tbody tr th")[0]).startswith("Wooncoöperatie Het Lange Eind")


def test_a_table_tells_its_name(page: str) -> None:
    assert words(find(page, "table.responsive-table caption")[0]) == "Werkvoorraad"


def test_pagination_keeps_what_else_stands_in_the_address(client: Client) -> None:
    page = client.get("/showcase/group/?sort=name&quiet=1").content.decode()

    [following] = find(page, "a[rel=next]")

    assert set(following.get("href", "").removeprefix("?").split("&")) == {"sort=name", "quiet=1", "page=2"}
