"""Examines a file as a program of its own: the file on its input, on its output JSON that says what is wrong with it.

A file may be made to fill the memory or to keep a processor busy, so this runs apart from the site
(`coophub.documents.checks` starts it) and gives up memory and time above a bound. What could act by itself is looked
for by lists of what is allowed: what we do not know is refused, wherever it sits. It knows nothing of CoopHub, so that
it starts in a tenth of a second.
"""

import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

MEMORY_BYTES = 1_000_000_000
CPU_SECONDS = 2

MAX_PIXELS = 80_000_000
MAX_UNPACKED_BYTES = 300 * 1024 * 1024
MAX_PARTS = 5_000
MAX_XML_BYTES = 2_000_000
"""Of a list of parts or of relations."""

MAX_OBJECTS = 60_000

UNSOUND, TOO_MUCH, LOCKED, OTHER_KIND = "unsound", "too_much", "locked", "other_kind"
SCRIPT, MACROS, STARTS, ATTACHED, EMBEDDED, XFA = "script", "macros", "starts", "attached", "embedded", "xfa"
MEDIA, ELSEWHERE, FORMULA, BEFORE, UNKNOWN = "media", "elsewhere", "formula", "before", "unknown"

LINKS = ("", "http", "https", "mailto", "tel")
"""How the address of a link may begin: a reader follows it, and knows that it leads out of the file."""


class RefusedFileError(Exception):
    """Why a file is refused, in one of the words above; and what it is about, as it is called in the file."""

    def __init__(self, reason: str, what: str = "") -> None:
        super().__init__(reason)
        self.reason, self.what = reason, what


def main(kind: str) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    json.dump(examine(sys.stdin.buffer.read(), kind), sys.stdout)
    return 0


def examine(content: bytes, kind: str) -> dict[str, str]:
    """What is wrong with the content of a file of this kind, one of `KINDS`; nothing when it may stay."""
    try:
        KINDS[kind](content)
    except RefusedFileError as refused:
        return {"reason": refused.reason, "what": refused.what}
    except MemoryError:
        return {"reason": TOO_MUCH, "what": ""}
    except Exception as error:  # a file made to break a reader breaks it in many ways
        return {"reason": UNSOUND, "what": type(error).__name__}
    return {}


# --- Pictures and text ---------------------------------------------------------------------------


def examine_image(content: bytes, kind: str) -> None:
    from PIL import Image

    with Image.open(io.BytesIO(content), formats=[kind]) as image:
        if image.width * image.height > MAX_PIXELS:
            raise RefusedFileError(TOO_MUCH)
        image.verify()


FORMULAS = re.compile(r"(?:^|[;,\t])[ \"']*(=[^;,\t\n]*|[+\-@][^;,\t\n]*\|[^;,\t\n]*!)", re.MULTILINE)
"""A cell that a spreadsheet calculates, or fetches from another program, as soon as it opens the text."""


def examine_text(content: bytes) -> None:
    text = decoded(content)
    if any(ord(sign) < 32 and sign not in "\t\r\n\f" for sign in set(text)):
        raise RefusedFileError(UNSOUND)
    if found := FORMULAS.search(text):
        raise RefusedFileError(FORMULA, found[1].strip()[:40])


