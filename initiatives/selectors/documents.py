"""The documents of a group."""

from functools import reduce
from operator import and_
from pathlib import PurePath
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from coophub.documents.models import Document, DocumentVersion
from coophub.documents.selectors import add_page_of_documents, documents_of, latest_version, opened_by, texts_with
from initiatives.models import Enquiry, Initiative
from initiatives.models.documents import DocumentCategory
from initiatives.selectors.people import active_members


def register() -> None:
    add_page_of_documents(Initiative, lambda group, _user: reverse("initiatives:documents", args=[group.slug]))


def documents_by_category(
    initiative: Initiative, *, words: str = "", category: str = ""
) -> list[tuple[str, list[Document]]]:
    """The group's documents under the name of their category, in the order of the categories: all of them, or those
    with these words in their title or their text and of this category, and who of the group opened each. Three
    queries, with words four.
    """
    found = documents_of(initiative)
    around = texts_with(words, found.prefetch_related(None))
    in_title = reduce(and_, (Q(title__icontains=word) for word in words.split()), Q())
    found = found.filter(in_title | Q(pk__in=around)) if words.split() else found
    documents = list(found.filter(category=category) if category else found)
    opened = opened_by(documents, active_members(initiative))
    for document in documents:
        document.around, document.opened_by = around.get(document.pk, ""), opened.get(document.pk, [])
    by_category = [(str(c.label), [d for d in documents if d.category == c]) for c in DocumentCategory]
    return [(label, found) for label, found in by_category if found]


def newest_by_name(initiative: Initiative) -> dict[str, DocumentVersion]:
    """The newest version of each document that may be read, under a name of its own in the folder of its kind. Two
    queries.
    """
    found: dict[str, DocumentVersion] = {}
    for document in documents_of(initiative):
        version = latest_version(document)
        if version is None or not version.can_be_read:
            continue
        file, number = PurePath(version.filename), 1
        name = f"{document.category}/{file}"
        while name in found:
            number += 1
            name = f"{document.category}/{file.stem} ({number}){file.suffix}"
        found[name] = version
    return found


def papers_of_answers(initiative: Initiative) -> set[UUID]:
    """The keys of the documents that officials answered with: the answers, and the letters beside them. One query."""
    found = Enquiry.objects.filter(initiative=initiative, answer__isnull=False).values_list("paper", "answer__letter")
    return {key for keys in found for key in keys if key is not None}
