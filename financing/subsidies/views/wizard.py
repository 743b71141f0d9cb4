"""The pages on which a group writes its application: its parts, the check before it signs and submits, and the
receipt.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coophub.accounts.models import User
from coophub.documents.selectors import documents_of
from coophub.web import clock
from coophub.web.clashes import THEIRS, ClashError, clash_answer, clash_context, writing_of
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.refusals import Because
from coophub.web.requests import SignedInRequest, is_autosave
from coophub.web.views import conflict
from financing.subsidies.applications.form_page import REST, SPREAD, FormPage
from financing.subsidies.applications.parts.advance import ADVANCE
from financing.subsidies.applications.parts.budget import BUDGET
from financing.subsidies.applications.sections import DOCUMENTS, page_of, pages_of, sections_of
from financing.subsidies.forms.signing import AskToSignForm, SignForm
from financing.subsidies.forms.wizard import RequiredDocumentForm, TakeOverForm
from financing.subsidies.models import Application
from financing.subsidies.procedure.may.applying import why_not_co_sign, why_not_submit, why_not_withdraw
from financing.subsidies.procedure.may.roles import why_not_take_back, why_not_write
from financing.subsidies.schemes.languages import said_once
from financing.subsidies.selectors import applications as applications_selectors
from financing.subsidies.selectors import dossiers, submitted
from financing.subsidies.selectors import signing as signing_selectors
from financing.subsidies.selectors import wizard as wizard_selectors
from financing.subsidies.services import applying, budgeting, drafting
from financing.subsidies.tables.submitted import submitted_tables
from financing.subsidies.views.access import read_of, visible_application, visible_draft
from initiatives.selectors.people import editors_of


def draft(request: SignedInRequest, application: Application) -> HttpResponse:
    """How a draft stands: its parts, what is missing in each, and the one thing to do now."""
    user = request.user
    context = {
        **_frame(application, request),
        "sentence": applications_selectors.status_sentence(application),
        "turn": applications_selectors.whose_turn(application),
        "asked_to_sign": signing_selectors.asked_to_sign(application),
        "events": dossiers.timeline_of(application),
        "can_change": why_not_write(application, user) is None,
        "can_withdraw": (why_not_take_back(application, user) or why_not_withdraw(application)) is None,
    }
    return render(request, "subsidies/draft.html", context)


@login_required
def section(request: SignedInRequest, slug: str, pk: int, section: str) -> HttpResponse:
    """A page of the application, with its parts. Keeps itself while somebody types.

    A part has an address too: it leads to its page, and takes what a page sends that holds that part alone.
    """
    application = visible_draft(request.user, slug, pk)
    if section in sections_of(application.scheme_version) and request.method != "POST":
        return redirect(wizard_selectors.section_url(application, section))
    page = FormPage(
        application, _parts_at(application, section), request.POST or None, spare=request.GET.get("add", "")
    )
    context: dict[str, Any] = {}
    if request.method == "POST":
        writing, is_valid = writing_of(request), page.is_valid()
        if is_autosave(request):
            return _autosave(request, page, is_valid=is_valid)
        if is_valid or writing.settle == THEIRS:
            try:
                saved = page.save(writing, request.user)
            except ClashError as error:
                context |= clash_context(error, page.differences())
            except DomainError as error:
                return conflict(request, error)
            else:
                return redirect(request.path) if writing.settle == THEIRS else _go_on(request, saved, page)
    context |= _page_context(page, request)
    return render(request, "subsidies/section.html", context, status=409 if "clash" in context else 200)


@login_required
@require_safe
def section_progress(request: SignedInRequest, slug: str, pk: int, section: str) -> HttpResponse:
    """The sums of each part of a page and what is missing in it, for the page to show anew after each save."""
    application = visible_draft(request.user, slug, pk)
    page = FormPage(application, _parts_at(application, section))
    return render(request, "subsidies/_page_progress.html", _page_context(page, request))


def _page_context(page: FormPage, request: SignedInRequest) -> dict[str, Any]:
    """A page with each of its parts: what is filled in, how it stands, and what follows from it."""
    application = page.application
    frame = _frame(application, request, page.slug)
    parts = [
        (part, frame["wizard"].section(part.slug), wizard_selectors.sums_of_section(application, part.slug))
        for part in page.parts
    ]
    return {**frame, "page": page, "parts": parts}


def _parts_at(application: Application, address: str) -> tuple[str, ...]:
    """The parts of the page at this address, or the one part that it names. Raises Http404 where there is no form."""
    pages = pages_of(application.scheme_version)
    parts = pages.get(address) or tuple(part for parts in pages.values() for part in parts if part == address)
    if not parts or DOCUMENTS in parts:
        raise Http404
    return parts


@login_required
def take_over(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Which lines of the chosen plan become costs in the budget."""
    application = visible_draft(request.user, slug, pk)
    if BUDGET not in sections_of(application.scheme_version):
        raise Http404
    lines = wizard_selectors.lines_to_take_over(application)
    form = TakeOverForm(request.POST or None, lines=lines, categories=application.scheme_version.costs)
    if request.method == "POST" and form.is_valid():
        try:
            budgeting.take_over_plan_lines(
                application=application,
                categories=form.categories,
                revision=writing_of(request).revision,
                user=request.user,
            )
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The lines are in your budget. Look whether the amounts are right."))
            return redirect(wizard_selectors.section_url(application, BUDGET))
    context = {
        **_frame(application, request, page_of(BUDGET)),
        "form": form,
        "lines": lines,
        "revision": application.revision,
    }
    return render(request, "subsidies/take_over.html", context)


