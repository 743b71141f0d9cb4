"""Files to take along and pages to look at. Who may have a file is the affair of what it belongs to."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from coophub.accounts.models import User
from coophub.accounts.rules import Person
from coophub.documents import previews
from coophub.documents.models import Document, DocumentVersion
from coophub.documents.selectors import page_with
from coophub.documents.services import note_download, refuse_unread
from coophub.web.page_headers import PRIVATE
from coophub.web.requests import SignedInRequest
from coophub.web.streams import stored_file


@login_required
@require_safe
def download(request: SignedInRequest, pk: str) -> FileResponse:
    """Sends a version's file as a download: never shown inside the site, never kept by a cache."""
    version = _visible_version(request.user, pk)
    response = stored_file(version.file, name=version.filename, content_type=version.content_type)
    note_download(version=version, user=request.user)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@login_required
@require_safe
def page(request: SignedInRequest, pk: str, number: int) -> HttpResponse:
    """Shows a page of a version, once a worker drew it; under the name of its file, which stays what it was."""
    version = _visible_version(request.user, pk)
    if not 0 < number <= previews.MOST_PAGES:
        raise Http404
    seen = previews.page_to_see(version=version, number=number, user=request.user)
    if seen.page is not None:
        previews.note_seen(version=version, user=request.user)
    context = {
        "version": version,
        "seen": seen,
        "back": page_with(version.document, request.user),
    }
    return render(request, "documents/page.html", context)


@login_required
@require_safe
def page_image(request: SignedInRequest, pk: str, number: int) -> HttpResponse:
    """What that page shows. A picture that we drew, and nothing of the file itself."""
    version = _visible_version(request.user, pk)
    drawn = previews.drawn_page(version, number)
    if drawn is None or not drawn.image:
        raise Http404
    previews.note_seen(version=version, user=request.user)
    return HttpResponse(bytes(drawn.image), content_type="image/jpeg", headers={"Cache-Control": PRIVATE})


def _visible_version(user: User, pk: str) -> DocumentVersion:
    """A version that this person may read. Raises DomainError for one that nobody may, or not yet."""
    versions = DocumentVersion.objects.select_related("document__subject_type")
    version = get_object_or_404(versions, pk=pk)
    if not can_see(user, version.document):
        raise Http404
    refuse_unread(version)
    return version


def can_see(user: Person, document: Document) -> bool:
    """Whether the subject's own app lets this person see its documents."""
    subject = document.subject
    return subject is not None and user.has_perm(f"{document.subject_type.app_label}.view_documents", subject)
