"""Completing an application (Awb 4:5) or an objection (6:6): the ministry asks, the group adds, and what it handed in
stays as it was.
"""

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
from financing.subsidies.models import Addition, Application, RemedyRequest, Subject
from financing.subsidies.services.letters import send_letter
from financing.subsidies.services.steps import refuse
from financing.subsidies.services.undecided import locked_undecided

ADDITION = "aanvulling"
"""The category of documents that were added on request."""


@transaction.atomic
@clock.at_one_moment
def request_remedy(
    *,
    subject: Subject,
    points: Sequence[str],
    last_day: dt.date,
    explanation: str = "",
    user: User,
) -> RemedyRequest:
    """Asks the group to complete it by a day, and suspends the term to decide on it from tomorrow (Awb 4:15, 7:10 lid
    2).

    Raises DomainError out of order, without a point, for a day that gives no time, and for whoever may not deal with
    the objection.
    """
    today = clock.today()
    waiting = locked_undecided(subject, staff=user)
    refuse(waiting.why_not_ask_to_complete(user), waiting.subject)
    points = [point.strip() for point in points if point.strip()]
    if not points:
        raise DomainError(_("Say what is missing, one thing on a line."), field="points")
    if last_day <= today:
        raise DomainError(_("Give the group a day after today."), field="last_day")
    request = waiting.subject.remedy_requests.create(
        points=points,
        explanation=explanation.strip(),
        requested_by=user,
        requested_at=clock.now(),
        requested_on=today,
        last_day=last_day,
    )
    waiting.move_date("request_remedy", user=user, last_day=last_day, points=points)
    send_letter(waiting.application, waiting.request_letter(request), occasion=f"remedy-{request.pk}")
    return request


@transaction.atomic
@clock.at_one_moment
def complete(
    *,
    subject: Subject,
    answers: Mapping[str, str],
    uploads: Sequence[UploadedFile[Any]] = (),
    received_on: dt.date | None = None,
    user: User,
) -> Addition:
    """The group's answer to a request: an answer to each point, and documents. Frozen by value, beside what it handed
    in before. The same answer twice is one.

    The term runs again from the day on which it was received; `received_on` is for what came by post. It may come after
    the day that was set too, as long as the ministry decided nothing. Raises DomainError out of order, when a point has
    neither an answer nor a document, for a day before the request or to come, and for a file that may not be stored.
    """
    today = clock.today()
    waiting = locked_undecided(subject, staff=user if received_on is not None else None)
    received_on = received_on or today
    if sent := _already_sent(waiting.subject, answers, user):
        return sent
    refuse(waiting.why_not_complete(), waiting.subject)
    request = waiting.subject.remedy_requests.get(completed_at=None)
    given = _answers_to(request, answers)
    if not any(given.values()) and not uploads:
        raise DomainError(_("Answer at least one point, or add a document."))
    if len(uploads) < sum(1 for answer in given.values() if not answer):
        raise DomainError(_("Answer each point, or add a document for it."))
    if not request.requested_on <= received_on <= today:
        raise DomainError(
            _("It can have come from %(day)s until today.") % {"day": day(request.requested_on)}, field="received_on"
        )
    application = waiting.application
    documents = [
        add_document(subject=application, title=upload.name or "", category=ADDITION, upload=upload, user=user)
        for upload in uploads
    ]
    content = {
        "points": [{"point": point, "answer": answer} for point, answer in given.items()],
        "documents": [frozen_document(document) for document in documents],
        "requested_on": request.requested_on.isoformat(),
        "completed_on": received_on.isoformat(),
        "submission": application.submission.sha256,
    }
    request.completed_at, request.completed_on = clock.now(), received_on
    request.save(update_fields=["completed_at", "completed_on"])
    addition = Addition.objects.create(
        request=request, content=content, sha256=seal(content), added_by=user, added_at=clock.now()
    )
    if isinstance(waiting.subject, Application):
        # KB 9: its rank is the day on which it is complete.
        waiting.subject.rank_on = received_on
    waiting.move_date("complete", user=user, received_on=received_on, sha256=addition.sha256)
    waiting.tell_handlers(waiting.completed_notice, day=day(waiting.subject.decide_by))
    return addition


def _already_sent(subject: Subject, answers: Mapping[str, str], user: User) -> Addition | None:
    """The answer to the last request, when this person sent the same before."""
    request = subject.remedy_requests.last()
    if request is None or request.completed_at is None or request.addition.added_by_id != user.pk:
        return None
    given = [{"point": point, "answer": answer} for point, answer in _answers_to(request, answers).items()]
    return request.addition if request.addition.content["points"] == given else None


def _answers_to(request: RemedyRequest, answers: Mapping[str, str]) -> dict[str, str]:
    return {point: answers.get(point, "").strip() for point in request.points}
