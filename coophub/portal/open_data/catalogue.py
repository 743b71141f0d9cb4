"""The datasets as catalogues of open data describe them (DCAT-AP-NL 3.0), in JSON-LD."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coophub.portal.api.datasets import address_of
from coophub.portal.open_data.changes import all_changed_at, states_of
from coophub.portal.open_data.datasets import DATASETS, Dataset
from coophub.portal.open_data.files import FileKind, kinds_of

EU = "http://publications.europa.eu/resource/authority/"
IANA = "https://www.iana.org/assignments/media-types/"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
LANGUAGES = {"nl": "NLD", "en": "ENG"}
TITLE = _("Open data of CoopHub")
ABOUT = _("What CoopHub shows everybody about housing co-operatives in the Netherlands, as files.")

UNKNOWN_LICENCE = "http://standaarden.overheid.nl/owms/terms/licentieonbekend"
Node = dict[str, Any]


def catalogue() -> Node:
    """The catalogue with every dataset and its files."""
    home, changed = _site("portal:open_data"), all_changed_at(states_of(DATASETS))
    return {
        "@context": CONTEXT,
        "@id": f"{home}#catalogue",
        "@type": "dcat:Catalog",
        "dct:title": _in_each_language(TITLE),
        "dct:description": _in_each_language(ABOUT),
        "dct:publisher": _publisher(),
        "dcat:contactPoint": _contact(),
        "dct:license": _licence(),
        "dct:language": _languages(),
        "foaf:homepage": _iri(home),
        "dcat:themeTaxonomy": _iri(f"{EU}data-theme"),
        "dcat:dataset": [_dataset(dataset, changed[name], home) for name, dataset in DATASETS.items()],
    }


def _dataset(dataset: Dataset, changed: dt.datetime, home: str) -> Node:
    modified = _moment(changed.isoformat())
    address = f"{home}#{dataset.name}"
    return {
        "@id": address,
        "@type": "dcat:Dataset",
        "dct:title": _in_each_language(dataset.title),
        "dct:description": _in_each_language(dataset.description),
        "dct:identifier": address,
        "dct:publisher": _publisher(),
        "dct:creator": _publisher(),
        "dcat:contactPoint": _contact(),
        "dcat:theme": _iri(f"{EU}data-theme/{dataset.theme}"),
        "dct:accessRights": _iri(f"{EU}access-right/PUBLIC"),
        "dct:accrualPeriodicity": _iri(f"{EU}frequency/{dataset.frequency}"),
        "dct:language": _languages(),
        "dct:modified": modified,
        "dcat:landingPage": _iri(home),
        "dcat:distribution": [_distribution(dataset, kind, modified) for kind in kinds_of(dataset)],
    }


def _distribution(dataset: Dataset, kind: FileKind, modified: Node) -> Node:
    address = address_of(dataset, kind)
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": _in_each_language(kind.label),
        "dcat:accessURL": _iri(address),
        "dcat:downloadURL": _iri(address),
        "dct:format": _iri(f"{EU}file-type/{kind.file_type}"),
        "dcat:mediaType": _iri(IANA + kind.media_type),
        "dct:license": _licence(),
        "dct:modified": modified,
    }


def _licence() -> Node:
    """Who runs CoopHub says under which licence the data are; until then it is unknown, as the government's list has
    it.
    """
    return _iri(settings.DATA_LICENCE or UNKNOWN_LICENCE)


def _publisher() -> Node:
    return {"@id": f"{_site('portal:about')}#publisher", "@type": "foaf:Agent", "foaf:name": "CoopHub"}


def _contact() -> Node:
    return {
        "@id": f"{_site('portal:about')}#contact",
        "@type": "vcard:Organization",
        "vcard:fn": "CoopHub",
        "vcard:hasEmail": _iri(f"mailto:{settings.DATA_CONTACT}"),
    }


def _in_each_language(words: str | Promise) -> list[Node]:
    return [{"@language": language, "@value": _said(words, language)} for language in LANGUAGES]


def _said(words: str | Promise, language: str) -> str:
    with translation.override(language):
        return str(words)


def _languages() -> list[Node]:
    return [_iri(f"{EU}language/{code}") for code in LANGUAGES.values()]


def _moment(written: str) -> Node:
    return {"@type": "xsd:dateTime", "@value": written}


def _iri(address: str) -> Node:
    return {"@id": address}


def _site(name: str) -> str:
    return str(settings.SITE_URL) + reverse(name)
