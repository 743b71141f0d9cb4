"""Dividing a ceiling: the board, trials on a copy, and one page per application for who decides."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coophub.proposals.selectors import proposals_about
from coophub.reports.selectors import reports_of
from coophub.reports.services import request_report
from coophub.web import clock
from coophub.web.access import require
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from financing.subsidies.forms.rounds import AnnounceForm, SeedForm, TrialForm
from financing.subsidies.forms.signing import SignForm
from financing.subsidies.models import SchemeVersion
from financing.subsidies.papers.money_reports import SUMMARY
from financing.subsidies.procedure.interest import numbers_with_interest
from financing.subsidies.procedure.may.roles import why_not_adopt_rounds, why_not_record_rounds
from financing.subsidies.procedure.may.rounds import (
    why_not_adopt,
    why_not_announce,
    why_not_draw,
    why_not_enter_seed,
    why_not_record,
    why_not_touch_lots,
)
from financing.subsidies.procedure.signing import allocation_to_sign
from financing.subsidies.selectors import schemes
from financing.subsidies.selectors.assessing import still_true
from financing.subsidies.selectors.rounds import round_board, runs_of, summary_of
from financing.subsidies.selectors.waiting import interests_in_round
from financing.subsidies.services.allocation import (
    ANNOUNCE_LOTS,
    ENTER_SEED,
    adopt_allocation,
    propose_announcement,
    propose_seed,
    record_allocation,
)
from financing.subsidies.services.steps import explain
from financing.subsidies.tables.assessing import score_table
from financing.subsidies.tables.budget import board_table, left_table, share_table
from financing.subsidies.views.access import read_of, visible_dossier


def _get_version(request: SignedInRequest, pk: int, permission: str = "subsidies.view_round") -> SchemeVersion:
    require(request.user, permission)
    return get_object_or_404(schemes.published_versions(), pk=pk, kind__in=["grant", "loan"])


@login_required
@require_safe
def round_list(request: SignedInRequest) -> HttpResponse:
    """Every scheme with money, with what waits to be divided."""
    require(request.user, "subsidies.view_round")
    return render(request, "subsidies/rounds.html", {"room": "budget", "rounds": schemes.versions_with_money()})


@login_required
@require_safe
def board(request: SignedInRequest, pk: int) -> HttpResponse:
    """All applications against the ceiling; with a trial in the address, what that would change."""
    version = _get_version(request, pk)
    prefetch_related_objects([version], "criteria", "balances")
    form = TrialForm(request.GET or None, version=version)
    trial = form.trial if form.is_bound and form.is_valid() else None
    shown = round_board(version, request.user, trial, request.GET.get("page", 1))
    runs = runs_of(version, request.user)
    newest = next((recorded.run for recorded in runs), None)
    interests = interests_in_round(version, request.user)
    can_adopt = newest is not None and why_not_adopt(newest, interests, request.user) is None
    to_adopt = newest if can_adopt and why_not_adopt_rounds(request.user) is None else None
    proposed = proposals_about([version], request.user)[version.pk]
    waiting = {found.proposal.kind for found in proposed}
    refused = why_not_draw(version) or why_not_record(version, shown.waiting, shown.unscored, interests, clock.now())
    context = {
        "room": "budget",
        "version": version,
        "to_adopt": to_adopt,
        "sign_form": SignForm(to_sign=allocation_to_sign(to_adopt)) if to_adopt is not None else None,
        "can_record": (refused or why_not_record_rounds(request.user)) is None,
        "can_touch_lots": why_not_touch_lots(version, numbers_with_interest(request.user)) is None,
        "not_recorded_because": refused.sentence if refused is not None else "",
        "announced": version.lot_announcements.last(),
        "can_enter_seed": ENTER_SEED not in waiting and why_not_enter_seed(version, clock.today()) is None,
        "can_announce": ANNOUNCE_LOTS not in waiting and why_not_announce(version) is None,
        "proposed": proposed,
        "board": shown,
        "board_table": board_table(shown),
        "left_table": left_table(shown),
        "form": form,
        "runs": [(recorded, share_table(recorded.shares)) for recorded in runs],
    }
    return render(request, "subsidies/round_board.html", context)


@login_required
def announce(request: SignedInRequest, pk: int) -> HttpResponse:
    """Proposes who draws the seed outside CoopHub, such as a notary, and on which day."""
    version = _get_version(request, pk, "subsidies.record_round")
    if refused := why_not_touch_lots(version, numbers_with_interest(request.user)):
        raise PermissionDenied(refused.sentence)
    if request.method != "POST" and (refusal := why_not_announce(version)):
        return conflict(request, explain(refusal))
    form = AnnounceForm(request.POST or None)
    context = {"room": "budget", "version": version, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            proposal = propose_announcement(version=version, user=request.user, **form.cleaned_data)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("It is proposed. Everybody can read it when a colleague confirms it."))
            return redirect("proposals:proposal", pk=proposal.pk)
    return render(request, "subsidies/announce_lots.html", context)


@login_required
def seed(request: SignedInRequest, pk: int) -> HttpResponse:
    """Proposes the seed that was drawn as announced."""
    version = _get_version(request, pk, "subsidies.record_round")
    if refused := why_not_touch_lots(version, numbers_with_interest(request.user)):
        raise PermissionDenied(refused.sentence)
    if request.method != "POST" and (refusal := why_not_enter_seed(version, clock.today())):
        return conflict(request, explain(refusal))
    form = SeedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            proposal = propose_seed(version=version, user=request.user, **form.cleaned_data)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("It is proposed. The seed is kept when a colleague confirms it."))
            return redirect("proposals:proposal", pk=proposal.pk)
    context = {"room": "budget", "version": version, "announced": version.lot_announcements.last(), "form": form}
    return render(request, "subsidies/seed.html", context)


@login_required
@require_POST
def record(request: SignedInRequest, pk: int) -> HttpResponse:
    version = _get_version(request, pk, "subsidies.record_round")
    try:
        record_allocation(version=version, user=request.user)
    except DomainError as error:
        return conflict(request, error)
    messages.success(request, _("The outcome is recorded. Somebody else adopts it."))
    return redirect("subsidies:round_board", pk=pk)


@login_required
@require_POST
def adopt(request: SignedInRequest, pk: int, run: int) -> HttpResponse:
    version = _get_version(request, pk, "subsidies.adopt_round")
    found = get_object_or_404(version.allocation_runs, pk=run)
    try:
        adopt_allocation(run=found, user=request.user, read=read_of(request))
    except DomainError as error:
        return conflict(request, error)
    messages.success(request, _("The outcome is adopted. Each share is reserved until its decision is signed."))
    return redirect("subsidies:round_board", pk=pk)


@login_required
@require_safe
def summary(request: SignedInRequest, pk: int) -> HttpResponse:
    application = visible_dossier(request.user, pk, do="subsidies.view_summary")
    found = summary_of(application)
    context = {
        "room": "applications",
        "summary": found,
        "score_table": score_table(found.scores, weighted=found.score),
        "application": application,
        "job": still_true(reports_of(application, kind=SUMMARY), application).first(),
    }
    return render(request, "subsidies/summary.html", context)


@login_required
@require_POST
def summary_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    application = visible_dossier(request.user, pk, do="subsidies.view_summary")
    request_report(kind=SUMMARY, subject=application, user=request.user)
    return redirect("subsidies:summary", pk=pk)
