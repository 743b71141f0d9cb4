"""The page on which an official keeps the policy of their own municipality, without an account."""

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
from initiatives.forms.policies import OfficialPolicyForm
from initiatives.models import PolicyLink
from initiatives.selectors import policies as selectors
from initiatives.selectors.people import wants_no_invitations
from initiatives.services import policies as services
from initiatives.services.code_links import Opened
from initiatives.views import code_links


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def official(request: HttpRequest, token: str) -> HttpResponse:
    """The policy with the form to keep it, for who gave the code. Every opening is logged."""
    link = selectors.policy_link_of_token(token)
    if link is None:
        return unlisted(render(request, "initiatives/policy_link_unknown.html", status=404))
    is_known, form = code_links.is_known(request, link), code_links.code_form(request)
    code = code_links.code_typed(form)
    outcome = services.open_policy_link(link=link, address=client_address(request), code=code, is_known=is_known)
    if outcome == Opened.RIGHT:
        code_links.remember(request, link)
        return unlisted(redirect("initiatives:policy_official", token=token))
    if outcome == Opened.CLOSED:
        refusal = may.why_not_use_policy_link(link)
        context = {"why": refusal.sentence if refusal else "", "municipality": link.municipality}
        return unlisted(render(request, "initiatives/policy_link_closed.html", context, status=410))
    if outcome == Opened.READ:
        return unlisted(_keep(request, link, token))
    template = "initiatives/policy_code.html"
    return unlisted(code_links.ask_for_code(request, template, form, outcome, context={"token": token}))


@require_POST
def another_code(request: HttpRequest, token: str) -> HttpResponse:
    """Sends the official a new code, to the address that the advisor filled in and to no other."""
    link = selectors.policy_link_of_token(token)
    if link is None:
        return unlisted(render(request, "initiatives/policy_link_unknown.html", status=404))
    try:
        services.send_another_policy_code(link=link)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("We sent a new code. The one before does not work any more."))
    return unlisted(redirect("initiatives:policy_official", token=token))


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Who got a link says "never again", or takes that back."""
    link = selectors.policy_link_of_token(token)
    if link is None:
        return unlisted(render(request, "initiatives/policy_link_unknown.html", status=404))
    if request.method == "POST":
        deed = services.allow_policy_links if "allow" in request.POST else services.stop_policy_links
        deed(link=link)
        return unlisted(redirect("initiatives:stop_policy_links", token=token))
    context = {"stopped": wants_no_invitations(link.official_email)}
    return unlisted(render(request, "initiatives/stop_emails.html", context))


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
    return render(request, "initiatives/policy_official.html", {"link": link, "form": form})
