"""Documents to begin from: offered to everybody, added and approved by advisors."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coophub.documents.selectors import latest_version
from coophub.documents.services import refuse_unread
from coophub.web.access import require
from coophub.web.bilingual import both
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.markdown import drawn_in_language
from coophub.web.refusals import NOT_ANY_MORE
from coophub.web.requests import SignedInRequest
from coophub.web.streams import stored_file
from coophub.web.views import conflict
from financing.subsidies.forms.signing import SignForm
from financing.subsidies.procedure.signing import ToSign
from pilots import may
from pilots.access import visible_model_version
from pilots.forms.lessons import LessonReturnForm
from pilots.forms.model_documents import ModelVersionForm, NewModelForm, begun_with, said_in
from pilots.models import ModelDocument, ModelVersion
from pilots.selectors import model_documents as selectors
from pilots.services import model_documents as services


@require_safe
def models(request: HttpRequest) -> HttpResponse:
    """What everybody may begin from, by kind."""
    offered = list(selectors.offered_models())
    by_kind = [
        (label, [version for version in offered if version.model.kind == kind])
        for kind, label in ModelDocument.Kind.choices
    ]
    context = {
        "by_kind": [(label, versions) for label, versions in by_kind if versions],
        "can_add": may.why_not_add_model(request.user) is None,
    }
    return render(request, "pilots/models.html", context)


@require_safe
def model(request: HttpRequest, pk: int) -> HttpResponse:
    """The version that is offered."""
    newest = selectors.newest_version(get_object_or_404(ModelDocument, pk=pk))
    if newest is None:
        raise Http404
    return _page(request, newest)


@require_safe
def model_version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One version, also when a newer one came in its place; one that waits for advisors alone."""
    return _page(request, visible_model_version(request.user, pk, number))


@require_safe
def model_file(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """The file of a version, to take along: everybody may, so nobody writes down who did."""
    version = visible_model_version(request.user, pk, number)
    stored = latest_version(services.file_of(version))
    if stored is None:
        raise Http404
    refuse_unread(stored)
    response = stored_file(stored.file, name=stored.filename, content_type=stored.content_type)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@login_required
def new_model(request: SignedInRequest) -> HttpResponse:
    require(request.user, "pilots.add_model")
    form = NewModelForm(request.POST or None, request.FILES or None, is_first=True, initial=begun_with(None))

    def keep() -> ModelVersion:
        said = form.cleaned_data
        return services.add_model(kind=said["kind"], version=form.version, upload=said["upload"], user=request.user)

    return _answer(request, form, keep, reverse("pilots:models"))


@login_required
def new_model_version(request: SignedInRequest, pk: int) -> HttpResponse:
    require(request.user, "pilots.add_model")
    model = get_object_or_404(ModelDocument, pk=pk)
    newest = selectors.newest_version(model)
    back = reverse("pilots:model", args=[pk]) if newest else reverse("pilots:models")
    if refusal := may.why_not_add_model_version(model, request.user):
        return conflict(request, refusal.sentence or NOT_ANY_MORE, back=back)
    form = ModelVersionForm(request.POST or None, request.FILES or None, initial=begun_with(newest))

    def keep() -> ModelVersion:
        upload = form.cleaned_data["upload"]
        return services.add_model_version(model=model, version=form.version, upload=upload, user=request.user)

    return _answer(request, form, keep, back)


@login_required
def correct_model_version(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    version = visible_model_version(request.user, pk, number, do="pilots.change_model")
    back = _address(version)
    if refusal := may.why_not_correct_model_version(version, request.user):
        return conflict(request, refusal.sentence or NOT_ANY_MORE, back=back)
    form = ModelVersionForm(
        request.POST or None,
        request.FILES or None,
        has_file=True,
        is_first=version.number == 1,
        initial=said_in(version),
    )

    def keep() -> ModelVersion:
        return services.correct_model_version(
            version=version, corrected=form.version, upload=form.cleaned_data["upload"], user=request.user
        )

    return _answer(request, form, keep, back)


@login_required
@require_POST
def approve_model_version(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    version = visible_model_version(request.user, pk, number, do="pilots.approve_model")
    form = SignForm(request.POST, to_sign=None)
    form.is_valid()
    try:
        services.approve_model_version(version=version, read=form.read, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=_address(version))
    messages.success(request, _("The document is published."))
    return redirect("pilots:model", pk=pk)


@login_required
@require_POST
def return_model_version(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    version = visible_model_version(request.user, pk, number, do="pilots.approve_model")
    form = LessonReturnForm(request.POST)
    if not form.is_valid():
        return _page(request, version, form)
    try:
        services.return_model_version(version=version, remark=form.cleaned_data["remark"], user=request.user)
    except DomainError as error:
        return conflict(request, error, back=_address(version))
    messages.success(request, _("The document is back with who added it."))
    return redirect("pilots:lessons_of_advisor")


@login_required
@require_POST
def withdraw_model_version(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    version = visible_model_version(request.user, pk, number, do="pilots.withdraw_model")
    try:
        services.withdraw_model_version(version=version, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=reverse("pilots:models"))
    messages.success(request, _("This version is withdrawn. Nobody finds it any more."))
    return redirect("pilots:models")


def _page(request: HttpRequest, version: ModelVersion, return_form: LessonReturnForm | None = None) -> HttpResponse:
    user = request.user
    covers = _("You approve the file and all that stands here about it. When something changes, it is approved again.")
    stored = latest_version(services.file_of(version))
    context = {
        "version": version,
        "history": selectors.history_of(version),
        "stored": stored,
        "about": drawn_in_language(both(version, "about")),
        "can_add": may.why_not_add_model_version(version.model, user) is None,
        "can_correct": may.why_not_correct_model_version(version, user) is None,
        "can_approve": may.why_not_approve_model_version(version, user) is None,
        "can_withdraw": may.why_not_withdraw_model_version(version, user) is None,
        "approve_form": SignForm(to_sign=ToSign("", version.content, covers)),
        "return_form": return_form or LessonReturnForm(),
    }
    return render(request, "pilots/model.html", context)


def _answer(
    request: SignedInRequest, form: ModelVersionForm, keep: Callable[[], ModelVersion], back: str
) -> HttpResponse:
    """The form; or, when it was sent and is right, the page of the version that `keep` gives."""
    if request.method == "POST" and form.is_valid():
        try:
            version = keep()
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The document is kept. Another advisor reads it before anybody else finds it."))
            return redirect(_address(version))
    return render(request, "pilots/model_form.html", {"room": "knowledge", "form": form, "back": back})


def _address(version: ModelVersion) -> str:
    return reverse("pilots:model_version", args=[version.model_id, version.number])
