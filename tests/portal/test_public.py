"""What a visitor without an account sees."""

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from initiatives.models import Initiative, Municipality
from initiatives.selectors.register import published_initiatives, with_words
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import ASSEN, InitiativeFactory
from tests.web.reading import find, words

pytestmark = pytest.mark.django_db


def names(response):
    return [initiative.name for initiative in response.context["register"].page]


def search(client, **query):
    return client.get(reverse("portal:register"), query)


def test_home_shows_living_figures_of_what_is_published(client):
    InitiativeFactory(published=True, homes=24)
    InitiativeFactory(published=True, homes=6, phase="living")
    InitiativeFactory(homes=500)

    response = client.get(reverse("portal:home"))

    figures = response.context["figures"]
    assert (figures.initiatives, figures.homes, figures.municipalities, figures.living) == (2, 30, 1, 1)
    assert "<dd>30</dd>" in response.content.decode()


def test_home_without_any_initiative_shows_the_doors(client):
    page = client.get(reverse("portal:home")).content.decode()

    assert reverse("initiatives:new") in page
    assert 'class="figures"' not in page


def test_register_holds_only_what_is_published(client):
    InitiativeFactory(name="Zichtbaar", published=True)
    InitiativeFactory(name="Verborgen")

    response = search(client)

    assert names(response) == ["Zichtbaar"]
    assert "Verborgen" not in response.content.decode()
    assert response.context["register"].sentence == "1 initiative"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"province": "Drenthe"}, ["Essenhof"]),
        ({"municipality": ASSEN}, ["Essenhof"]),
        ({"phase": "living"}, ["Havenkwartier"]),
        ({"form": "clustered"}, ["Essenhof"]),
        ({"target_group": "starters"}, ["Havenkwartier"]),
        ({"q": "hof"}, []),
        ({"q": "essen"}, ["Essenhof"]),
        ({"q": "ouderen"}, ["Essenhof"]),
        ({"q": "oudere tuin"}, ["Essenhof"]),
        ({"q": "tuinen"}, ["Essenhof"]),
        ({"q": "'); --"}, ["Essenhof", "Havenkwartier"]),
        ({"q": "het water"}, ["Havenkwartier"]),
        ({"q": "water & | ! : *"}, ["Havenkwartier"]),
        ({"phase": "living", "province": "Drenthe"}, []),
        ({"phase": "castle"}, ["Essenhof", "Havenkwartier"]),
    ],
)
def test_register_narrows_down(client, query, found):
    InitiativeFactory(
        name="Essenhof",
        municipality_id=ASSEN,
        form="clustered",
        target_group="older_people",
        summary="Woningen voor ouderen om een tuin.",
        published=True,
    )
    InitiativeFactory(
        name="Havenkwartier", phase="living", target_group="starters", summary="Aan het water.", published=True
    )

    assert names(search(client, **query)) == found


class TestAnySearch(HypothesisTestCase):
    @given(text=st.text(max_size=40))
    @settings(max_examples=60)
    def test_search_takes_any_text(self, text):
        found = with_words(published_initiatives(), text)

        assert list(found) == []


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({}, "2 initiatives"),
        ({"province": "Drenthe"}, "1 initiative in Drenthe"),
        ({"municipality": ASSEN}, "1 initiative in Assen"),
        ({"municipality": ASSEN, "phase": "living"}, "There is no initiative in Assen yet."),
    ],
)
def test_register_counts_in_a_sentence(client, query, sentence):
    InitiativeFactory(municipality_id=ASSEN, published=True)
    InitiativeFactory(published=True)

    assert search(client, **query).context["register"].sentence == sentence


@pytest.mark.parametrize(
    ("query", "is_open"), [({}, False), ({"q": "tuin"}, False), ({"phase": "living"}, True), ({"phase": "moon"}, True)]
)
def test_register_has_the_list_before_filters_that_nobody_uses(client, query, is_open):
    [filters] = find(search(client, **query).content.decode(), ".filter-bar details")

    assert ("open" in filters.attrib) is is_open


def test_register_that_finds_nothing_points_to_the_province(client):
    InitiativeFactory(municipality_id=ASSEN, published=True)

    page = search(client, municipality=ASSEN, phase="living").content.decode()

    assert reverse("portal:register") + "?province=Drenthe" in page
    assert "Look in all of Drenthe" in page


def test_register_goes_by_pages(client):
    InitiativeFactory.create_batch(25, published=True)

    second = search(client, page=2)
    beyond = search(client, page="honderd")

    assert len(names(second)) == 1
    assert len(names(beyond)) == 24


def test_register_takes_as_many_queries_for_many_as_for_one(client, count_queries):
    InitiativeFactory(published=True)
    few = count_queries(reverse("portal:register"))
    InitiativeFactory.create_batch(20, published=True, municipality_id=ASSEN)

    assert count_queries(reverse("portal:register")) == few


