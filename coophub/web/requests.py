"""What views ask of a request."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from coophub.accounts.models import User


class PageRequest(HttpRequest):
    """What every view gets, for the type checker: `htmx` tells whether a part of a page is asked for."""

    htmx: HtmxDetails


class SignedInRequest(PageRequest):
    """What a view behind `login_required` gets, for the type checker."""

    user: User


def is_autosave(request: HttpRequest) -> bool:
    """Whether the page saved itself (`static/js/autosave.js`): it wants JSON, and its writer goes on typing."""
    return request.headers.get("X-Autosave") == "1"


def whole_number(text: str | None) -> int:
    """A number that a page sent along, such as a revision; 0 for what is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
