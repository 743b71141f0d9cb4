"""The ten questions, one at a time, for a visitor and for a group, each with what it makes of the plan beside it.

What was answered stays in the reader's session, also when there is a plan of it, so that going back or coming back
loses nothing. Without JavaScript every question is a page of one form.
"""

from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coophub.web.requests import SignedInRequest, is_autosave
from financing.plans.document.filled_in import document_from
from financing.plans.document.questions import answers_from
from financing.plans.forms.question_cards import BUILDINGS, FORMS
from financing.plans.forms.question_form import QuestionForm
from financing.plans.forms.questions import HowMany, question_named, questions_for
from financing.plans.models import Plan
from financing.plans.selectors.may import FOR_EDITORS
from financing.plans.selectors.monthly import monthly_figures
from financing.plans.selectors.outcomes import outcome_of
from financing.plans.selectors.visitors import WaitingPlan, waiting_for
from financing.plans.services import plans as plans_services
from financing.plans.services import visitors as visitors_services
from financing.plans.views.open_plan import View, too_fast
from financing.plans.views.visitors import is_too_fast, kept_tokens, remember
from initiatives.access import visible_initiative
from initiatives.models import CooperativeForm, Initiative

MADE = "plan-of-questions"
"""Where a session says which plan a visitor made of the questions."""


@dataclass(frozen=True)
class Interview:
    """The questions as somebody has them before them: a group (`initiative`), or a visitor without an account."""

    request: HttpRequest
    initiative: Initiative | None = None

    @property
    def said(self) -> dict[str, Any]:
        """What was answered so far; a group begins with what it said of itself already."""
        return {**_known_of(self.initiative), **self.answered}

    @property
    def answered(self) -> dict[str, Any]:
        return dict(self.request.session.get(self._place, {}))

    def keep(self, answer: dict[str, Any]) -> None:
        self.request.session[self._place] = {**self.answered, **answer}

    def address(self, question: str = "") -> str:
        """Of a question, or where the questions begin."""
        return self._at("question", question) if question else self._at("questions")

    def beside(self, question: str) -> str:
        """The address of what stands beside a question."""
        return self._at("question_verdict", question)

    @property
    def layout(self) -> str:
        return "layouts/group.html" if self.initiative else "layouts/public.html"

    def _at(self, page: str, *more: str) -> str:
        if self.initiative is None:
            return reverse(f"plans:calculate_{page}", args=more)
        return reverse(f"plans:{page}", args=[self.initiative.slug, *more])

    @property
    def _place(self) -> str:
        return f"questions-{self.initiative.pk}" if self.initiative else "questions"


def interview_page(view: View) -> View:
    """For a page of the ten questions, which visitors and groups both have."""

    def of_group(request: SignedInRequest, slug: str, **more: str) -> HttpResponse:
        initiative = visible_initiative(request.user, slug, do="plans.start_plan", why=FOR_EDITORS)
        return view(request, Interview(request, initiative), **more)

    for_members: View = login_required(of_group)

    @wraps(view)
    def page(request: HttpRequest, **address: Any) -> HttpResponse:
        if "slug" in address:
            return for_members(request, **address)
        response = view(request, Interview(request), **address)
        response.setdefault("Cache-Control", "private, no-store")
        return response

    return page


@require_safe
@interview_page
def questions(request: HttpRequest, interview: Interview) -> HttpResponse:
    """On to the first question that is still open."""
    asked = questions_for(interview.said)
    still_open = [found for found in asked if not is_answered(found, interview.said)]
    return redirect(interview.address((still_open or asked)[0].slug))


@interview_page
def question(request: HttpRequest, interview: Interview, question: str) -> HttpResponse:
    """One question. It saves itself; who goes on, goes back or asks for the result sends it too."""
    kind = _question(question)
    if not kind.is_asked(answers_from(interview.said)):
        return redirect(interview.address())
    form = kind(request.POST if request.method == "POST" else None, said=interview.said)
    if request.method != "POST":
        return _page(request, interview, form)
    if interview.initiative is None and is_too_fast(request, "save"):
        return too_fast(request)
    if not form.is_valid():
        return _not_kept(request, interview, form)
    interview.keep(form.answer)
    if is_autosave(request):
        return JsonResponse({"errors": {}, "notes": form.notes})
    return _go_on(request, interview, form)


@require_safe
@interview_page
def verdict(request: HttpRequest, interview: Interview, question: str) -> HttpResponse:
    """What the answers make of the plan, fetched after each of them."""
    form = _question(question)(said=interview.said)
    return render(request, "plans/questions/_panel.html", _context(interview, form))


def _go_on(request: HttpRequest, interview: Interview, form: QuestionForm) -> HttpResponse:
    slugs = [asked.slug for asked in questions_for(interview.said)]
    after = slugs[slugs.index(form.slug) + 1 :]
    step = request.POST.get("step")
    if step == "back":
        return redirect(_before(interview, form))
    if after and step != "result":
        return redirect(interview.address(after[0]))
    if not answers_from(interview.said).count:
        messages.warning(request, _("One thing first: how many homes do you want?"))
        return redirect(interview.address(HowMany.slug))
    return _make_plan(request, interview, key=form.cleaned_data["key"])


