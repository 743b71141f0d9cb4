"""What stands before every page: where a session is used, a second factor for whoever sees other people's affairs,
and an end to a session when nobody is there.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from coophub.web import clock

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


NOTED = "session_noted"
NOTED_AGAIN = dt.timedelta(minutes=5)


class NoteSessionsMiddleware:
    """Notes where and when each session was used, for who looks at their sessions: at its first page, when browser or
    network changes, and then once in five minutes, so that reading a page writes nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self._note(request)
        return self.get_response(request)

    def _note(self, request: HttpRequest) -> None:
        session = request.session
        if session.session_key is None:
            session.save()
        whose = [
            session.session_key,
            get_adapter().get_client_ip(request),
            request.META.get("HTTP_USER_AGENT", "")[:200],
        ]
        now, noted = clock.now(), session.get(NOTED)
        if noted is None or noted["whose"] != whose or now - dt.datetime.fromisoformat(noted["at"]) >= NOTED_AGAIN:
            UserSession.objects.create_from_request(request)
            session[NOTED] = {"whose": whose, "at": now.isoformat()}


SECOND_FACTOR_ELSEWHERE = "second_factor_elsewhere"
"""Where a session keeps that the provider with which somebody signed in saw two factors (coophub.identity)."""


class RequireSecondFactorMiddleware:
    """Sends staff and advisors who have not set up a second factor to the page that explains it, unless a provider
    saw one.

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
        if is_mfa_enabled(request.user) or request.session.get(SECOND_FACTOR_ELSEWHERE):
            return None
        return redirect("accounts:second_factor")


LAST_SEEN = "last_seen"
LAST_SEEN_EVERY = dt.timedelta(minutes=1)


class EndIdleSessionsMiddleware:
    """Signs staff and advisors out when they did nothing for a while: the screen of an empty chair shows nothing.

    What a page asks by itself, such as how far a document is, does not count as somebody being there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            self._look_at(request)
        return self.get_response(request)

    def _look_at(self, request: HttpRequest) -> None:
        now, seen = clock.now(), request.session.get(LAST_SEEN)
        last = dt.datetime.fromisoformat(seen) if seen else now
        if now - last > settings.IDLE_AFTER and request.user.needs_second_factor:  # type: ignore[union-attr] # signed in
            logout(request)
            messages.info(request, _("You were away for a while, so you were signed out. Sign in to go on."))
            return
        asked_by_itself = request.headers.get("HX-Request") == "true" and request.method == "GET"
        if not asked_by_itself and (seen is None or now - last > LAST_SEEN_EVERY):
            request.session[LAST_SEEN] = now.isoformat()
