"""An official opens the link that a group sent, and answers: without an account, and once."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from coophub.audit.origin import short_origin
from coophub.audit.services import record
from coophub.documents.models import Document
from coophub.documents.services import add_document
from coophub.notifications.services import notify, send_email
from coophub.reports.services import request_report
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from initiatives.may import why_not_answer
from initiatives.models import Enquiry, EnquiryAnswer, EnquiryLink, EnquiryOpening
from initiatives.selectors.people import editors_of
from initiatives.services.answer_paper import ANSWER_PAPER, category_of, titled
from initiatives.services.enquiries import new_code

Opened = EnquiryOpening.Outcome

MAX_WRONG = 5
WRONG_WITHIN = timedelta(minutes=15)
"""After so many wrong codes in this time, none is looked at any more."""
MOST_WRONG = 20
"""After so many wrong codes in all the link is locked: whoever guesses gets no further."""
MOST_CODES = 5
"""So many codes go out for one link."""
MOST_OPENINGS = 200
"""So many openings of one link are written down in a day; who comes more often has to wait."""


@transaction.atomic
def open_link(*, link: EnquiryLink, address: str, code: str | None = None, is_known: bool = False) -> Opened:
    """What somebody who comes by the link gets, and the log of it. `is_known` says that they gave the code before."""
    link = _locked(link)
    openings = link.openings.filter(at__gt=clock.now() - timedelta(days=1))
    if openings.count() >= MOST_OPENINGS:
        return Opened.HELD
    outcome = _outcome(link, code, is_known)
    EnquiryOpening.objects.create(link=link, outcome=outcome, origin=short_origin(address))
    record(
        actor=None,
        action="initiatives.open_enquiry",
        target=link.enquiry.initiative,
        after={"enquiry": link.enquiry_id, "outcome": outcome.value},
    )
    return outcome


@transaction.atomic
def send_another_code(*, link: EnquiryLink) -> None:
    """Sends a new code to the official's own address. Raises DomainError when the link is not good, or there were
    enough.
    """
    link = _locked(link)
    refuse(why_not_answer(link))
    if link.codes_sent >= MOST_CODES:
        raise DomainError(_("We sent enough codes for this link. Ask the group for a new link."))
    record(
        actor=None,
        action="initiatives.send_another_code",
        target=link.enquiry.initiative,
        after={"enquiry": link.enquiry_id},
    )
    new_code(link)


@transaction.atomic
def answer_enquiry(
    *, link: EnquiryLink, facts: Mapping[str, Any], letter: UploadedFile[Any] | None = None
) -> EnquiryAnswer:
    """Keeps the answer and the signed letter, has the answer made into a document too, and tells the group.

    Raises DomainError when there is an answer already, and for a link that is not good any more.
    """
    link = _locked(link)
    refuse(why_not_answer(link))
    enquiry = link.enquiry
    answer = EnquiryAnswer.objects.create(
        enquiry=enquiry, letter=_keep_letter(enquiry, letter) if letter else None, **facts
    )
    record(
        actor=None,
        action="initiatives.answer_enquiry",
        target=enquiry.initiative,
        after={"enquiry": enquiry.pk, "outcome": answer.outcome, "by": answer.answered_by},
    )
    request_report(kind=ANSWER_PAPER, subject=enquiry, user=None, language=settings.LANGUAGE_CODE)
    notify(
        recipients=editors_of(enquiry.initiative),
        kind="initiatives_enquiry_answered",
        context={"initiative": enquiry.initiative.name, "asked_of": enquiry.asked_of},
        url=reverse("initiatives:enquiry", args=[enquiry.initiative.slug, enquiry.pk]),
    )
    send_email(
        to=enquiry.official_email,
        language=settings.LANGUAGE_CODE,
        kind="initiatives_enquiry_receipt",
        context={"initiative": enquiry.initiative.name, "official": answer.answered_by},
    )
    return answer


def _keep_letter(enquiry: Enquiry, letter: UploadedFile[Any]) -> Document:
    with translation.override(settings.LANGUAGE_CODE):
        title = titled(_("Letter of the %(asked_of)s: %(kind)s, %(day)s"), enquiry)
    return add_document(
        subject=enquiry.initiative, title=title, category=category_of(enquiry), upload=letter, user=None
    )


def _locked(link: EnquiryLink) -> EnquiryLink:
    # Who answers, and who withdraws, wait for each other at the question.
    Enquiry.objects.select_for_update(of=("self",)).get(pk=link.enquiry_id)
    found = EnquiryLink.objects.select_for_update(of=("self",)).select_related(
        "enquiry__initiative", "enquiry__municipality", "enquiry__answer"
    )
    return found.get(pk=link.pk)


def _outcome(link: EnquiryLink, code: str | None, is_known: bool) -> Opened:
    if why_not_answer(link):
        return Opened.CLOSED
    if is_known:
        return Opened.READ
    wrong = link.openings.filter(outcome=Opened.WRONG)
    if wrong.count() >= MOST_WRONG:
        return Opened.LOCKED
    if code is None:
        return Opened.ASKED
    if wrong.filter(at__gt=clock.now() - WRONG_WITHIN).count() >= MAX_WRONG:
        return Opened.HELD
    return Opened.RIGHT if check_password(code, link.code_hash) else Opened.WRONG