def _make_plan(request: HttpRequest, interview: Interview, *, key: UUID) -> HttpResponse:
    """The plan that these answers make. Who goes back finds what was answered, and makes no second plan of it."""
    answers, initiative = answers_from(interview.said), interview.initiative
    if initiative is not None and request.user.is_authenticated:
        document = document_from(answers, name=initiative.name)
        plan = plans_services.start_plan(initiative=initiative, document=document, user=request.user, key=key)
        messages.success(request, _("Your plan is there. What you left open, we filled in with what is usual."))
        return redirect("plans:detail", slug=initiative.slug, pk=plan.pk)
    document = document_from(answers, name=_("Our plan"))
    origin = {"form": answers.cooperative_form, "building": answers.homes_come_from}
    made = _made_before(request)
    if made is not None and visitors_services.answer_again(plan=made.plan, document=document, origin=origin):
        return redirect("plans:calculation_detail", token=made.address)
    if is_too_fast(request, "start"):
        return too_fast(request)
    plan, token = visitors_services.start_visitor_plan(document=document, origin=origin)
    request.session[MADE] = plan.pk
    return remember(request, redirect("plans:calculation_detail", token=token), token)


def can_answer_again(request: HttpRequest, plan: Plan) -> bool:
    """Whether this reader's answers are those that the plan was made of, so that others make it anew."""
    return bool(request.session.get(MADE) == plan.pk and not plan.was_changed)


def _made_before(request: HttpRequest) -> WaitingPlan | None:
    """The plan that was made of these questions before, as far as this reader still has it."""
    made = request.session.get(MADE)
    return next((found for found in waiting_for(request.user, kept_tokens(request)) if found.plan.pk == made), None)


def _not_kept(request: HttpRequest, interview: Interview, form: QuestionForm) -> HttpResponse:
    if is_autosave(request):
        message = _("Not kept yet: look at what stands with the question.")
        missing = [name for name in form.errors if not request.POST.get(name)]
        return JsonResponse({"message": message, "errors": form.errors, "missing": missing, "notes": {}}, status=422)
    if request.POST.get("step") == "back":
        return redirect(_before(interview, form))
    return _page(request, interview, form)


def _before(interview: Interview, form: QuestionForm) -> str:
    slugs = [asked.slug for asked in questions_for(interview.said)]
    return interview.address(slugs[max(0, slugs.index(form.slug) - 1)])


def _page(request: HttpRequest, interview: Interview, form: QuestionForm) -> HttpResponse:
    return render(request, "plans/questions/question.html", _context(interview, form))


@dataclass(frozen=True)
class InList:
    """A question in the list of them."""

    question: QuestionForm
    number: int
    url: str
    is_said: bool
    is_ours: bool
    """Whether we filled it in."""
    is_here: bool


def _context(interview: Interview, form: QuestionForm) -> dict[str, Any]:
    said = interview.said
    asked = [
        InList(
            question=found,
            number=number,
            url=interview.address(found.slug),
            is_said=any(said.get(field.name) is not None for field in found.visible_fields()),
            is_ours=found.stands_in and all(said.get(field.name) is None for field in found.visible_fields()),
            is_here=found.slug == form.slug,
        )
        for number, found in enumerate(questions_for(said), start=1)
    ]
    answers = answers_from(said)
    outcome = outcome_of(document_from(answers, name=_("Our plan"))) if answers.count else None
    return {
        "interview": interview,
        "initiative": interview.initiative,
        "room": "plans",
        "form": form,
        "asked": asked,
        "number": next((found.number for found in asked if found.is_here), 1),
        "is_last": asked[-1].is_here,
        "is_named_by_first": form.title == str(form.first.label),
        "panel_url": interview.beside(form.slug),
        "homes_url": interview.address(HowMany.slug),
        "outcome": outcome,
        "monthly": monthly_figures(outcome) if outcome else [],
    }


def is_answered(form: QuestionForm, said: dict[str, Any]) -> bool:
    """Whether somebody was at this question, or the group said it already; leaving it open is an answer too."""
    return any(field.name in said for field in form.visible_fields())


def _known_of(initiative: Initiative | None) -> dict[str, Any]:
    """What the group said of itself already."""
    if initiative is None:
        return {}
    known: dict[str, Any] = {"homes": initiative.homes}
    if initiative.form == CooperativeForm.MIXED:
        known["form"] = [CooperativeForm.RENTAL.value, CooperativeForm.CPO.value]
    elif initiative.form in FORMS:
        known["form"] = [initiative.form]
    if initiative.building in BUILDINGS:
        known["building"] = [initiative.building]
    return known


def _question(slug: str) -> type[QuestionForm]:
    try:
        return question_named(slug)
    except KeyError as error:
        raise Http404 from error
