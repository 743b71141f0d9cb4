"""What a group keeps for itself is nowhere: a private one stands beside a published one in the same municipality, and
every word of it is looked for on every public page, in every file, search and picture.
"""

import uuid
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from coophub.documents.services import add_document
from coophub.portal.share_image import words_on
from coophub.portal.views import public
from initiatives.services.contact import write_to_group
from initiatives.services.lifecycle import publish_initiative, unpublish_initiative
from initiatives.services.road_map import add_milestone
from initiatives.services.tasks import add_task
from tests.factories.accounts import UserFactory
from tests.factories.enquiries import answered, sent_enquiry
from tests.factories.initiatives import CommentFactory, GroupPhotoFactory, HouseholdFactory, InitiativeFactory
from tests.factories.plans import PlanFactory
from tests.readable import SEARCHES, files_on, readable
from tests.scene import PEOPLE
from tests.test_access import GET, ROWS

pytestmark = pytest.mark.django_db

NOBODY = PEOPLE.index("nobody")
SECRET = "watermunt"
"""Every word of the private group is made with it, so that one look finds any of them."""
SEARCHED_BY_PROGRAMS = ("api:initiatives", "api:municipalities")
SEARCHED = ("watermuntnaam", "watermuntnaan", "watermuntverhaal")


@pytest.fixture
def private(scene):
    """A group with everything, which was public once; in the municipality of the published group."""
    owner = UserFactory(name="Wies Watermuntlid", email="watermunt@example.org")
    group = InitiativeFactory(
        slug="watermunthof",
        name="De Watermuntnaam",
        summary="Wij bouwen een watermuntverhaal.",
        description="Achter de watermuntdijk.",
        website="https://watermunt.example",
        legal_name="Watermunt UA",
        seeks_members=True,
        moves_in_year=2031,
        homes=37,
        owner=owner,
    )
    publish_initiative(initiative=group, user=owner)
    message = {"name": "Watermuntgast", "email": "gast@watermunt.example", "text": "Is er watermunt?"}
    write_to_group(initiative=group, key=uuid.uuid4(), **message)
    add_milestone(initiative=group, phase="feasibility", title="Watermuntkavel", user=owner)
    add_task(initiative=group, title="Watermunt bellen", user=owner)
    add_document(
        subject=group,
        title="Watermuntnotulen",
        category="minutes",
        upload=SimpleUploadedFile("watermunt.csv", b"a;b\n"),
        user=owner,
    )
    CommentFactory(initiative=group, task=group.tasks.get(), author=owner, text="Geen watermunt meer.")
    GroupPhotoFactory(initiative=group, alternative_text="Watermunt in bloei", maker="Watermuntfotograaf")
    HouseholdFactory(initiative=group, name="Huize Watermunt", remarks="Met watermunt.")
    PlanFactory(initiative=group, name="Watermuntplan")
    answered(sent_enquiry(group, owner, text="Mag de watermuntdijk bebouwd?"), remarks="Alleen watermunt.")
    unpublish_initiative(initiative=group, user=owner)
    cache.clear()
    return group


def test_no_word_of_a_private_group_is_on_any_public_page(client, scene, private, monkeypatch):
    drawings = []
    monkeypatch.setattr(public, "share_image_of", lambda group, _photo: drawings.append(str(words_on(group))) or b"")
    found, searched, opened = set(), set(), 0
    for_everybody = [
        name for name, rows in ROWS.items() if any(method == GET and row[NOBODY] == "+" for method, row in rows)
    ]

    def look(name, address, query=None):
        answer = client.get(address, query)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = readable(content).lower()
        shown = text if query is None else text.replace(query["q"].lower(), "")
        if SECRET in shown:
            found.add((name, str(query)))
        return text

    for name in for_everybody:
        address = scene.address(name)
        text = look(name, address)
        opened += 1
        if SEARCHES in text or name in SEARCHED_BY_PROGRAMS:
            searched.add(name)
            for words in SEARCHED:
                look(name, address, {"q": words})
        for file in files_on(text, address):
            look(name, file)

    assert found == set()
    assert drawings
    assert not [drawing for drawing in drawings if SECRET in drawing.lower()]
    assert {"portal:register", "portal:municipalities", *SEARCHED_BY_PROGRAMS} <= searched
    assert opened > 40


def test_no_word_of_it_is_in_any_dataset(client, scene, private):
    def taken():
        for file in (file for each in client.get("/api/v1/datasets").json()["items"] for file in each["files"]):
            answer = client.get(urlsplit(file["url"]).path)
            yield file["url"], b"".join(answer.streaming_content).lower()

    assert [url for url, content in taken() if SECRET.encode() in content] == []
    publish_initiative(initiative=private, user=None)
    seen = [url for url, content in taken() if SECRET.encode() in content]
    assert [url.rpartition("/")[2] for url in seen] == ["csv", "sheet.csv", "json", "geojson", "parquet"]


@pytest.mark.parametrize(
    "name", ["portal:public_initiative", "portal:share_image", "initiatives:write", "api:initiative"]
)
def test_nobody_is_told_that_there_is_such_a_group(client, scene, private, name):
    address = scene.address(name).replace(scene.arguments["portal:public_initiative"]["slug"], private.slug)

    assert client.get(address).status_code == 404


def test_nobody_gets_its_photo(client, scene, private):
    for size in ("large", "small"):
        assert client.get(f"/register/{private.slug}/photos/{private.photo.key}/{size}.jpg").status_code == 404
    # Nor at the address of a group that is public.
    slug = scene.arguments["portal:public_initiative"]["slug"]
    assert client.get(f"/register/{slug}/photos/{private.photo.key}/small.jpg").status_code == 404


def test_look_would_find_it(client, scene, private):
    publish_initiative(initiative=private, user=None)

    shown = f"/register/{private.slug}/", f"/api/v1/initiatives/{private.slug}"
    for address in ("/register/", "/municipalities/GM0014/", "/api/v1/initiatives", *shown):
        assert SECRET in client.get(address).content.decode().lower()
