"""The register is narrowed down by more than words, and finds a name with one letter wrong."""

from datetime import timedelta

import pytest
from django.urls import reverse

from coophub.web import clock
from initiatives.models import Initiative
from initiatives.selectors.register import (
    RegisterFigures,
    municipalities_on_map,
    published_initiatives,
    register_figures,
    register_on_map,
)
from initiatives.services.lifecycle import unpublish_initiative
from tests.factories.initiatives import ASSEN, InitiativeFactory
from tests.web.reading import find, words

pytestmark = pytest.mark.django_db


def search(client, **query):
    return client.get(reverse("portal:register"), query)


def names(page):
    return [initiative.name for initiative in page.context["register"].page]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"homes": "few"}, ["Klein"]),
        ({"homes": "some"}, ["Middel"]),
        ({"homes": "many"}, []),
        ({"seeks_members": "yes"}, ["Klein"]),
        ({"seeks_members": "yes", "municipality": ASSEN}, []),
        ({"homes": "enormous"}, ["Klein", "Middel"]),
    ],
)
def test_register_is_narrowed_down_by_homes_and_who_seeks_members(client, query, found):
    InitiativeFactory(name="Klein", homes=8, seeks_members=True, published=True)
    InitiativeFactory(name="Middel", homes=24, municipality_id=ASSEN, published=True)

    assert names(search(client, **query)) == found


def test_register_is_narrowed_down_by_the_year_of_moving_in(client):
    year = clock.today().year
    InitiativeFactory(name="Straks", moves_in_year=year + 2, published=True)
    InitiativeFactory(name="Later", moves_in_year=year + 3, published=True)

    assert names(search(client, moves_in_year=year + 2)) == ["Straks"]


@pytest.mark.parametrize(
    "typed",
    ["Lindentuin", "lindetuin", "Lindenntuin", "Lindentuim", "Lidnentuin", "linden", "De Lindentuyn", "indentuin"],
)
def test_name_is_found_with_one_letter_wrong(client, typed):
    InitiativeFactory(name="De Lindentuin", published=True)
    InitiativeFactory(name="Het Beukenhof", published=True)
    InitiativeFactory(name="De Lindetuinen")

    assert names(search(client, q=typed)) == ["De Lindentuin"]


@pytest.mark.parametrize("typed", ["Eikenhof", "Lndntuin", "tun", "'; drop"])
def test_other_names_are_not_found(client, typed):
    InitiativeFactory(name="De Lindentuin", published=True)

    assert names(search(client, q=typed)) == []


def test_page_says_that_a_name_only_comes_near_and_keeps_the_other_filters(client):
    InitiativeFactory(name="De Lindentuin", published=True)
    InitiativeFactory(name="De Lindentuin in Assen", municipality_id=ASSEN, published=True)

    page = search(client, q="Lindentuim", municipality=ASSEN)

    assert names(page) == ["De Lindentuin in Assen"]
    assert "These names come near it." in words(find(page.content.decode(), "main")[0])


@pytest.mark.parametrize("typed", ["de", "De het een", "zonder"])
def test_words_that_are_in_every_text_are_called_so(client, typed):
    InitiativeFactory(
        name="De Lindentuin", summary="Het is een tuin zonder eind.", municipality_id=ASSEN, published=True
    )

    page = search(client, q=typed, municipality=ASSEN)

    shown = words(find(page.content.decode(), "main")[0])
    assert "These words are in almost every text. Add a word that says something." in shown
    assert "There is no initiative in Assen" not in shown
    assert names(search(client, q=f"{typed} linden")) == ["De Lindentuin"]


@pytest.mark.parametrize("typed", ["", "_", "Eikenhof", "de Eikenhof"])
def test_nothing_found_by_other_words_says_nothing_of_the_words(client, typed):
    page = search(client, q=typed)

    assert "in almost every text" not in words(find(page.content.decode(), "main")[0])


def test_right_words_are_found_first_and_alone(client):
    InitiativeFactory(name="Lindehof", published=True)
    InitiativeFactory(name="Lindenhof", published=True)

    assert names(search(client, q="Lindehof")) == ["Lindehof"]


def test_changed_name_is_found_by_its_new_letters():
    initiative = InitiativeFactory(name="Het Zwanennest")
    initiative.name = "De Eik & Beuk 12"
    initiative.save()

    assert set(Initiative.objects.get().near_names) >= {"beuk", "euk", "beu"}
    assert "zwanennest" not in Initiative.objects.get().near_names


def test_search_that_finds_nothing_takes_as_many_queries_for_many_as_for_one(client, count_queries):
    InitiativeFactory(name="De Lindentuin", published=True)
    address = reverse("portal:register") + "?q=Lindentuim&seeks_members=yes"
    few = count_queries(address)
    InitiativeFactory.create_batch(20, published=True, municipality_id=ASSEN, seeks_members=True)

    assert count_queries(address) == few


def test_what_is_kept_of_a_municipality_is_what_is_there(client):
    """Whatever happened to the groups: the page without filters reads the counts, the one with a filter counts."""
    group = InitiativeFactory(homes=10, published=True)
    other = InitiativeFactory(homes=20, published=True, phase="living", municipality_id=ASSEN)
    InitiativeFactory(homes=300)
    assert register_figures() == RegisterFigures(initiatives=2, homes=30, municipalities=2, living=1)

    Initiative.objects.filter(pk=group.pk).update(municipality_id=ASSEN, homes=12)
    Initiative.objects.filter(pk=other.pk).update(phase="construction")
    assert register_figures() == RegisterFigures(initiatives=2, homes=32, municipalities=1, living=0)
    kept = [(dot.name, dot.initiatives) for dot in register_on_map(municipality=None, province="")]
    assert kept == [(dot.name, dot.initiatives) for dot in municipalities_on_map(published_initiatives())]

    unpublish_initiative(initiative=group, user=None)
    other.delete()
    assert register_figures() == RegisterFigures(initiatives=0, homes=0, municipalities=0, living=0)
    assert search(client).context["register"].sentence == "No initiative fits this."


def test_words_that_very_many_have_are_not_counted(client, monkeypatch):
    """The newest are shown, as far as somebody reads, and no others: until another word is added."""
    for selectors in ("initiatives.selectors.register", "coophub.portal.selectors"):
        monkeypatch.setattr(f"{selectors}.MOST_FOUND", 2)
    for days, name in enumerate(("Lindenhof", "Lindenkade", "Lindenberg")):
        group = InitiativeFactory(name=name, summary="Samen wonen in de buurt.", published=True)
        Initiative.objects.filter(pk=group.pk).update(published_at=clock.now() - timedelta(days=days))

    few, many = search(client, q="lindenhof"), search(client, q="wonen")
    one_page, first_page = few.content.decode(), many.content.decode()

    assert words(find(first_page, ".register__count")[0]) == "More than 2 initiatives"
    assert names(many) == ["Lindenhof", "Lindenkade"]
    assert sum(dot.initiatives for dot in many.context["register"].municipalities) == 2
    assert "Add a word or a filter" in first_page
    assert words(find(one_page, ".register__count")[0]) == "1 initiative"
