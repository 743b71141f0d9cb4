"""Brings back what somebody typed when their session had ended before they sent it, or when they signed in elsewhere
while the page stood open.

What was sent is kept in the session of the visitor, and shown to nobody but the person who was signed in on this
browser before: that is known by a signed cookie.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse

from coophub.accounts.models import User
from coophub.web.requests import is_autosave
from coophub.web.views import csrf_failure

KEPT = "typed_before_signing_in"
COOKIE = "last_signed_in"
MOST_CHARACTERS = 500_000
SECRET = ("password", "pass_phrase", "code")


@dataclass(frozen=True)
class TypedForm:
    """What was sent where: the names and values of its fields."""

    address: str
    fields: list[tuple[str, str]]
    had_files: bool

    @property
    def shown(self) -> list[str]:
        """What somebody typed, to read again."""
        return [value for _name, value in self.fields if value.strip()]


def typed_in(request: HttpRequest) -> TypedForm | None:
    """What a form that was sent holds, without secrets and files; None for a button, and for more than is kept."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and not any(word in name for word in SECRET)
    ]
    if not fields or sum(len(value) for _name, value in fields) > MOST_CHARACTERS:
        return None
    return TypedForm(request.get_full_path(), fields, had_files=bool(request.FILES))


def kept_for(request: HttpRequest, user: User) -> TypedForm | None:
    """What this person typed before signing in; what another typed on this browser is thrown away."""
    kept = request.session.get(KEPT)
    if kept is None:
        return None
    if kept["person"] != user.pk:
        forget(request)
        return None
    return TypedForm(kept["address"], [(name, value) for name, value in kept["fields"]], kept["had_files"])


def forget(request: HttpRequest) -> None:
    request.session.pop(KEPT, None)


class KeepTypedTextMiddleware:
    """A form that is sent without being signed in leads to the sign-in page, and from there back to what was typed.

    It stands behind the check against forged forms, so that nobody else can put words there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST" and settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return response
        if request.user.is_authenticated:
            _remember(request.user, request, response)
            if request.method == "POST" and not _leads_to_typed(response) and _is_kept(request):
                forget(request)
        elif request.method == "POST" and _leads_to_sign_in(response) and not is_autosave(request):
            return self._keep(request, response)
        return response

    def _keep(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        person, typed = _last_signed_in(request), typed_in(request)
        if person is None or typed is None:
            return response
        request.session[KEPT] = {"person": person, **asdict(typed)}
        return redirect(f"{resolve_url(settings.LOGIN_URL)}?next={reverse('accounts:typed')}")


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form whose token is not of now: what was typed, to send again, when our own page sent it.

    What another site sends is never kept, for it could put words in somebody's mouth.
    """
    typed = typed_in(request)
    if typed is None or is_autosave(request) or not _is_from_our_page(request):
        return csrf_failure(request, reason)
    if request.user.is_authenticated:
        request.session[KEPT] = {"person": request.user.pk, **asdict(typed)}
        return redirect("accounts:typed")
    return redirect_to_login(request.get_full_path()) if _last_signed_in(request) else csrf_failure(request, reason)


def _is_from_our_page(request: HttpRequest) -> bool:
    here = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") == here and not request.path.startswith(resolve_url(settings.LOGIN_URL))


def _is_kept(request: HttpRequest) -> bool:
    return bool(request.session.get(KEPT, {}).get("address") == request.get_full_path())


def _leads_to_typed(response: HttpResponse) -> bool:
    return response.status_code == 302 and response["Location"] == reverse("accounts:typed")


def _leads_to_sign_in(response: HttpResponse) -> bool:
    return response.status_code == 302 and response["Location"].startswith(f"{resolve_url(settings.LOGIN_URL)}?")


def _remember(user: User, request: HttpRequest, response: HttpResponse) -> None:
    if _last_signed_in(request) != user.pk:
        response.set_cookie(
            COOKIE,
            signing.dumps(user.pk, salt=COOKIE),
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )


def _last_signed_in(request: HttpRequest) -> int | None:
    try:
        return int(signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE))
    except signing.BadSignature:
        return None
