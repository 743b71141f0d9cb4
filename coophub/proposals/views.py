"""What waits for a second person: a list, and a page for each, where somebody else confirms it or turns it down."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coophub.accounts.models import User
from coophub.accounts.rules import is_administrator, is_ministry
from coophub.proposals import selectors, services
from coophub.proposals.forms import TurnDownProposalForm
from coophub.proposals.kinds import kind_named, takes_part
from coophub.proposals.may import why_not_confirm, why_not_take_part
from coophub.proposals.models import Proposal
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict

PER_PAGE = 50


@login_required
@require_safe
def proposals(request: SignedInRequest) -> HttpResponse:
    """What waits for this person, what waits for a colleague, and what was settled last."""
    if not takes_part(request.user):
        raise Http404
    user = request.user
    page = Paginator(selectors.waiting_for(user), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **_frame(user),
        "page": page,
        "for_you": selectors.in_words(cast("QuerySet[Proposal]", page.object_list), user),
        "for_others": selectors.in_words(selectors.waiting_for_others(user)[:PER_PAGE], user),
        "settled": selectors.in_words(selectors.settled(user)[:PER_PAGE], user),
    }
    return render(request, "proposals/list.html", context)


@login_required
@require_safe
def proposal(request: SignedInRequest, pk: int) -> HttpResponse:
    return _page(request, _visible_proposal(request.user, pk), TurnDownProposalForm())


@login_required
@require_POST
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _visible_proposal(request.user, pk)
    try:
        services.confirm(proposal=found, user=request.user)
    except DomainError as error:
        return conflict(request, error)
    messages.success(request, _("It is confirmed and done."))
    return redirect("proposals:proposal", pk=pk)


@login_required
@require_POST
def turn_down(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _visible_proposal(request.user, pk)
    form = TurnDownProposalForm(request.POST)
    if form.is_valid():
        try:
            services.turn_down(proposal=found, user=request.user, **form.cleaned_data)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The proposal is turned down."))
            return redirect("proposals:list")
    return _page(request, found, form)


def _visible_proposal(user: User, pk: int) -> Proposal:
    """A proposal for who may see it. Raises Http404 for everybody else."""
    return get_object_or_404(selectors.visible_proposals(user), pk=pk)


def _page(request: SignedInRequest, found: Proposal, form: TurnDownProposalForm) -> HttpResponse:
    kind = kind_named(found.kind)
    context = {
        **_frame(request.user),
        "shown": selectors.shown(found, request.user),
        "refusal": why_not_confirm(found, request.user),
        "takes_part": why_not_take_part(found, request.user) is None,
        "address": kind.address(found),
        "confirmers": selectors.confirmers_of(found) if found.is_open else [],
        "without_anybody": kind.without_anybody,
        "form": form,
    }
    return render(request, "proposals/proposal.html", context)


def _frame(user: User) -> dict[str, str]:
    """The ministry sees it in its own rooms, and so does who runs CoopHub."""
    if is_ministry(user):
        return {"layout": "layouts/ministry.html", "room": "queue"}
    return {"layout": f"layouts/{'administration' if is_administrator(user) else 'public'}.html", "room": "proposals"}
