"""Whole datasets as files: what the API gives of every row, in each kind, as it stands now."""

import csv
import datetime as dt
import io
import json
from dataclasses import replace
from decimal import Decimal

import arro3.io
import pytest
import rdflib
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree
from rdflib.namespace import DCAT, DCTERMS, RDF

from coophub.portal.api import limits
from coophub.portal.open_data.catalogue import UNKNOWN_LICENCE
from coophub.portal.open_data.datasets import DATASETS
from coophub.portal.open_data.files import FILE_KINDS, kinds_of
from coophub.web import clock
from coophub.web.pace import Pace
from financing.subsidies.schemes.examples import publish_example
from financing.subsidies.services.deciding import sign_decision
from initiatives.services.lifecycle import publish_initiative, unpublish_initiative
from tests.factories.accounts import UserFactory, advisor, decider, reviewer
from tests.factories.initiatives import ASSEN, InitiativeFactory, MembershipFactory
from tests.factories.pilots import ProgrammeFactory
from tests.factories.policies import stated
from tests.factories.subsidies import drafted, submitted_application

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/datasets"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def take(client):
    """Takes a file along: its content, and what it came with."""

    def get(name, ending, **headers):
        answer = client.get(f"{ROOT}/{name}/files/{ending}", headers=headers)
        answer.whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return answer

    return get


def published(number, **facts):
    return InitiativeFactory(slug=f"groep-{number:02}", name=f"Groep {number}", published=True, **facts)


def rows_of(text, delimiter=","):
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


def test_every_kind_has_what_the_api_gives(client, take):
    for number in range(3):
        published(number, summary='Met "wij"; samen', moves_in_year=None if number else 2029)
    InitiativeFactory(name="Besloten")
    listed = client.get("/api/v1/initiatives").json()["items"]

    read = json.loads(take("initiatives", "json").whole)
    features = json.loads(take("initiatives", "geojson").whole)["features"]
    lines = rows_of(take("initiatives", "csv").whole.decode())
    table = arro3.io.read_parquet(io.BytesIO(take("initiatives", "parquet").whole)).read_all()

    assert read == listed
    assert [each["properties"]["slug"] for each in features] == ["groep-00", "groep-01", "groep-02"]
    assert features[0]["geometry"]["coordinates"] == [listed[0]["longitude"], listed[0]["latitude"]]
    assert [line["summary"] for line in lines] == ['Met "wij"; samen'] * 3
    assert [line["movesInYear"] for line in lines] == ["2029", "", ""]
    assert float(lines[0]["latitude"]) == listed[0]["latitude"]
    assert table.column_names == list(listed[0])
    assert table.column("slug").to_pylist() == ["groep-00", "groep-01", "groep-02"]
    assert table.column("movesInYear").to_pylist() == [2029, None, None]
    assert table.column("seeksMembers").to_pylist() == [False] * 3


def test_a_dutch_spreadsheet_opens_it_as_numbers(take):
    publish_example("leenfonds-landelijk")

    text = take("schemes", "sheet.csv").whole.decode()

    assert text.startswith("\ufeffslug;name;")
    [row] = rows_of(text.removeprefix("\ufeff"), ";")
    [plain] = rows_of(take("schemes", "csv").whole.decode())
    assert row["ceiling"].replace(",", ".") == plain["ceiling"]
    assert Decimal(plain["ceiling"]) > 0
    assert row["isExample"] == "true"


def test_money_and_days_keep_their_kind_in_parquet(take):
    publish_example("leenfonds-landelijk")

    table = arro3.io.read_parquet(io.BytesIO(take("schemes", "parquet").whole)).read_all()

    kinds = {field.name: str(field.type) for field in table.schema}
    assert "Decimal128(18, 2)" in kinds["ceiling"]
    assert "Timestamp" in kinds["opensAt"]


