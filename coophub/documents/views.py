"""Downloads. Who may have a file is the affair of what it belongs to."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from coophub.accounts.rules import Person
from coophub.documents.models import Document, DocumentVersion
from coophub.documents.services import note_download, refuse_unread
from coophub.web.requests import SignedInRequest
from coophub.web.streams import stored_file


@login_required
@require_safe
def download(request: SignedInRequest, pk: str) -> FileResponse:
    """Sends a version's file as a download: never shown inside the site, never kept by a cache."""
    versions = DocumentVersion.objects.select_related("document__subject_type")
    version = get_object_or_404(versions, pk=pk)
    if not can_see(request.user, version.document):
        raise Http404
    refuse_unread(version)
    response = stored_file(version.file, name=version.filename, content_type=version.content_type)
    note_download(version=version, user=request.user)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def can_see(user: Person, document: Document) -> bool:
    """Whether the subject's own app lets this person see its documents."""
    subject = document.subject
    return subject is not None and user.has_perm(f"{document.subject_type.app_label}.view_documents", subject)
