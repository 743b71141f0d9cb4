"""What the XML schema of MDTO asks (1.0.2, and with it 1.0.1): which elements, in which order, how often, and what
stands in them. Written down from the schema of the Nationaal Archief (decision 166); what we never write is left out.
"""

import re
from collections.abc import Iterator

from lxml.etree import _Element as Element
from lxml.etree import fromstring

NAMESPACE = "{https://www.nationaalarchief.nl/mdto}"
IDENTITIES = "identificatie verwijzingIdentificatie"
REFERENCES = (
    "isOnderdeelVan bevatOnderdeel heeftRepresentatie archiefvormer betrokkeneActor isRepresentatieVan"
    " begripBegrippenlijst"
)
TERMS = (
    "aggregatieniveau classificatie waardering informatiecategorie bestandsformaat checksumAlgoritme dekkingInTijdType"
    " eventType termijnTriggerStartLooptijd betrokkeneTypeRelatie beperkingGebruikType"
)
RULES = {
    "informatieobject": (
        "identificatie+ naam aggregatieniveau? classificatie* trefwoord* omschrijving* raadpleeglocatie* dekkingInTijd*"
        " dekkingInRuimte* taal* event* waardering bewaartermijn? informatiecategorie? isOnderdeelVan* bevatOnderdeel*"
        " heeftRepresentatie* aanvullendeMetagegevens* gerelateerdInformatieobject* archiefvormer+ betrokkene*"
        " activiteit? beperkingGebruik+"
    ),
    "bestand": "identificatie+ naam omvang bestandsformaat checksum+ URLBestand? isRepresentatieVan",
    IDENTITIES: "identificatieKenmerk identificatieBron",
    REFERENCES: "verwijzingNaam verwijzingIdentificatie?",
    TERMS: "begripLabel begripCode? begripBegrippenlijst",
    "dekkingInTijd": "dekkingInTijdType dekkingInTijdBegindatum dekkingInTijdEinddatum?",
    "event": "eventType eventTijd? eventVerantwoordelijkeActor? eventResultaat?",
    "bewaartermijn": ("termijnTriggerStartLooptijd? termijnStartdatumLooptijd? termijnLooptijd? termijnEinddatum?"),
    "checksum": "checksumAlgoritme checksumWaarde checksumDatum",
    "betrokkene": "betrokkeneTypeRelatie betrokkeneActor",
    "beperkingGebruik": (
        "beperkingGebruikType beperkingGebruikNadereBeschrijving? beperkingGebruikDocumentatie*"
        " beperkingGebruikTermijn?"
    ),
}
CHILDREN = {name: rule for names, rule in RULES.items() for name in names.split()}
DAY = r"\d{4}-\d\d-\d\d"
MOMENT = DAY + r"T\d\d:\d\d:\d\d([+-]\d\d:\d\d|Z)?"
TEXTS = {
    "omvang": r"\d+",
    "taal": r"[a-z]{2,8}(-[A-Za-z0-9]{1,8})*",
    "dekkingInTijdBegindatum": DAY,
    "dekkingInTijdEinddatum": DAY,
    "termijnStartdatumLooptijd": DAY,
    "termijnEinddatum": DAY,
    "termijnLooptijd": r"P\d+Y",
    "eventTijd": MOMENT,
    "checksumDatum": MOMENT,
}
NOT_EMPTY = r"(?s).*\S.*"


def problems_of(metadata: bytes) -> list[str]:
    """What the schema would not take."""
    root = fromstring(metadata)
    if root.tag != f"{NAMESPACE}MDTO" or [name_of(child) for child in root] not in (["informatieobject"], ["bestand"]):
        return ["It is one informatieobject or one bestand in MDTO."]
    return list(_problems(root[0]))


def name_of(element: Element) -> str:
    return element.tag.removeprefix(NAMESPACE)


def texts_at(metadata: bytes, path: str) -> list[str]:
    """What stands in every element at this path below the informatieobject or bestand."""
    steps = "/".join(NAMESPACE + part for part in path.split("/"))
    return [found.text for found in fromstring(metadata)[0].iterfind(steps)]


def _problems(element: Element) -> Iterator[str]:
    name, found = name_of(element), [name_of(child) for child in element]
    if name not in CHILDREN:
        if found or not re.fullmatch(TEXTS.get(name, NOT_EMPTY), element.text or ""):
            yield f"{name}: {element.text!r} {found}"
        return
    wanted = "".join(re.sub(r"(\w+)(.?)", r"(?:\1 )\2", part) for part in CHILDREN[name].split())
    if not re.fullmatch(wanted, "".join(f"{child} " for child in found)):
        yield f"{name}: {found}"
    for child in element:
        yield from _problems(child)
