"""The register of places, played by a server that answers as PDOK describes, and the page on which a group finds its
own.
"""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from coophub.audit.models import AuditEntry
from coophub.connectors.asking import MOST_BYTES, AwayError
from coophub.connectors.locations import Location, locations_like
from tests.connectors.played import Played
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory
from tests.web.reading import find, words

LANE = {
    "id": "weg-3f2b",
    "weergavenaam": "Lindenlaan, Assen",
    "centroide_ll": "POINT(6.56481234 52.99271234)",
    "gemeentecode": "0106",
}
TOWN = {"id": "gem-77aa", "weergavenaam": "Gemeente Assen", "centroide_ll": "POINT(6.55 52.99)"}


class Register(Played):
    """Knows what was put in `rows`, whatever it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[dict[str, object]] = [LANE, TOWN]
        self.content: bytes | None = None

    def answer_to(self, path: str) -> object:
        return self.content or {"response": {"numFound": len(self.rows), "docs": self.rows}}


@pytest.fixture
def register(db, settings) -> Iterator[Register]:
    with Register().served() as (played, address):
        settings.PDOK_LOCATION_URL = f"{address}/search/v3_1/"
        yield played


@pytest.fixture
def group(db, client):
    owner = UserFactory()
    client.force_login(owner)
    return InitiativeFactory(owner=owner, latitude=None, longitude=None)


def test_places_are_read_as_pdok_describes_them_and_asked_once_a_day(register):
    found = locations_like("lindenlaan assen")

    assert found == [
        Location("weg-3f2b", "Lindenlaan, Assen", 52.99271234, 6.56481234, "0106"),
        Location("gem-77aa", "Gemeente Assen", 52.99, 6.55, ""),
    ]
    assert locations_like("lindenlaan assen") == found
    [(path, _headers)] = register.asked
    assert urlsplit(path).path == "/search/v3_1/free"
    assert parse_qs(urlsplit(path).query)["q"] == ["lindenlaan assen"]


@pytest.mark.parametrize(
    "content",
    [
        b"<html>Onderhoud</html>",
        b"[]",
        b"{}",
        b'{"response": {"docs": [{"id": "weg-1", "weergavenaam": "Laan", "centroide_ll": "POINT(x y)"}]}}',
        b'{"response": {"docs": ["weg-1"]}}',
        b'{"response": {"docs": [{"id": "weg-1"}]}}',
        b" " * (MOST_BYTES + 1),
    ],
    ids=["a page", "a list", "nothing", "no numbers", "no row", "no point", "too long"],
)
def test_answer_that_is_not_as_described_is_none_of_it(register, content):
    register.content = content

    with pytest.raises(AwayError):
        locations_like("laan")


def page_of(client, group, q=None):
    response = client.get(reverse("initiatives:place", args=[group.slug]), {"q": q} if q else {})
    return words(find(response.content.decode(), "main")[0])


def test_group_finds_its_place_and_shows_no_more_than_the_neighbourhood(client, group, register):
    address = reverse("initiatives:place", args=[group.slug])

    assert "Lindenlaan, Assen" in page_of(client, group, "lindenlaan")
    response = client.post(f"{address}?q=lindenlaan", {"location": "weg-3f2b", "blur": "neighbourhood"})

    assert response["Location"] == reverse("initiatives:profile", args=[group.slug])
    group.refresh_from_db()
    assert (group.latitude, group.longitude) == (52.99, 6.56)
    assert "52.9927" not in str(list(AuditEntry.objects.values("before", "after")))


@pytest.mark.parametrize(
    ("blur", "kept"), [("street", (52.993, 6.565)), ("exact", (52.9927123, 6.5648123))], ids=["street", "exact"]
)
def test_place_is_kept_as_exactly_as_the_group_says(client, group, register, blur, kept):
    address = reverse("initiatives:place", args=[group.slug])

    client.post(f"{address}?q=lindenlaan", {"location": "weg-3f2b", "blur": blur})

    group.refresh_from_db()
    assert (group.latitude, group.longitude) == kept


def test_place_that_was_not_found_is_not_taken(client, group, register):
    response = client.post(
        f"{reverse('initiatives:place', args=[group.slug])}?q=lindenlaan", {"location": "weg-0000", "blur": "exact"}
    )

    assert response.status_code == 200
    assert find(response.content.decode(), ".utrecht-form-field-error-message")
    group.refresh_from_db()
    assert group.latitude is None


def test_place_in_another_municipality_is_kept_and_remarked_on(client, group, register):
    register.rows = [{**LANE, "gemeentecode": "9999"}]

    response = client.post(
        f"{reverse('initiatives:place', args=[group.slug])}?q=laan",
        {"location": "weg-3f2b", "blur": "street"},
        follow=True,
    )

    assert "Deze plek ligt in een andere gemeente dan in jullie profiel staat." in response.content.decode()


def test_nothing_found_and_no_answer_each_say_what_to_do(client, group, register):
    register.rows = []
    assert "Zo heet geen plek." in page_of(client, group, "xyzzy")
    register.status = 500
    assert "geeft nu geen antwoord" in page_of(client, group, "assen")


def test_without_a_register_the_numbers_are_typed(client, group, settings):
    settings.PDOK_LOCATION_URL = ""
    profile = reverse("initiatives:profile", args=[group.slug])

    assert client.get(reverse("initiatives:place", args=[group.slug]))["Location"] == profile
    assert reverse("initiatives:place", args=[group.slug]) not in client.get(profile).content.decode()
