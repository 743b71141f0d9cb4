"""A document is seen without taking it along, by who may have it; what comes out is a picture that we drew."""

import base64
import datetime as dt
import io

import pytest
from django.urls import reverse
from PIL import Image

from coophub.audit.models import AuditEntry
from coophub.documents import previewer, previews
from coophub.documents.checks import run_apart
from coophub.documents.models import DocumentVersion, PreviewPage
from coophub.documents.selectors import opened_by
from coophub.documents.services import VirusCheck, add_document, remove_document
from coophub.documents.tasks import draw_page
from coophub.operations import retention
from coophub.web import clock
from initiatives.selectors.people import active_members
from tests.documents import files
from tests.documents.test_texts import pdf_with
from tests.documents.test_upload import BAD
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory
from tests.thorough import some
from tests.web.reading import find

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return UserFactory()


@pytest.fixture
def group(owner):
    return InitiativeFactory(owner=owner)


@pytest.fixture
def add(group, owner):
    def add(name="statuten.pdf", content=None, subject=group):
        upload = files.upload(name, content or files.pdf(pages=3))
        document = add_document(subject=subject, title="Statuten", category="legal", upload=upload, user=owner)
        return document.versions.get()

    return add


def page_of(version, number=1):
    return reverse("documents:page", args=[version.pk, number])


def image_of(version, number=1):
    return reverse("documents:page_image", args=[version.pk, number])


@pytest.fixture
def look(client, owner):
    """Gives the page as its reader sees it once the worker drew what was asked."""
    client.force_login(owner)

    def look(version, number=1):
        client.get(page_of(version, number))
        for asked in PreviewPage.objects.filter(drawn_at=None, sha256=version.sha256):
            draw_page(str(version.pk), asked.number)
        return client.get(page_of(version, number))

    return look