def test_register_puts_one_dot_a_municipality_on_the_map(client):
    InitiativeFactory.create_batch(3, published=True, municipality_id=ASSEN)
    InitiativeFactory(published=True)

    dots = search(client).context["map_points"]

    assert [(dot["name"], dot["initiatives"]) for dot in dots] == [("Assen", 3), ("Groningen", 1)]


def test_public_page_tells_what_the_group_wrote(client):
    initiative = InitiativeFactory(published=True, description="Wij zijn <b>twaalf</b> buren.")

    page = client.get(reverse("portal:public_initiative", args=[initiative.slug])).content.decode()

    assert initiative.summary in page
    assert "Wij zijn &lt;b&gt;twaalf&lt;/b&gt; buren." in page
    assert "Groningen" in page


def test_public_page_says_the_summary_once_where_the_story_begins_with_it(client):
    initiative = InitiativeFactory(published=True, summary="Twaalf buren.", description="Twaalf buren.\n\nEn een tuin.")

    page = client.get(reverse("portal:public_initiative", args=[initiative.slug])).content.decode()

    assert words(find(page, "main")[0]).count("Twaalf buren.") == 1
    assert "En een tuin." in page


@pytest.mark.parametrize(
    "description",
    ["Twaalf buren.\n\nEn een tuin.", "twaalf  buren\nEn een tuin.", "En een tuin.\n\nTwaalf buren!"],
)
def test_public_page_says_the_summary_once_wherever_the_story_repeats_it(client, description):
    initiative = InitiativeFactory(published=True, summary="Twaalf buren.", description=description)

    page = client.get(reverse("portal:public_initiative", args=[initiative.slug])).content.decode()

    assert words(find(page, "main")[0]).lower().count("buren") == 1
    assert "En een tuin." in page


def test_public_page_names_no_people(client):
    initiative = InitiativeFactory(published=True, owner=UserFactory(name="Wilhelmina Proefpersoon"))

    page = client.get(reverse("portal:public_initiative", args=[initiative.slug])).content.decode()

    assert "Wilhelmina" not in page


def test_public_page_before_publication_is_for_members_only(client):
    owner = UserFactory()
    initiative = InitiativeFactory(owner=owner)
    url = reverse("portal:public_initiative", args=[initiative.slug])

    stranger = client.get(url)
    client.force_login(UserFactory())
    signed_in_stranger = client.get(url)
    client.force_login(owner)
    member = client.get(url)

    assert stranger.status_code == signed_in_stranger.status_code == 404
    assert "This is a preview." in member.content.decode()


def test_map_data_cannot_break_out_of_its_script(client):
    InitiativeFactory(published=True, name="</script><script>alert(1)</script>")

    page = search(client).content.decode()

    assert "<script>alert" not in page
    assert Initiative.objects.get().name.startswith("</script>")


@pytest.mark.parametrize(
    ("name", "words"), [("about", "About CoopHub"), ("accessibility", "WCAG 2.2"), ("privacy", "Your rights")]
)
def test_page_for_everybody_is_there(client, name, words):
    assert words in client.get(reverse(f"portal:{name}")).content.decode()


def test_map_can_stand_in_the_page_of_another_site_and_no_other_page_can(client):
    InitiativeFactory(published=True, phase="living")
    InitiativeFactory(published=True, municipality_id=ASSEN)
    InitiativeFactory(municipality_id="GM0363", name="Niet openbaar")

    embedded = client.get(reverse("portal:embedded_map"), {"phase": "living"})
    register = client.get(reverse("portal:register"), {"phase": "living"})

    assert embedded.headers["content-security-policy"].count("frame-ancestors *") == 1
    assert "x-frame-options" not in embedded.headers
    assert not embedded.cookies
    assert [point["name"] for point in embedded.context["map_points"]] == ["Groningen"]
    assert "/embed/map/?phase=living" in register.content.decode()
    assert register.headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in register.headers["content-security-policy"]


@pytest.mark.parametrize(("municipalities", "first"), [(60, "municipality"), (61, "province")])
def test_map_is_a_list_too_by_province_where_there_are_many_places(client, municipalities, first):
    places = list(Municipality.objects.order_by("pk")[:municipalities])
    for place in places:
        InitiativeFactory(published=True, phase="living", municipality_id=place.pk)

    embedded = client.get(reverse("portal:embedded_map"), {"phase": "living"})
    shown = embedded.context["places"]

    assert len(shown) == len({place.code if first == "municipality" else place.province for place in places})
    assert sum(place.initiatives for place in shown) == municipalities
    assert len(embedded.context["map_points"]) == municipalities
    for place in shown:
        assert place.query.startswith(f"?phase=living&{first}=")
        narrowed = client.get(reverse("portal:register") + place.query).context["register"]
        assert narrowed.page.paginator.count == place.initiatives
