"""A second factor for whoever sees other people's affairs."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

OPEN_WITHOUT_SECOND_FACTOR = ("/account/", "/i18n/", "/static/", "/health/", "/demo/")
CLOSED_EVEN_THERE = ("/account/people/",)


class RequireSecondFactorMiddleware:
    """Sends staff and advisors who have not set up a second factor to the page that explains it.

    Until then they reach their account pages and nothing else.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_open = request.path.startswith(OPEN_WITHOUT_SECOND_FACTOR) and not request.path.startswith(CLOSED_EVEN_THERE)
        if is_open or not request.user.is_authenticated:
            return self.get_response(request)
        if request.user.needs_second_factor and not is_mfa_enabled(request.user):
            return redirect("accounts:second_factor")
        return self.get_response(request)
