"""How much one address may ask: requests, and for calculations what they cost.

Whoever asks too much is told when there is room again (429), and every answer says what is left, in the headers of the
IETF's draft for them (`RateLimit-Policy`, `RateLimit`).
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from coophub.audit.middleware import client_address
from coophub.portal.api.problems import ProblemError
from coophub.tokens.models import ApiToken
from coophub.web.pace import Allowance, Pace, count, count_both

REQUESTS = Pace("requests", settings.API_REQUESTS_PER_MINUTE, 60)
CALCULATIONS = Pace("calculations", settings.API_POINTS_PER_MINUTE, 60)

KEPT = "coophub.api.allowance"
"""Where a request keeps what is left."""


def count_request(request: HttpRequest, token: ApiToken | None) -> None:
    """Counts it for this address, and for the token that came along, from however many addresses it comes. Raises
    ProblemError when one of them asks too much.
    """
    address = f"api:{client_address(request)}"
    if token is None:
        _keep(request, count(REQUESTS, address))
    else:
        _keep(request, count_both(REQUESTS, address, f"api:token:{token.pk}"))


def spend(request: HttpRequest, cost: int) -> None:
    """Counts a calculation by what it costs: a point is some hundredth of a second. Raises ProblemError."""
    _keep(request, count(CALCULATIONS, f"api:{client_address(request)}", cost=cost))


def add_limit_headers(request: HttpRequest, response: HttpResponse) -> None:
    allowance: Allowance | None = request.META.get(KEPT)
    if allowance is None:
        return
    pace = allowance.pace
    response["RateLimit-Policy"] = f'"{pace.name}";q={pace.most};w={pace.seconds}'
    response["RateLimit"] = f'"{pace.name}";r={allowance.left};t={allowance.seconds_left}'
    if response.status_code == 429:
        response["Retry-After"] = str(allowance.seconds_left)


def _keep(request: HttpRequest, allowance: Allowance) -> None:
    request.META[KEPT] = allowance
    if allowance.is_over:
        raise ProblemError(429)
