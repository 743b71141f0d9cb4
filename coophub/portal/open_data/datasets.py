"""What there is as a file: every row that the open API gives too, from the same selectors and in the same words."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coophub.portal.api.documents import CamelDocument
from coophub.portal.api.municipalities import MunicipalityInList, municipality_facts
from coophub.portal.api.programmes import ProgrammeInList, programme_facts
from coophub.portal.api.register import InitiativeInList, facts_of
from coophub.portal.api.subsidies import AwardDocument, SchemeInList, award_facts, scheme_facts
from coophub.portal.municipalities import municipality_rows
from coophub.portal.statistics import statistics
from financing.subsidies.selectors.publication import published_awards
from financing.subsidies.selectors.schemes import current_versions
from initiatives.selectors.register import initiatives_in_short
from pilots.selectors.running import public_programmes

AT_ONCE = 1_000
"""So many rows are in memory."""


class FigureDocument(CamelDocument):
    """A figure about all groups together. Null where too few groups would be told of."""

    about: Literal["province", "phase", "length"]
    label: str
    groups: int | None
    homes: int | None
    months: float | None


@dataclass(frozen=True)
class Dataset:
    """What is told of a file before anybody takes it along, and its rows, read as they are written."""

    name: str
    title: str | Promise
    description: str | Promise
    document: type[CamelDocument]
    rows: Callable[[], Iterator[CamelDocument]]
    theme: str
    """In the list of themes of the European Union."""
    frequency: str = "CONT"
    """In its list of frequencies."""

    @property
    def has_places(self) -> bool:
        return "latitude" in self.document.model_fields


def _initiative_rows() -> Iterator[CamelDocument]:
    """Those of the register, in the order of their addresses. One query, however many there are."""
    found = initiatives_in_short().order_by("slug").iterator(chunk_size=AT_ONCE)
    return _written(InitiativeInList, map(facts_of, found))


def _award_rows() -> Iterator[CamelDocument]:
    return _written(AwardDocument, map(award_facts, published_awards()))


def _municipality_rows() -> Iterator[CamelDocument]:
    return _written(MunicipalityInList, map(municipality_facts, sorted(municipality_rows(), key=lambda row: row.code)))


def _programme_rows() -> Iterator[CamelDocument]:
    return _written(ProgrammeInList, map(programme_facts, public_programmes()))


def _scheme_rows() -> Iterator[CamelDocument]:
    return _written(SchemeInList, map(scheme_facts, current_versions()))


def _figure_rows() -> Iterator[CamelDocument]:
    found = statistics()
    nothing = {"groups": None, "homes": None, "months": None}
    for about, lines in (("province", found.provinces), ("phase", found.phases), ("length", found.lengths)):
        yield from (FigureDocument.model_validate({**nothing, **vars(line), "about": about}) for line in lines)


def _written(document: type[CamelDocument], facts: Iterable[object]) -> Iterator[CamelDocument]:
    return (document.model_validate(each) for each in facts)


DATASETS = {
    dataset.name: dataset
    for dataset in (
        Dataset(
            "initiatives",
            _("Register of initiatives"),
            _("Each initiative that shows itself: what it is, where, how many homes and how far it is."),
            InitiativeInList,
            _initiative_rows,
            theme="SOCI",
        ),
        Dataset(
            "awards",
            _("Awarded subsidies and loans"),
            _("Each award to an organisation with the facts that the Woo asks to publish, in the words of that law."),
            AwardDocument,
            _award_rows,
            theme="GOVE",
        ),
        Dataset(
            "municipalities",
            _("What municipalities do"),
            _("Each municipality with what is known of its policy for co-operatives, and how long it takes to answer."),
            MunicipalityInList,
            _municipality_rows,
            theme="REGI",
        ),
        Dataset(
            "programmes",
            _("Coaching programmes"),
            _("Each programme in which initiatives are coached."),
            ProgrammeInList,
            _programme_rows,
            theme="SOCI",
            frequency="IRREG",
        ),
        Dataset(
            "schemes",
            _("Subsidy and loan schemes"),
            _("Each scheme as it counts now: what it gives, from when until when, and how much there is."),
            SchemeInList,
            _scheme_rows,
            theme="GOVE",
            frequency="IRREG",
        ),
        Dataset(
            "statistics",
            _("Figures about all groups"),
            _("How many groups there are by province and phase, and how long a phase takes."),
            FigureDocument,
            _figure_rows,
            theme="SOCI",
        ),
    )
}
"""Everything there is, in the order in which it is shown."""
