"""Guides that advisors write and approve."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coophub.web.access import require
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.refusals import NOT_ANY_MORE
from coophub.web.requests import SignedInRequest
from coophub.web.texts import clean_text
from coophub.web.views import conflict
from financing.subsidies.forms.signing import SignForm
from financing.subsidies.procedure.signing import ToSign
from pilots import may
from pilots.access import visible_guide_version
from pilots.forms.guides import GuideForm, begun_with, places_in_words, previewed, said_in
from pilots.forms.lessons import LessonReturnForm
from pilots.library.guide import Guide, guide_of, others_beside
from pilots.models import GuideVersion
from pilots.selectors.guides import history_of, newest_version
from pilots.selectors.usefulness import useful_count
from pilots.services import guides as services


def written_guide(request: HttpRequest, shown: Guide) -> HttpResponse:
    """The version that everybody finds at the address of a guide."""
    return _page(request, visible_guide_version(request.user, shown.facts.slug, shown.version or 0))


@require_safe
def guide_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version, also when a newer one came in its place; a draft for its author, one that waits for advisors."""
    return _page(request, visible_guide_version(request.user, slug, number))


@login_required
def new_guide(request: SignedInRequest) -> HttpResponse:
    require(request.user, "pilots.write_guide")

    def keep(form: GuideForm) -> GuideVersion:
        return services.write_guide(guide=form.guide, user=request.user)

    return _answer(request, keep, reverse("pilots:lessons_of_advisor"), begun_with(None), is_first=True)


@login_required
def new_guide_version(request: SignedInRequest, slug: str) -> HttpResponse:
    require(request.user, "pilots.write_guide")
    newest = newest_version(slug)
    if newest is None:
        raise Http404
    back = reverse("pilots:guide", args=[slug])
    if request.method != "POST" and (refusal := may.why_not_write_guide_version(slug, request.user)):
        return conflict(request, refusal.sentence or NOT_ANY_MORE, back=back)

    def keep(form: GuideForm) -> GuideVersion:
        return services.write_guide_version(slug=slug, guide=form.guide, user=request.user)

    return _answer(request, keep, back, begun_with(newest))


@login_required
def change_guide(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    version = visible_guide_version(request.user, slug, number, do="pilots.change_guide")
    back = _address(version)
    if request.method != "POST" and (refusal := may.why_not_change_guide(version, request.user)):
        return conflict(request, refusal.sentence or NOT_ANY_MORE, back=back)

    def keep(form: GuideForm) -> GuideVersion:
        return services.change_guide(version=version, changed=form.guide, user=request.user)

    return _answer(request, keep, back, said_in(version), is_first=version.number == 1)


@login_required
@require_POST
def offer_guide(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    version = visible_guide_version(request.user, slug, number, do="pilots.change_guide")
    try:
        services.offer_guide(version=version, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=_address(version))
    messages.success(request, _("The other advisors are asked. You get a notice when one has read it."))
    return redirect(_address(version))


@login_required
@require_POST
def approve_guide(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    version = visible_guide_version(request.user, slug, number, do="pilots.approve_guide")
    form = SignForm(request.POST, to_sign=None)
    form.is_valid()
    try:
        services.approve_guide(version=version, read=form.read, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=_address(version))
    messages.success(request, _("The guide is published."))
    return redirect("pilots:guide", slug)


@login_required
@require_POST
def return_guide(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    version = visible_guide_version(request.user, slug, number, do="pilots.approve_guide")
    form = LessonReturnForm(request.POST)
    if not form.is_valid():
        return _page(request, version, form)
    try:
        services.return_guide(version=version, remark=form.cleaned_data["remark"], user=request.user)
    except DomainError as error:
        return conflict(request, error, back=reverse("pilots:lessons_of_advisor"))
    messages.success(request, _("The guide is back with its author."))
    return redirect("pilots:lessons_of_advisor")


@login_required
@require_POST
def withdraw_guide(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    version = visible_guide_version(request.user, slug, number, do="pilots.withdraw_guide")
    try:
        services.withdraw_guide(version=version, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=reverse("pilots:guides"))
    messages.success(request, _("This version is withdrawn. Nobody finds it any more."))
    return redirect("pilots:guides")


def _page(request: HttpRequest, version: GuideVersion, return_form: LessonReturnForm | None = None) -> HttpResponse:
    user, shown = request.user, guide_of(version)
    covers = _("You approve this guide, all of it. When something changes in it, it has to be approved again.")
    history = history_of(version)
    is_offered = version.is_published and history.newer is None
    context = {
        "guide": shown,
        "version": version,
        "history": history,
        "places": places_in_words(version.read_at),
        "others": others_beside(shown) if is_offered else [],
        "useful": useful_count(f"guide-{version.slug}") if is_offered else None,
        "can_add": is_offered and may.why_not_write_guide_version(version.slug, user) is None,
        "can_change": may.why_not_change_guide(version, user) is None,
        "can_offer": may.why_not_offer_guide(version, user) is None,
        "can_approve": may.why_not_approve_guide(version, user) is None,
        "can_withdraw": may.why_not_withdraw_guide(version, user) is None,
        "approve_form": SignForm(to_sign=ToSign("", version.content, covers)),
        "return_form": return_form or LessonReturnForm(),
    }
    return render(request, "pilots/guide.html", context)


def _answer(
    request: SignedInRequest,
    keep: Callable[[GuideForm], GuideVersion],
    back: str,
    begun: dict[str, Any],
    *,
    is_first: bool = False,
) -> HttpResponse:
    """The form, with how it reads under it; or, when it was sent and is right, the page of the version that `keep`
    gives.
    """
    if request.htmx:
        return render(request, "pilots/_preview.html", {"texts": previewed(_typed(request))})
    form = GuideForm(request.POST or None, is_first=is_first, initial=begun)
    is_kept = request.method == "POST" and "preview" not in request.POST
    if is_kept and form.is_valid():
        try:
            version = keep(form)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The guide is kept. Only you see it, until you ask for approval."))
            return redirect(_address(version))
    texts = previewed(_typed(request) if request.method == "POST" else begun)
    context = {"room": "knowledge", "form": form, "texts": texts, "back": back}
    return render(request, "pilots/guide_form.html", context)


def _typed(request: SignedInRequest) -> dict[str, str]:
    return {name: clean_text(request.POST.get(name, "")) for name in ("title", "text", "title_en", "text_en")}


def _address(version: GuideVersion) -> str:
    return reverse("pilots:guide_version", args=[version.slug, version.number])
