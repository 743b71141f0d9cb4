"""The library, for everybody."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coophub.web.requests import SignedInRequest
from coophub.web.terms import TERMS
from coophub.web.texts import clean_line
from initiatives.access import visible_initiative
from pilots.access import visible_lesson
from pilots.library import guide as library
from pilots.library.readings import most_useful_first
from pilots.library.search import found, found_lessons, found_models, found_projects
from pilots.library.subjects import GuideSubject
from pilots.may import why_not_write_guide
from pilots.selectors.coaching import open_bottlenecks_of
from pilots.selectors.lessons import published_lessons, with_lessons
from pilots.selectors.usefulness import useful_count
from pilots.services.usefulness import answer_useful
from pilots.views.guides import written_guide

LONGEST_SEARCH = 100
LATEST = 3


@require_safe
def guides(request: HttpRequest) -> HttpResponse:
    """All guides by what they are about, and the latest lessons; or all that has the words that somebody looks for."""
    text = clean_line(request.GET.get("q", ""))[:LONGEST_SEARCH]
    everything = library.guides()
    by_subject = [
        (subject.label, [guide for guide in everything if guide.facts.subject == subject]) for subject in GuideSubject
    ]
    texts = found(text)
    context = {
        "text": text,
        "found": texts.guides,
        "examples": texts.examples,
        "says_nothing": texts.says_nothing,
        "models": found_models(text),
        "projects": found_projects(text),
        "lessons": found_lessons(text) if text else list(published_lessons()[:LATEST]),
        "by_subject": by_subject,
        "can_write": why_not_write_guide(request.user) is None,
    }
    return render(request, "pilots/guides.html", context)


@require_safe
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    shown = _guide(slug)
    if shown.version is not None:
        return written_guide(request, shown)
    context = {
        "guide": shown,
        "useful": useful_count(f"guide-{slug}"),
        "others": library.others_beside(shown),
        "terms": [term for _name, term in TERMS] if shown.facts.lists_terms else [],
    }
    return render(request, "pilots/guide.html", context)


@require_POST
def guide_useful(request: HttpRequest, slug: str) -> HttpResponse:
    shown = _guide(slug)
    _answer(request, f"guide-{slug}")
    return redirect(shown.url)


@require_POST
def lesson_useful(request: HttpRequest, pk: int) -> HttpResponse:
    lesson = visible_lesson(request.user, pk)
    if not lesson.is_published:
        raise Http404
    _answer(request, f"lesson-{lesson.pk}")
    return redirect("pilots:lesson", pk=lesson.pk)


@login_required
@require_safe
def knowledge(request: SignedInRequest, slug: str) -> HttpResponse:
    """The library among the rooms of a group: first what fits its phase, the most useful first, and what holds
    it up.
    """
    initiative = visible_initiative(request.user, slug)
    places = (f"phase-{initiative.phase}", f"form-{initiative.form}")
    here, of_form = (most_useful_first(library.guides_at(place)) for place in places)
    context = {
        "room": "knowledge",
        "initiative": initiative,
        "here": here,
        "of_form": [guide for guide in of_form if guide not in here],
        "others": [guide for guide in library.guides() if guide not in here and guide not in of_form],
        "bottlenecks": [found for found in with_lessons(open_bottlenecks_of(initiative)) if found[1]],
    }
    return render(request, "pilots/knowledge.html", context)


def _guide(slug: str) -> library.Guide:
    shown = library.guide_named(slug)
    if shown is None:
        raise Http404
    return shown


def _answer(request: HttpRequest, text: str) -> None:
    """One answer of a person, or of the session of a visitor."""
    answer = request.POST.get("useful")
    if answer not in ("yes", "no"):
        messages.error(request, _("Press yes or no."))
        return
    if request.user.is_authenticated:
        reader = f"person {request.user.pk}"
    else:
        if not request.session.session_key:
            request.session.create()
        reader = f"session {request.session.session_key}"
    answer_useful(text=text, reader=reader, is_useful=answer == "yes")
    messages.success(request, _("Thank you. We count your answer, and nobody sees that it is yours."))