def decoded(content: bytes) -> str:
    """As programs of different times write it: UTF-8, UTF-16 with its mark, or the Windows signs of Western Europe."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


# --- PDF -----------------------------------------------------------------------------------------

BEFORE_PDF = re.compile(rb"(?:\xef\xbb\xbf|\x1b%-12345X(?:@PJL[^\n]*\n)*|[\0\s])*%PDF-")
"""What printers and mail programs leave in front of a PDF."""

ACTIONS = {"/GoTo", "/GoToDp", "/URI", "/Named", "/Thread", "/Hide", "/SetOCGState", "/Trans", "/ResetForm"}
ACTIVE = {
    "/JavaScript": SCRIPT,
    "/Launch": STARTS,
    "/GoToR": ELSEWHERE,
    "/GoToE": ATTACHED,
    "/SubmitForm": ELSEWHERE,
    "/ImportData": ELSEWHERE,
    "/Rendition": MEDIA,
    "/Movie": MEDIA,
    "/Sound": MEDIA,
    "/GoTo3DView": MEDIA,
    "/RichMediaExecute": MEDIA,
}
ANNOTATIONS = {
    *(
        "/Text",
        "/Link",
        "/FreeText",
        "/Line",
        "/Square",
        "/Circle",
        "/Polygon",
        "/PolyLine",
        "/Highlight",
        "/Underline",
    ),
    *("/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink", "/Popup", "/Widget", "/PrinterMark", "/TrapNet"),
    *("/Watermark", "/Redact", "/Projection"),
}
MEDIA_ANNOTATIONS = {"/Sound", "/Movie", "/Screen", "/3D", "/RichMedia"}
CATALOG = {
    *("/Type", "/Version", "/Extensions", "/Pages", "/PageLabels", "/Names", "/Dests", "/ViewerPreferences"),
    *("/PageLayout", "/PageMode", "/Outlines", "/Threads", "/OpenAction", "/AA", "/URI", "/AcroForm", "/Metadata"),
    *("/StructTreeRoot", "/MarkInfo", "/Lang", "/SpiderInfo", "/OutputIntents", "/PieceInfo", "/OCProperties"),
    *("/Perms", "/Legal", "/DSS", "/DPartRoot", "/LastModified", "/Info", "/ID"),
}
NAMES = {"/Dests", "/AP", "/Pages", "/Templates", "/IDS", "/URLS", "/Limits", "/Kids"}
FORM = {"/Fields", "/NeedAppearances", "/SigFlags", "/CO", "/DR", "/DA", "/Q"}
ACTION_KEYS = {"/A", "/PA", "/OpenAction", "/Next"}
CALLED = {
    "/JavaScript": SCRIPT,
    "/JS": SCRIPT,
    "/EmbeddedFiles": ATTACHED,
    "/AF": ATTACHED,
    "/Collection": ATTACHED,
    "/Renditions": MEDIA,
    "/AlternatePresentations": MEDIA,
    "/XFA": XFA,
    "/NeedsRendering": XFA,
}
"""What we can say of a key that is not allowed."""

NOWHERE = {"/JS": SCRIPT, "/EF": ATTACHED, "/RF": ATTACHED, "/XFA": XFA}
"""Keys that stand for something active in whatever they are."""


def examine_pdf(content: bytes) -> None:
    import pikepdf

    if not BEFORE_PDF.match(content):
        raise RefusedFileError(BEFORE if b"%PDF-" in content[:1024] else OTHER_KIND)
    try:
        pdf = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError as error:
        raise RefusedFileError(LOCKED) from error
    with pdf:
        if len(pdf.pages) == 0:
            raise RefusedFileError(UNSOUND)
        if len(pdf.objects) > MAX_OBJECTS:
            raise RefusedFileError(TOO_MUCH)
        _Walk(pikepdf.ObjectType, pikepdf.Name.StructElem).through(pdf)


@dataclass
class _Walk:
    """Through every object of a PDF, whether or not a page leads to it.

    A long report has a hundred thousand, so each is asked what it is once, and by its number.
    """

    types: Any
    paragraph: Any
    seen: int = field(default=0)

    def through(self, pdf: Any) -> None:
        _only(pdf.Root, CATALOG)
        for name, allowed in {"/Names": NAMES, "/AcroForm": FORM}.items():
            part = pdf.Root.get(name)
            if self.is_dictionary(part):
                _only(part, allowed)
        self.look(pdf.trailer)
        for found in pdf.objects:
            self.look(found)

    def look(self, start: Any) -> None:
        """Looks at an object and at all that stands in it; what it refers to comes by itself."""
        waiting = [start]
        while waiting:
            self.seen += 1
            if self.seen > MAX_OBJECTS * 8:
                raise RefusedFileError(TOO_MUCH)
            found: Any = waiting.pop()
            kind = getattr(found, "_type_code", None)
            if kind in (self.types.dictionary, self.types.stream):
                parts = dict(found.items())
                self.dictionary_parts(found, parts)
                waiting += [part for part in parts.values() if self.stands_here(part)]
            elif kind == self.types.array:
                waiting += [part for part in found if self.stands_here(part)]

    def stands_here(self, part: Any) -> bool:
        """Whether it is a dictionary or a list that has no number of its own."""
        kind = getattr(part, "_type_code", None)
        return kind in (self.types.dictionary, self.types.array, self.types.stream) and not part.is_indirect

    def dictionary_parts(self, found: Any, parts: dict[str, Any]) -> None:
        for key in NOWHERE.keys() & parts.keys():
            raise RefusedFileError(NOWHERE[key], key)
        kind = parts.get("/Type")
        # How a paragraph looks stands where an action stands elsewhere, and what it is where the kind of an action is.
        if kind == self.paragraph:
            return
        if str(kind) == "/EmbeddedFile":
            raise RefusedFileError(ATTACHED, str(kind))
        if str(kind) == "/Action" or str(parts.get("/S")) in ACTIVE:
            self.action(found)
        if "/Subtype" in parts and "/Rect" in parts:
            self.annotation(found)
        for key in ACTION_KEYS & parts.keys():
            for action in self.dictionaries(parts[key]):
                self.action(action)
        for annotation in self.dictionaries(parts.get("/Annots")):
            self.annotation(annotation)
        for by_event in self.dictionaries(parts.get("/AA")):
            for actions in by_event.as_dict().values():
                for action in self.dictionaries(actions):
                    self.action(action)

    def dictionaries(self, value: Any) -> list[Any]:
        """A dictionary, or those of a list."""
        if self.is_dictionary(value):
            return [value]
        if getattr(value, "_type_code", None) == self.types.array:
            return [one for one in value if self.is_dictionary(one)]
        return []

    def is_dictionary(self, value: Any) -> bool:
        return bool(getattr(value, "_type_code", None) == self.types.dictionary)

    def action(self, found: Any) -> None:
        style = str(found.get("/S", ""))
        # Where an action may stand there may also be the next heading of an outline.
        if not style:
            return
        if style not in ACTIONS:
            raise RefusedFileError(ACTIVE.get(style, UNKNOWN), style)
        if style == "/URI" and _scheme(str(found.get("/URI", ""))) not in LINKS:
            raise RefusedFileError(ELSEWHERE, str(found.URI)[:60])

    def annotation(self, found: Any) -> None:
        kind = str(found.get("/Subtype", ""))
        if kind in ANNOTATIONS or not kind:
            return
        if kind == "/FileAttachment":
            raise RefusedFileError(ATTACHED, kind)
        raise RefusedFileError(MEDIA if kind in MEDIA_ANNOTATIONS else UNKNOWN, kind)


def _only(part: Any, allowed: set[str]) -> None:
    for key in part:
        if key not in allowed:
            raise RefusedFileError(CALLED.get(key, UNKNOWN), key)


def _scheme(address: str) -> str:
    try:
        return urlsplit(address.strip()).scheme.lower()
    except ValueError:
        return address


# --- Office and OpenDocument ---------------------------------------------------------------------

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROGRAMS = (OLE, b"MZ", b"\x7fELF", b"#!")
TYPES_PART = "[content_types].xml"
STANDARD = "application/vnd.openxmlformats-officedocument"
OF_KIND = {
    "docx": f"{STANDARD}.wordprocessingml.document.main+xml",
    "xlsx": f"{STANDARD}.spreadsheetml.sheet.main+xml",
}

OFFICE_TYPES = {
    *("document.main", "styles", "settings", "websettings", "fonttable", "numbering", "footnotes", "endnotes"),
    *("header", "footer", "comments", "commentsextended", "commentsids", "commentsextensible", "people"),
    *("document.glossary", "sheet.main", "worksheet", "chartsheet", "sharedstrings", "calcchain", "table"),
    *("pivottable", "pivotcachedefinition", "pivotcacherecords", "sheetmetadata", "theme", "themeoverride"),
    *("drawing", "chart", "chartshapes", "diagramdata", "diagramlayout", "diagramstyle", "diagramcolors"),
    *("extended-properties", "custom-properties", "customxmlproperties", "revisionheaders", "revisionlog", "usernames"),
}
"""Of the standard, without what stands before and behind."""

OTHER_TYPES = {
    "application/xml",
    "text/xml",
    "application/vnd.openxmlformats-package.relationships+xml",
    "application/vnd.openxmlformats-package.core-properties+xml",
    "application/vnd.openxmlformats-package.digital-signature-origin",
    "application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml",
    f"{STANDARD}.vmldrawing",
    f"{STANDARD}.obfuscatedfont",
    f"{STANDARD}.spreadsheetml.printersettings",
    f"{STANDARD}.wordprocessingml.printersettings",
    "application/vnd.ms-word.styleswitheffects+xml",
    "application/vnd.ms-excel.threadedcomments+xml",
    "application/vnd.ms-excel.person+xml",
    "application/vnd.ms-excel.slicer+xml",
    "application/vnd.ms-excel.slicercache+xml",
    "application/vnd.ms-excel.timeline+xml",
    "application/vnd.ms-excel.timelinecache+xml",
    "application/vnd.ms-excel.rdrichvalue+xml",
    "application/vnd.ms-excel.rdrichvaluestructure+xml",
    "application/vnd.ms-excel.rdrichvaluetypes+xml",
    "application/vnd.ms-excel.richvaluerel+xml",
    "application/vnd.ms-office.chartstyle+xml",
    "application/vnd.ms-office.chartcolorstyle+xml",
    "application/vnd.ms-office.chartex+xml",
    "application/vnd.ms-office.drawingml.diagramdrawing+xml",
    "application/vnd.ms-office.classificationlabels+xml",
    "application/x-font-ttf",
    "application/x-fontdata",
    *(f"image/{kind}" for kind in ("png", "jpeg", "jpg", "gif", "bmp", "tiff", "x-emf", "x-wmf", "emf", "wmf")),
    *(f"image/{kind}" for kind in ("svg+xml", "svg", "vnd.ms-photo", "webp")),
}
WORKBOOK_TYPES = {f"{STANDARD}.spreadsheetml.sheet"}
"""Behind a chart in a letter stands a workbook. It is examined as one."""

RELATIONS = {
    *("officedocument", "extended-properties", "core-properties", "custom-properties", "thumbnail", "styles"),
    *("styleswitheffects", "settings", "websettings", "fonttable", "font", "theme", "themeoverride", "numbering"),
    *("footnotes", "endnotes", "header", "footer", "image", "hyperlink", "comments", "commentsextended"),
    *("commentsids", "commentsextensible", "people", "customxml", "customxmlprops", "glossarydocument", "worksheet"),
    *("chartsheet", "sharedstrings", "calcchain", "drawing", "chart", "chartex", "chartusershapes", "chartstyle"),
    *("chartcolorstyle", "vmldrawing", "table", "pivottable", "pivotcachedefinition", "pivotcacherecords"),
    *("printersettings", "sheetmetadata", "threadedcomment", "person", "slicer", "slicercache", "timeline"),
    *("timelinecache", "diagramdata", "diagramlayout", "diagramquickstyle", "diagramcolors", "diagramdrawing"),
    *("package", "hdphoto", "origin", "signature", "attachedtemplate", "revisionheaders", "revisionlog", "usernames"),
    *("rdrichvalue", "rdrichvaluestructure", "rdrichvaluetypes", "richvaluerel", "classificationlabels"),
}
OFFICE_CALLED = {
    "macro": MACROS,
    "vba": MACROS,
    "oleobject": EMBEDDED,
    "activex": EMBEDDED,
    "control": EMBEDDED,
    "webextension": EMBEDDED,
    "afchunk": EMBEDDED,
    "externallink": ELSEWHERE,
    "attachedtemplate": ELSEWHERE,
    "connection": ELSEWHERE,
    "querytable": ELSEWHERE,
    "frame": ELSEWHERE,
    "subdocument": ELSEWHERE,
}
"""What we can say of a type or relation that is not allowed, by a word in its name."""

LOCAL_TEMPLATE = re.compile(r"(?:file:///)?[a-z]:[\\/]", re.IGNORECASE)
"""Word writes down from which template of the writer's own computer a letter was made."""

