"""Evaluation reports: found among the cohorts, read, written by several, and made final by two."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coophub.reports.selectors import report_of
from coophub.web.access import require
from coophub.web.errors import DomainError
from coophub.web.markdown import drawn
from coophub.web.refusals import NOT_ANY_MORE
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from financing.subsidies.forms.signing import SignForm
from financing.subsidies.procedure.signing import ToSign
from pilots.access import visible_programme, visible_report
from pilots.forms.evaluation_reports import ChapterForm, CommentForm, SettleForm
from pilots.forms.running import show_refused
from pilots.models import Chapter, EvaluationReport, ReportComment, ReportText
from pilots.selectors import evaluation_reports as reports_selectors
from pilots.selectors import may_report
from pilots.selectors.lessons import names_in_programme
from pilots.services import evaluation_reports as reports_services
from pilots.services.report_papers import EVALUATION_REPORT, have_evaluation_report_made
from pilots.tables.report_chapters import DrawnChapter, drawn_chapter, drawn_chapters
from pilots.views.layouts import cohort_layout, cohort_tabs, programmes_of
from pilots.views.paging import page_of


@dataclass(frozen=True)
class ChapterOnPage:
    """A chapter with what its writers see beside it."""

    drawn: DrawnChapter
    written: ReportText | None
    comments: list[ReportComment]

    @property
    def open_comments(self) -> int:
        return sum(1 for comment in self.comments if comment.is_open)


@login_required
@require_safe
def reports(request: SignedInRequest) -> HttpResponse:
    """What was made final, and the drafts of who writes them."""
    require(request.user, "pilots.view_cohorts")
    context = {
        "layout": cohort_layout(request.user),
        "room": "cohorts",
        "tabs": cohort_tabs(request.user, here="reports"),
        "page": page_of(request, reports_selectors.reports_for(request.user)),
        "programmes": programmes_of(request.user),
    }
    return render(request, "pilots/reports.html", context)


@login_required
@require_POST
def start_report(request: SignedInRequest, slug: str) -> HttpResponse:
    programme = visible_programme(request.user, slug, do="pilots.start_report", why=may_report.ONLY_WRITERS)
    try:
        report = reports_services.start_report(programme=programme, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=reverse("pilots:programme", args=[slug]))
    messages.success(request, _("The report is there, with the figures of today. Write the chapters with each other."))
    return redirect("pilots:report", pk=report.pk)


@login_required
@require_safe
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    """The whole report; its writers see what stands beside it, and take the next step."""
    report = visible_report(request.user, pk)
    read = reports_selectors.read_report(report)
    may_write = may_report.why_not_write_report(report, request.user) is None
    covers = _("You make all of this report final: its figures and its texts. Nothing of it changes after that.")
    content = reports_selectors.content_of_report(report) if report.is_offered else {}
    context = {
        "layout": cohort_layout(request.user),
        "room": "cohorts",
        "report": report,
        "read": read,
        "chapters": [_on_page(report, chapter) for chapter in drawn_chapters(read)],
        "can_write": may_write,
        "can_remove": may_report.why_not_remove_report(report, request.user) is None,
        "why_not_offer": may_report.why_not_offer_report(report, request.user),
        "why_not_freeze": may_report.why_not_freeze_report(report, request.user),
        "freeze_form": SignForm(to_sign=ToSign("", content, covers)),
        "file": report_of(report, EVALUATION_REPORT, request.GET.get("file")) if "file" in request.GET else None,
    }
    return render(request, "pilots/report.html", context)


@login_required
def report_chapter(request: SignedInRequest, pk: int, chapter: str) -> HttpResponse:
    """A chapter to write, with its figures under it and the comments beside it."""
    report = visible_report(request.user, pk, do="pilots.write_report")
    named = _chapter_named(chapter)
    back = reverse("pilots:report", args=[report.pk])
    if request.method != "POST" and (refusal := may_report.why_not_write_report(report, request.user)):
        return conflict(request, refusal.sentence or NOT_ANY_MORE, back=back)
    form = ChapterForm(_written(report, named), request.POST or None)
    if "without_names" in request.POST:
        form = form.without_names(names_in_programme(report.programme))
    if request.method != "POST" or {"preview", "without_names"} & request.POST.keys():
        return _chapter_page(request, report, named, form)
    if form.is_valid():
        try:
            reports_services.write_chapter(report=report, chapter=named, user=request.user, **form.cleaned_data)
        except DomainError as error:
            show_refused(form, error)
            report = visible_report(request.user, pk)
        else:
            if names_in_programme(report.programme).in_text(form.cleaned_data["text"]):
                messages.warning(request, _("Saved. There are names in this text."))
                return redirect("pilots:report_chapter", pk=report.pk, chapter=named)
            messages.success(request, _("Saved."))
            return redirect(f"{back}#{named}")
    return _chapter_page(request, report, named, form)


@login_required
@require_POST
def remove_report(request: SignedInRequest, pk: int) -> HttpResponse:
    """Throws a draft away."""
    report = visible_report(request.user, pk, do="pilots.write_report")
    try:
        reports_services.remove_report(report=report, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=reverse("pilots:report", args=[report.pk]))
    messages.success(request, _("The draft is thrown away."))
    return redirect("pilots:programme", slug=report.programme.slug)


@login_required
@require_POST
def comment_report(request: SignedInRequest, pk: int, chapter: str) -> HttpResponse:
    report = visible_report(request.user, pk, do="pilots.write_report")
    named = _chapter_named(chapter)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _chapter_page(request, report, named, ChapterForm(_written(report, named)), form)
    try:
        text = form.cleaned_data["text"]
        reports_services.comment_report(report=report, chapter=named, text=text, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=reverse("pilots:report", args=[report.pk]))
    messages.success(request, _("Your comment stands beside the chapter."))
    return redirect("pilots:report_chapter", pk=report.pk, chapter=named)


@login_required
@require_POST
def settle_comment(request: SignedInRequest, pk: int, comment_pk: int) -> HttpResponse:
    """Resolves a comment, or opens it again."""
    report = visible_report(request.user, pk, do="pilots.write_report")
    comment = get_object_or_404(report.comments.select_related("report"), pk=comment_pk)
    form = SettleForm(request.POST)
    if not form.is_valid():
        return redirect("pilots:report_chapter", pk=report.pk, chapter=comment.chapter)
    try:
        reports_services.settle_comment(comment=comment, user=request.user, **form.cleaned_data)
    except DomainError as error:
        return conflict(request, error, back=reverse("pilots:report", args=[report.pk]))
    messages.success(request, _("Saved."))
    return redirect("pilots:report_chapter", pk=report.pk, chapter=comment.chapter)


@login_required
@require_POST
def renew_figures(request: SignedInRequest, pk: int) -> HttpResponse:
    report = visible_report(request.user, pk, do="pilots.write_report")
    try:
        reports_services.renew_figures(report=report, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=reverse("pilots:report", args=[report.pk]))
    messages.success(request, _("These are the figures of today. Read whether the texts still fit."))
    return redirect("pilots:report", pk=report.pk)


@login_required
@require_POST
def offer_report(request: SignedInRequest, pk: int) -> HttpResponse:
    report = visible_report(request.user, pk, do="pilots.write_report")
    try:
        reports_services.offer_report(report=report, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=reverse("pilots:report", args=[report.pk]))
    messages.success(request, _("The others are asked. You get a notice when one of them has made it final."))
    return redirect("pilots:report", pk=report.pk)


@login_required
@require_POST
def freeze_report(request: SignedInRequest, pk: int) -> HttpResponse:
    report = visible_report(request.user, pk, do="pilots.write_report")
    form = SignForm(request.POST, to_sign=None)
    form.is_valid()
    try:
        reports_services.freeze_report(report=report, read=form.read, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=reverse("pilots:report", args=[report.pk]))
    messages.success(request, _("The report is final. The ministry and all advisors can read it."))
    return redirect("pilots:report", pk=report.pk)


@login_required
@require_POST
def report_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    """Has the report made as PDF in the background."""
    report = visible_report(request.user, pk)
    back = reverse("pilots:report", args=[report.pk])
    try:
        job = have_evaluation_report_made(report=report, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=back)
    return redirect(f"{back}?file={job.pk}#file")


def _chapter_named(name: str) -> Chapter:
    """Raises Http404 for a chapter that no report has."""
    if name not in Chapter.values:
        raise Http404
    return Chapter(name)


def _written(report: EvaluationReport, chapter: str) -> ReportText | None:
    return next((text for text in report.texts.all() if text.chapter == chapter), None)


def _on_page(report: EvaluationReport, drawn: DrawnChapter) -> ChapterOnPage:
    comments = [comment for comment in report.comments.all() if comment.chapter == drawn.chapter]
    return ChapterOnPage(drawn, _written(report, drawn.chapter), comments)


def _chapter_page(
    request: SignedInRequest,
    report: EvaluationReport,
    chapter: Chapter,
    form: ChapterForm,
    comment_form: CommentForm | None = None,
) -> HttpResponse:
    """The form as it was sent. After somebody else wrote, what stands there now is on the page too."""
    read = reports_selectors.read_report(report)
    was_refused = form.is_bound and bool(form.non_field_errors())
    context = {
        "layout": cohort_layout(request.user),
        "room": "cohorts",
        "report": report,
        "read": read,
        "chapter": _on_page(report, drawn_chapter(read, chapter)),
        "form": form,
        "names": names_in_programme(report.programme).in_text(str(form["text"].value() or "")),
        "comment_form": comment_form or CommentForm(),
        "preview": drawn(form.cleaned_data["text"]) if "preview" in request.POST and form.is_valid() else None,
        "shows_theirs": was_refused and _written(report, chapter) is not None,
    }
    return render(request, "pilots/report_chapter.html", context)
