"""The documents of a group: several at once, each examined by itself, and found again."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.documents.selectors import documents_of
from coophub.documents.services import add_document, add_version, note_download
from initiatives.forms.documents import MOST_AT_ONCE
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.pilots import PilotFactory
from tests.factories.subsidies import CSV
from tests.web.reading import find, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return UserFactory()


@pytest.fixture
def group(anna):
    return InitiativeFactory(owner=anna)


@pytest.fixture
def address(client, anna, group):
    client.force_login(anna)
    return reverse("initiatives:documents", args=[group.slug])


def csv(name, more=b""):
    return SimpleUploadedFile(name, CSV + more)


def titles(group):
    return sorted(document.title for document in documents_of(group))


def shown(content):
    return [words(link) for link in find(content, ".document__main > a")]


def test_several_files_are_stored_under_their_own_names_and_one_under_its_title(client, address, group):
    client.post(address, {"upload": [csv("a.csv", b"1"), csv("b.csv", b"2")], "title": "Iets", "category": "money"})
    client.post(address, {"upload": csv("c.csv"), "title": "Begroting", "category": "money"})

    assert titles(group) == ["Begroting", "a.csv", "b.csv"]


def test_one_that_may_not_be_stored_stops_no_other_and_says_its_name(client, address, group):
    wrong = SimpleUploadedFile("virus.exe", b"MZ\x90\x00")

    answer = client.post(address, {"upload": [csv("a.csv"), wrong], "category": "money"})

    assert titles(group) == ["a.csv"]
    [field] = find(answer.content.decode(), '[data-field="upload"]')
    assert "virus.exe: " in words(field)


def test_a_page_that_sends_each_by_itself_hears_what_became_of_it(client, address, group):
    one_file = {"X-One-File": "1"}
    stored = client.post(address, {"upload": csv("a.csv"), "category": "money"}, headers=one_file)
    wrong = SimpleUploadedFile("virus.exe", b"MZ\x90\x00")
    refused = client.post(address, {"upload": wrong, "category": "money"}, headers=one_file)
    nothing = client.post(address, {"category": "money"}, headers=one_file)

    assert stored.json() == {"stored": ["a.csv"], "refused": []}
    assert refused.json()["stored"] == nothing.json()["stored"] == []
    assert "PDF" in refused.json()["refused"][0]
    assert nothing.json()["refused"]
    assert titles(group) == ["a.csv"]


def test_there_is_an_end_to_how_many_at_once(client, address, group):
    many = [csv(f"{number}.csv", str(number).encode()) for number in range(MOST_AT_ONCE + 1)]

    answer = client.post(address, {"upload": many, "category": "money"})

    assert find(answer.content.decode(), '[name="upload"][aria-invalid]')
    assert titles(group) == []


def test_documents_are_found_by_words_in_their_title_and_by_kind(client, address, anna, group):
    for title, category in (("Notulen maart", "minutes"), ("Notulen april", "minutes"), ("Begroting maart", "money")):
        upload = csv("x.csv", title.encode())
        add_document(subject=group, title=title, category=category, upload=upload, user=anna)

    def found(query):
        return shown(client.get(address + query).content.decode())

    assert found("?q=maart") == ["Begroting maart", "Notulen maart"]
    assert found("?q=MAART notulen&category=minutes") == ["Notulen maart"]
    assert found("?category=money") == ["Begroting maart"]
    assert found("?category=geheim") == found("")
    assert "No document of your group fits this." in client.get(address + "?q=zz").content.decode()


def test_readers_store_nothing(client, address, group):
    chris = UserFactory()
    group.memberships.create(user=chris, role="reader")
    client.force_login(chris)

    answer = client.post(address, {"upload": csv("a.csv"), "category": "money"}, headers={"X-One-File": "1"})

    assert answer.status_code == 403
    assert titles(group) == []


def test_many_documents_take_as_many_queries_as_few(client, address, anna, group):
    def queries():
        with CaptureQueriesContext(connection) as found:
            client.get(address)
        return len(found)

    def fill(first, last):
        for number in range(first, last):
            upload = csv("x.csv", str(number).encode())
            add_document(subject=group, title=str(number), category="money", upload=upload, user=anna)

    fill(0, 1)
    queries()
    few = queries()
    fill(1, 6)

    assert queries() == few


def test_members_read_who_of_them_opened_a_document_and_nobody_else_is_named(client, address, anna, group):
    bram, coach = UserFactory(name="Bram"), UserFactory(name="Cora", roles=[Role.ADVISOR])
    MembershipFactory(initiative=group, user=bram, role="reader")
    PilotFactory(initiative=group, advisor=coach)
    document = add_document(subject=group, title="Leden", category="money", upload=csv("leden.csv"), user=anna)
    assert "Opened by" not in client.get(address).content.decode()
    for person in (bram, bram, coach):
        client.force_login(person)
        note_download(version=document.versions.get(), user=person)

    client.force_login(anna)
    shown = words(find(client.get(address).content.decode(), ".document")[0])

    assert "Opened by one member" in shown
    assert "Bram" in shown
    assert "Cora" not in shown


def test_all_documents_go_along_in_one_file_the_newest_of_each_under_its_own_name(client, address, anna, group):
    other = InitiativeFactory(owner=anna)
    add_document(subject=other, title="Geheim", category="money", upload=csv("geheim.csv"), user=anna)
    for number in range(2):
        upload = csv("leden.csv", str(number).encode())
        add_document(subject=group, title=f"Leden {number}", category="money", upload=upload, user=anna)
    plan = add_document(subject=group, title="Plan", category="ground", upload=csv("plan.csv"), user=anna)
    add_version(document=plan, upload=csv("beter.csv", b"beter"), user=anna)
    lost = add_document(subject=group, title="Weg", category="money", upload=csv("weg.csv", b"weg"), user=anna)
    file = lost.versions.get().file
    file.storage.delete(file.name)

    answer = client.get(reverse("initiatives:all_documents", args=[group.slug]))

    assert answer["Content-Disposition"] == f'attachment; filename="{group.slug}.zip"'
    assert answer["Cache-Control"] == "private, no-store"
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert archive.testzip() is None
        found = {name: archive.read(name) for name in archive.namelist()}
    assert set(found) == {"money/leden.csv", "money/leden (2).csv", "ground/beter.csv"}
    assert found["ground/beter.csv"] == CSV + b"beter"
    assert {found["money/leden.csv"], found["money/leden (2).csv"]} == {CSV + b"0", CSV + b"1"}
    shown_as = [words(each) for each in find(client.get(address).content.decode(), ".document summary")]
    assert len([each for each in shown_as if "Opened by one member" in each]) == 4


def test_what_the_scanner_did_not_let_through_stays_behind(client, address, anna, group):
    document = add_document(subject=group, title="Leden", category="money", upload=csv("leden.csv"), user=anna)
    document.versions.update(virus_check="waiting")

    answer = client.get(reverse("initiatives:all_documents", args=[group.slug]))

    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert archive.namelist() == []
