"""What search engines are told of: every public page, and nothing that is not for everybody."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree

from coophub.accounts.models import Role
from coophub.portal import sitemaps
from coophub.web import clock
from financing.lab.services.publishing import publish_run, withdraw_publication
from financing.subsidies.services.deciding import sign_decision
from initiatives.models import Municipality
from initiatives.services.lifecycle import unpublish_initiative
from initiatives.services.take_downs import take_down
from tests.factories.accounts import UserFactory, administrator, advisor, decider, reviewer
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.lab import finished_run
from tests.factories.pilots import LessonFactory, ProgrammeFactory, model_version
from tests.factories.subsidies import drafted, submitted_application

pytestmark = pytest.mark.django_db

SITE = "https://coophub.example"
IN_XML = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture(autouse=True)
def site_url(settings):
    settings.SITE_URL = SITE


def addresses_in(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/xml"
    return etree.fromstring(answer.content).xpath("//s:loc/text()", namespaces=IN_XML)


def path_of(address):
    assert address.startswith(f"{SITE}/")
    return address.removeprefix(SITE)


def section(client, name, query=""):
    return [path_of(address) for address in addresses_in(client, f"/sitemaps/{name}.xml{query}")]


def whole(client):
    """Every address in every file, each once."""
    found = [each for file in addresses_in(client, "/sitemap.xml") for each in addresses_in(client, path_of(file))]
    assert len(found) == len(set(found))
    return [path_of(address) for address in found]


def published(name):
    return InitiativeFactory(slug=name, published=True)


def awarded():
    writer = UserFactory()
    group = InitiativeFactory(legal_name="De Linde U.A.", kvk_number="12345678")
    MembershipFactory(initiative=group, user=writer, role="owner")
    application = submitted_application(group, writer=writer, signer=MembershipFactory(initiative=group).user)
    drafted(application, reviewer())
    sign_decision(application=application, user=decider())
    return application


def test_robots_say_where_it_is(client):
    assert f"\nSitemap: {SITE}/sitemap.xml\n" in client.get("/robots.txt").content.decode()


def test_everybody_may_read_every_page_in_it(client):
    published("hof")
    award, programme = awarded(), ProgrammeFactory(is_public=True)
    lesson, model = LessonFactory(published=True), model_version(approver=advisor())
    run = publish_run(run=finished_run(), user=UserFactory(roles=[Role.SCHEME_MANAGER]))
    old, new = Municipality.objects.order_by("code")[:2]
    Municipality.objects.filter(pk=old.pk).update(ended_on=clock.today(), went_into=new)
    closed = [line.split()[1] for line in client.get("/robots.txt").content.decode().splitlines() if "Disallow" in line]

    found = whole(client)

    told = {
        "/",
        "/register/hof/",
        f"/awards/{award.number}/",
        f"/programmes/{programme.slug}/",
        f"/knowledge/lessons/{lesson.pk}/",
        f"/knowledge/documents/{model.model_id}/",
        f"/what-helps-most/{run.pk}/",
        f"/municipalities/{new.code}/",
    }
    assert told - set(found) == set()
    assert f"/municipalities/{old.code}/" not in found
    assert [path for path in found if path.startswith(tuple(closed))] == []
    # Of municipalities there are hundreds of the same.
    alike = section(client, "municipalities")[3:]
    answers = {path: client.get(path).status_code for path in found if path not in alike}
    assert answers == dict.fromkeys(answers, 200)


def test_what_is_not_for_everybody_is_not_in_it(client):
    InitiativeFactory(slug="besloten")
    unpublish_initiative(initiative=published("teruggenomen"), user=None)
    take_down(initiative=published("weggehaald"), because="Misleidend.", user=administrator())
    hidden, waiting, model = ProgrammeFactory(is_public=False), LessonFactory(), model_version()
    withdrawn = publish_run(run=finished_run(), user=UserFactory(roles=[Role.SCHEME_MANAGER]))
    withdraw_publication(run=withdrawn.run, user=withdrawn.created_by)

    found = whole(client)

    empty = ("initiatives", "policies", "lessons", "models", "awards")
    assert {name: section(client, name) for name in empty} == {name: [] for name in empty}
    secret = ("besloten", "teruggenomen", "weggehaald", hidden.slug, f"lessons/{waiting.pk}/", f"ts/{model.model_id}/")
    assert [path for path in found if any(word in path for word in secret)] == []


def test_day_of_the_last_change_is_told_where_it_is_known(client):
    lesson = LessonFactory(published=True)
    published("hof")

    days = etree.fromstring(client.get("/sitemaps/lessons.xml").content).xpath("//s:lastmod/text()", namespaces=IN_XML)

    assert days == [clock.day_of(lesson.approved_at).isoformat()]
    assert b"lastmod" not in client.get("/sitemaps/initiatives.xml").content


def test_many_stand_in_several_files_each_in_the_same_queries(client, monkeypatch):
    def queries(path):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        return len(asked)

    published("groep-1")
    few = queries("/sitemap.xml"), queries("/sitemaps/initiatives.xml")
    monkeypatch.setattr(sitemaps.PublicPages, "limit", 3)
    for number in range(2, 8):
        published(f"groep-{number}")

    assert (queries("/sitemap.xml"), queries("/sitemaps/initiatives.xml?p=2")) == few
    of_groups = [path_of(file) for file in addresses_in(client, "/sitemap.xml") if "/initiatives.xml" in file]
    assert of_groups == ["/sitemaps/initiatives.xml", *(f"/sitemaps/initiatives.xml?p={number}" for number in (2, 3))]
    assert [path for file in of_groups for path in map(path_of, addresses_in(client, file))] == [
        f"/register/groep-{number}/" for number in range(1, 8)
    ]


@pytest.mark.parametrize(
    "address", ["/sitemaps/plans.xml", "/sitemaps/initiatives.xml?p=2", "/sitemaps/initiatives.xml?p=x"]
)
def test_file_that_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404
