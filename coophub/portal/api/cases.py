"""Applications at the ministry for its record system: with what was decided, written, handed in and paid. Nobody reads
a case in which they have an interest; the record system itself, with a token of its own, is nobody and reads them all.
"""

import datetime as dt
import hashlib
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import parse_etags
from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import Field

from coophub.documents.services import note_download, refuse_unread
from coophub.portal.api.documents import (
    CamelDocument,
    CodesInPlace,
    Euros,
    NumberedQuery,
    PageOf,
    UtcMoment,
    page_of,
    pages,
    rows_behind,
)
from coophub.portal.api.door import BearerToken, TokenRequest
from coophub.portal.api.own_documents import FILE
from coophub.reports.models import ReportJob
from coophub.reports.services import note_download as note_report_taken
from coophub.tokens.models import Scope
from coophub.web.access import require
from coophub.web.addresses import Numbered
from coophub.web.streams import stored_file
from financing.subsidies.models import Application, Decision, LaterDecision, Payment, State
from financing.subsidies.papers.letters.kinds import letter_name
from financing.subsidies.papers.letters.letter import in_dutch
from financing.subsidies.procedure.awards import signed_in_order
from financing.subsidies.procedure.interest import numbers_with_interest
from financing.subsidies.selectors.files import HandedIn, SentLetter, handed_in, sent_letters
from financing.subsidies.selectors.queue import cases_in_short, read_case
from financing.subsidies.views.access import recorded_case, visible_case

router = Router(tags=["cases"], auth=BearerToken(Scope.CASES))

DOSSIER = Numbered("subsidies:dossier")
all_cases = pages(lambda: cases_in_short(None), "pk")


class CaseInList(CamelDocument):
    """An application as it was submitted, with how it stands. `key` is its place in this API."""

    key: int
    number: str
    url: str = Field(json_schema_extra={"format": "uri"})
    scheme: str
    state: State
    applicant: str
    municipality: str
    amount_requested: Euros
    submitted_at: UtcMoment
    decide_by: dt.date


class PageOfCases(PageOf[CaseInList]):
    """Every application that was ever submitted, in the order in which they were begun."""


class DecisionOfCase(CamelDocument):
    """The decision on an application, once it was signed."""

    kind: Annotated[Decision.Kind, CodesInPlace()]
    amount: Euros
    reasons: str
    conditions: str
    activities_end_on: dt.date | None
    signed_at: UtcMoment


class LaterDecisionOfCase(CamelDocument):
    """What was decided after the award, once it was signed."""

    kind: Annotated[LaterDecision.Kind, CodesInPlace()]
    amount: Euros
    reasons: str
    signed_at: UtcMoment


class FileOfCase(CamelDocument):
    """A file of a case, and where it is fetched. `identifier` is its number in the metadata for the archive (MDTO)."""

    identifier: str
    url: str = Field(json_schema_extra={"format": "uri"})
    filename: str
    content_type: str
    size_bytes: int
    checksum: str = Field(description=gettext_noop("SHA-256 of the file, in hexadecimal."))


class LetterOfCase(CamelDocument):
    """A letter that was sent, with what it said. `file` is null as long as its PDF is being made."""

    number: int
    kind: str
    title: str
    sent_at: UtcMoment
    language: str | None
    facts: dict[str, Any]
    file: FileOfCase | None


class DocumentOfCase(FileOfCase):
    """A document as the group handed it in: with the application, when it was asked for, or with a report. What the
    virus scanner refused, or did not see yet, cannot be read.
    """

    title: str
    category: str
    handed_in_at: UtcMoment
    can_be_read: bool


class PaymentOfCase(CamelDocument):
    """Money to the applicant, or back."""

    kind: Annotated[Payment.Kind, CodesInPlace()]
    amount: Euros
    pay_from: dt.date
    pay_by: dt.date
    ordered_at: UtcMoment | None
    paid_on: dt.date | None
    cancelled_at: UtcMoment | None


class ArchivingOfCase(CamelDocument):
    """That an archive took the case, under which number and when; and when it said so."""

    identifier: str
    taken_at: UtcMoment
    stated_at: UtcMoment


class CaseDocument(CaseInList):
    """A case with its decisions, letters, documents and payments, the first one first."""

    decision: DecisionOfCase | None
    later_decisions: list[LaterDecisionOfCase]
    letters: list[LetterOfCase]
    documents: list[DocumentOfCase]
    payments: list[PaymentOfCase]
    archiving: ArchivingOfCase | None


@router.get("", response=PageOfCases, by_alias=True, summary=gettext_noop("Applications at the ministry"))
def cases(request: TokenRequest, query: Query[NumberedQuery]) -> dict[str, Any]:
    person = request.auth.user
    if person is not None:
        require(person, "subsidies.view_queue")
    is_free = person is None or not numbers_with_interest(person)
    found = all_cases(query) if is_free else rows_behind(cases_in_short(person), query, "pk")
    return page_of(request, query, found, written=_in_list, key=lambda application: str(application.pk))


