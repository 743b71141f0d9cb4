"""Which documents a subject has."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db.models import Max, Model, OuterRef, Prefetch, QuerySet, Subquery

from coophub.accounts.models import User
from coophub.audit.models import AuditEntry
from coophub.documents.models import Document, DocumentText, DocumentVersion, LastOpened
from coophub.web.registry import Registry
from coophub.web.searching import beginnings, with_words, words_in
from coophub.web.written_once import written_once

_pages = Registry[Callable[[Any, User], str]]("page of documents")


def add_page_of_documents(subject: type[Model], address: Callable[[Any, User], str]) -> None:
    """Says at which address somebody finds the documents of such a subject."""
    _pages.add(subject._meta.label_lower, address)


def page_with(document: Document, user: User) -> str:
    """The address at which somebody finds this document among the others; empty where it has none."""
    subject = document.subject
    address = _pages.get(subject._meta.label_lower) if isinstance(subject, Model) else None
    return address(subject, user) if address is not None else ""


def documents_of(subject: Model) -> QuerySet[Document]:
    """The documents of a subject with their versions, the newest version first: two queries."""
    versions = DocumentVersion.objects.select_related("uploaded_by")
    return documents_at(*place_of(subject)).prefetch_related(Prefetch("versions", queryset=versions))


def place_of(subject: Model) -> tuple[int, str]:
    """By which documents know their subject: the number of its kind, and its own."""
    return ContentType.objects.get_for_model(subject).pk, str(subject.pk)


def documents_at(subject_type: int, subject: str) -> QuerySet[Document]:
    """The documents of the subject at this place, without their versions."""
    return Document.objects.filter(subject_type=subject_type, subject_id=subject, removed_at=None)


def latest_version(document: Document) -> DocumentVersion | None:
    """The version that counts."""
    return next(iter(document.versions.all()), None)


def newest_version_in(subject: Model, key: UUID) -> DocumentVersion | None:
    """The version that counts of the document of a subject with this key, with the document. One query."""
    return next(iter(_newest_versions(*place_of(subject), key)), None)


@written_once
def _newest_versions(subject_type: int, subject: str, key: UUID) -> QuerySet[DocumentVersion]:
    found = DocumentVersion.objects.filter(document=key, document__in=documents_at(subject_type, subject))
    return found.select_related("document")[:1]


def is_refused(document: Document) -> bool:
    """Whether the virus scanner refused the version that counts."""
    latest = latest_version(document)
    return latest is not None and latest.is_refused


def opened_by(documents: Sequence[Document], people: QuerySet[User]) -> dict[UUID, list[LastOpened]]:
    """By the key of a document who of these people opened a version of it, the last one first. One query."""
    deeds = AuditEntry.objects.filter(
        target_type=Document._meta.label_lower,
        target_id__in=[str(document.pk) for document in documents],
        action__in=["documents.download", "documents.see"],
        actor__in=people,
    )
    last = deeds.values("target_id", "actor__name").annotate(last=Max("at")).order_by("-last")
    found: dict[UUID, list[LastOpened]] = {}
    for row in last:
        found.setdefault(UUID(row["target_id"]), []).append(LastOpened(row["actor__name"], row["last"]))
    return found


def texts_with(words: str, documents: QuerySet[Document]) -> dict[UUID, str]:
    """By the key of a document what stands around these words in its newest version: of each of `documents` that has
    them all in its text, in any Dutch inflection. One query.
    """
    if not words_in(words):
        return {}
    newest = DocumentVersion.objects.filter(document=OuterRef("version__document")).order_by("-number").values("pk")[:1]
    texts = DocumentText.objects.filter(version__document__in=documents, version=Subquery(newest))
    query = SearchQuery(" & ".join(beginnings(words)), search_type="raw", config="dutch")
    around = SearchHeadline("text", query, config="dutch", start_sel="", stop_sel="", max_words=18, min_words=8)
    found = with_words(texts, words, config="dutch").annotate(around=around)
    return dict(found.values_list("version__document", "around"))
