"""The picture of an initiative, drawn from its facts."""

import io

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from coophub.portal.picture import MOST_WINDOWS, WIDTH, picture_of
from coophub.portal.share_image import share_image_of, words_on
from initiatives.models import Building, CooperativeForm, Initiative, Phase
from initiatives.models.initiative import MAX_HOMES
from tests.factories.initiatives import InitiativeFactory
from tests.web.reading import find

FACTS = st.builds(
    Initiative,
    form=st.sampled_from(CooperativeForm.values),
    building=st.sampled_from(Building.values),
    phase=st.sampled_from(Phase.values),
    homes=st.integers(1, MAX_HOMES),
)


@given(FACTS)
def test_every_home_has_a_window_and_everything_stands_in_the_picture(initiative):
    picture = picture_of(initiative)

    windows = [window for house in picture.houses for window in house.windows]
    assert len(windows) == min(initiative.homes, MOST_WINDOWS)
    for house in picture.houses:
        assert house.x >= 0
        assert house.x + house.width <= WIDTH
        assert house.y > 30
        for window in house.windows:
            assert house.x < window.x < house.x + house.width
            assert house.y < window.y < house.y + house.height


@given(FACTS)
def test_what_is_built_follows_from_the_phase(initiative):
    picture = picture_of(initiative)

    stands = [house.is_built for house in picture.houses]
    is_living = initiative.phase == Phase.LIVING
    assert all(stands) if is_living else True
    assert any(stands) == (initiative.phase in (Phase.CONSTRUCTION, Phase.LIVING))
    assert any(window.is_lit for house in picture.houses for window in house.windows) == is_living
    assert picture.has_crane == (initiative.phase == Phase.CONSTRUCTION)


@pytest.mark.parametrize("phase", Phase.values)
def test_drawing_asks_for_no_style_and_no_script(phase):
    picture = picture_of(InitiativeFactory.build(phase=phase))

    drawn = render_to_string("portal/_picture.html", {"picture": picture, "label": "Huizen"})

    for forbidden in ("<style", "style=", "<script", " on", "href", "url("):
        assert forbidden not in drawn


@pytest.mark.django_db
def test_public_page_has_the_drawing_with_words_and_the_place_on_the_map(client):
    initiative = InitiativeFactory(published=True, homes=24, latitude=53.2, longitude=6.5)

    page = client.get(reverse("portal:public_initiative", args=[initiative.slug]))

    assert 'aria-label="Drawing from the facts: 24 homes, Rental co-operative, phase initiative"' in " ".join(
        page.content.decode().split()
    )
    assert page.context["map_points"] == [{"name": initiative.name, "latitude": 53.2, "longitude": 6.5}]


@pytest.mark.django_db
def test_other_sites_show_a_picture_of_the_size_that_they_ask_for(client):
    initiative = InitiativeFactory(published=True)

    answer = client.get(reverse("portal:share_image", args=[initiative.slug]))

    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/png", "public, max-age=3600")
    assert Image.open(io.BytesIO(answer.content)).size == (1200, 630)
    page = client.get(reverse("portal:public_initiative", args=[initiative.slug])).content.decode()
    [image] = find(page, "meta[property='og:image']")
    assert image.attrib["content"].endswith(reverse("portal:share_image", args=[initiative.slug]))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("De Lindentuin", ["De Lindentuin"]),
        ("Woongroep Zon & Maan met een heel lange naam", ["Woongroep Zon & Maan met een heel", "lange naam"]),
        ("Ağaç evi", ["Agaç evi"]),
        ("x" * 80, ["x" * 34, "x" * 34, "x" * 12]),
    ],
)
def test_name_stands_on_it_in_lines_that_fit(name, lines):
    initiative = InitiativeFactory(name=name, homes=1)

    assert words_on(initiative) == (lines, "One home in Groningen")
    assert Image.open(io.BytesIO(share_image_of(initiative, None))).size == (1200, 630)


@pytest.mark.django_db
def test_group_without_a_public_page_has_no_picture(client):
    assert client.get(reverse("portal:share_image", args=[InitiativeFactory().slug])).status_code == 404