@router.get(
    "/{int:key}",
    response=CaseDocument,
    by_alias=True,
    summary=gettext_noop("An application with its decisions, letters, documents and payments"),
)
def case(request: TokenRequest, key: int) -> dict[str, Any]:
    found = _dossier(request, key)
    read_case(found)
    decision = getattr(found, "decision", None)
    return {
        **_in_list(found),
        "decision": decision if decision is not None and decision.signed_at else None,
        "later_decisions": signed_in_order(found),
        "letters": [_letter(found, sent) for sent in sent_letters(found)],
        "documents": [_document(found, document) for document in handed_in(found)],
        "payments": sorted(found.payments.all(), key=lambda payment: payment.pk),
        "archiving": next(iter(found.archive_statements.all()), None),
    }


@router.get(
    "/{int:key}/letters/{int:number}/content",
    summary=gettext_noop("A letter of an application, as it was sent"),
    openapi_extra=FILE,
)
def case_letter(request: TokenRequest, key: int, number: int) -> HttpResponseBase:
    pdf = next((sent.pdf for sent in sent_letters(_dossier(request, key)) if sent.letter.pk == number), None)
    if pdf is None:
        raise Http404
    return _sent_once(request, _checksum(pdf), partial(_pdf, request, pdf))


@router.get(
    "/{int:key}/documents/{uuid:version}/content",
    summary=gettext_noop("A document of an application, as it was handed in"),
    openapi_extra=FILE,
)
def case_document(request: TokenRequest, key: int, version: UUID) -> HttpResponseBase:
    documents = handed_in(_dossier(request, key))
    found = next((document for document in documents if document.version.pk == version), None)
    if found is None:
        raise Http404
    refuse_unread(found.version)
    return _sent_once(request, found.version.sha256, partial(_file, request, found))


def _dossier(request: TokenRequest, key: int) -> Application:
    person = request.auth.user
    return recorded_case(key) if person is None else visible_case(person, key)


def _sent_once(request: TokenRequest, checksum: str, send: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """The file; nothing of it for who has these very bytes already."""
    etag = f'"{checksum}"'
    has_it = etag in parse_etags(request.headers.get("If-None-Match", ""))
    answer = HttpResponseNotModified() if has_it else send()
    answer["ETag"] = etag
    return answer


def _pdf(request: TokenRequest, pdf: ReportJob) -> HttpResponseBase:
    answer = stored_file(pdf.file, name=pdf.filename, content_type=pdf.content_type)
    note_report_taken(job=pdf, user=request.auth.user)
    return answer


def _file(request: TokenRequest, found: HandedIn) -> HttpResponseBase:
    version = found.version
    answer = stored_file(version.file, name=version.filename, content_type=version.content_type)
    note_download(version=version, user=request.auth.user)
    return answer


def _checksum(pdf: ReportJob) -> str:
    """Of a letter; "" for one from before it was kept, whose file is not there any more."""
    if pdf.sha256:
        return pdf.sha256
    try:
        with pdf.file.open("rb") as file:
            return hashlib.sha256(file.read()).hexdigest()
    except FileNotFoundError:
        return ""


def _letter(application: Application, sent: SentLetter) -> dict[str, Any]:
    letter, pdf = sent.letter, sent.pdf
    checksum = _checksum(pdf) if pdf else ""
    return {
        **{name: getattr(letter, name) for name in ("kind", "sent_at", "facts")},
        "number": letter.pk,
        "title": in_dutch(partial(letter_name, letter)),
        "language": pdf.language if pdf else None,
        "file": _letter_file(application, sent, pdf, checksum) if pdf and checksum else None,
    }


def _letter_file(application: Application, sent: SentLetter, pdf: ReportJob, checksum: str) -> dict[str, Any]:
    return {
        "identifier": f"{application.number}/{sent.key}",
        "url": settings.SITE_URL + reverse("api:case_letter", args=[application.pk, sent.letter.pk]),
        **{name: getattr(pdf, name) for name in ("filename", "content_type", "size_bytes")},
        "checksum": checksum,
    }


def _document(application: Application, document: HandedIn) -> dict[str, Any]:
    version = document.version
    return {
        "identifier": f"{application.number}/{document.key}",
        "url": settings.SITE_URL + reverse("api:case_document", args=[application.pk, version.pk]),
        **{name: getattr(version, name) for name in ("filename", "content_type", "size_bytes", "can_be_read")},
        "checksum": version.sha256,
        "title": document.title,
        "category": document.category,
        "handed_in_at": document.at,
    }


def _in_list(application: Application) -> dict[str, Any]:
    names = ("number", "state", "amount_requested", "submitted_at", "decide_by")
    return {
        **{name: getattr(application, name) for name in names},
        "key": application.pk,
        "url": settings.SITE_URL + DOSSIER.of(application.pk),
        "scheme": application.scheme_version.scheme.slug,
        "applicant": application.applicant.full_name,
        "municipality": application.applicant.municipality,
    }
