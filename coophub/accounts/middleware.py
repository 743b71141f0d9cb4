"""A second factor for whoever sees other people's affairs."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

OPEN_WITHOUT_SECOND_FACTOR = frozenset(
    {
        "accounts:second_factor",
        "account_logout",
        "account_reauthenticate",
        "account_confirm_email",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "set_language",
        "portal:health",
    }
)
"""Names of the addresses with which one sets up a second factor, or leaves. Static files are served before."""


class RequireSecondFactorMiddleware:
    """Sends staff and advisors who have not set up a second factor to the page that explains it.

    Until then they reach the set-up and nothing else.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.resolver_match is None or request.resolver_match.view_name in OPEN_WITHOUT_SECOND_FACTOR:
            return None
        if not request.user.is_authenticated or not request.user.needs_second_factor:
            return None
        if is_mfa_enabled(request.user):
            return None
        return redirect("accounts:second_factor")
