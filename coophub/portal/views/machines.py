"""What no person reads: robots, researchers of security holes, and the monitor."""

from datetime import timedelta

from django.conf import settings
from django.contrib.sitemaps.views import sitemap as file_of_sitemap
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from coophub.operations.metrics import all_figures
from coophub.portal.sitemaps import SECTIONS, files
from coophub.web import clock

ROBOTS = """User-agent: *
Disallow: /account/
Disallow: /admin/
Disallow: /initiatives/
Disallow: /invitations/
Disallow: /ministry/
Disallow: /pilots/
"""
XML = "application/xml"
VALID = timedelta(days=180)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    told = f"{ROBOTS}\nSitemap: {settings.SITE_URL}{reverse('portal:sitemap')}\n"
    return HttpResponse(told, content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Where the addresses of all public pages are, for search engines: a file for each section, or more."""
    sitemaps = [{"location": address} for address in files()]
    return render(request, "sitemap_index.xml", {"sitemaps": sitemaps}, content_type=XML)


@require_safe
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    """The addresses of one section; `?p=2` is its second file."""
    return file_of_sitemap(request, sitemaps={**SECTIONS}, section=section, content_type=XML)


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Where to report a security hole (RFC 9116)."""
    expires = (clock.now() + VALID).strftime("%Y-%m-%dT00:00:00Z")
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.SITE_URL}{reverse('portal:security')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus, for who sends the token of METRICS_TOKEN. Without a token there is no such page."""
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not constant_time_compare(sent, settings.METRICS_TOKEN):
        raise Http404
    return HttpResponse(all_figures(), content_type=CONTENT_TYPE_LATEST)