def test_each_dataset_comes_in_each_of_its_kinds(client, take):
    published(1)
    stated(advisor())
    publish_example("leenfonds-landelijk")

    listed = client.get(ROOT).json()["items"]

    assert [each["name"] for each in listed] == list(DATASETS)
    for each in listed:
        for file in each["files"]:
            answer = take(each["name"], file["ending"])
            assert answer.status_code == 200, file
            assert file["url"].endswith(f"/{each['name']}/files/{file['ending']}")
            assert answer["Content-Type"].split(";")[0] == file["mediaType"]
            assert answer["Content-Disposition"] == f'attachment; filename="{each["name"]}.{file["ending"]}"'
            assert len(answer.whole) > 0
    assert take("awards", "geojson").status_code == take("initiatives", "xml").status_code == 404
    assert {kind.ending for kind in kinds_of(DATASETS["municipalities"])} == set(FILE_KINDS)


def test_what_did_not_change_is_not_sent_again_and_what_did_is(take):
    group = published(1)
    for name in DATASETS:
        first = take(name, "json")
        for condition in ({"if_none_match": first["ETag"]}, {"if_modified_since": first["Last-Modified"]}):
            again = take(name, "json", **condition)
            assert (again.status_code, again.whole, again["ETag"]) == (304, b"", first["ETag"])
        assert first["Cache-Control"].startswith("public")
        assert take(name, "csv")["ETag"] != first["ETag"]

    before = take("initiatives", "json")["ETag"]
    group.summary = "Anders."
    group.save()
    changed = take("initiatives", "json", if_none_match=before)
    unpublish_initiative(initiative=group, user=None)
    gone = take("initiatives", "json", if_none_match=changed["ETag"])
    publish_initiative(initiative=group, user=None)

    assert (changed.status_code, gone.status_code) == (200, 200)
    assert json.loads(gone.whole) == []
    assert take("initiatives", "json")["ETag"] not in (before, changed["ETag"], gone["ETag"])


@pytest.mark.parametrize("address", [ROOT, "/open-data/", "/open-data/catalogue.jsonld"])
def test_what_there_is_and_since_when_is_said_without_reading_it(count_queries, address):
    few = count_queries(address)
    for number in range(5):
        published(number, municipality_id=ASSEN)
        ProgrammeFactory()
    stated(advisor())

    assert few == count_queries(address) == (5 if address == ROOT else 4)


@pytest.mark.parametrize("ending", list(FILE_KINDS))
def test_the_register_takes_as_many_queries_for_many_as_for_few(take, ending):
    published(0)
    take("initiatives", ending)
    published(1)
    with CaptureQueriesContext(connection) as few:
        take("initiatives", ending)
    for number in range(2, 20):
        published(number)

    with CaptureQueriesContext(connection) as many:
        assert b"groep-19" in take("initiatives", ending).whole

    assert len(many) == len(few)


@pytest.mark.parametrize("ending", [ending for ending in FILE_KINDS if ending != "parquet"])
def test_rows_are_written_as_they_are_read(client, ending):
    published(1)
    [row], read = DATASETS["initiatives"].rows(), []

    def many():
        for number in range(5_000):
            read.append(number)
            yield row

    pieces = iter(FILE_KINDS[ending].write(replace(DATASETS["initiatives"], rows=many)))
    next(pieces)

    assert 0 < len(read) < 500
    assert sum(1 for _piece in pieces) > 20
    assert len(read) == 5_000


def test_an_address_takes_only_so_much_in_a_minute(take, monkeypatch):
    monkeypatch.setattr(limits, "CALCULATIONS", Pace("calculations", 2, 60))

    assert [take("programmes", "json").status_code for _time in range(3)] == [200, 200, 429]


# The page, the description for catalogues, and feeds


def graph_of(client):
    answer = client.get("/open-data/catalogue.jsonld")
    assert (answer["Content-Type"], answer["Access-Control-Allow-Origin"]) == ("application/ld+json", "*")
    return rdflib.Graph().parse(data=answer.content, format="json-ld")


def test_the_page_offers_every_file(client):
    page = client.get("/open-data/").content.decode()

    for dataset in DATASETS.values():
        assert str(dataset.title) in page
        for kind in kinds_of(dataset):
            assert f'href="/api/v1/datasets/{dataset.name}/files/{kind.ending}"' in page
    assert 'type="application/ld+json"' in page
    assert "is not said yet" in page


