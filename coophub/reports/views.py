"""How a report stands, and its download."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from coophub.accounts.rules import Person
from coophub.reports import services
from coophub.reports.models import ReportJob
from coophub.reports.registry import kind_named
from coophub.web.requests import SignedInRequest
from coophub.web.streams import stored_file


def _get_job(user: Person, pk: str) -> ReportJob:
    """The job, if its subject lets this person have it. Raises Http404."""
    job = get_object_or_404(ReportJob.objects.select_related("subject_type"), pk=pk)
    if job.subject is None or not user.has_perm(kind_named(job.kind).permission, job.subject):
        raise Http404
    return job


@login_required
@require_safe
def status(request: SignedInRequest, pk: str) -> HttpResponse:
    """The progress of a report: a fragment for htmx, a page for who has no JavaScript."""
    job = _get_job(request.user, pk)
    template = "components/report.html" if request.htmx else "reports/status.html"
    return render(request, template, {"job": job, "title": kind_named(job.kind).title})


@login_required
@require_safe
def download(request: SignedInRequest, pk: str) -> FileResponse:
    job = _get_job(request.user, pk)
    if job.state != ReportJob.State.DONE:
        raise Http404
    response = stored_file(job.file, name=job.filename, content_type=job.content_type)
    services.note_download(job=job, user=request.user)
    return response


@login_required
@require_POST
def retry(request: SignedInRequest, pk: str) -> HttpResponse:
    job = services.retry_report(job=_get_job(request.user, pk))
    return redirect("reports:status", pk=job.pk)
