"""Who may see a document finds it by what is written in it, and nobody else does."""

from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse

from coophub.documents import services, tasks, text_reader
from coophub.documents.checks import run_apart
from coophub.documents.models import DocumentText, DocumentVersion
from coophub.documents.services import add_document, add_version, remove_document
from coophub.documents.texts import READER, ask_for_texts, read_text
from initiatives.models import Initiative
from initiatives.tasks import sweep_document_texts
from tests.documents import files
from tests.documents.test_upload import BAD
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory
from tests.thorough import some

pytestmark = pytest.mark.django_db


def pdf_with(text: str) -> bytes:
    """A PDF of a page on which this stands."""
    stream = BytesIO()
    with pikepdf.new() as file:
        page = file.add_blank_page()
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = file.make_stream(f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode())
        file.save(stream)
    return stream.getvalue()


@pytest.fixture
def owner():
    return UserFactory()


@pytest.fixture
def group(owner):
    return InitiativeFactory(owner=owner)


@pytest.fixture
def add(group, owner):
    def add(name, content, subject=group):
        upload = files.upload(name, content)
        return add_document(subject=subject, title="Stuk", category="minutes", upload=upload, user=owner)

    return add


def read_all():
    """What a worker does of all that it is asked."""
    for version in DocumentVersion.objects.filter(text=None):
        tasks.read_text(str(version.pk))


def found(client, group, words):
    """What the page shows around the words in each document that it finds; nothing of one that its title found."""
    page = client.get(reverse("initiatives:documents", args=[group.slug]), {"q": words})
    shown = [document.around for _category, documents in page.context["categories"] for document in documents]
    assert all(around in page.content.decode() for around in shown)
    return shown


def test_a_document_is_found_by_a_word_in_it_in_any_inflection(client, add, group, owner):
    add("brief.pdf", pdf_with("De gemeente verkoopt twee kavels aan het kanaal"))
    client.force_login(owner)
    assert found(client, group, "kavel") == []

    read_all()

    assert found(client, group, "kavel") == ["De gemeente verkoopt twee kavels aan het kanaal"]
    assert len(found(client, group, "kanalen gemeenten")) == 1
    assert found(client, group, "kavel hypotheek") == []


def test_a_title_is_found_as_before_and_signs_alone_find_nothing_in_a_text(client, add, group, owner):
    add("brief.pdf", pdf_with("Iets anders"))
    read_all()
    client.force_login(owner)

    assert found(client, group, "stuk") == [""]
    assert found(client, group, "&!") == []


@pytest.mark.parametrize(("typed", "says"), [("aan het", True), ("kanaal", False), ("hoogspanning", False)])
def test_words_that_are_in_every_text_are_called_so(client, add, group, owner, typed, says):
    add("brief.pdf", pdf_with("De gemeente verkoopt twee kavels aan het kanaal"))
    read_all()
    client.force_login(owner)

    page = client.get(reverse("initiatives:documents", args=[group.slug]), {"q": typed})

    assert ("in bijna elke tekst" in page.content.decode()) is says


def test_the_words_of_another_group_find_nothing(client, add, owner):
    other = InitiativeFactory(owner=UserFactory())
    own = InitiativeFactory(owner=owner)
    add("brief.pdf", pdf_with("Geheim voornemen"), subject=other)
    read_all()
    client.force_login(owner)

    assert found(client, own, "voornemen") == []
    assert client.get(reverse("initiatives:documents", args=[other.slug]), {"q": "voornemen"}).status_code == 404


def test_only_the_newest_version_counts(client, add, group, owner):
    document = add("brief.pdf", pdf_with("Eerste bedrag"))
    add_version(document=document, upload=files.upload("brief.pdf", pdf_with("Tweede som")), user=owner)
    read_all()
    client.force_login(owner)

    assert found(client, group, "bedrag") == []
    assert found(client, group, "som") == ["Tweede som"]


def test_what_is_removed_keeps_no_text_and_gets_none(add, group, owner):
    document = add("brief.pdf", pdf_with("Weg ermee"))
    read_all()
    assert DocumentText.objects.get().text == "Weg ermee"

    remove_document(document=document, user=owner)

    assert not DocumentText.objects.exists()
    read_text(str(document.versions.get().pk))
    assert not DocumentText.objects.exists()
    assert ask_for_texts(Initiative) == 0


def test_a_worker_is_asked_once_for_what_nobody_read_and_never_for_what_waits_for_the_scanner(add, monkeypatch):
    asked = []
    monkeypatch.setattr("coophub.documents.texts.publish", lambda name, arguments: asked.append(arguments[0]) or True)
    read = add("brief.pdf", pdf_with("Gelezen")).versions.get()
    add("foto.png", files.image())
    waiting = add("ander.pdf", pdf_with("Wacht")).versions.get()
    DocumentVersion.objects.filter(pk=waiting.pk).update(virus_check=services.VirusCheck.WAITING)

    assert sweep_document_texts() == 1
    assert asked == [str(read.pk)]
    tasks.read_text(asked[0])
    assert sweep_document_texts() == 0
    read_text(str(waiting.pk))
    assert DocumentText.objects.count() == 1


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LETTER = f"<w:document {W}><w:p><w:r><w:t>Beste </w:t></w:r><w:r><w:t>buren</w:t></w:r></w:p><w:p/></w:document>"
OPEN = '<d xmlns:text="urn:x"><text:p>Beste <text:span>buren</text:span></text:p></d>'
BOMB = (
    '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True))
    + f"]><w:document {W}><w:p>&i;</w:p></w:document>"
)


READ = {
    "a letter": ("docx", files.docx({"word/document.xml": LETTER}), "Beste buren\n"),
    "an open letter": ("odt", files.archive({"content.xml": OPEN}), "Beste buren"),
    "a list": ("csv", b"naam;huur\nStudio;650\n", "naam;huur\nStudio;650\n"),
    "half a PDF": ("pdf", b"%PDF-1.7 broken", ""),
    "no archive": ("docx", b"no archive", ""),
    "a bomb": ("docx", files.docx({"word/document.xml": BOMB}), ""),
    "a long one": ("csv", b"x" * (text_reader.MOST_SIGNS + 10), "x" * text_reader.MOST_SIGNS),
}


@pytest.mark.parametrize(("kind", "content", "text"), READ.values(), ids=READ)
def test_the_text_of_each_kind_is_read_and_what_is_made_to_break_a_reader_has_none(kind, content, text):
    assert text_reader.text_of(content, kind) == text


FOR_A_READER = {
    name: (kind, content)
    for name, (file, content, *_word) in (BAD | files.ACTIVE | files.HARMLESS).items()
    if (kind := file.rpartition(".")[2]) in text_reader.KINDS
}
MADE_FOR_READERS = {
    "a letter that reads a file of this machine",
    "an open letter that reads a file of this machine",
    "a page that grows when it is drawn",
    "a letter that nests very deep",
    "pages that hold themselves",
    "parts that lie about their size",
}


@pytest.mark.parametrize("name", some(FOR_A_READER, plain=MADE_FOR_READERS))
def test_a_reader_that_gets_what_was_refused_ends_and_tells_nothing_of_this_machine(name):
    """Whatever a check lets through one day, or a file that was stored before it."""
    kind, content = FOR_A_READER[name]

    said = run_apart(READER, kind, content() if callable(content) else content)

    assert said is None or "root:" not in said["text"]


def test_a_file_that_is_lost_has_no_text(add):
    version = add("brief.pdf", pdf_with("Weg")).versions.get()
    version.file.storage.delete(version.file.name)

    read_text(str(version.pk))

    assert DocumentText.objects.get().text == ""
