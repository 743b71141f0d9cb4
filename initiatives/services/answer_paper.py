"""The answer of an official as a document: made by a worker, and kept among the documents of the group."""

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.documents.services import add_document
from coophub.reports.models import ReportJob
from coophub.reports.pdf import render_pdf
from coophub.reports.registry import Progress, RenderedReport, ReportKind
from coophub.web import clock
from coophub.web.formats import day
from initiatives.models import Addressee, Enquiry, EnquiryKind
from initiatives.models.documents import DocumentCategory
from initiatives.selectors.enquiries import answer_lines, as_sent

ANSWER_PAPER = "enquiry_answer"


def category_of(enquiry: Enquiry) -> str:
    """Where the papers of an answer stand among the documents of the group."""
    is_money = enquiry.addressee == Addressee.BANK or enquiry.kind == EnquiryKind.LOAN
    return DocumentCategory.MONEY if is_money else DocumentCategory.GROUND


def titled(sentence: str, enquiry: Enquiry) -> str:
    """What a paper of an answer is called: from whom, about what, and of which day."""
    answered_at = enquiry.answer.answered_at if enquiry.has_answer else clock.now()
    words = {"asked_of": enquiry.asked_of, "kind": enquiry.get_kind_display(), "day": day(answered_at)}
    return (sentence % words)[:200]


def build(job: ReportJob, progress: Progress) -> RenderedReport:
    enquiry = _found(job)
    context = {
        "enquiry": enquiry,
        "asked": as_sent(enquiry),
        "answer": enquiry.answer,
        "lines": answer_lines(enquiry.answer),
    }
    content = render_pdf("initiatives/reports/answer.html", context, language=job.language)
    return RenderedReport(f"{slugify(str(enquiry))[:60] or 'answer'}.pdf", "application/pdf", content)


def keep(job: ReportJob, subject: Model) -> None:
    """Puts the document that was made among those of the group. Once: made again it is not kept again."""
    enquiry = Enquiry.objects.select_related("initiative", "answer", "municipality").get(pk=subject.pk)
    if enquiry.paper_id is not None:
        return
    with translation.override(settings.LANGUAGE_CODE):
        title = titled(_("Answer of the %(asked_of)s: %(kind)s, %(day)s"), enquiry)
    with job.file.open("rb") as file:
        upload = SimpleUploadedFile(job.filename, file.read(), job.content_type)
    enquiry.paper = add_document(
        subject=enquiry.initiative, title=title, category=category_of(enquiry), upload=upload, user=None
    )
    enquiry.save(update_fields=["paper"])


def _found(job: ReportJob) -> Enquiry:
    found = Enquiry.objects.select_related("initiative__municipality", "municipality", "answer", "sent_by")
    return found.get(pk=job.subject_id)


KIND = ReportKind(
    name=ANSWER_PAPER,
    title=gettext_lazy("Answer of an official"),
    permission="initiatives.view_enquiry",
    build=build,
    on_done=keep,
)
