"""Views that go wrong in every way that has a page."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import path

from coophub.web.errors import DomainError
from coophub.web.views import conflict


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Only the treasurer may do this.")


def suspicious(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("odd host")


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("secret detail")


def taken(request: HttpRequest) -> HttpResponse:
    return conflict(request, DomainError("This application was sent on 3 March."), back="/showcase/group/")


def refused(request: HttpRequest) -> HttpResponse:
    raise DomainError("Ten documents are being made for you.")


urlpatterns = [
    path("breakages/refused/", refused),
    path("breakages/forbidden/", forbidden),
    path("breakages/suspicious/", suspicious),
    path("breakages/broken/", broken),
    path("breakages/taken/", taken),
]