FIELD = re.compile(rb"<(?:\w+:)?instrText[^>]*>([^<]*)<|\binstr=\"([^\"]*)\"")
DDE = re.compile(rb"\bDDE(?:AUTO)?\b", re.IGNORECASE)
DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
"""No office program declares anything in a part: an entity could hold itself, or a file of this machine."""
SVG_SCRIPT = re.compile(rb"<(?:\w+:)?script|\son\w+\s*=|javascript:", re.IGNORECASE)


def examine_office(content: bytes, kind: str, *, deep: bool = True) -> None:
    parts = _parts(content)
    if TYPES_PART not in parts:
        raise RefusedFileError(OTHER_KIND)
    defaults, overrides = _content_types(parts[TYPES_PART]())
    for name, read in parts.items():
        if name == TYPES_PART:
            continue
        content_type = overrides.get(name) or defaults.get(name.rpartition(".")[2], "")
        if content_type in WORKBOOK_TYPES and deep:
            examine_office(read(), "xlsx", deep=False)
            continue
        if not _is_allowed(content_type):
            raise RefusedFileError(_called(content_type) if content_type else UNKNOWN, name)
        if name.endswith(".rels"):
            _examine_relations(read())
    if {content_type for content_type in overrides.values() if content_type.endswith(".main+xml")} != {OF_KIND[kind]}:
        raise RefusedFileError(OTHER_KIND)
    for name, read in parts.items():
        if name.startswith("word/") and name.endswith(".xml"):
            text = read()
            if DECLARED.search(text[:1000]):
                raise RefusedFileError(UNKNOWN, name)
            field_codes = b"".join(one or other for one, other in FIELD.findall(text))
            if DDE.search(field_codes):
                raise RefusedFileError(ELSEWHERE, "DDE")


