"""The trail as administrators read it: page by page by key, and found by its words."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coophub.accounts.models import Role, User
from coophub.audit import selectors, views
from coophub.audit.models import AuditEntry
from coophub.audit.services import record
from coophub.web import searching
from initiatives.models import Initiative
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
NONSENSE = ["", "x", "-1", "0", "٣", "9" * 18, "9" * 40, "1.5"]


@pytest.fixture
def anna():
    return UserFactory(name="Anna de Wit", email="anna@coophub.nl")


@pytest.fixture
def trail(client, monkeypatch):
    """The trail at an address, two entries a page: its page."""
    monkeypatch.setattr(views, "ENTRIES_ON_A_PAGE", 2)
    client.force_login(UserFactory(roles=[Role.ADMINISTRATOR]))

    def read(query=""):
        response = client.get(f"/audit/{query}")
        assert response.status_code == 200
        return response.context["page"], response.content.decode()

    return read


def written(anna, count):
    for _number in range(count):
        record(actor=anna, action="accounts.sign_in", target=anna)


def keys(page):
    return [entry.pk for entry in page.object_list]


def test_whole_trail_is_walked_there_and_back(anna, trail):
    written(anna, 5)
    everything = list(AuditEntry.objects.order_by("-pk").values_list("pk", flat=True))
    page, html = trail()
    there, back = keys(page), []

    while page.older:
        page, html = trail(re.search(r'rel="next"\s+href="([^"]*)"', html)[1])
        there += keys(page)
    while page.newer:
        page, html = trail(re.search(r'rel="prev"\s+href="([^"]*)"', html)[1])
        back = keys(page) + back

    assert there == everything
    assert back == everything[: len(back)]
    assert len(back) >= len(everything) - 2


def test_what_is_added_meanwhile_shifts_no_page(anna, trail):
    written(anna, 4)
    first, _html = trail()
    written(anna, 3)

    second, _html = trail(f"?before={first.older}")

    assert not set(keys(first)) & set(keys(second))
    assert keys(second)[0] < keys(first)[-1]


@pytest.mark.parametrize("field", ["before", "after"])
@pytest.mark.parametrize("key", NONSENSE)
def test_nonsense_in_the_address_asks_for_nothing(anna, trail, field, key):
    written(anna, 1)

    trail(f"?{field}={key}")


def test_a_page_counts_nothing(anna, trail):
    written(anna, 3)
    trail()

    with CaptureQueriesContext(connection) as queries:
        trail("?q=anna")

    assert not [query["sql"] for query in queries if "COUNT" in query["sql"] and "audit_auditentry" in query["sql"]]


@pytest.mark.parametrize("search", ["anna", "ANNA wit", "sign_in", "sign", "accounts.sign_in", "coophub.nl anna"])
def test_entry_is_found_by_who_and_what(anna, search):
    target = UserFactory(name="", email="anna@coophub.nl.example")
    record(actor=anna, action="accounts.sign_in", target=target)

    assert AuditEntry.objects.latest("pk") in selectors.entries(search)
    assert AuditEntry.objects.latest("pk") not in selectors.entries(f"{search} bram")


def test_number_of_a_case_is_found_whole_and_by_its_begin(anna):
    anna.name = "EX-2026-00042"
    record(actor=anna, action="accounts.sign_in", target=anna)

    assert selectors.entries("EX-2026-00042").exists()
    assert selectors.entries("2026-000").exists()
    assert not selectors.entries("EX-2026-00043").exists()


@pytest.mark.parametrize(
    ("model", "index"), [(AuditEntry, "audit_words"), (User, "people_words"), (Initiative, "initiative_words")]
)
def test_search_is_answered_by_the_index_of_its_words(model, index):
    config = "dutch" if model is Initiative else "simple"
    found = searching.with_words(model.objects.order_by(), "linden", config=config)

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

    assert index in found.explain()
