"""The part of the API that knows who asks: by a token, which is for a few things and never for more than its person may
do. What the open part answers does not change by it.
"""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from coophub.accounts.models import User
from coophub.audit.origin import current_origin, enter
from coophub.portal.api.problems import ProblemError, Wrong
from coophub.tokens.idempotency import MOST_CHARACTERS, KeyUsedError, WrittenAnswer, once
from coophub.tokens.models import ApiToken, Scope
from coophub.tokens.selectors import good_token
from coophub.tokens.services import note_use

BELOW_TOKENS = ("/api/v1/own-", "/api/v1/cases")
"""How the addresses begin at which a token is asked for. No other site's page may ask them."""

IDEMPOTENCY_KEY = "Idempotency-Key"
KNOWN = "coophub.api.token"
"""Where a request keeps the token that came along."""


class TokenRequest(HttpRequest):
    """What a view behind the door gets, for the type checker. Two scopes have an organisation too: `auth.user` says."""

    user: User
    auth: ApiToken


class BearerToken(HttpBearer):
    """Lets in who has a good token for this scope, as the person that it is of, or as nobody for an organisation."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        found = token_of(request)
        if found is None:
            return None
        if self.scope not in found.scopes:
            raise ProblemError(403, _("This token is not for “%(scope)s”.") % {"scope": self.scope.value})
        note_use(found)
        # An organisation is nobody: what is a person's, it may not.
        request.user = found.user or AnonymousUser()
        # The trail says that a program did it, and by which token; its middleware takes this back.
        enter(" ".join(filter(None, (current_origin(), "token", str(found.pk), found.organisation))))
        return found


def token_of(request: HttpRequest) -> ApiToken | None:
    """The good token that came along, where one is asked for. It is read once, before the request is counted for it."""
    if not request.path_info.startswith(BELOW_TOKENS):
        return None
    if KNOWN not in request.META:
        scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
        request.META[KNOWN] = good_token(text) if text and scheme.lower() == BearerToken.openapi_scheme else None
    known: ApiToken | None = request.META[KNOWN]
    return known


def idempotently(request: TokenRequest, key: str | None, write: Callable[[], WrittenAnswer]) -> HttpResponse:
    """What `write` gives; the same again for who sends the same with the same key again."""
    answer = write() if key is None else _once(request, key, write)
    return HttpResponse(
        answer.body, status=answer.status, content_type="application/json; charset=utf-8", headers=answer.headers
    )


def _once(request: TokenRequest, key: str, write: Callable[[], WrittenAnswer]) -> WrittenAnswer:
    if not (0 < len(key) <= MOST_CHARACTERS and key.isascii() and key.isprintable()):
        said = _("Expected text of at most %(max_length)s characters.") % {"max_length": MOST_CHARACTERS}
        raise ProblemError(400, errors=[Wrong(said, parameter=IDEMPOTENCY_KEY)])
    asked = f"{request.method} {request.path} {request.headers.get('If-Match', '')}\n".encode() + request.body
    try:
        return once(token=request.auth, key=key, request=asked, write=write)
    except KeyUsedError as error:
        raise ProblemError(422, errors=[Wrong(error.message, parameter=IDEMPOTENCY_KEY)]) from error