OFFICE_TYPE = re.compile(
    r"application/vnd\.openxmlformats-officedocument\.(?:(?:wordprocessingml|spreadsheetml|drawingml)\.)?([\w.-]+)\+xml"
)


def _is_allowed(content_type: str) -> bool:
    standard = OFFICE_TYPE.fullmatch(content_type)
    return content_type in OTHER_TYPES or (standard is not None and standard[1] in OFFICE_TYPES)


def _called(name: str) -> str:
    return next((reason for word, reason in OFFICE_CALLED.items() if word in name.lower()), UNKNOWN)


def _content_types(text: bytes) -> tuple[dict[str, str], dict[str, str]]:
    """The types by ending, and by part. An unused type that could act is a part that hides."""
    defaults: dict[str, str] = {}
    overrides: dict[str, str] = {}
    for element in _xml(text):
        content_type = element.get("ContentType", "").strip().lower()
        if _called(content_type) == MACROS:
            raise RefusedFileError(MACROS, element.get("PartName") or content_type)
        if element.tag.endswith("}Default"):
            defaults[element.get("Extension", "").lower()] = content_type
        if element.tag.endswith("}Override"):
            overrides[element.get("PartName", "").lstrip("/").lower()] = content_type
    return defaults, overrides


def _examine_relations(text: bytes) -> None:
    for relation in _xml(text):
        kind = relation.get("Type", "").rpartition("/")[2].lower()
        target = relation.get("Target", "")
        if kind not in RELATIONS:
            raise RefusedFileError(_called(kind), kind)
        if relation.get("TargetMode", "Internal") != "External":
            continue
        is_link = kind == "hyperlink" and _scheme(target) in LINKS and not target.startswith(("\\\\", "//"))
        if not is_link and not (kind == "attachedtemplate" and LOCAL_TEMPLATE.match(target)):
            raise RefusedFileError(ELSEWHERE, target[:60])


