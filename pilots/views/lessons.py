"""What was learnt: written and approved by advisors, and read by everybody."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coophub.web.access import require
from coophub.web.bilingual import both
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.markdown import drawn_in_language
from coophub.web.refusals import NOT_ANY_MORE
from coophub.web.requests import SignedInRequest
from coophub.web.texts import clean_text
from coophub.web.views import conflict
from financing.subsidies.forms.signing import SignForm
from financing.subsidies.procedure.signing import ToSign
from pilots import may
from pilots.access import visible_lesson, visible_pilot
from pilots.forms.lessons import (
    LessonFilterForm,
    LessonForm,
    LessonReturnForm,
    begun_from,
    previewed,
    without_names,
    written_in,
)
from pilots.library.names import FoundName
from pilots.models import Bottleneck, Lesson
from pilots.selectors import lessons as lessons_selectors
from pilots.selectors.guides import guides_to_approve, guides_under_way_of
from pilots.selectors.model_documents import models_to_approve, models_under_way_of
from pilots.selectors.usefulness import useful_count
from pilots.services import lessons as lessons_services
from pilots.views.paging import page_of


@require_safe
def lessons(request: HttpRequest) -> HttpResponse:
    """What everybody may read, narrowed by the address."""
    filter_form = LessonFilterForm(request.GET)
    page = page_of(request, lessons_selectors.published_lessons(filter_form.chosen))
    return render(request, "pilots/lessons.html", {"page": page, "filter_form": filter_form})


@require_safe
def lesson(request: HttpRequest, pk: int) -> HttpResponse:
    """A lesson, for everybody once it is published; its author and a second advisor do here what they may."""
    lesson = visible_lesson(request.user, pk)
    return _page(request, lesson)


@login_required
@require_safe
def lessons_of_advisor(request: SignedInRequest) -> HttpResponse:
    """What waits for this advisor to approve, and what this advisor wrote."""
    require(request.user, "pilots.view_case_load")
    context = {
        "room": "knowledge",
        "to_approve": lessons_selectors.lessons_to_approve(request.user),
        "page": page_of(request, lessons_selectors.lessons_by(request.user)),
        "guides_to_approve": guides_to_approve(request.user),
        "guides_under_way": guides_under_way_of(request.user),
        "models_to_approve": models_to_approve(request.user),
        "models_under_way": models_under_way_of(request.user),
    }
    return render(request, "pilots/lessons_of_advisor.html", context)


@login_required
def write_lesson(request: SignedInRequest, pk: int, bottleneck_pk: int) -> HttpResponse:
    """A lesson from a bottleneck that is solved: it begins with what stands there, without the names."""
    pilot = visible_pilot(request.user, pk, do="pilots.coach_pilot")
    bottleneck = get_object_or_404(
        pilot.bottlenecks.select_related("pilot__initiative__municipality"), pk=bottleneck_pk
    )
    back = reverse("pilots:bottleneck", args=[pilot.pk, bottleneck.pk])
    if request.method != "POST" and (refusal := may.why_not_write_lesson(bottleneck, request.user)):
        return conflict(request, refusal.sentence or NOT_ANY_MORE, back=back)
    if request.method != "POST" or "preview" in request.POST:
        return _form_page(request, bottleneck, begun_from(bottleneck), back)
    form = LessonForm(request.POST)
    if form.is_valid():
        try:
            written = lessons_services.write_lesson(bottleneck=bottleneck, lesson=form.lesson, user=request.user)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The lesson is kept. Only you see it, until you ask for approval."))
            return redirect("pilots:lesson", pk=written.pk)
    return _form_page(request, bottleneck, {}, back, form)


@login_required
def change_lesson(request: SignedInRequest, pk: int) -> HttpResponse:
    lesson = visible_lesson(request.user, pk, do="pilots.change_lesson")
    back = reverse("pilots:lesson", args=[lesson.pk])
    if request.method != "POST" and (refusal := may.why_not_change_lesson(lesson, request.user)):
        return conflict(request, refusal.sentence or NOT_ANY_MORE, back=back)
    if request.method != "POST" or "preview" in request.POST:
        return _form_page(request, lesson.bottleneck, written_in(lesson), back)
    form = LessonForm(request.POST)
    if form.is_valid():
        try:
            lessons_services.change_lesson(lesson=lesson, changed=form.lesson, user=request.user)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The lesson is changed."))
            return redirect(back)
    return _form_page(request, lesson.bottleneck, {}, back, form)


@login_required
@require_POST
def offer_lesson(request: SignedInRequest, pk: int) -> HttpResponse:
    lesson = visible_lesson(request.user, pk, do="pilots.change_lesson")
    try:
        lessons_services.offer_lesson(lesson=lesson, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=reverse("pilots:lesson", args=[lesson.pk]))
    messages.success(request, _("The other advisors are asked. You get a notice when one has read it."))
    return redirect("pilots:lesson", pk=lesson.pk)


@login_required
@require_POST
def approve_lesson(request: SignedInRequest, pk: int) -> HttpResponse:
    lesson = visible_lesson(request.user, pk, do="pilots.approve_lesson")
    form = SignForm(request.POST, to_sign=None)
    form.is_valid()
    try:
        lessons_services.approve_lesson(lesson=lesson, read=form.read, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=reverse("pilots:lesson", args=[lesson.pk]))
    messages.success(request, _("The lesson is published."))
    return redirect("pilots:lesson", pk=lesson.pk)


@login_required
@require_POST
def return_lesson(request: SignedInRequest, pk: int) -> HttpResponse:
    lesson = visible_lesson(request.user, pk, do="pilots.approve_lesson")
    form = LessonReturnForm(request.POST)
    if not form.is_valid():
        return _page(request, lesson, form)
    try:
        lessons_services.return_lesson(lesson=lesson, remark=form.cleaned_data["remark"], user=request.user)
    except DomainError as error:
        return conflict(request, error, back=reverse("pilots:lessons_of_advisor"))
    messages.success(request, _("The lesson is back with its author."))
    return redirect("pilots:lessons_of_advisor")


@login_required
@require_POST
def withdraw_lesson(request: SignedInRequest, pk: int) -> HttpResponse:
    lesson = visible_lesson(request.user, pk, do="pilots.withdraw_lesson")
    try:
        lessons_services.withdraw_lesson(lesson=lesson, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=reverse("pilots:lessons"))
    messages.success(request, _("The lesson is withdrawn. Nobody finds it any more."))
    return redirect("pilots:lessons")


def _page(request: HttpRequest, lesson: Lesson, return_form: LessonReturnForm | None = None) -> HttpResponse:
    user = request.user
    covers = _("You approve this text, all of it. When something changes in it, it has to be approved again.")
    context = {
        "lesson": lesson,
        "problem": drawn_in_language(both(lesson, "problem")),
        "what_helped": drawn_in_language(both(lesson, "what_helped")),
        "useful": useful_count(f"lesson-{lesson.pk}") if lesson.is_published else None,
        "can_change": may.why_not_change_lesson(lesson, user) is None,
        "can_offer": may.why_not_offer_lesson(lesson, user) is None,
        "can_approve": may.why_not_approve_lesson(lesson, user) is None,
        "can_withdraw": may.why_not_withdraw_lesson(lesson, user) is None,
        "approve_form": SignForm(to_sign=ToSign("", lesson.content, covers)),
        "return_form": return_form or LessonReturnForm(),
    }
    return render(request, "pilots/lesson.html", context)


def _typed(request: SignedInRequest) -> dict[str, str]:
    return {name: clean_text(request.POST.get(name, "")) for name in LessonForm.base_fields}


def _form_page(
    request: SignedInRequest,
    bottleneck: Bottleneck,
    begun: dict[str, object],
    back: str,
    form: LessonForm | None = None,
) -> HttpResponse:
    """The form as it was sent; or else with every name replaced, in what was typed or in what it begins with. With each
    change the page asks how what was typed reads.
    """
    replaced: list[FoundName] = []
    if request.htmx:
        return render(request, "pilots/_preview.html", {"texts": previewed(_typed(request))})
    if form is None:
        names = lessons_selectors.names_of(bottleneck.pilot.initiative)
        initial, replaced = without_names(_typed(request) if request.method == "POST" else begun, names)
        form, texts = LessonForm(initial=initial), previewed(initial)
    else:
        texts = previewed(_typed(request))
    context = {
        "room": "knowledge",
        "bottleneck": bottleneck,
        "form": form,
        "replaced": replaced,
        "texts": texts,
        "back": back,
    }
    return render(request, "pilots/lesson_form.html", context)
