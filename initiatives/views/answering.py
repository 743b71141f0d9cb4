"""The page on which an official answers a group, without an account: who has the link and the code."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from initiatives import may
from initiatives.forms.answering import OfficialAnswerForm
from initiatives.models import EnquiryLink
from initiatives.selectors import enquiries as selectors
from initiatives.services import answering
from initiatives.views import code_links


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


PAGES = code_links.LinkPages[EnquiryLink](
    page="initiatives:official",
    stop_page="initiatives:stop_enquiries",
    unknown_template="initiatives/official_unknown.html",
    code_template="initiatives/official_code.html",
    find=selectors.link_of_token,
    email_of=lambda link: link.enquiry.official_email,
    open=answering.open_link,
    send_another=answering.send_another_code,
    stop=answering.stop_enquiries,
    allow=answering.allow_enquiries,
    read=_answer,
    closed=_closed,
)
official, another_code, stop_enquiries = code_links.views_of(PAGES)
