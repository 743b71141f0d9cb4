"""The page on which an official answers a group, without an account: who has the link and the code."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from coophub.audit.middleware import client_address
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.page_headers import unlisted
from initiatives import may
from initiatives.forms.answering import OfficialAnswerForm
from initiatives.models import EnquiryLink
from initiatives.selectors import enquiries as selectors
from initiatives.selectors.people import wants_no_invitations
from initiatives.services import answering
from initiatives.services.code_links import Opened
from initiatives.views import code_links


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def official(request: HttpRequest, token: str) -> HttpResponse:
    """The question with the form to answer it, for who gave the code. Every opening is logged."""
    link = selectors.link_of_token(token)
    if link is None:
        return unlisted(render(request, "initiatives/official_unknown.html", status=404))
    is_known, form = code_links.is_known(request, link), code_links.code_form(request)
    code = code_links.code_typed(form)
    outcome = answering.open_link(link=link, address=client_address(request), code=code, is_known=is_known)
    if outcome == Opened.RIGHT:
        code_links.remember(request, link)
        return unlisted(redirect("initiatives:official", token=token))
    if outcome == Opened.CLOSED:
        return unlisted(_closed(request, link, is_known))
    if outcome == Opened.READ:
        return unlisted(_answer(request, link, token))
    context = {"token": token, "link": link}
    return unlisted(code_links.ask_for_code(request, "initiatives/official_code.html", form, outcome, context=context))


@require_POST
def another_code(request: HttpRequest, token: str) -> HttpResponse:
    """Sends the official a new code, to the address that the group filled in and to no other."""
    link = selectors.link_of_token(token)
    if link is None:
        return unlisted(render(request, "initiatives/official_unknown.html", status=404))
    try:
        answering.send_another_code(link=link)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("We sent a new code. The one before does not work any more."))
    return unlisted(redirect("initiatives:official", token=token))


@require_http_methods(["GET", "HEAD", "POST"])
def stop_enquiries(request: HttpRequest, token: str) -> HttpResponse:
    """Who got a question says "never again", or takes that back. The link is their proof, also one that is not good any
    more; the page tells nothing of the group or the address.
    """
    link = selectors.link_of_token(token)
    if link is None:
        return unlisted(render(request, "initiatives/official_unknown.html", status=404))
    if request.method == "POST":
        deed = answering.allow_enquiries if "allow" in request.POST else answering.stop_enquiries
        deed(link=link)
        return unlisted(redirect("initiatives:stop_enquiries", token=token))
    context = {"stopped": wants_no_invitations(link.enquiry.official_email)}
    return unlisted(render(request, "initiatives/stop_emails.html", context))


def _closed(request: HttpRequest, link: EnquiryLink, is_known: bool) -> HttpResponse:
    """Why the link opens nothing any more; who just answered reads the answer once more."""
    enquiry = link.enquiry
    refusal = may.why_not_answer(link)
    has_just_answered = is_known and enquiry.has_answer and not enquiry.withdrawn_at
    context: dict[str, Any] = {
        "why": refusal.sentence if refusal else "",
        "lines": selectors.answer_lines(enquiry.answer) if has_just_answered else [],
        "group": enquiry.initiative.name,
    }
    return render(request, "initiatives/official_closed.html", context, status=200 if has_just_answered else 410)


def _answer(request: HttpRequest, link: EnquiryLink, token: str) -> HttpResponse:
    enquiry = link.enquiry
    is_sent = request.method == "POST" and "code" not in request.POST
    form = OfficialAnswerForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        kind=enquiry.kind,
        initial={"answered_by": enquiry.official_name},
    )
    if is_sent and form.is_valid():
        try:
            answering.answer_enquiry(link=link, facts=form.facts, letter=form.cleaned_data["letter"])
        except DomainError as error:
            show_error(form, DomainError(error.message, field="letter" if error.field == "upload" else error.field))
        else:
            return redirect("initiatives:official", token=token)
    return render(request, "initiatives/official.html", {"asked": selectors.as_sent(enquiry), "form": form})
