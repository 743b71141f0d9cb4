"""Files to upload: sound ones of every type, and ones that are not what they say."""

import io
import zipfile

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

CONTENT_TYPES = "[Content_Types].xml"
MANIFEST = "META-INF/manifest.xml"


def image(kind: str = "PNG", size: tuple[int, int] = (8, 8)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "green").save(buffer, kind)
    return buffer.getvalue()


def archive(*members: str, **contents: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for member in members:
            file.writestr(member, contents.get(member, b"<xml/>"))
    return buffer.getvalue()


def pdf(
    *, pages: int = 1, password: str = "", script: bool = False, opens: bool = False, attached: bool = False
) -> bytes:
    buffer = io.BytesIO()
    action = {"/S": pikepdf.Name("/JavaScript"), "/JS": pikepdf.String("app.alert(1)")}
    with pikepdf.new() as file:
        for _page in range(pages):
            file.add_blank_page()
        if script:
            named = pikepdf.Array([pikepdf.String("run"), file.make_indirect(pikepdf.Dictionary(action))])
            file.Root.Names = pikepdf.Dictionary({"/JavaScript": pikepdf.Dictionary({"/Names": named})})
        if opens:
            file.Root.OpenAction = pikepdf.Dictionary(action)
        if attached:
            file.attachments["virus.exe"] = b"MZ"
        encryption = pikepdf.Encryption(owner=password, user=password) if password else False
        file.save(buffer, encryption=encryption)
    return buffer.getvalue()


def bomb() -> bytes:
    """An Office file of some hundred kilobytes that would unpack to more than the limit."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(CONTENT_TYPES, b"<xml/>")
        with file.open("word/document.xml", "w") as member:
            for _megabyte in range(320):
                member.write(bytes(1024 * 1024))
    return buffer.getvalue()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


SOUND = {
    "begroting.pdf": pdf(),
    "foto.jpg": image("JPEG"),
    "foto.jpeg": image("JPEG"),
    "plattegrond.png": image(),
    "statuten.docx": archive(CONTENT_TYPES, "word/document.xml"),
    "begroting.xlsx": archive(CONTENT_TYPES, "xl/workbook.xml"),
    "statuten.odt": archive("mimetype", MANIFEST, "content.xml"),
    "begroting.ods": archive("mimetype", MANIFEST, "content.xml"),
    "leden.csv": "naam;euro\nAnna;€ 10\n".encode(),
    "HOOFDLETTERS.PDF": pdf(),
}
