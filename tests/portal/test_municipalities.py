"""Everybody reads what municipalities do, of one and of all beside each other."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.web import clock
from initiatives.models import Municipality
from initiatives.selectors import answer_times
from initiatives.selectors.answer_times import AnswerFigures
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import ASSEN, GRONINGEN, InitiativeFactory
from tests.factories.policies import stated
from tests.web.reading import find, words

pytestmark = pytest.mark.django_db

LIST = "portal:municipalities"


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


@pytest.fixture
def advisor():
    return UserFactory(roles=[Role.ADVISOR])


def page_of(client, code):
    return client.get(reverse("portal:municipality", args=[code]))


def main(page):
    return words(find(page.content.decode(), "main")[0])


def rows(client, **query):
    page = client.get(reverse(LIST), query)
    return [words(row) for row in find(page.content.decode(), "tbody tr")]


def test_page_says_what_is_known_with_its_day_and_source_and_not_known_of_the_rest(client, advisor):
    stated(advisor, text="Voor veertig jaar.")
    InitiativeFactory(name="De Lindentuin", municipality_id=ASSEN, published=True)
    InitiativeFactory(name="Het Zwanennest", municipality_id=ASSEN)

    page = main(page_of(client, ASSEN))

    for said in (
        "Ground lease Yes Voor veertig jaar.",
        "Source: Nota grondbeleid",
        "Plots for co-operatives Not known yet.",
    ):
        assert said in page
    assert "De Lindentuin" in page
    assert "Zwanennest" not in page
    assert "gemeenten@coophub.example" in page
    assert "Too few groups asked something" in page


def test_page_has_the_figures_where_there_are_enough(client, monkeypatch):
    figures = AnswerFigures(groups=5, questions=7, days=21, kinds=(answer_times.EnquiryKind.LOAN,))
    monkeypatch.setattr(answer_times, "_read", lambda gone: {ASSEN: figures, "": figures})

    page = main(page_of(client, ASSEN))

    assert "21 days" in page
    assert "A loan" in page
    assert "Too few groups" not in page
    assert "the middle answer time was 21 days" in main(client.get(reverse(LIST)))


def test_old_name_leads_to_the_municipality_of_today_and_its_history_stays(client, advisor):
    stated(advisor, text="Zoals het vroeger was.")
    Municipality.objects.filter(pk=ASSEN).update(ended_on=clock.today(), went_into=GRONINGEN)

    answer = client.get(reverse("portal:municipality", args=[ASSEN]), follow=True)

    assert answer.redirect_chain == [(reverse("portal:municipality", args=[GRONINGEN]), 302)]
    page = main(answer)
    assert "Merged from: Assen." in page
    assert "Ground lease Not known yet." in page
    assert "Of the former municipality of Assen: Ground lease" in page
    assert "Zoals het vroeger was." in page
    assert [row.split()[0] for row in rows(client, q="assen")] == ["Groningen"]


def test_municipality_that_was_cut_into_pieces_keeps_its_page(client):
    Municipality.objects.filter(pk=ASSEN).update(ended_on=clock.today())

    assert "its area went to several others" in main(page_of(client, ASSEN))


def test_address_with_small_letters_leads_to_the_page_and_an_unknown_one_nowhere(client):
    assert page_of(client, "gm0106")["Location"] == reverse("portal:municipality", args=[ASSEN])
    assert page_of(client, "GM9999").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "Súdwest"}, ["Súdwest-Fryslân"]),
        ({"q": "sudwest"}, ["Súdwest-Fryslân"]),
        ({"policy": "ground_lease"}, ["Assen"]),
        ({"policy": "known", "province": "Drenthe"}, ["Assen"]),
        ({"policy": "known", "province": "Utrecht"}, []),
        ({"policy": "loan_fund"}, []),
    ],
)
def test_table_is_narrowed_down_in_the_address(client, advisor, query, found):
    stated(advisor)

    assert [row.split()[0] for row in rows(client, **query)] == found


def test_table_is_sorted_in_the_address_and_goes_by_pages(client):
    InitiativeFactory.create_batch(2, municipality_id=ASSEN, published=True)

    assert rows(client, sort="-groups")[0].startswith("Assen")
    assert len(rows(client)) == 50
    assert len(rows(client, page=7)) == 42


def test_file_has_every_municipality(client):
    answer = client.get(reverse(LIST), {"export": "csv"})

    assert len(b"".join(answer).decode().strip().split("\r\n")) == 343


def test_table_takes_as_many_queries_for_many_as_for_one(client, count_queries, advisor):
    stated(advisor)
    few = count_queries(reverse(LIST))
    for code in (GRONINGEN, "GM0034", "GM0037"):
        stated(advisor, code)
        InitiativeFactory.create_batch(3, municipality_id=code, published=True)

    assert count_queries(reverse(LIST)) == few


def test_map_has_a_dot_for_each_with_words_and_a_page(client, advisor):
    stated(advisor)

    dots = client.get(reverse(LIST), {"province": "Drenthe"}).context["map_points"]

    assert len(dots) == 12
    [assen] = [dot for dot in dots if dot["name"] == "Assen"]
    assert (assen["words"], assen["tone"]) == ("Assen: ground lease: yes", "")
    assert {dot["tone"] for dot in dots if dot is not assen} == {"quiet"}


def test_advisors_alone_are_offered_to_keep_it(client, advisor):
    assert "Keep this policy" not in main(page_of(client, ASSEN))
    client.force_login(advisor)
    assert "Keep this policy" in main(page_of(client, ASSEN))
