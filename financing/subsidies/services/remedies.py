"""Completing an application: the ministry asks (Awb 4:5), the group adds, and what was submitted stays as it was."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.documents.services import add_document
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.formats import day
from financing.subsidies.applications.content import frozen_document
from financing.subsidies.law.freezing import seal
from financing.subsidies.models import Addition, Application, RemedyRequest
from financing.subsidies.papers.letters.receiving import RemedyRequestLetter
from financing.subsidies.procedure.may.completing import why_not_ask_to_complete, why_not_complete
from financing.subsidies.procedure.terms import decision_deadline
from financing.subsidies.services.letters import send_letter
from financing.subsidies.services.notices import handlers_of, tell_staff
from financing.subsidies.services.steps import locked, refuse, take_step

ADDITION = "aanvulling"
"""The category of documents that were added on request."""


@transaction.atomic
@clock.at_one_moment
def request_remedy(
    *,
    application: Application,
    points: Sequence[str],
    last_day: dt.date,
    explanation: str = "",
    user: User,
) -> RemedyRequest:
    """Asks the group to complete its application by a day, and suspends the decision term from tomorrow.

    Raises DomainError out of order, without a point, and for a day that has passed.
    """
    today = clock.today()
    application = locked(application)
    refuse(why_not_ask_to_complete(application), application)
    points = [point.strip() for point in points if point.strip()]
    if not points:
        raise DomainError(_("Say what is missing, one thing on a line."), field="points")
    if last_day <= today:
        raise DomainError(_("Give the group a day after today."), field="last_day")
    request = RemedyRequest.objects.create(
        application=application,
        points=points,
        explanation=explanation.strip(),
        requested_by=user,
        requested_at=clock.now(),
        requested_on=today,
        last_day=last_day,
    )
    before = application.decide_by
    application.decide_by = decision_deadline(application).date
    take_step(
        application,
        "request_remedy",
        user=user,
        before={"decide_by": before},
        after={"decide_by": application.decide_by, "last_day": last_day, "points": points},
    )
    send_letter(application, RemedyRequestLetter.of(request), occasion=f"remedy-{request.pk}")
    return request


@transaction.atomic
@clock.at_one_moment
def complete_application(
    *,
    application: Application,
    answers: Mapping[str, str],
    uploads: Sequence[UploadedFile[Any]] = (),
    user: User,
) -> Addition:
    """The group's answer to a request: an answer to each point, and documents. Frozen by value, beside the submission.

    The decision term runs again from today, and the rank is the day of completion (KB 9). Sent twice: once. It may come
    after the term too, as long as the ministry decided nothing. Raises DomainError out of order, when a point has
    neither an answer nor a document, and for a file that may not be stored.
    """
    today = clock.today()
    application = locked(application)
    earlier = application.remedy_requests.last()
    if earlier is not None and earlier.completed_at is not None and earlier.addition.added_by_id == user.pk:
        return earlier.addition
    refuse(why_not_complete(application), application)
    request = application.remedy_requests.latest("requested_at", "pk")
    given = {point: answers.get(point, "").strip() for point in request.points}
    if not any(given.values()) and not uploads:
        raise DomainError(_("Answer at least one point, or add a document."))
    if len(uploads) < sum(1 for answer in given.values() if not answer):
        raise DomainError(_("Answer each point, or add a document for it."))
    documents = [
        add_document(subject=application, title=upload.name or "", category=ADDITION, upload=upload, user=user)
        for upload in uploads
    ]
    content = {
        "points": [{"point": point, "answer": answer} for point, answer in given.items()],
        "documents": [frozen_document(document) for document in documents],
        "requested_on": request.requested_on.isoformat(),
        "completed_on": today.isoformat(),
        "submission": application.submission.sha256,
    }
    request.completed_at, request.completed_on = clock.now(), today
    request.save(update_fields=["completed_at", "completed_on"])
    addition = Addition.objects.create(
        application=application,
        request=request,
        content=content,
        sha256=seal(content),
        added_by=user,
        added_at=clock.now(),
    )
    before = application.decide_by
    application.rank_on = today
    application.decide_by = decision_deadline(application).date
    take_step(
        application,
        "complete",
        user=user,
        before={"decide_by": before},
        after={"decide_by": application.decide_by, "sha256": addition.sha256},
    )
    tell_staff(handlers_of(application), application, "subsidies_completed", day=day(application.decide_by))
    return addition
