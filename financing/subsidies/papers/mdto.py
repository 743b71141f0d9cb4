"""What the archive wants to know of a dossier and its files: MDTO (Metagegevens voor duurzaam toegankelijke
overheidsinformatie) as XML. No database.

The elements stand in the order of the XML schema, version 1.0.1; what is written is right by 1.0.2 too (decision 166).
Labels are Dutch, whatever language the export is asked in: the lists of terms that they come from are.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from xml.etree.ElementTree import Element, SubElement, indent, tostring

NAMESPACE = "https://www.nationaalarchief.nl/mdto"
SCHEMA = f"{NAMESPACE}/MDTO-XML1.0.1.xsd"
SOURCE = "CoopHub"
OUR_TERMS = "Begrippen van CoopHub"
VALUATIONS = "Begrippenlijst Waarderingen MDTO"
LEVELS = "Begrippenlijst Aggregatieniveaus MDTO"
EVENTS = "Begrippenlijst EventTypeLijst MDTO"
CHECKSUMS = "Begrippenlijst ChecksumAlgoritme MDTO"
MEDIA_TYPES = "IANA Media Types"
RESTRICTION = (
    "Bevat gegevens van personen en bedrijfsgegevens van de aanvrager. Wie het dossier overbrengt, bepaalt de beperking"
    " van de openbaarheid (Archiefwet 1995, artikel 15)."
)

ArchiveLevel = Literal["Dossier", "Archiefstuk"]
XmlNode = tuple[str, "str | Sequence[XmlNode]"]
"""An element by its name, with its text or with what is in it."""


@dataclass(frozen=True)
class Reference:
    """Something by its name and its number, and whose number that is."""

    name: str
    number: str = ""
    source: str = SOURCE


@dataclass(frozen=True)
class ListedTerm:
    """A word of a list of terms, with its code there."""

    label: str
    source: str
    code: str = ""


@dataclass(frozen=True)
class KeepTerm:
    """How long something is kept. `starts_on` is the day on which its dossier was closed, once it was."""

    years: int
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None


@dataclass(frozen=True)
class Valuation:
    """Whether something is kept for ever, and if not how long, by which category of which selection list."""

    label: str
    code: str
    term: KeepTerm | None = None
    category: ListedTerm | None = None


TO_BE_SETTLED = Valuation("Nader te bepalen", "N")


@dataclass(frozen=True)
class RecordMetadata:
    """What is told of a dossier, or of one document in it (`informatieobject`)."""

    itself: Reference
    level: ArchiveLevel
    valuation: Valuation
    creator: str
    classification: ListedTerm | None = None
    covers: tuple[dt.date, dt.date | None] | None = None
    language: str = ""
    created_at: dt.datetime | None = None
    part_of: Reference | None = None
    parts: Sequence[Reference] = ()
    files: Sequence[Reference] = ()
    applicant: Reference | None = None
    known_as: Sequence[Reference] = ()
    """Under which other numbers it is known, and to whom."""


def record_xml(record: RecordMetadata) -> bytes:
    return _document("informatieobject", list(_record(record)))


def file_xml(itself: Reference, content: bytes, *, media_type: str, of: Reference, at: dt.datetime) -> bytes:
    """What is told of one file (`bestand`): `of` is the dossier or document that it shows, `at` when it was counted."""
    return _document(
        "bestand",
        [
            *_named(itself),
            ("omvang", str(len(content))),
            ("bestandsformaat", _term(ListedTerm(media_type, MEDIA_TYPES))),
            (
                "checksum",
                [
                    ("checksumAlgoritme", _term(ListedTerm("SHA-256", CHECKSUMS))),
                    ("checksumWaarde", hashlib.sha256(content).hexdigest()),
                    ("checksumDatum", _moment(at)),
                ],
            ),
            ("isRepresentatieVan", _reference(of)),
        ],
    )


def _record(record: RecordMetadata) -> Iterator[XmlNode]:
    yield from _named(record.itself, record.known_as)
    yield "aggregatieniveau", _term(ListedTerm(record.level, LEVELS))
    if record.classification is not None:
        yield "classificatie", _term(record.classification)
    if record.covers is not None:
        yield "dekkingInTijd", list(_covered(*record.covers))
    if record.language:
        yield "taal", record.language
    if record.created_at is not None:
        created = ListedTerm("Creatie", EVENTS)
        yield "event", [("eventType", _term(created)), ("eventTijd", _moment(record.created_at))]
    yield from _valuation(record.valuation)
    if record.part_of is not None:
        yield "isOnderdeelVan", _reference(record.part_of)
    for part in record.parts:
        yield "bevatOnderdeel", _reference(part)
    for file in record.files:
        yield "heeftRepresentatie", _reference(file)
    yield "archiefvormer", [("verwijzingNaam", record.creator)]
    if record.applicant is not None:
        role = _term(ListedTerm("Aanvrager", OUR_TERMS))
        yield "betrokkene", [("betrokkeneTypeRelatie", role), ("betrokkeneActor", _reference(record.applicant))]
    undecided = _term(ListedTerm("Nog niet bepaald", OUR_TERMS))
    yield (
        "beperkingGebruik",
        [("beperkingGebruikType", undecided), ("beperkingGebruikNadereBeschrijving", RESTRICTION)],
    )


def _covered(first: dt.date, last: dt.date | None) -> Iterator[XmlNode]:
    yield "dekkingInTijdType", _term(ListedTerm("Looptijd van een dossier", OUR_TERMS))
    yield "dekkingInTijdBegindatum", first.isoformat()
    if last is not None:
        yield "dekkingInTijdEinddatum", last.isoformat()


def _valuation(valuation: Valuation) -> Iterator[XmlNode]:
    yield "waardering", _term(ListedTerm(valuation.label, VALUATIONS, valuation.code))
    if valuation.term is not None:
        yield "bewaartermijn", list(_keep_term(valuation.term))
    if valuation.category is not None:
        yield "informatiecategorie", _term(valuation.category)


def _keep_term(term: KeepTerm) -> Iterator[XmlNode]:
    yield "termijnTriggerStartLooptijd", _term(ListedTerm("Sluiting dossier", OUR_TERMS))
    if term.starts_on is not None:
        yield "termijnStartdatumLooptijd", term.starts_on.isoformat()
    yield "termijnLooptijd", f"P{term.years}Y"
    if term.ends_on is not None:
        yield "termijnEinddatum", term.ends_on.isoformat()


def _named(itself: Reference, known_as: Sequence[Reference] = ()) -> list[XmlNode]:
    numbers: list[XmlNode] = [("identificatie", _identity(each)) for each in (itself, *known_as)]
    return [*numbers, ("naam", itself.name)]


def _identity(found: Reference) -> list[XmlNode]:
    return [("identificatieKenmerk", found.number), ("identificatieBron", found.source)]


def _reference(found: Reference) -> list[XmlNode]:
    name: XmlNode = ("verwijzingNaam", found.name)
    return [name, ("verwijzingIdentificatie", _identity(found))] if found.number else [name]


def _term(term: ListedTerm) -> list[XmlNode]:
    source: XmlNode = ("begripBegrippenlijst", [("verwijzingNaam", term.source)])
    code: list[XmlNode] = [("begripCode", term.code)] if term.code else []
    return [("begripLabel", term.label), *code, source]


def _moment(at: dt.datetime) -> str:
    return at.isoformat(timespec="seconds")


def _document(kind: str, nodes: Sequence[XmlNode]) -> bytes:
    root = Element(
        "MDTO",
        {
            "xmlns": NAMESPACE,
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}",
        },
    )
    _grow(SubElement(root, kind), nodes)
    indent(root)
    return bytes(tostring(root, encoding="UTF-8", xml_declaration=True))


def _grow(parent: Element, nodes: Sequence[XmlNode]) -> None:
    for name, content in nodes:
        child = SubElement(parent, name)
        if isinstance(content, str):
            child.text = content
        else:
            _grow(child, content)
