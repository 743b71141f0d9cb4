"""Asking the people of a programme the same questions, and what they answered."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coophub.web.access import require
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.refusals import NOT_ANY_MORE
from coophub.web.requests import SignedInRequest
from coophub.web.streams import file_response
from coophub.web.table_files import CSV, as_csv
from coophub.web.views import conflict
from pilots import may
from pilots.forms.evaluation import AnswerForm, LastDayForm, ReadTextForm, RoundForm
from pilots.models import AnonymousText, Respondent
from pilots.selectors import evaluation as evaluation_selectors
from pilots.services import evaluation as evaluation_services
from pilots.services import last_days
from pilots.tables.evaluation import (
    answered_in_words,
    counts_table,
    forms_table,
    named_table,
    results_file,
    round_table,
    state_badge,
    trend_table,
)
from pilots.views.layouts import layout_of
from pilots.views.paging import page_of


@login_required
@require_safe
def evaluations(request: SignedInRequest) -> HttpResponse:
    require(request.user, "pilots.view_evaluations")
    page = page_of(request, evaluation_selectors.rounds())
    reads_texts = may.why_not_read_texts(request.user) is None
    context = {
        "layout": layout_of(request.user),
        "room": "evaluations",
        "page": page,
        "table": round_table(page),
        "to_answer": evaluation_selectors.asked_now(request.user),
        "to_read": evaluation_selectors.texts_to_read(request.user).count() if reads_texts else 0,
        "can_plan": may.why_not_run_programmes(request.user) is None,
    }
    return render(request, "pilots/evaluations.html", context)


@login_required
def plan_round(request: SignedInRequest) -> HttpResponse:
    require(request.user, "pilots.manage_programmes")
    form = RoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            planned = evaluation_services.plan_round(user=request.user, **form.cleaned_data)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The round is planned."))
            return redirect("pilots:evaluation", pk=planned.pk)
    context = {"layout": layout_of(request.user), "room": "evaluations", "form": form}
    return render(request, "pilots/plan_round.html", context)


@login_required
@require_safe
def evaluation(request: SignedInRequest, pk: int) -> HttpResponse:
    """A round: how many answered while it is open, and what they answered once it closed."""
    require(request.user, "pilots.view_evaluations")
    found = get_object_or_404(evaluation_selectors.rounds(), pk=pk)
    results = evaluation_selectors.results_of(found) if found.closed_at else []
    sees_names = may.why_not_run_programmes(request.user) is None and not found.is_anonymous
    respondents = list(evaluation_selectors.named_answers(found)) if sees_names and found.closed_at else []
    context = {
        "layout": layout_of(request.user),
        "room": "evaluations",
        "round": found,
        "state": state_badge(found),
        "answered": answered_in_words(found),
        "trends": trend_table(evaluation_selectors.trends_of(found)) if found.closed_at else None,
        "moves": found.moves.select_related("moved_by"),
        "can_move": may.why_not_move_round(found, request.user) is None,
        "results": [(result, counts_table(result), forms_table(result)) for result in results],
        "named": named_table(found, respondents) if respondents else None,
    }
    return render(request, "pilots/evaluation.html", context)


@login_required
@require_safe
def evaluation_file(request: SignedInRequest, pk: int) -> StreamingHttpResponse:
    """What a closed round may tell anybody, for a spreadsheet."""
    require(request.user, "pilots.view_evaluations")
    found = get_object_or_404(evaluation_selectors.rounds(), pk=pk, closed_at__isnull=False)
    results = evaluation_selectors.results_of(found, to_take_along=True)
    evaluation_services.note_evaluation_export(round_=found, user=request.user)
    name = f"{found.questionnaire}-{found.closes_on:%Y-%m-%d}.csv"
    return file_response(as_csv(results_file(found, results)), name=name, content_type=CSV)


@login_required
def move_round(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another last day for a round, or its end now."""
    require(request.user, "pilots.manage_programmes")
    found = get_object_or_404(evaluation_selectors.rounds(), pk=pk)
    back = reverse("pilots:evaluation", args=[pk])
    if request.method != "POST" and (refusal := may.why_not_move_round(found, request.user)):
        return conflict(request, refusal.sentence or NOT_ANY_MORE, back=back)
    form = LastDayForm(request.POST or None, moved=found)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            if form.closes_now:
                last_days.close_early(round_=found, reason=reason, user=request.user)
            else:
                closes_on = form.cleaned_data["closes_on"]
                last_days.move_last_day(round_=found, closes_on=closes_on, reason=reason, user=request.user)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The round is closed.") if form.closes_now else _("The last day is moved."))
            return redirect(back)
    context = {
        "layout": layout_of(request.user),
        "room": "evaluations",
        "round": found,
        "answered": answered_in_words(found),
        "form": form,
    }
    return render(request, "pilots/move_round.html", context)


@login_required
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """The questions that somebody was asked, for nobody else."""
    respondent = get_object_or_404(
        Respondent.objects.select_related("round", "pilot__initiative"), pk=pk, person=request.user
    )
    refusal = may.why_not_answer(respondent, request.user)
    if request.method != "POST" and refusal:
        return conflict(request, refusal.sentence or NOT_ANY_MORE, back=reverse("portal:start"))
    form = AnswerForm(request.POST or None, questions=respondent.round.asked_questions)
    if request.method == "POST" and refusal:
        # What else is wrong does not matter any more; what was typed stays to be read and copied.
        form.errors.clear()
        form.add_error(None, str(refusal.sentence or NOT_ANY_MORE))
    elif request.method == "POST" and form.is_valid():
        try:
            evaluation_services.answer(respondent=respondent, answers=form.answers, user=request.user)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Thank you. Your answers are kept."))
            return redirect("portal:start")
    return render(request, "pilots/answer.html", {"respondent": respondent, "round": respondent.round, "form": form})


@login_required
@require_safe
def texts(request: SignedInRequest) -> HttpResponse:
    """What people of other groups wrote without their names, to be read before anybody else does."""
    require(request.user, "pilots.view_case_load")
    page = page_of(request, evaluation_selectors.texts_to_read(request.user))
    return render(request, "pilots/texts.html", {"room": "evaluations", "page": page})


@login_required
def text(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """One such text: an advisor lets others read it, or keeps it back."""
    require(request.user, "pilots.view_case_load")
    found = get_object_or_404(AnonymousText.objects.select_related("round", "pilot__initiative"), pk=pk)
    if request.method != "POST" and (refusal := may.why_not_judge(found, request.user)):
        return conflict(request, refusal.sentence or NOT_ANY_MORE, back=reverse("pilots:texts"))
    form = ReadTextForm(request.POST or None, initial={"words": found.text})
    keeps_back = "keep_back" in request.POST
    if request.method == "POST" and (keeps_back or form.is_valid()):
        try:
            if keeps_back:
                evaluation_services.keep_text_back(text=found, user=request.user)
            else:
                evaluation_services.release_text(text=found, words=form.cleaned_data["words"], user=request.user)
        except DomainError as error:
            show_error(form, error)
        else:
            kept = _("Nobody will read this text.")
            messages.success(request, kept if keeps_back else _("Others can read this text now."))
            return redirect("pilots:texts")
    question = next((asked for asked in found.round.asked_questions if asked.key == found.key), None)
    return render(request, "pilots/text.html", {"room": "evaluations", "question": question, "form": form})
