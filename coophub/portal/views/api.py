"""The page about the open API, for who builds with it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coophub.portal.api.guide import api_page


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/api.html", api_page())