OPEN_KINDS = {"odt": "application/vnd.oasis.opendocument.text", "ods": "application/vnd.oasis.opendocument.spreadsheet"}
OPEN_PARTS = re.compile(
    r"mimetype|manifest\.rdf|layout-cache|meta-inf/(?:manifest|documentsignatures)\.xml"
    r"|(?:object [\w ]+/)?(?:content|styles|meta|settings)\.xml"
    r"|(?:object [\w ]+/)?(?:pictures|thumbnails|media)/[^/]+\.(?:png|jpe?g|gif|bmp|tiff?|svgz?|svm|emf|wmf|webp)"
    r"|objectreplacements/[^/]+|configurations2/(?:[\w-]+/)*(?:[\w-]+\.xml)?|fonts/[^/]+\.(?:ttf|otf)|.*/"
)
OPEN_CALLED = {"basic/": MACROS, "scripts/": MACROS, "dialogs/": MACROS, "macrosignatures": MACROS, "object": EMBEDDED}
OPEN_NAMESPACE = re.compile(rb"xmlns:([\w.-]+)\s*=\s*[\"']urn:oasis:names:tc:opendocument:xmlns:(\w+):1\.0[\"']")
OPEN_ACTIVE = {
    (b"script", b""): MACROS,
    (b"office", b"dde-source"): ELSEWHERE,
    (b"text", b"dde-connection"): ELSEWHERE,
    (b"text", b"section-source"): ELSEWHERE,
    (b"text", b"execute-macro"): MACROS,
    (b"table", b"dde-link"): ELSEWHERE,
    (b"table", b"table-source"): ELSEWHERE,
    (b"table", b"cell-range-source"): ELSEWHERE,
    (b"draw", b"applet"): EMBEDDED,
    (b"draw", b"plugin"): EMBEDDED,
    (b"draw", b"object-ole"): EMBEDDED,
}
OPEN_LINKS = re.compile(rb"(?:vnd\.sun\.star\.\w+|javascript|macro|file|smb):", re.IGNORECASE)


