"""The files of a dossier, without reading them: what the group handed in, and the letters that were sent."""

import datetime as dt
from dataclasses import dataclass
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q, QuerySet, Value
from django.db.models.fields.json import KeyTransform

from coophub.documents.models import DocumentVersion
from coophub.reports.models import ReportJob
from coophub.web.written_once import written_once
from financing.subsidies.models import Addition, Application, Letter, Report, Submission
from financing.subsidies.papers.letters.letter import LETTER


@dataclass(frozen=True)
class HandedIn:
    """A document in the version that was handed in, under the title and in the category that it had then."""

    version: DocumentVersion
    title: str
    category: str
    at: dt.datetime

    @property
    def key(self) -> str:
        """By which it is known within the dossier."""
        return f"document-{self.version.pk}"


@dataclass(frozen=True)
class SentLetter:
    """A letter that was sent, with its PDF once that was made."""

    letter: Letter
    pdf: ReportJob | None

    @property
    def key(self) -> str:
        """By which it is known within the dossier."""
        return f"brief-{self.letter.pk}"


def handed_in(application: Application) -> list[HandedIn]:
    """What came with the application, what was added on request and what came with a report, the first one first: each
    file once. Two queries.
    """
    frozen: dict[str, tuple[dict[str, Any], dt.datetime]] = {}
    for _part, documents, at in _handed_in(application.pk):
        for document in documents:
            frozen.setdefault(document["version"], (document, at))
    known = _versions([UUID(pk) for pk in frozen]) if frozen else []
    versions = {str(version.pk): version for version in known}
    found = [
        HandedIn(versions[pk], document["title"], document["category"], at)
        for pk, (document, at) in frozen.items()
        if pk in versions
    ]
    return sorted(found, key=attrgetter("at"))


def sent_letters(application: Application) -> list[SentLetter]:
    """The first one first, each as it was made last. One query beside that of the letters."""
    letters: list[Letter] = sorted(application.letters.all(), key=attrgetter("sent_at", "pk"))
    of_a_letter = ContentType.objects.get_for_model(Letter).pk
    made = _made(of_a_letter, [str(letter.pk) for letter in letters]) if letters else []
    newest = {job.subject_id: job for job in made}
    return [SentLetter(letter, newest.get(str(letter.pk))) for letter in letters]


@written_once
def _handed_in(application: int) -> QuerySet[Submission, tuple[int, list[dict[str, Any]], dt.datetime]]:
    """The documents in the application, in what was added on request and in reports; the rest of what was handed in
    stays where it is.
    """
    documents = KeyTransform("documents", "content")
    on_request = Q(request__application=application) | Q(request__objection__application=application)
    parts = (
        (Submission.objects.filter(application=application), "submitted_at"),
        (Addition.objects.filter(on_request), "added_at"),
        (Report.objects.filter(application=application), "submitted_at"),
    )
    first, *others = (
        rows.order_by().annotate(part=Value(part), documents=documents, at=F(at)).values_list("part", "documents", "at")
        for part, (rows, at) in enumerate(parts)
    )
    together: QuerySet[Submission, tuple[int, list[dict[str, Any]], dt.datetime]] = first.union(*others, all=True)
    return together.order_by(F("part"), F("at"))


@written_once
def _versions(keys: list[UUID]) -> QuerySet[DocumentVersion]:
    return DocumentVersion.objects.filter(pk__one_of=keys).select_related("document")


@written_once
def _made(kind: int, letters: list[str]) -> QuerySet[ReportJob]:
    """What was made of letters, the newest last."""
    jobs = ReportJob.objects.filter(kind=LETTER, subject_type=kind, subject_id__one_of=letters)
    return jobs.filter(state=ReportJob.State.DONE).order_by("created_at")
