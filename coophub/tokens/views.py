"""A person's own tokens; and those of organisations, for administrators: proposed by one, confirmed by another, then
taken once.
"""

from collections.abc import Callable
from functools import wraps

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coophub.proposals.selectors import proposals_about
from coophub.tokens.forms import OrganisationTokenForm, TokenForm
from coophub.tokens.models import ApiToken
from coophub.tokens.selectors import tokens_of, tokens_of_organisations
from coophub.tokens.services import make_token, propose_organisation_token, take_organisation_token, withdraw_token
from coophub.web.access import require
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict

SHOWN_ONCE, OF_ORGANISATION = "shown_once", "organisation_token_shown_once"
MANAGE = "tokens.manage_organisation_tokens"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def tokens(request: SignedInRequest) -> HttpResponse:
    """The tokens that somebody made, and the form that makes one."""
    form = TokenForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            new = make_token(user=request.user, **form.cleaned_data)
        except DomainError as error:
            show_error(form, error)
        else:
            if new.text is not None:
                # Shown once, on the page that follows; then only its hash is left.
                request.session[SHOWN_ONCE] = new.text
            return redirect("tokens:list")
    shown = request.session.pop(SHOWN_ONCE, "") if request.method == "GET" else ""
    response = render(request, "tokens/list.html", {"form": form, "tokens": tokens_of(request.user), "shown": shown})
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
@reauthentication_required
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(ApiToken, pk=pk, user=request.user)
    withdraw_token(token=token, user=request.user)
    messages.success(request, _("The token is withdrawn. No program comes in with it any more."))
    return redirect("tokens:list")


def of_administrators(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For who may let an organisation in; nobody else learns that there is such a page, or types a password for it."""

    @wraps(view)
    def page(request: SignedInRequest, **address: int) -> HttpResponse:
        require(request.user, MANAGE)
        return view(request, **address)

    return page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@of_administrators
@reauthentication_required(allow_get=True)
def organisation_tokens(request: SignedInRequest) -> HttpResponse:
    """Every token of an organisation, and the form that proposes one."""
    form = OrganisationTokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            propose_organisation_token(user=request.user, **form.cleaned_data)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The token waits until another administrator confirms it."))
            return redirect("tokens:of_organisations")
    tokens = tokens_of_organisations()
    context = {
        "room": "people",
        "form": form,
        "tokens": tokens,
        "proposals": [
            shown
            for about in proposals_about([found.token for found in tokens], request.user).values()
            for shown in about
        ],
        "shown": request.session.pop(OF_ORGANISATION, "") if request.method == "GET" else "",
    }
    response = render(request, "tokens/organisations.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
@of_administrators
@reauthentication_required
def take_of_organisation(request: SignedInRequest, pk: int) -> HttpResponse:
    """Shows the text of a token that two people agreed on, once."""
    try:
        text = take_organisation_token(token=_found(pk), user=request.user)
    except DomainError as error:
        return conflict(request, error)
    # Shown once, on the page that follows; then only its hash is left.
    request.session[OF_ORGANISATION] = text
    return redirect("tokens:of_organisations")


@login_required
@require_POST
@of_administrators
@reauthentication_required
def withdraw_of_organisation(request: SignedInRequest, pk: int) -> HttpResponse:
    withdraw_token(token=_found(pk), user=request.user)
    messages.success(request, _("The token is withdrawn. No program comes in with it any more."))
    return redirect("tokens:of_organisations")


def _found(pk: int) -> ApiToken:
    return get_object_or_404(ApiToken.objects.exclude(organisation=""), pk=pk)
