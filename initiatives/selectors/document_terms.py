"""How long the documents of a group are kept after it ended: of each category a line in `data/document-terms.csv`."""

import csv
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from dateutil.relativedelta import relativedelta
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

from coophub.documents.models import Document
from coophub.web import clock
from initiatives.models import Initiative
from initiatives.models.documents import DocumentCategory

TERMS = Path(__file__).parent.parent / "data" / "document-terms.csv"


@dataclass(frozen=True)
class DocumentTerm:
    """How many years these categories are kept. `source` is the law that asks so much of who keeps the books of a group
    that was dissolved; without one the term is our own choice.
    """

    categories: tuple[DocumentCategory, ...]
    years: int
    source: str

    @property
    def names(self) -> str:
        return ", ".join(str(category.label) for category in self.categories)


@cache
def document_terms() -> list[DocumentTerm]:
    """Every term, the longest first."""
    with TERMS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = [(int(row["years"]), row["source"], DocumentCategory(row["category"])) for row in rows]
    by_term = groupby(sorted(found, key=lambda one: (-one[0], one[1] == "", one[1])), key=lambda one: one[:2])
    return [DocumentTerm(tuple(one[2] for one in of_term), years, source) for (years, source), of_term in by_term]


def documents_past_their_term(held_since: Callable[[dt.date], QuerySet[Initiative]]) -> QuerySet[Document]:
    """What goes now: of groups that ended so long ago, those that somebody removed from sight included. `held_since`
    gives the groups of which something ran or was settled after a day, such as a subsidy; theirs stay.
    """
    past = Q(pk__in=[])
    for term in document_terms():
        until = clock.today() - relativedelta(years=term.years)
        ended = Initiative.objects.filter(ended_on__lte=until).exclude(pk__in=held_since(until))
        keys = ended.annotate(key=Cast("pk", CharField())).values("key").order_by()
        past |= Q(category__in=term.categories, subject_id__in=keys)
    return Document.objects.filter(past, subject_type=ContentType.objects.get_for_model(Initiative))
