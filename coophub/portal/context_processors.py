"""What every page knows: where its reader is and belongs."""

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from coophub.accounts.may import why_not_manage_people
from coophub.accounts.models import User
from coophub.notifications.services import read_page
from coophub.portal.places import Place, places_for


def place(request: HttpRequest) -> dict[str, Any]:
    """`places` (a list of Place), `unread_notices`, `manages_people` and `demo`. Nothing is asked of the database until
    a template prints it."""
    return {
        "places": SimpleLazyObject(lambda: _places(request)),
        "unread_notices": SimpleLazyObject(lambda: _unread_notices(request)),
        "manages_people": SimpleLazyObject(lambda: _is_known(request) and why_not_manage_people(request.user) is None),
        "demo": settings.DEMO,
    }


def _is_known(request: HttpRequest) -> bool:
    # An error page can be drawn before the middleware has put a user on the request.
    return hasattr(request, "user") and request.user.is_authenticated


def _places(request: HttpRequest) -> list[Place]:
    return places_for(cast(User, request.user), request.path) if _is_known(request) else []


def _unread_notices(request: HttpRequest) -> int:
    if not _is_known(request):
        return 0
    return read_page(user=cast(User, request.user), addresses={request.path, request.get_full_path()})
