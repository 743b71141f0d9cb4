"""The picture of an initiative, drawn from its facts."""

import io

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from coophub.portal import share_image
from coophub.portal.picture import MOST_WINDOWS, WIDTH, picture_of
from initiatives.models import Building, CooperativeForm, Initiative, Phase
from initiatives.models.initiative import MAX_HOMES
from tests.factories.initiatives import InitiativeFactory

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


def test_other_sites_show_a_picture_with_the_name(client, monkeypatch):
    drawn = []
    monkeypatch.setattr(share_image.vl_convert, "svg_to_png", lambda svg, **_options: drawn.append(svg) or b"png")
    name = "Woongroep <Zon> & Maan met een heel lange naam die niet op één regel past en langer doorgaat"
    initiative = InitiativeFactory(published=True, name=name[:80])

    page = client.get(reverse("portal:share_image", args=[initiative.slug]))

    assert (page.status_code, page["Content-Type"], page["Cache-Control"]) == (200, "image/png", "public, max-age=3600")
    assert "Woongroep &lt;Zon&gt; &amp; Maan met" in drawn[0]
    assert "var(" not in drawn[0]


def test_picture_for_other_sites_is_an_image_of_the_size_that_they_ask_for(client):
    initiative = InitiativeFactory(published=True)

    content = client.get(reverse("portal:share_image", args=[initiative.slug])).content

    assert Image.open(io.BytesIO(content)).size == (1200, 630)


def test_group_without_a_public_page_has_no_picture(client):
    assert client.get(reverse("portal:share_image", args=[InitiativeFactory().slug])).status_code == 404
