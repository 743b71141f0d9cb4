"""The documents of a group."""

from uuid import UUID

from coophub.documents.models import Document
from coophub.documents.selectors import documents_of
from initiatives.models import Enquiry, Initiative
from initiatives.models.documents import DocumentCategory


def documents_by_category(initiative: Initiative) -> list[tuple[str, list[Document]]]:
    """The group's documents under the name of their category, in the order of the categories. Two queries."""
    documents = list(documents_of(initiative))
    by_category = [(str(c.label), [d for d in documents if d.category == c]) for c in DocumentCategory]
    return [(label, found) for label, found in by_category if found]


def papers_of_answers(initiative: Initiative) -> set[UUID]:
    """The keys of the documents that officials answered with: the answers, and the letters beside them. One query."""
    found = Enquiry.objects.filter(initiative=initiative, answer__isnull=False).values_list("paper", "answer__letter")
    return {key for keys in found for key in keys if key is not None}
