"""Schemes, for everyone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from financing.subsidies import selectors


@require_safe
def schemes(request: HttpRequest) -> HttpResponse:
    return render(request, "subsidies/schemes.html", {"versions": list(selectors.published_versions())})


@require_safe
def scheme(request: HttpRequest, slug: str) -> HttpResponse:
    versions = selectors.published_versions().filter(scheme__slug=slug).order_by("-number")
    version = get_object_or_404(versions[:1])
    context = {
        "version": version,
        "rules": version.eligibility_rules.all(),
        "documents": version.required_documents.all(),
        "criteria": version.criteria.all(),
        "stands": selectors.budget_of(version),
    }
    return render(request, "subsidies/scheme.html", context)
