"""A person's own tokens."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coophub.tokens.forms import TokenForm
from coophub.tokens.models import ApiToken
from coophub.tokens.selectors import tokens_of
from coophub.tokens.services import make_token, withdraw_token
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.requests import SignedInRequest

SHOWN_ONCE = "shown_once"


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