@pytest.mark.parametrize("licence", ["", "https://creativecommons.org/publicdomain/zero/1.0/"], ids=["none", "CC0"])
def test_catalogues_read_what_dcat_asks_of_each_dataset(client, settings, licence):
    settings.DATA_LICENCE = licence
    graph = graph_of(client)

    datasets = set(graph.subjects(RDF.type, DCAT.Dataset))
    assert len(datasets) == len(DATASETS)
    [catalogue] = graph.subjects(RDF.type, DCAT.Catalog)
    assert set(graph.objects(catalogue, DCAT.dataset)) == datasets
    asked = (
        DCTERMS.title,
        DCTERMS.description,
        DCTERMS.identifier,
        DCTERMS.publisher,
        DCTERMS.creator,
        DCTERMS.accessRights,
        DCTERMS.accrualPeriodicity,
        DCTERMS.modified,
        DCAT.contactPoint,
        DCAT.theme,
        DCAT.distribution,
    )
    for dataset in datasets:
        assert [name for name in asked if graph.value(dataset, name, any=True) is None] == []
        assert {title.language for title in graph.objects(dataset, DCTERMS.title)} == {"nl", "en"}
        for file in graph.objects(dataset, DCAT.distribution):
            for name in (DCAT.accessURL, DCTERMS.format, DCAT.mediaType):
                assert isinstance(graph.value(file, name), rdflib.URIRef)
            assert graph.value(file, DCTERMS.license) == rdflib.URIRef(licence or UNKNOWN_LICENCE)


def test_what_changed_says_so_in_the_catalogue(client, travel_to):
    def modified():
        graph = graph_of(client)
        named = {str(graph.value(each, DCTERMS.identifier)): each for each in graph.subjects(RDF.type, DCAT.Dataset)}
        return {name.partition("#")[2]: graph.value(each, DCTERMS.modified) for name, each in named.items()}

    before = modified()
    travel_to(clock.now() + dt.timedelta(hours=1))
    unchanged = modified()
    published(1)

    after = modified()

    assert unchanged == before
    changed = {name for name, moment in after.items() if moment != before[name]}
    assert changed == {"initiatives", "municipalities", "statistics"}


def entries_of(client, name):
    """What a feed has, by title, with its address and moment."""
    answer = client.get(f"/feeds/{name}.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    root = etree.fromstring(answer.content)
    return {
        entry.findtext(f"{ATOM}title"): (entry.find(f"{ATOM}link").get("href"), entry.findtext(f"{ATOM}published"))
        for entry in root.iter(f"{ATOM}entry")
    }


def test_feeds_tell_of_new_groups_and_open_schemes(client):
    group = published(1)
    InitiativeFactory(name="Besloten")
    version = publish_example("leenfonds-landelijk")

    found, schemes = entries_of(client, "initiatives"), entries_of(client, "schemes")

    assert list(found) == ["Groep 1"]
    address, at = found["Groep 1"]
    assert address == f"{settings.SITE_URL}/register/groep-01/"
    assert dt.datetime.fromisoformat(at) == group.published_at
    opened = version.opens_at <= clock.now()
    assert [address for address, _at in schemes.values()] == (
        [f"{settings.SITE_URL}/schemes/{version.scheme.slug}/"] if opened else []
    )


def test_feed_tells_of_awards_with_what_was_awarded(client):
    writer = UserFactory()
    group = InitiativeFactory(legal_name="De Linde U.A.", kvk_number="12345678")
    MembershipFactory(initiative=group, user=writer, role="owner")
    application = submitted_application(group, writer=writer, signer=MembershipFactory(initiative=group).user)
    assert entries_of(client, "awards") == {}
    drafted(application, reviewer())

    sign_decision(application=application, user=decider())

    [(recipient, (link, _at))] = entries_of(client, "awards").items()
    assert recipient == application.submission.applicant.full_name
    assert link == f"{settings.SITE_URL}/awards/{application.number}/"


@pytest.mark.parametrize("address", ["/register/", "/schemes/", "/awards/", "/open-data/"])
def test_pages_lead_a_news_reader_to_the_feeds(client, address):
    page = client.get(address).content.decode()

    for name in ("initiatives", "schemes", "awards"):
        assert f'href="/feeds/{name}.atom"' in page
