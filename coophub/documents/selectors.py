"""Which documents a subject has."""

from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db.models import Model, OuterRef, Prefetch, QuerySet, Subquery

from coophub.documents.models import Document, DocumentText, DocumentVersion
from coophub.web.searching import beginnings, with_words, words_in


def documents_of(subject: Model) -> QuerySet[Document]:
    """The documents of a subject with their versions, the newest version first: two queries."""
    versions = DocumentVersion.objects.select_related("uploaded_by")
    return Document.objects.filter(
        subject_type=ContentType.objects.get_for_model(subject), subject_id=str(subject.pk), removed_at=None
    ).prefetch_related(Prefetch("versions", queryset=versions))


def latest_version(document: Document) -> DocumentVersion | None:
    """The version that counts."""
    return next(iter(document.versions.all()), None)


def is_refused(document: Document) -> bool:
    """Whether the virus scanner refused the version that counts."""
    latest = latest_version(document)
    return latest is not None and latest.is_refused


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
