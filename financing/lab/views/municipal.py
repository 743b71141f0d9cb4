"""What an official reads of the groups in their municipality, with the link by which they keep its policy."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from financing.lab.selectors.runs import run_for_municipality
from financing.lab.tables.municipal import municipal_context
from initiatives.models import PolicyLink
from initiatives.views import code_links, policy_links


def _what_helps(request: HttpRequest, link: PolicyLink, token: str) -> HttpResponse:
    """What a lower land price or canon makes possible there; where nothing can be said, why not."""
    published = run_for_municipality(link.municipality)
    context = municipal_context(published.content) if published is not None else {}
    context |= {"link": link, "token": token, "published": published}
    return render(request, "lab/municipality.html", context)


PAGES = replace(policy_links.PAGES, page="lab:municipality", read=_what_helps)
municipality, _another_code, _stop = code_links.views_of(PAGES)