@login_required
def documents(request: SignedInRequest, slug: str, pk: int, document: str = "") -> HttpResponse:
    """The documents that the application needs; a POST adds or replaces the one that `document` names."""
    application = visible_draft(request.user, slug, pk)
    if bool(document) != (request.method == "POST"):
        return HttpResponseNotAllowed(["POST"] if document else ["GET", "HEAD"])
    listed = wizard_selectors.document_list(application)
    own = documents_of(application.initiative)
    form = None
    if request.method == "POST":
        if not any(item.wanted.slug == document for item in listed):
            raise Http404
        form = RequiredDocumentForm(request.POST, request.FILES, own=own, auto_id=f"id_{document}_%s")
        if form.is_valid():
            try:
                _add_document(application, document, form, request.user)
            except DomainError as error:
                show_error(form, error)
            else:
                messages.success(request, _("The document is stored."))
                return redirect(reverse("subsidies:documents", args=[slug, pk]) + f"#document-{document}")
    items = [
        (
            item,
            form
            if form is not None and item.wanted.slug == document
            else RequiredDocumentForm(own=own, likeliest=item.likeliest, auto_id=f"id_{item.wanted.slug}_%s"),
        )
        for item in listed
    ]
    context = {
        **_frame(application, request, DOCUMENTS),
        "items": items,
        "said_once": said_once(application.scheme_version),
    }
    return render(request, "subsidies/documents.html", context)


def _add_document(application: Application, slug: str, form: RequiredDocumentForm, user: User) -> None:
    """A file that was chosen counts above a document that stood there already."""
    if upload := form.cleaned_data["upload"]:
        drafting.add_required_document(application=application, slug=slug, upload=upload, user=user)
    else:
        own = form.cleaned_data["own"]
        drafting.use_own_document(application=application, slug=slug, document=own, user=user)


@login_required
@require_POST
def remove_document(request: SignedInRequest, slug: str, pk: int, document: str) -> HttpResponse:
    application = visible_draft(request.user, slug, pk)
    try:
        drafting.remove_required_document(application=application, slug=document, user=request.user)
    except DomainError as error:
        return conflict(request, error)
    messages.success(request, _("The document is removed."))
    return redirect("subsidies:documents", slug=slug, pk=pk)


