"""An official opens the link that a group sent, and answers: without an account, and once."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from coophub.audit.services import record
from coophub.documents.models import Document
from coophub.documents.services import add_document
from coophub.notifications.services import notify, send_email
from coophub.reports.services import request_report
from coophub.web.refusals import refuse
from initiatives.may import why_not_answer
from initiatives.models import Enquiry, EnquiryAnswer, EnquiryLink
from initiatives.selectors.people import editors_of
from initiatives.services.answer_paper import ANSWER_PAPER, category_of, titled
from initiatives.services.code_links import Opened, comes_too_often, give_another_code, note_opening
from initiatives.services.enquiries import send_code
from initiatives.services.people import allow_emails, stop_emails


@transaction.atomic
def open_link(*, link: EnquiryLink, address: str, code: str | None = None, is_known: bool = False) -> Opened:
    """What somebody who comes by the link gets, and the log of it. `is_known` says that they gave the code before."""
    link = _locked(link)
    if comes_too_often(link):
        return Opened.HELD
    outcome = note_opening(link, address=address, code=code, is_known=is_known, is_good=why_not_answer(link) is None)
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
    code = give_another_code(link)
    record(
        actor=None,
        action="initiatives.send_another_code",
        target=link.enquiry.initiative,
        after={"enquiry": link.enquiry_id},
    )
    send_code(link.enquiry, code)


@transaction.atomic
def stop_enquiries(*, link: EnquiryLink) -> None:
    """Sends nothing to the address of this official ever again. The question can still be answered by its link."""
    stop_emails(link.enquiry.official_email)
    record(actor=None, action="initiatives.stop_invitations", target=link.enquiry.initiative)


@transaction.atomic
def allow_enquiries(*, link: EnquiryLink) -> None:
    """Lets groups write to this address again."""
    if allow_emails(link.enquiry.official_email):
        record(actor=None, action="initiatives.allow_invitations", target=link.enquiry.initiative)


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
