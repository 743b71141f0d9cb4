"""A group asks a municipality, a corporation or a bank, and reads the answer."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from initiatives import may
from initiatives.access import FOR_EDITORS, SEES_ENQUIRIES, visible_initiative
from initiatives.forms.enquiries import EnquiryForm, facts_of
from initiatives.models import Addressee, Enquiry, Initiative
from initiatives.selectors import enquiries as selectors
from initiatives.services import enquiries as services


@login_required
@require_safe
def enquiries(request: SignedInRequest, slug: str) -> HttpResponse:
    initiative = visible_initiative(request.user, slug, do="initiatives.view_enquiries", why=SEES_ENQUIRIES)
    found = list(selectors.enquiries_of(initiative))
    context = {
        "initiative": initiative,
        "room": "enquiries",
        "enquiries": [(each, selectors.state_of(each), selectors.clock_of(each)) for each in found],
        "can_ask": may.why_not_ask(initiative, request.user) is None,
    }
    return render(request, "initiatives/enquiries.html", context)


@login_required
def new_enquiry(request: SignedInRequest, slug: str, addressee: str) -> HttpResponse:
    initiative = visible_initiative(request.user, slug, do="initiatives.change_enquiries")
    if addressee not in Addressee.values:
        raise Http404
    if request.method != "POST" and (refusal := may.why_not_ask(initiative, request.user)):
        return conflict(request, refusal.sentence, back=_list_url(initiative))
    form = EnquiryForm(request.POST or None, initiative=initiative, addressee=addressee)
    if request.method == "POST" and form.is_valid():
        try:
            enquiry = services.begin_enquiry(
                initiative=initiative,
                addressee=addressee,
                facts=form.facts,
                key=form.cleaned_data["key"],
                user=request.user,
            )
        except DomainError as error:
            show_error(form, error)
        else:
            return redirect("initiatives:enquiry", slug=slug, pk=enquiry.pk)
    context = {"initiative": initiative, "room": "enquiries", "form": form, "addressee": addressee}
    return render(request, "initiatives/new_enquiry.html", context)


@login_required
def change_enquiry(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    initiative, enquiry = _enquiry(request, slug, pk, do="initiatives.change_enquiries")
    if request.method != "POST" and (refusal := may.why_not_change_enquiry(enquiry, request.user)):
        return conflict(request, refusal.sentence, back=_url(enquiry))
    form = EnquiryForm(
        request.POST or None, initiative=initiative, addressee=enquiry.addressee, initial=facts_of(enquiry)
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_enquiry(enquiry=enquiry, facts=form.facts, user=request.user)
        except DomainError as error:
            show_error(form, error)
        else:
            return redirect("initiatives:enquiry", slug=slug, pk=pk)
    context = {"initiative": initiative, "room": "enquiries", "form": form, "enquiry": enquiry}
    return render(request, "initiatives/change_enquiry.html", context)


@login_required
@require_safe
def enquiry(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """What the official will see, as long as it is not sent; after that how it stands, and the answer."""
    initiative, found = _enquiry(request, slug, pk, do="initiatives.view_enquiries", why=SEES_ENQUIRIES)
    context: dict[str, Any] = {"initiative": initiative, "room": "enquiries", "enquiry": found}
    if found.is_draft:
        return render(request, "initiatives/enquiry_draft.html", {**context, **_preview(request, found)})
    links = selectors.links_of(found)
    refusal = may.why_not_remind(found, links, request.user) if found.is_waiting else None
    context |= {
        "asked": selectors.as_sent(found),
        "state": selectors.state_of(found),
        "waiting": selectors.clock_of(found),
        "links": links,
        "lines": selectors.answer_lines(found.answer) if found.has_answer else [],
        "can_change": may.why_not_ask(initiative, request.user) is None,
        "can_withdraw": may.why_not_withdraw_enquiry(found, request.user) is None,
        "can_remind": found.is_waiting and refusal is None,
        "not_reminded": refusal,
    }
    return render(request, "initiatives/enquiry.html", context)


def _preview(request: SignedInRequest, found: Enquiry) -> dict[str, Any]:
    can_change = may.why_not_change_enquiry(found, request.user) is None
    try:
        shared = selectors.what_is_shared(found)
    except DomainError as error:
        return {"problem": error.message, "can_change": can_change}
    return {
        "asked": selectors.asked(found, shared, request.user),
        "seen": selectors.hash_of(shared),
        "can_change": can_change,
    }


@login_required
@require_POST
def send_enquiry(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    _initiative, found = _enquiry(request, slug, pk, do="initiatives.change_enquiries")
    seen = request.POST.get("seen", "")
    sent = _("We send %(name)s an e-mail with the link, and another with the code.") % {"name": found.official_name}
    return _done(request, found, lambda: services.send_enquiry(enquiry=found, seen=seen, user=request.user), sent)


@login_required
@require_POST
def remind_official(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    _initiative, found = _enquiry(request, slug, pk, do="initiatives.change_enquiries")
    sent = _("We send %(name)s a reminder with a new link, and a new code.") % {"name": found.official_name}
    return _done(request, found, lambda: services.remind_official(enquiry=found, user=request.user), sent)


@login_required
@require_POST
def withdraw_enquiry(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    _initiative, found = _enquiry(request, slug, pk, do="initiatives.change_enquiries")
    done = _("The question is withdrawn. Its link no longer works, and %(name)s hears it from us.") % {
        "name": found.official_name
    }
    return _done(request, found, lambda: services.withdraw_enquiry(enquiry=found, user=request.user), done)


@login_required
@require_POST
def remove_enquiry(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    initiative, found = _enquiry(request, slug, pk, do="initiatives.change_enquiries")
    try:
        services.remove_enquiry(enquiry=found, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=_url(found))
    messages.success(request, _("The question is thrown away. Nobody has seen it."))
    return redirect(_list_url(initiative))


def _done(request: SignedInRequest, found: Enquiry, deed: Callable[[], Enquiry], words: str) -> HttpResponse:
    """Does it and says so, or says why not, on the page of the question."""
    try:
        deed()
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, words)
    return redirect(_url(found))


def _enquiry(
    request: SignedInRequest, slug: str, pk: int, *, do: str, why: Any = FOR_EDITORS
) -> tuple[Initiative, Enquiry]:
    initiative = visible_initiative(request.user, slug, do=do, why=why)
    found = get_object_or_404(selectors.enquiries_of(initiative), pk=pk)
    found.initiative = initiative
    return initiative, found


def _url(found: Enquiry) -> str:
    return reverse("initiatives:enquiry", args=[found.initiative.slug, found.pk])


def _list_url(initiative: Initiative) -> str:
    return reverse("initiatives:enquiries", args=[initiative.slug])
