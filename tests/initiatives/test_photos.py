"""The photo on the public page of a group: drawn anew, with words, and gone when the page is."""

import io
import zlib

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from initiatives.models import GroupPhoto
from initiatives.services.lifecycle import unpublish_initiative
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import GroupPhotoFactory, InitiativeFactory
from tests.web.reading import find

pytestmark = pytest.mark.django_db

GPS, ORIENTATION, ON_ITS_SIDE = 0x8825, 0x0112, 6
WORDS = "Elf mensen aan een lange tafel"
JPEG_REMARK = b"watermunt was here"


@pytest.fixture
def anna():
    return UserFactory()


@pytest.fixture
def group(anna):
    return InitiativeFactory(owner=anna, published=True)


@pytest.fixture
def send(client, anna, group):
    """Fills the form in as Anna does."""

    def send(upload=None, **given):
        client.force_login(anna)
        sent = {"alternative_text": WORDS, "maker": "", **given, **({"upload": upload} if upload else {})}
        answer = client.post(reverse("initiatives:photo", args=[group.slug]), sent)
        return answer, GroupPhoto.objects.filter(initiative=group).first()

    return send


def photo(name="tuin.jpg", *, size=(2000, 1500), colour="teal", **how):
    content = io.BytesIO()
    kind = "PNG" if name.endswith(".png") else "JPEG"
    Image.new("RGBA" if kind == "PNG" else "RGB", size, colour).save(content, kind, **how)
    return SimpleUploadedFile(name, content.getvalue())


def opened(client, kept, size):
    answer = client.get(reverse("portal:photo", args=[kept.initiative.slug, kept.key, size]))
    assert answer["Content-Type"] == "image/jpeg"
    return Image.open(io.BytesIO(answer.content))


def test_only_what_can_be_seen_is_kept(client, send):
    exif = Image.Exif()
    exif[ORIENTATION] = ON_ITS_SIDE
    exif[GPS] = {1: "N", 2: (52.0, 5.0, 7.0)}

    _answer, kept = send(photo(exif=exif, comment=JPEG_REMARK))

    client.logout()
    large, small = opened(client, kept, "large"), opened(client, kept, "small")
    # It lay on its side: the camera said so, and now it is so.
    assert (large.size, small.size) == ((900, 1200), (640, 360))
    assert (kept.width, kept.height) == large.size
    for drawn in (large, small):
        assert not drawn.getexif()
        assert "comment" not in drawn.info


def test_what_one_can_look_through_is_white(client, send):
    _answer, kept = send(photo("logo.png", size=(640, 400), colour=(0, 0, 0, 0)))

    assert opened(client, kept, "large").getpixel((5, 5)) == (255, 255, 255)


def bomb():
    """A PNG of a few hundred bytes that says to be 30,000 by 30,000."""

    def chunk(name, content):
        return len(content).to_bytes(4, "big") + name + content + zlib.crc32(name + content).to_bytes(4, "big")

    head = (30_000).to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(9999))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (SimpleUploadedFile("foto.svg", b"<svg onload='alert(1)'/>"), "A photo is a JPG or a PNG."),
        (SimpleUploadedFile("foto.jpg", b"%PDF-1.7 ..."), "We cannot read this photo."),
        (SimpleUploadedFile("foto.jpg", photo("foto.png").read()), "We cannot read this photo."),
        (SimpleUploadedFile("foto.jpg", b"GIF89a" + bytes(100)), "We cannot read this photo."),
        (SimpleUploadedFile("foto.jpg", photo().read()[:3_000]), "We cannot read this photo."),
        (SimpleUploadedFile("foto.png", b""), "empty"),
        (SimpleUploadedFile("foto.png", bomb()), "This photo is too large to work on."),
        (photo("foto.jpg", size=(500, 400)), "This photo is too small"),
        (None, "Choose a photo."),
    ],
)
def test_what_is_no_photo_gets_a_sentence_and_leaves_nothing(send, upload, sentence):
    answer, kept = send(upload, maker="Fenna")

    assert sentence in answer.content.decode()
    assert 'value="Fenna"' in answer.content.decode()
    assert kept is None


def test_what_stands_behind_a_photo_or_in_its_remarks_is_not_shown(client, send):
    script = b"<script>alert(1)</script>"
    hidden = SimpleUploadedFile("foto.jpg", photo(comment=script).read() + script)

    _answer, kept = send(hidden)

    for size in ("large", "small"):
        shown = client.get(reverse("portal:photo", args=[kept.initiative.slug, kept.key, size]))
        assert shown["Content-Type"] == "image/jpeg"
        assert b"script" not in shown.content


def test_nobody_shows_a_photo_without_words(send):
    answer, kept = send(photo(), alternative_text=" ")

    assert "Say in a few words what is on the photo." in answer.content.decode()
    assert kept is None


def test_it_stands_on_the_page_on_the_card_and_beside_links(client, group):
    shown = GroupPhotoFactory(initiative=group, maker="Fenna")
    page = client.get(reverse("portal:public_initiative", args=[group.slug])).content.decode()
    [image] = find(page, "img.photo")

    assert (image.attrib["alt"], image.attrib["src"]) == (
        shown.alternative_text,
        reverse("portal:photo", args=[group.slug, shown.key, "large"]),
    )
    assert "Photo: Fenna" in page
    assert find(page, ".drawn-picture") == []
    [card] = find(client.get(reverse("portal:register")).content.decode(), ".initiative-card img")
    assert card.attrib["src"] == reverse("portal:photo", args=[group.slug, shown.key, "small"])
    shared = client.get(reverse("portal:share_image", args=[group.slug])).content
    with Image.open(io.BytesIO(shared)) as drawn:
        assert drawn.size == (1200, 630)
        assert drawn.getpixel((600, 620)) == pytest.approx((0, 128, 128), abs=3)


def test_it_goes_with_the_page(client, anna, group):
    shown = GroupPhotoFactory(initiative=group)
    address = reverse("portal:photo", args=[group.slug, shown.key, "large"])
    assert client.get(address)["Cache-Control"] == "public, max-age=3600"

    unpublish_initiative(initiative=group, user=anna)

    assert client.get(address).status_code == 404
    client.force_login(anna)
    assert "Cache-Control" not in client.get(address) or "public" not in client.get(address)["Cache-Control"]


def test_another_one_takes_its_place_and_the_files_of_the_first_go(
    client, group, send, django_capture_on_commit_callbacks
):
    first = GroupPhotoFactory(initiative=group)
    address = reverse("portal:photo", args=[group.slug, first.key, "small"])

    with django_capture_on_commit_callbacks(execute=True):
        _answer, second = send(photo(colour="maroon"))

    assert second.key != first.key
    assert not default_storage.exists(first.large.name)
    assert default_storage.exists(second.large.name)
    assert client.get(address).status_code == 404


def test_words_change_without_another_photo(group, send):
    first = GroupPhotoFactory(initiative=group)

    _answer, kept = send(alternative_text="De tuin")

    assert (kept.key, kept.alternative_text) == (first.key, "De tuin")


def test_drawing_is_there_again_when_the_photo_is_removed(client, anna, group, django_capture_on_commit_callbacks):
    first = GroupPhotoFactory(initiative=group)
    client.force_login(anna)

    for _press in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("initiatives:remove_photo", args=[group.slug]))

    assert not default_storage.exists(first.large.name)
    page = client.get(reverse("portal:public_initiative", args=[group.slug])).content.decode()
    assert len(find(page, ".drawn-picture")) == 1
