"""The files of a dossier, without reading them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from coophub.documents.models import DocumentVersion
from financing.subsidies.models import Addition, Application


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


def handed_in(application: Application) -> list[HandedIn]:
    """What came with the application, what was added on request and what came with a report, the first one first: each
    file once. Three queries.
    """
    frozen: dict[str, tuple[dict[str, Any], dt.datetime]] = {}
    for content, at in _contents(application):
        for document in content["documents"]:
            frozen.setdefault(document["version"], (document, at))
    versions = DocumentVersion.objects.filter(pk__in=frozen).select_related("document")
    found = [
        HandedIn(version, document["title"], document["category"], at)
        for version in versions
        for document, at in [frozen[str(version.pk)]]
    ]
    return sorted(found, key=lambda each: (each.at, each.category, each.key))


def _contents(application: Application) -> Iterator[tuple[dict[str, Any], dt.datetime]]:
    """Everything that the group handed in, by value, with when."""
    submission = application.submission
    yield submission.content, submission.submitted_at
    asked = Q(request__application=application) | Q(request__objection__application=application)
    for addition in Addition.objects.filter(asked):
        yield addition.content, addition.added_at
    for report in application.reports.all():
        yield report.content, report.submitted_at
