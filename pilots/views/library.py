"""The library, for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coophub.web import clock
from coophub.web.terms import TERMS
from coophub.web.texts import clean_line
from pilots.library import guide as library
from pilots.library.search import found
from pilots.library.subjects import GuideSubject

LONGEST_SEARCH = 100


@require_safe
def guides(request: HttpRequest) -> HttpResponse:
    """All guides by what they are about, or those that have the words that somebody looks for."""
    text = clean_line(request.GET.get("q", ""))[:LONGEST_SEARCH]
    everything = library.guides()
    by_subject = [
        (subject.label, [guide for guide in everything if guide.facts.subject == subject]) for subject in GuideSubject
    ]
    context = {
        "text": text,
        "found": found(text) if text else [],
        "by_subject": by_subject,
    }
    return render(request, "pilots/guides.html", context)


@require_safe
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    shown = library.guide_named(slug)
    if shown is None:
        raise Http404
    others = [other for other in library.guides() if other.facts.subject == shown.facts.subject and other != shown]
    context = {
        "guide": shown,
        "is_stale": shown.is_stale(clock.today()),
        "others": others,
        "terms": [term for _name, term in TERMS] if shown.facts.lists_terms else [],
    }
    return render(request, "pilots/guide.html", context)
