"""The documents of a group."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from coophub.documents.forms import UploadForm
from coophub.documents.selectors import documents_of
from coophub.documents.services import StoredFiles, add_documents, add_version, note_downloads, remove_document
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.requests import SignedInRequest
from coophub.web.searching import are_in_every_text
from coophub.web.streams import archive_pieces, file_response
from coophub.web.views import conflict
from initiatives import may
from initiatives.access import visible_initiative
from initiatives.forms.documents import DocumentFilterForm, GroupDocumentForm
from initiatives.models import Initiative
from initiatives.selectors.document_terms import document_terms
from initiatives.selectors.documents import documents_by_category, newest_by_name, papers_of_answers

FOR_MEMBERS = gettext_lazy("Only members of this initiative can see its documents.")


@login_required
def documents(request: SignedInRequest, slug: str) -> HttpResponse:
    if request.method == "POST":
        initiative = visible_initiative(request.user, slug, do="initiatives.change_documents")
    else:
        initiative = visible_initiative(request.user, slug, do="initiatives.view_documents", why=FOR_MEMBERS)
    form = GroupDocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        stored = _store(request, initiative, form)
        if request.headers.get("X-One-File") == "1":
            return JsonResponse(
                {"stored": [document.title for document in stored.documents], "refused": stored.refused}
            )
        if stored.documents:
            count = len(stored.documents)
            told = ngettext("The document is stored.", "%(count)s documents are stored.", count)
            messages.success(request, told % {"count": count})
        if stored.documents and not stored.refused:
            return redirect("initiatives:documents", slug=slug)
    looked_for = DocumentFilterForm(request.GET)
    asked = looked_for.cleaned_data if looked_for.is_valid() else {"q": "", "category": ""}
    categories = documents_by_category(initiative, words=asked["q"], category=asked["category"])
    context = {
        "initiative": initiative,
        "room": "documents",
        "categories": categories,
        "says_nothing": not categories and are_in_every_text(asked["q"]),
        "filter_form": looked_for,
        "can_change": may.why_not_change_documents(initiative, request.user) is None,
        "papers": papers_of_answers(initiative),
        "terms": document_terms(),
        "form": form,
    }
    return render(request, "initiatives/documents.html", context)


@login_required
@require_safe
def all_documents(request: SignedInRequest, slug: str) -> StreamingHttpResponse:
    """The newest version of each as one file; each counts as opened."""
    initiative = visible_initiative(request.user, slug, do="initiatives.view_documents", why=FOR_MEMBERS)
    files = newest_by_name(initiative)
    note_downloads(versions=files.values(), user=request.user)
    pieces = archive_pieces((name, version.file) for name, version in files.items())
    return file_response(pieces, name=f"{slug}.zip", content_type="application/zip")


def _store(request: SignedInRequest, initiative: Initiative, form: GroupDocumentForm) -> StoredFiles:
    """What was sent: each file is a document now, or the form says why not."""
    if not form.is_valid():
        return StoredFiles([], [str(error) for errors in form.errors.values() for error in errors])
    sent = form.cleaned_data
    stored = add_documents(
        subject=initiative, title=sent["title"], category=sent["category"], uploads=sent["upload"], user=request.user
    )
    for why in stored.refused:
        form.add_error("upload", why)
    return stored


@login_required
def new_version(request: SignedInRequest, slug: str, pk: UUID) -> HttpResponse:
    initiative = visible_initiative(request.user, slug, do="initiatives.change_documents")
    document = get_object_or_404(documents_of(initiative), pk=pk)
    if refusal := may.why_not_replace(document, papers_of_answers(initiative)):
        return conflict(request, refusal.sentence, back=reverse("initiatives:documents", args=[slug]))
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_version(document=document, upload=form.cleaned_data["upload"], user=request.user)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The new version is stored. The old one is kept."))
            return redirect("initiatives:documents", slug=slug)
    context = {"initiative": initiative, "room": "documents", "document": document, "form": form}
    return render(request, "initiatives/new_version.html", context)


@login_required
@require_POST
def remove(request: SignedInRequest, slug: str, pk: UUID) -> HttpResponse:
    initiative = visible_initiative(request.user, slug, do="initiatives.change_documents")
    document = documents_of(initiative).filter(pk=pk).first()
    if document is not None:
        remove_document(document=document, user=request.user)
        messages.success(request, _("The document is removed."))
    return redirect("initiatives:documents", slug=slug)