@login_required
@require_safe
def check(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Everything as it will be submitted, to read, print, sign along and submit."""
    application = visible_application(request.user, slug, pk)
    if not application.is_draft:
        return redirect("subsidies:application", slug=slug, pk=pk)
    return render(request, "subsidies/check.html", _check_context(application, request))


@login_required
@require_POST
def ask_to_sign(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    application = visible_application(request.user, slug, pk, do="subsidies.change_application")
    form = AskToSignForm(request.POST, editors=editors_of(application.initiative))
    if not form.is_valid():
        return _refused(request, application, DomainError(" ".join(str(error) for error in form.errors["asked"])))
    asked = form.cleaned_data["asked"]
    try:
        applying.ask_to_sign(application=application, asked=asked, user=request.user)
    except DomainError as error:
        return _refused(request, application, error)
    messages.success(request, _("%(name)s gets a notice and an e-mail.") % {"name": asked})
    return redirect("subsidies:check", slug=slug, pk=pk)


@login_required
@require_POST
def co_sign(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    application = visible_application(request.user, slug, pk, do="subsidies.change_application")
    try:
        applying.co_sign(application=application, user=request.user, read=read_of(request))
    except DomainError as error:
        return _refused(request, application, error)
    messages.success(request, _("You signed the application along. It can be submitted now."))
    return redirect("subsidies:check", slug=slug, pk=pk)


@login_required
@require_POST
def submit(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    application = visible_application(request.user, slug, pk, do="subsidies.change_application")
    try:
        applying.submit_application(application=application, user=request.user, read=read_of(request))
    except DomainError as error:
        return _refused(request, application, error)
    return redirect("subsidies:receipt", slug=slug, pk=pk)


@login_required
@require_safe
def receipt(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """What the group sees after submitting: the number, the moment, and what happens next."""
    application = visible_application(request.user, slug, pk)
    if application.submitted_at is None:
        raise Http404
    context = {
        "initiative": application.initiative,
        "room": "subsidy",
        "application": application,
        "submission": application.submission,
        "events": wizard_selectors.what_happens_next(application),
        "stream": dossiers.stream_of(application),
    }
    return render(request, "subsidies/receipt.html", context)


def _frame(application: Application, request: SignedInRequest, page: str = "") -> dict[str, Any]:
    """What every page of a draft has."""
    wizard = wizard_selectors.wizard_of(application, request.user)
    return {
        "initiative": application.initiative,
        "room": "subsidy",
        "application": application,
        "wizard": wizard,
        "here": wizard.page(page),
    }


def _check_context(application: Application, request: SignedInRequest) -> dict[str, Any]:
    frame = _frame(application, request)
    found = submitted.preview_of(application)
    wizard, can_change = frame["wizard"], why_not_write(application, request.user) is None
    signing = wizard_selectors.signing_of(application, wizard.missing, request.user)
    refused = why_not_submit(application, wizard.missing, request.user, clock.now())
    return {
        **frame,
        "submitted": found,
        **submitted_tables(found),
        "asked_to_sign": signing_selectors.asked_to_sign(application),
        "signing": signing,
        "sign_form": SignForm(to_sign=signing.to_sign),
        "remarks": [remark for part in wizard.sections for remark in part.remarks],
        "can_change": can_change,
        "reads_only": not can_change,
        "can_co_sign": can_change and why_not_co_sign(application, wizard.missing, request.user) is None,
        "can_submit": can_change and refused is None,
        "not_now": refused.sentence if refused is not None and refused.because is not Because.STATE else "",
    }


def _refused(request: SignedInRequest, application: Application, error: DomainError) -> HttpResponse:
    """The check page again, with why the step was not taken; a draft stays as it is."""
    application.refresh_from_db()
    if not application.is_draft:
        return conflict(request, error)
    context = {**_check_context(application, request), "refused": error.message}
    return render(request, "subsidies/check.html", context, status=409)


def _autosave(request: SignedInRequest, page: FormPage, *, is_valid: bool) -> HttpResponse:
    """Keeps what could be read, and says what could not. The page learns the revision to build on."""
    try:
        saved = page.save(writing_of(request), request.user)
    except ClashError as error:
        return clash_answer(error, page.differences())
    except DomainError as error:
        return JsonResponse({"message": error.message}, status=422)
    answer: dict[str, Any] = {"revision": saved.revision, "fields": page.new_marks()}
    if not is_valid:
        answer["message"] = _("Kept, but not this: %(what)s") % {"what": " ".join(page.sentences())}
    return JsonResponse(answer)


def _go_on(request: SignedInRequest, application: Application, page: FormPage) -> HttpResponse:
    """To the next page on which something is missing; after the last one to the check."""
    messages.success(request, _("Saved."))
    if SPREAD in request.POST:
        return redirect(wizard_selectors.section_url(application, ADVANCE))
    if REST in request.POST:
        return redirect(wizard_selectors.section_url(application, BUDGET))
    following = wizard_selectors.wizard_of(application).after(page.slug)
    return redirect(following.url if following else wizard_selectors.check_url(application))
