"""Schemes, for everyone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from financing.subsidies.selectors import schemes as schemes_selectors
from financing.subsidies.tables.budget import ceiling_table


@require_safe
def schemes(request: HttpRequest) -> HttpResponse:
    return render(request, "subsidies/schemes.html", {"versions": schemes_selectors.current_versions()})


@require_safe
def scheme(request: HttpRequest, slug: str) -> HttpResponse:
    version = schemes_selectors.current_version(slug)
    context = schemes_selectors.public_scheme(version)
    return render(request, "subsidies/scheme.html", {**context, "table": ceiling_table(context["ceilings"])})
