"""The page on which an official keeps the policy of their own municipality, without an account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from initiatives import may
from initiatives.forms.policies import OfficialPolicyForm
from initiatives.models import PolicyLink
from initiatives.selectors import policies as selectors
from initiatives.services import policies as services
from initiatives.views import code_links


def _closed(request: HttpRequest, link: PolicyLink, _is_known: bool) -> HttpResponse:
    refusal = may.why_not_use_policy_link(link)
    context = {"why": refusal.sentence if refusal else ""}
    return render(request, "initiatives/policy_link_closed.html", context, status=410)


def _keep(request: HttpRequest, link: PolicyLink, token: str) -> HttpResponse:
    known = {line.topic: line.now for line in selectors.policy_of(link.municipality)}
    is_sent = request.method == "POST" and "code" not in request.POST
    form = OfficialPolicyForm(request.POST if is_sent else None, known=known)
    if is_sent and form.is_valid():
        try:
            made = services.state_policy_by_link(
                link=link, said=form.said, still_true=bool(form.cleaned_data["still_true"])
            )
        except DomainError as error:
            show_error(form, error)
        else:
            done = _("It stands on your page, with the day of today.") if made else _("Nothing changed.")
            messages.success(request, done)
            return redirect("initiatives:policy_official", token=token)
    return render(request, "initiatives/policy_official.html", {"link": link, "form": form, "token": token})


PAGES = code_links.LinkPages[PolicyLink](
    page="initiatives:policy_official",
    stop_page="initiatives:stop_policy_links",
    unknown_template="initiatives/policy_link_unknown.html",
    code_template="initiatives/policy_code.html",
    find=selectors.policy_link_of_token,
    email_of=lambda link: link.official_email,
    open=services.open_policy_link,
    send_another=services.send_another_policy_code,
    stop=services.stop_policy_links,
    allow=services.allow_policy_links,
    read=_keep,
    closed=_closed,
)
official, another_code, stop = code_links.views_of(PAGES)
