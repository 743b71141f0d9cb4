"""The files of a dossier, without reading them: what the group handed in, and the letters that were sent."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet

from coophub.documents.models import DocumentVersion
from coophub.reports.models import ReportJob
from coophub.web.written_once import written_once
from financing.subsidies.models import Addition, Application, Letter
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
    file once. Three queries.
    """
    frozen: dict[str, tuple[dict[str, Any], dt.datetime]] = {}
    for content, at in _contents(application):
        for document in content["documents"]:
            frozen.setdefault(document["version"], (document, at))
    versions = {str(each.pk): each for each in DocumentVersion.objects.filter(pk__in=frozen).select_related("document")}
    found = [
        HandedIn(versions[pk], document["title"], document["category"], at)
        for pk, (document, at) in frozen.items()
        if pk in versions
    ]
    return sorted(found, key=attrgetter("at"))


def sent_letters(application: Application) -> list[SentLetter]:
    """The first one first, each as it was made last. One query beside that of the letters."""
    letters: list[Letter] = sorted(application.letters.all(), key=attrgetter("sent_at", "pk"))
    jobs = ReportJob.objects.filter(
        kind=LETTER,
        subject_type=ContentType.objects.get_for_model(Letter),
        subject_id__in=[str(letter.pk) for letter in letters],
        state=ReportJob.State.DONE,
    )
    newest = {job.subject_id: job for job in jobs.order_by("created_at")}
    return [SentLetter(letter, newest.get(str(letter.pk))) for letter in letters]


def _contents(application: Application) -> Iterator[tuple[dict[str, Any], dt.datetime]]:
    """Everything that the group handed in, by value, with when."""
    submission = application.submission
    yield submission.content, submission.submitted_at
    for addition in _additions(application.pk):
        yield addition.content, addition.added_at
    for report in application.reports.all():
        yield report.content, report.submitted_at


@written_once
def _additions(application: int) -> QuerySet[Addition]:
    """What was added on request, to the application or to an objection against it."""
    return Addition.objects.filter(Q(request__application=application) | Q(request__objection__application=application))
