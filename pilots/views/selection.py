"""Who gets a place: what applied, what advisors give it, and what is chosen."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from financing.subsidies.procedure.steps.interest import DeclareInterest, HaveInterestForm
from pilots.access import ONLY_ADMINISTRATORS_SELECT, visible_applicant, visible_call
from pilots.forms.calls import ScoreForm
from pilots.forms.running import go_on_from
from pilots.forms.selection import SelectionForm
from pilots.models import Intake
from pilots.selectors import may_apply
from pilots.selectors import selection as selection_selectors
from pilots.selectors.ranking import read_criteria
from pilots.services import selection as selection_services
from pilots.services.selection import SelectionError
from pilots.tables.selection import applicant_table
from pilots.views.layouts import layout_of


@login_required
@require_safe
def applicants(request: SignedInRequest, slug: str) -> HttpResponse:
    """Everything that was submitted, ranked by what advisors gave."""
    call = visible_call(request.user, slug)
    board = selection_selectors.board_of(call, request.user)
    context = {
        "layout": layout_of(request.user),
        "room": "programmes",
        "board": board,
        "call": call,
        "table": applicant_table(board),
        "may_choose": may_apply.why_not_run(request.user) is None,
    }
    return render(request, "pilots/applicants.html", context)


@login_required
def applicant(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """An application as it was submitted; an advisor scores it here."""
    intake = visible_applicant(request.user, slug, pk)
    form = _score_form(request, intake, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            selection_services.score_intake(
                intake=intake, scores=form.scores, explanation=form.cleaned_data["explanation"], user=request.user
            )
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Your score is kept. You can change it until the selection is made."))
            return redirect("pilots:applicants", slug=slug)
    return _applicant_page(request, intake, form)


@login_required
@require_POST
def declare_interest(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Says to have an interest; others score the application and choose."""
    intake = visible_applicant(request.user, slug, pk)
    form = HaveInterestForm(request.POST)
    if not form.is_valid():
        return _applicant_page(request, intake, _score_form(request, intake), form)
    back = reverse("pilots:applicants", args=[slug])
    try:
        selection_services.declare_interest(intake=intake, reason=form.cleaned_data["reason"], user=request.user)
    except DomainError as error:
        return conflict(request, error, back=back)
    messages.success(request, DeclareInterest.done)
    return redirect(back)


@login_required
def selection(request: SignedInRequest, slug: str) -> HttpResponse:
    """Choosing, with the ranking beside it; `conclude` makes the selection and tells everybody."""
    call = visible_call(request.user, slug, do="pilots.manage_programmes", why=ONLY_ADMINISTRATORS_SELECT)
    refusal = may_apply.why_not_select(call, request.user)
    if request.method != "POST" and refusal is not None and call.selected_at is None:
        return conflict(request, refusal.sentence, back=reverse("pilots:applicants", args=[slug]))
    board = selection_selectors.board_of(call, request.user)
    form = SelectionForm(board, request.POST or None)
    if request.method == "POST" and form.is_valid():
        step = selection_services.make_selection if "conclude" in request.POST else selection_services.save_selection
        try:
            step(call=call, choices=form.choices, revision=form.cleaned_data["revision"], user=request.user)
        except SelectionError as error:
            form.show_refused(error)
            go_on_from(form, error.revision)
        except DomainError as error:
            show_error(form, error)
        else:
            concluded = "conclude" in request.POST
            said = _("The selection is made. Every group is told.") if concluded else _("The draft is kept.")
            messages.success(request, said)
            return redirect(request.path)
    context = {
        "room": "programmes",
        "board": board,
        "call": call,
        "form": form if call.selected_at is None else None,
        "rows": [(applicant, form.fields_of(applicant.intake.pk)) for applicant in board.applicants],
        "can_take": may_apply.why_not_take_from_reserve(call, request.user) is None,
    }
    return render(request, "pilots/selection.html", context)


def _score_form(request: SignedInRequest, intake: Intake, data: Any = None) -> ScoreForm:
    own = intake.scores.filter(advisor=request.user).first()
    initial = {**own.scores, "explanation": own.explanation} if own else None
    return ScoreForm(read_criteria(intake.call.criteria), data, initial)


def _applicant_page(
    request: SignedInRequest, intake: Intake, form: ScoreForm, interest_form: HaveInterestForm | None = None
) -> HttpResponse:
    """What others gave shows after one's own."""
    refusal = may_apply.why_not_score(intake, request.user)
    sees_scores = bool(form.initial) or not may_apply.is_asked_to_score(request.user)
    criteria = read_criteria(intake.call.criteria)
    context = {
        "layout": layout_of(request.user),
        "room": "programmes",
        "intake": intake,
        "call": intake.call,
        "answers": selection_selectors.answers_of(intake.submitted),
        "scores": selection_selectors.scores_of(intake, criteria) if sees_scores else [],
        "form": form if refusal is None or form.is_bound else None,
        "not_now": refusal.sentence if refusal else "",
        "interest": DeclareInterest,
        "interest_form": interest_form or HaveInterestForm(),
        "can_declare": may_apply.why_not_declare_interest(intake, request.user) is None,
    }
    return render(request, "pilots/applicant.html", context)


@login_required
@require_POST
def take_from_reserve(request: SignedInRequest, slug: str) -> HttpResponse:
    call = visible_call(request.user, slug, do="pilots.manage_programmes", why=ONLY_ADMINISTRATORS_SELECT)
    back = reverse("pilots:selection", args=[slug])
    try:
        taken = selection_services.take_from_reserve(call=call, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=back)
    messages.success(request, _("%(initiative)s is now a pilot.") % {"initiative": taken.intake.initiative})
    return redirect(back)
