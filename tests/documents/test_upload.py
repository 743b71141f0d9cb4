"""Only what is allowed, sound and what it says it is gets stored; the rest gets a sentence and leaves nothing
behind.
"""

import zlib
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.urls import reverse

from coophub.audit.models import AuditEntry
from coophub.documents.checks import clean_name
from coophub.documents.models import Document, DocumentVersion
from coophub.documents.selectors import documents_of, latest_version
from coophub.documents.services import add_document, add_version, remove_document
from coophub.web.errors import DomainError
from tests.documents import files
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory

TOO_LARGE = 1000


@pytest.fixture
def owner(db):
    return UserFactory()


@pytest.fixture
def initiative(owner):
    return InitiativeFactory(owner=owner)


@pytest.fixture
def add(initiative, owner):
    def add(name="begroting.pdf", content=files.SOUND["begroting.pdf"], title="Begroting"):
        return add_document(
            subject=initiative, title=title, category="plan", upload=files.upload(name, content), user=owner
        )

    return add


def stored_files():
    try:
        folders, _files = default_storage.listdir("documents")
    except FileNotFoundError:
        return set()
    return {name for folder in folders for name in default_storage.listdir(f"documents/{folder}")[1]}


@pytest.mark.parametrize("name", files.SOUND)
def test_every_allowed_type_is_stored_byte_for_byte(add, name):
    document = add(name, files.SOUND[name])

    version = document.versions.get()
    assert version.file.read() == files.SOUND[name]
    assert version.filename == name
    assert version.size_bytes == len(files.SOUND[name])
    assert AuditEntry.objects.get(action="documents.add").after["sha256"] == version.sha256


BAD = {
    "nothing in it": ("leeg.pdf", b"", "leeg"),
    "no ending": ("begroting", files.pdf(), "dit type"),
    "a forbidden type": ("programma.exe", b"MZ\x90\x00", "dit type"),
    "a page of HTML": ("pagina.html", b"<script>alert(1)</script>", "dit type"),
    "a drawing that may hold scripts": ("plaatje.svg", b"<svg onload='x()'/>", "dit type"),
    "two endings": ("begroting.pdf.exe", files.pdf(), "dit type"),
    "text that says it is a PDF": ("begroting.pdf", b"Dit is geen PDF.", "PDF"),
    "a PDF that says it is a picture": ("foto.png", files.pdf(), "PNG"),
    "a picture of another kind": ("foto.jpg", files.image("PNG"), "JPG"),
    "a zip that says it is a letter": ("brief.docx", files.archive({"foto.jpg": b"x"}), "DOCX"),
    "a workbook that says it is a letter": ("brief.docx", files.xlsx(), "DOCX"),
    "a letter that says it is a workbook": ("brief.ods", files.open_document("text"), "ODS"),
    "a file that unpacks to far too much": ("groot.docx", files.bomb, "zoveel"),
    "an archive that is cut off": ("brief.docx", files.SOUND["statuten.docx"][:40], "DOCX"),
    "an old letter, or one with a password": ("brief.docx", files.OLE, "wachtwoord"),
    "a part twice": ("brief.docx", files.docx({"WORD/document.xml": "x"}), "DOCX"),
    "a part that we do not know": ("brief.docx", files.docx({"word/x.abc": "x"}), "word/x.abc"),
    "a PDF with a password": ("geheim.pdf", files.pdf(user="geheim"), "wachtwoord"),
    "something in front of a PDF": ("voor.pdf", b"<html></html>" + files.pdf(), "voor deze PDF"),
    "a PDF without a page": ("nul.pdf", files.pdf(pages=0), "PDF"),
    "a PDF of a million objects": ("groot.pdf", partial(files.pdf, files.unpacks_to_very_much), "zoveel"),
    "a picture that is cut off": ("foto.png", files.image(size=(200, 200))[:60], "PNG"),
    "a picture of too many pixels": ("reus.png", partial(files.image, size=(10_000, 8_001)), "zoveel"),
    "figures in bytes that are no text": ("leden.csv", b"naam;\xff\xfe\x00", "CSV"),
    "a page of HTML that says it is a PDF": ("a.pdf", b"<html><script>x()</script>%PDF-1.7", "voor deze PDF"),
    "a drawing that says it is a picture": ("a.png", b"<svg onload='x()'/>", "PNG"),
    "a picture with remarks that unpack to far too much": (
        "a.png",
        lambda: files.png_of(b"zTXt", b"k\0\0" + zlib.compress(bytes(100_000_000))),
        "PNG",
    ),
    "pages that hold themselves": ("a.pdf", files.pdf(files.pages_in_a_ring), "PDF"),
    "a part that wants to stand elsewhere": ("a.docx", files.docx({"../../etc/x.xml": "x"}), "DOCX"),
    "a part elsewhere, with other strokes": ("a.docx", files.docx({"word\\..\\..\\x.xml": "x"}), "DOCX"),
    "parts with a password": ("a.docx", files.with_a_flag(files.docx(), 1), "wachtwoord"),
    "parts that lie about their size": ("a.docx", files.lying_about_size(), "DOCX"),
    "very many parts": ("a.docx", files.many_parts, "zoveel"),
}
"""A name, what is in it (or, when that is much, what makes it) and a word of the sentence."""


