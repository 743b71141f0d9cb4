"""The register of buildings, played by a server that answers as the Kadaster describes, and the page of a plan on which
a group takes what stands there.
"""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from coophub.connectors.asking import MOST_BYTES, AwayError
from coophub.connectors.buildings import RegisteredSpace, SpacesFound, spaces_at
from financing.plans.models import PlanChange
from tests.connectors.played import Played
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.plans import PlanFactory
from tests.web.reading import find, words

KEY = "sleutel-voor-de-test"


def door(addition="", *, area=65, year="1962", purpose="woonfunctie", **facts):
    return {
        "openbareRuimteNaam": "Dorpsstraat",
        "huisnummer": 15,
        "postcode": "2631CR",
        "woonplaatsNaam": "Nootdorp",
        "adresregel5": f"Dorpsstraat 15{addition}",
        "adresregel6": "2631 CR  NOOTDORP",
        "typeAdresseerbaarObject": "Verblijfsobject",
        "gebruiksdoelen": [purpose],
        "oppervlakte": area,
        "oorspronkelijkBouwjaar": [year],
        **facts,
    }


class Register(Played):
    """Knows what was put in `doors`, whatever it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.doors: list[dict[str, object]] = [door(" a"), door(" b"), door(area=812, purpose="winkelfunctie")]
        self.links: dict[str, object] = {}
        self.content: bytes | None = None

    def answer_to(self, path: str) -> object:
        found = {"_embedded": {"adressen": self.doors}} if self.doors else {}
        return self.content or {**found, "_links": {"self": {"href": path}, **self.links}}


@pytest.fixture
def register(db, settings) -> Iterator[Register]:
    with Register().served() as (played, address):
        settings.BAG_API_URL, settings.BAG_API_KEY = f"{address}/v2/", KEY
        yield played


@pytest.fixture
def plan(db, client):
    owner = UserFactory()
    client.force_login(owner)
    return PlanFactory(initiative=InitiativeFactory(owner=owner))


def address_of(plan, **asked):
    page = reverse("plans:building", args=[plan.initiative.slug, plan.pk])
    return f"{page}?postcode=2631+cr&number=15" if asked.get("asks", True) else page


def main_of(response):
    return words(find(response.content.decode(), "main")[0])


def test_spaces_are_read_as_the_kadaster_describes_them_and_asked_once_a_day(register):
    register.doors.append({"adresregel5": "Dorpsstraat 15 L", "typeAdresseerbaarObject": "Ligplaats"})
    register.doors.append(door(" c", area=999_999))
    register.doors.append(door(" d", oorspronkelijkBouwjaar=["1998", "1931"]))

    found = spaces_at("2631CR", 15)

    assert found == SpacesFound(
        [
            RegisteredSpace("Dorpsstraat 15 a", 65, 1962, is_home=True),
            RegisteredSpace("Dorpsstraat 15 b", 65, 1962, is_home=True),
            RegisteredSpace("Dorpsstraat 15", 812, 1962, is_home=False),
            RegisteredSpace("Dorpsstraat 15 d", 65, 1931, is_home=True),
        ],
        has_more=False,
    )
    assert spaces_at("2631CR", 15) == found
    [(path, headers)] = register.asked
    assert urlsplit(path).path == "/v2/adressenuitgebreid"
    assert parse_qs(urlsplit(path).query) == {
        "postcode": ["2631CR"],
        "huisnummer": ["15"],
        "exacteMatch": ["false"],
        "page": ["1"],
        "pageSize": ["100"],
    }
    assert (headers["X-Api-Key"], headers["Accept-Crs"]) == (KEY, "epsg:28992")


@pytest.mark.parametrize(
    "content",
    [
        b"<html>Onderhoud</html>",
        b"[]",
        b'{"_embedded": []}',
        b'{"_embedded": {"adressen": ["Dorpsstraat"]}}',
        b'{"_embedded": {"adressen": [{"oppervlakte": "groot", "oorspronkelijkBouwjaar": ["1962"]}]}}',
        b'{"_embedded": {"adressen": [{"oppervlakte": 65, "oorspronkelijkBouwjaar": ["ooit"]}]}}',
        b" " * (MOST_BYTES + 1),
    ],
    ids=["a page", "a list", "no object", "no row", "no area", "no year", "too long"],
)
def test_answer_that_is_not_as_described_is_none_of_it(register, content):
    register.content = content

    with pytest.raises(AwayError):
        spaces_at("2631CR", 15)


def test_group_is_offered_what_stands_there_and_takes_it_with_its_source(client, plan, register):
    before = plan.document["dwellings"]
    shown = main_of(client.get(address_of(plan)))

    assert "samen 942 m²" in shown
    assert "2 woningen van 65 m², gebouwd in 1962" in shown
    plan.refresh_from_db()
    assert (plan.document["dwellings"], plan.revision) == (before, 1)
    taken = {"kinds": ["65-1962-home"], "rent_per_m2": "12,50", "way": "add", "revision": "1"}
    response = client.post(address_of(plan), taken)
    client.post(address_of(plan), taken)

    assert response["Location"] == reverse("plans:section", args=[plan.initiative.slug, plan.pk, "homes"])
    plan.refresh_from_db()
    [*others, new] = plan.document["dwellings"]
    assert others == before
    assert new == {"name": "65 m², gebouwd in 1962", "count": 2, "area_m2": 65, "monthly_rent": 812.5}
    source = "BAG (Kadaster), 2631 CR 15, gelezen op"
    assert PlanChange.objects.get(plan=plan).source.startswith(source)
    history = client.get(reverse("plans:history", args=[plan.initiative.slug, plan.pk]))
    assert source in main_of(history)


def test_nothing_is_taken_that_is_not_there_or_has_no_rent(client, plan, register):
    response = client.post(address_of(plan), {"kinds": ["66-1962-home"], "way": "add", "revision": "1"})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"kinds", "rent_per_m2"}
    plan.refresh_from_db()
    assert plan.revision == 1


def test_nothing_found_no_answer_and_too_much_each_say_what_to_do(client, plan, register):
    register.links = {"next": {"href": "?page=2"}}
    assert "vul de andere zelf in" in main_of(client.get(address_of(plan)))

    register.doors = []
    assert "Kijk de postcode en het nummer na" in main_of(client.get(f"{address_of(plan)}&number=16"))
    register.status = 500
    assert "geeft nu geen antwoord" in main_of(client.get(f"{address_of(plan)}&number=17"))


def test_person_who_asks_all_the_time_waits(client, plan, register):
    statuses = [client.get(address_of(plan)).status_code for _time in range(61)]

    assert statuses[-1] == 429
    assert set(statuses[:60]) == {200}


def test_without_a_register_the_homes_are_typed(client, plan, settings):
    settings.BAG_API_URL = ""
    homes = reverse("plans:section", args=[plan.initiative.slug, plan.pk, "homes"])

    assert client.get(address_of(plan))["Location"] == homes
    assert reverse("plans:building", args=[plan.initiative.slug, plan.pk]) not in client.get(homes).content.decode()


def test_with_a_register_the_page_stands_beside_the_homes(client, plan, register):
    homes = client.get(reverse("plans:section", args=[plan.initiative.slug, plan.pk, "homes"])).content.decode()

    assert reverse("plans:building", args=[plan.initiative.slug, plan.pk]) in homes