def test_a_page_is_drawn_by_a_worker_and_shown_with_its_text(client, owner, add):
    version = add("brief.pdf", pdf_with("Beste buren"))
    client.force_login(owner)
    waiting = client.get(page_of(version))
    assert waiting.context["seen"].is_waited_for
    assert client.get(image_of(version)).status_code == 404

    draw_page(str(version.pk), 1)

    shown = client.get(page_of(version))
    [image] = find(shown.content.decode(), "figure img")
    assert image.get("src") == image_of(version)
    assert "brief.pdf" in image.get("alt")
    assert "Beste buren" in shown.content.decode()
    response = client.get(image.get("src"))
    with Image.open(io.BytesIO(response.content), formats=["JPEG"]) as drawn:
        assert drawn.size == (int(image.get("width")), int(image.get("height")))
        assert drawn.width == previewer.LARGEST[0]
    assert response["Content-Type"] == "image/jpeg"
    assert response["Cache-Control"] == shown["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_the_page_leads_back_to_the_documents_of_the_group(look, group, add):
    page = look(add())

    assert page.context["back"] == reverse("initiatives:documents", args=[group.slug])
    assert page.context["back"] in page.content.decode()


def test_pages_lead_to_each_other_and_the_next_is_drawn_before_it_is_asked(look, client, add):
    version = add()

    first, middle, last = (look(version, number) for number in (1, 2, 3))

    def ways(page):
        return [(link.get("rel"), link.get("href")) for link in find(page.content.decode(), "nav.pagination a")[:2]]

    assert [way for way, _to in ways(first)] == ["next", "next"]
    assert ways(middle) == [("prev", page_of(version, 1)), ("next", page_of(version, 3))]
    assert [way for way, _to in ways(last)] == ["prev", "prev"]
    fresh = add("ander.pdf", files.pdf(pages=4))
    look(fresh)
    draw_page(str(fresh.pk), 2)
    assert client.get(page_of(fresh, 2)).context["seen"].page is not None


def test_who_looks_is_written_down_once_a_visit_and_stands_beside_the_document(look, client, owner, group, add):
    version = add()

    for number in (1, 2, 3):
        look(version, number)
        client.get(image_of(version, number))

    [entry] = AuditEntry.objects.filter(action="documents.see")
    assert (entry.actor, entry.after) == (owner, {"version": 1})
    [seen] = opened_by([version.document], active_members(group))[version.document.pk]
    assert seen.who == owner.name
    with clock.at(clock.now() + previews.ONE_VISIT * 2):
        client.get(page_of(version))
    assert AuditEntry.objects.filter(action="documents.see").count() == 2


def test_who_waits_has_not_seen_it(client, owner, add):
    client.force_login(owner)
    client.get(page_of(add()))

    assert not AuditEntry.objects.filter(action="documents.see").exists()


def test_a_stranger_and_a_visitor_see_nothing(look, client, add):
    version = add()
    look(version)

    for address in (page_of(version), image_of(version)):
        client.force_login(UserFactory())
        assert client.get(address).status_code == 404
        client.logout()
        assert client.get(address).status_code == 302


def test_the_same_file_of_another_group_is_no_way_in(look, client, add):
    own, other = add(), add(subject=InitiativeFactory(owner=UserFactory()))
    assert own.sha256 == other.sha256
    look(own)

    assert client.get(page_of(other)).status_code == 404
    assert client.get(image_of(other)).status_code == 404


@pytest.mark.parametrize("said", [VirusCheck.WAITING, VirusCheck.REFUSED])
def test_what_the_scanner_did_not_pass_is_neither_drawn_nor_shown(look, client, add, said):
    version = add()
    look(version)
    DocumentVersion.objects.filter(pk=version.pk).update(virus_check=said)

    assert client.get(page_of(version)).status_code == 409
    assert client.get(image_of(version)).status_code == 409
    draw_page(str(version.pk), 3)
    assert not PreviewPage.objects.filter(number=3).exists()


def test_a_photo_is_shown_without_what_is_in_its_file(look, client, add):
    version = add("foto.png", files.png_of(b"tEXt", b"Comment\0<script>alert(1)</script>"))

    assert look(version).context["seen"].page.pages == 1
    assert b"script" not in client.get(image_of(version)).content


def test_text_is_shown_as_text(look, add):
    page = look(add("leden.csv", b"naam;huur\n<script>alert(1)</script>;650\n"))

    assert "&lt;script&gt;alert(1)&lt;/script&gt;;650" in page.content.decode()
    assert "<script>alert(1)" not in page.content.decode()


def test_of_an_office_file_the_page_says_that_it_can_be_taken_along(look, client, group, add):
    version = add("statuten.docx", files.docx())

    page = look(version)

    assert "PDF" in page.context["seen"].why_not
    assert not PreviewPage.objects.exists()
    listed = client.get(reverse("initiatives:documents", args=[group.slug])).content.decode()
    assert page_of(version) not in listed
    assert reverse("documents:download", args=[version.pk]) in listed


def test_a_page_that_is_not_there_is_a_sentence_and_a_number_without_end_nothing(look, client, add):
    version = add()

    assert look(version, 4).context["seen"].why_not
    assert client.get(image_of(version, 4)).status_code == 404
    assert client.get(page_of(version, previews.MOST_PAGES + 1)).status_code == 404
    assert client.get(page_of(version, 0)).status_code == 404


def test_what_is_removed_is_drawn_no_more(look, owner, add):
    version = add()
    look(version)

    remove_document(document=version.document, user=owner)

    assert not PreviewPage.objects.exists()
    PreviewPage.objects.create(sha256=version.sha256, kind="pdf", number=2)
    draw_page(str(version.pk), 2)
    assert PreviewPage.objects.get().drawn_at is None


def test_a_worker_is_asked_once_and_again_when_it_says_nothing(
    client, owner, add, monkeypatch, django_capture_on_commit_callbacks
):
    asked = []
    monkeypatch.setattr("coophub.documents.previews.publish", lambda _task, arguments: asked.append(arguments[1]))
    version = add()
    client.force_login(owner)

    def look_at(moment):
        with clock.at(moment), django_capture_on_commit_callbacks(execute=True):
            client.get(page_of(version))

    now = clock.now()
    look_at(now)
    look_at(now)
    assert asked == [1]
    look_at(now + previews.ASK_AGAIN_AFTER * 2)
    assert asked == [1, 1]


def test_who_has_very_many_pages_drawn_waits(client, owner, add, monkeypatch):
    monkeypatch.setattr(previews, "DRAWING", previews.Pace("documents:draw", 1, 3600))
    version = add()
    client.force_login(owner)

    assert client.get(page_of(version, 1)).status_code == 200
    assert client.get(page_of(version, 2)).status_code == 409
    assert PreviewPage.objects.count() == 1


def test_a_page_that_was_drawn_long_ago_goes_and_is_drawn_again(look, add):
    version = add()
    look(version)

    [rule] = [rule for rule in retention.rules() if rule.name == "drawn-pages"]

    with clock.at(clock.now() + dt.timedelta(days=previews.KEPT_DAYS + 1)):
        assert rule.remove() > 0
    assert look(version).context["seen"].page is not None


KEPT = {
    name: (kind, content)
    for name, (file, content, *_word) in (BAD | files.ACTIVE | files.HARMLESS).items()
    if (kind := file.rpartition(".")[2]) in ("pdf", "jpg", "png")
}
IN_EACH_RUN = {"a page that grows when it is drawn", "pages that hold themselves", "a script at opening"}


@pytest.mark.parametrize("name", some(KEPT, plain=IN_EACH_RUN))
def test_what_was_made_to_break_a_reader_ends_as_a_picture_or_as_nothing(name):
    """Whatever a check lets through one day, or a file that was stored before it."""
    kind, content = KEPT[name]

    said = run_apart(previews.PREVIEWER, kind, content() if callable(content) else content, "1", seconds=60)

    if said is None or said.get("reason"):
        return
    with Image.open(io.BytesIO(base64.b64decode(said["image"])), formats=["JPEG"]) as drawn:
        assert drawn.width <= previewer.LARGEST[0]
        assert drawn.height <= previewer.LARGEST[1]
        assert set(drawn.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