@pytest.mark.parametrize(("name", "content", "words"), (BAD | files.ACTIVE).values(), ids=BAD | files.ACTIVE)
def test_a_bad_upload_gets_a_sentence_and_leaves_nothing(client, initiative, owner, name, content, words):
    client.force_login(owner)
    before = stored_files()
    content = content() if callable(content) else content

    response = client.post(
        reverse("initiatives:documents", args=[initiative.slug]),
        {"title": "Begroting", "category": "plan", "upload": files.upload(name, content)},
    )

    assert response.status_code == 200
    [sentence] = response.context["form"].errors["upload"]
    assert words in sentence
    assert response.context["form"]["title"].value() == "Begroting"
    assert not Document.objects.exists()
    assert stored_files() == before


def test_a_file_that_is_too_large_is_refused_with_the_limit(add, settings):
    settings.UPLOAD_MAX_BYTES = TOO_LARGE

    with pytest.raises(DomainError, match="1000") as refused:
        add("leden.csv", b"a" * (TOO_LARGE + 1))

    assert refused.value.field == "upload"
    assert not Document.objects.exists()
    assert add("leden.csv", b"a" * TOO_LARGE).versions.count() == 1


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Documenten\\plan.pdf", "plan.pdf"),
        ("plan\r\nSet-Cookie: x.pdf", "planSet-Cookie: x.pdf"),
        ("plan\u202efdp.exe", "planfdp.exe"),
        ("..pdf", "bestand.pdf"),
        (f"{'a' * 500}.pdf", f"{'a' * 120}.pdf"),
        ("begroting één.pdf", "begroting één.pdf"),
    ],
)
def test_a_name_keeps_no_path_no_control_signs_and_no_tricks(name, clean):
    assert clean_name(name) == clean


def test_a_form_sent_twice_gives_one_document(add, initiative):
    first, second = add(), add()

    assert first == second
    assert documents_of(initiative).count() == 1
    assert DocumentVersion.objects.count() == 1
    assert AuditEntry.objects.filter(action="documents.add").count() == 1


def test_other_bytes_or_another_title_give_another_document(add, initiative):
    add()
    add(content=files.pdf(pages=2))
    add(title="Begroting 2")

    assert documents_of(initiative).count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_the_same_moment_gives_one_document(add, initiative):
    def once(_number):
        try:
            return add().pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        found = set(threads.map(once, range(4)))

    assert len(found) == 1
    assert documents_of(initiative).count() == 1


def test_versions_are_kept_and_the_newest_counts(add, owner):
    document = add()
    old = latest_version(document)

    better = add_version(document=document, upload=files.upload("beter.pdf", files.pdf(pages=2)), user=owner)
    again = add_version(document=document, upload=files.upload("beter.pdf", files.pdf(pages=2)), user=owner)

    assert [version.number for version in document.versions.all()] == [2, 1]
    assert old.file.read() == files.SOUND["begroting.pdf"]
    assert better.number == 2
    assert again.number == 2


def test_a_bad_better_version_changes_nothing(add, owner):
    document = add()

    with pytest.raises(DomainError):
        add_version(document=document, upload=files.upload("beter.pdf", b"geen pdf"), user=owner)

    assert document.versions.count() == 1


def test_a_removed_document_is_out_of_sight_and_may_be_added_again(add, initiative, owner):
    document = add()
    remove_document(document=document, user=owner)
    remove_document(document=document, user=owner)

    assert not documents_of(initiative).exists()
    assert default_storage.exists(document.versions.get().file.name)
    assert AuditEntry.objects.filter(action="documents.remove").count() == 1
    assert add() != document


def test_a_download_is_sent_as_a_file_and_never_shown_or_kept(client, add, owner):
    version = add("tekst\u202e één.pdf").versions.get()
    client.force_login(owner)

    response = client.get(reverse("documents:download", args=[version.pk]))

    assert b"".join(response.streaming_content) == files.SOUND["begroting.pdf"]
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert "sandbox" in response["Content-Security-Policy"]
    assert AuditEntry.objects.get(action="documents.download").actor == owner


@pytest.mark.parametrize(("name", "content"), files.HARMLESS.values(), ids=files.HARMLESS)
def test_what_can_do_nothing_is_kept_and_only_ever_sent_as_a_file(client, add, owner, name, content):
    content = content() if callable(content) else content
    version = add(name, content).versions.get()
    client.force_login(owner)

    response = client.get(reverse("documents:download", args=[version.pk]))

    assert b"".join(response.streaming_content) == content
    assert response["Content-Type"] == version.content_type != "text/html"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_file_that_is_lost_is_a_sentence(client, add, owner):
    version = add().versions.get()
    version.file.storage.delete(version.file.name)
    client.force_login(owner)

    answer = client.get(reverse("documents:download", args=[version.pk]))

    assert answer.status_code == 409
    assert not AuditEntry.objects.filter(action="documents.download").exists()


def test_a_stranger_cannot_tell_that_the_file_exists(client, add):
    version = add().versions.get()
    client.force_login(UserFactory())

    assert client.get(reverse("documents:download", args=[version.pk])).status_code == 404
