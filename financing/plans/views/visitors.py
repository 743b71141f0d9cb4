"""What a visitor's own browser remembers: the private links of the plans it made, in a signed cookie and nowhere else.

The database keeps only their hashes. So the links survive signing up, and nobody who reads the database can open them.
"""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from coophub.audit.middleware import client_address
from coophub.web.pace import Pace, count
from financing.plans.services.lifetime import KEPT_DAYS

COOKIE = "calculations"
SALT = "financing.plans.visitors"
REMEMBERED = 5
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")

LIMITS = {
    "start": Pace("calculate:start", 30, 3600),
    "save": Pace("calculate:save", 240, 60),
    "upload": Pace("calculate:upload", 20, 600),
}
"""So many times in so many seconds from one address; many people can share one."""


def kept_tokens(request: HttpRequest) -> list[str]:
    """The private links that this browser made, the newest first. A cookie that we did not sign counts for nothing."""
    text = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=KEPT_DAYS * 86400)
    return [token for token in (text or "").split(".") if TOKEN.fullmatch(token)]


def remember(request: HttpRequest, response: HttpResponse, token: str) -> HttpResponse:
    """Puts a link in front of those that this browser knows; a number of a plan is no link."""
    if not TOKEN.fullmatch(token):
        return response
    return _keep(response, [token, *(known for known in kept_tokens(request) if known != token)][:REMEMBERED])


def forget(request: HttpRequest, response: HttpResponse, token: str) -> HttpResponse:
    """Takes a link away, because its plan is gone or is with a group."""
    return _keep(response, [known for known in kept_tokens(request) if known != token])


def is_too_fast(request: HttpRequest, deed: str) -> bool:
    """Counts this deed for the visitor's address, and says whether it is one too many."""
    return count(LIMITS[deed], client_address(request)).is_over


def _keep(response: HttpResponse, tokens: list[str]) -> HttpResponse:
    if not tokens:
        response.delete_cookie(COOKIE, samesite="Lax")
        return response
    response.set_signed_cookie(
        COOKIE,
        ".".join(tokens),
        salt=SALT,
        max_age=KEPT_DAYS * 86400,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