def examine_open_document(content: bytes, kind: str) -> None:
    parts = _parts(content)
    if "meta-inf/manifest.xml" not in parts or "mimetype" not in parts:
        raise RefusedFileError(OTHER_KIND)
    if parts["mimetype"]().strip().decode("ascii") != OPEN_KINDS[kind]:
        raise RefusedFileError(OTHER_KIND)
    for name, read in parts.items():
        if not OPEN_PARTS.fullmatch(name):
            reason = next((reason for word, reason in OPEN_CALLED.items() if name.startswith(word) or word in name), "")
            raise RefusedFileError(reason or UNKNOWN, name)
        if name.endswith(".xml"):
            _examine_open_text(read(), name)


def _examine_open_text(text: bytes, name: str) -> None:
    if text.startswith((b"\xff\xfe", b"\xfe\xff")) or DECLARED.search(text[:1000]):
        raise RefusedFileError(UNKNOWN, name)
    for prefix, namespace in OPEN_NAMESPACE.findall(text):
        for (where, element), reason in OPEN_ACTIVE.items():
            if where == namespace and b"<" + prefix + b":" + element in text:
                raise RefusedFileError(reason, name)
    for address in re.findall(rb":href\s*=\s*[\"']([^\"']*)", text):
        if OPEN_LINKS.match(address.strip()):
            raise RefusedFileError(ELSEWHERE, address[:60].decode(errors="replace"))


def _parts(content: bytes) -> dict[str, Callable[[], bytes]]:
    """How to read each part of an archive, by its name in small letters. Each is looked at for a program in it."""
    if content.startswith(OLE):
        raise RefusedFileError(LOCKED)
    if not content.startswith(b"PK\x03\x04"):
        raise RefusedFileError(OTHER_KIND)
    archive = zipfile.ZipFile(io.BytesIO(content))
    found: dict[str, Callable[[], bytes]] = {}
    entries = archive.infolist()
    if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise RefusedFileError(TOO_MUCH)
    for entry in entries:
        name = entry.filename.replace("\\", "/").lstrip("/").lower()
        if entry.flag_bits & 1:
            raise RefusedFileError(LOCKED)
        if name in found or ".." in name.split("/"):
            raise RefusedFileError(UNSOUND, entry.filename)
        with archive.open(entry) as part:
            if part.read(8).startswith(PROGRAMS):
                raise RefusedFileError(MACROS if "vba" in name else EMBEDDED, entry.filename)
        if name.endswith(".svg") and SVG_SCRIPT.search(archive.read(entry)):
            raise RefusedFileError(SCRIPT, entry.filename)
        found[name] = partial(archive.read, entry)
    return found


def _xml(text: bytes) -> ET.Element:
    if len(text) > MAX_XML_BYTES:
        raise RefusedFileError(TOO_MUCH)
    if text.startswith((b"\xff\xfe", b"\xfe\xff")) or b"<!" in text.replace(b"<!--", b""):
        raise RefusedFileError(UNSOUND)
    # Of a declared entity nothing can come, for no declaration got past the line above.
    return ET.fromstring(text)  # noqa: S314


KINDS: dict[str, Callable[[bytes], None]] = {
    "pdf": examine_pdf,
    "jpg": lambda content: examine_image(content, "JPEG"),
    "png": lambda content: examine_image(content, "PNG"),
    "docx": lambda content: examine_office(content, "docx"),
    "xlsx": lambda content: examine_office(content, "xlsx"),
    "odt": lambda content: examine_open_document(content, "odt"),
    "ods": lambda content: examine_open_document(content, "ods"),
    "csv": examine_text,
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
