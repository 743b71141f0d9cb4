"""The log of what a group decided."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coophub.documents.selectors import documents_of
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.markdown import drawn
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from initiatives import may
from initiatives.access import group_with_meetings, visible_decision
from initiatives.forms.meetings import GroupDecisionForm, NewGroupDecisionForm, WithdrawDecisionForm
from initiatives.models import GroupDecision
from initiatives.selectors.comments import Commented, comments_on
from initiatives.selectors.meetings import decisions_of
from initiatives.services import decisions as decision_services

PER_PAGE = 30


@login_required
@require_safe
def decisions(request: SignedInRequest, slug: str) -> HttpResponse:
    initiative = group_with_meetings(request.user, slug)
    context = {
        "initiative": initiative,
        "room": "meetings",
        "page": Paginator(decisions_of(initiative), PER_PAGE).get_page(request.GET.get("page")),
        "can_change": may.why_not_change_meetings(initiative, request.user) is None,
    }
    return render(request, "initiatives/decisions.html", context)


@login_required
def new_decision(request: SignedInRequest, slug: str) -> HttpResponse:
    initiative = group_with_meetings(request.user, slug, do="initiatives.change_meetings")
    form = NewGroupDecisionForm(request.POST or None, documents=documents_of(initiative))
    if request.method == "POST" and form.is_valid():
        try:
            decision_services.record_decision(
                initiative=initiative, decision=form.decision, key=form.cleaned_data["key"], user=request.user
            )
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The decision is in the log."))
            return redirect("initiatives:decisions", slug=slug)
    context = {"initiative": initiative, "room": "meetings", "form": form}
    return render(request, "initiatives/new_decision.html", context)


@login_required
@require_safe
def decision(request: SignedInRequest, slug: str, key: UUID) -> HttpResponse:
    decision = visible_decision(request.user, slug, key)
    context = {
        **_page(decision),
        "reasons": drawn(decision.reasons),
        "documents": documents_of(decision.initiative).filter(pk__in=decision.documents.values("pk")),
        "can_change": may.why_not_change_decision(decision, request.user) is None,
        "comments_count": comments_on(Commented(decision.initiative, decision)).filter(removed_at=None).count(),
    }
    return render(request, "initiatives/decision.html", context)


@login_required
def change_decision(request: SignedInRequest, slug: str, key: UUID) -> HttpResponse:
    decision = visible_decision(request.user, slug, key, do="initiatives.change_meetings")
    if request.method != "POST" and (refusal := may.why_not_change_decision(decision, request.user)):
        return conflict(request, refusal.sentence, back=_url(decision))
    form = GroupDecisionForm(request.POST or None, documents=documents_of(decision.initiative), row=decision)
    if request.method == "POST" and form.is_valid():
        try:
            decision_services.change_decision(
                decision=decision, changes=form.decision, user=request.user, shown=form.shown
            )
        except DomainError as error:
            form.show_refusal(error)
        else:
            messages.success(request, _("Saved."))
            return redirect(_url(decision))
    return render(request, "initiatives/change_decision.html", {**_page(decision), "form": form})


@login_required
def withdraw_decision(request: SignedInRequest, slug: str, key: UUID) -> HttpResponse:
    decision = visible_decision(request.user, slug, key, do="initiatives.change_meetings")
    if request.method != "POST" and (refusal := may.why_not_change_decision(decision, request.user)):
        return conflict(request, refusal.sentence, back=_url(decision))
    form = WithdrawDecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            decision_services.withdraw_decision(decision=decision, user=request.user, **form.cleaned_data)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The log says that this decision holds no longer."))
            return redirect(_url(decision))
    return render(request, "initiatives/withdraw_decision.html", {**_page(decision), "form": form})


def _page(decision: GroupDecision) -> dict[str, object]:
    return {"initiative": decision.initiative, "room": "meetings", "decision": decision}


def _url(decision: GroupDecision) -> str:
    return reverse("initiatives:decision", args=[decision.initiative.slug, decision.key])
