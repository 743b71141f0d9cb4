"""Handing an initiative over, and taking on one that nobody owns."""

from typing import Protocol

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coophub.accounts.models import User
from coophub.web.errors import DomainError
from coophub.web.refusals import NOT_ANY_MORE
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from initiatives import may
from initiatives.access import visible_initiative
from initiatives.models import HandOver
from initiatives.selectors.people import open_hand_over
from initiatives.services import ownership as ownership_services
from initiatives.views.people import membership_at, people_url


@login_required
def hand_over(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Asks a member to become owner in one's own place."""
    initiative, membership, members = membership_at(request, slug, pk, do="initiatives.change_membership")
    waiting = open_hand_over(initiative)
    refusal = may.why_not_hand_over(membership, members, waiting, request.user)
    if request.method != "POST" and refusal:
        return conflict(request, refusal.sentence or NOT_ANY_MORE, back=people_url(initiative))
    if request.method == "POST":
        try:
            ownership_services.ask_to_take_over(membership=membership, user=request.user)
        except DomainError as error:
            return conflict(request, error, back=people_url(initiative))
        messages.success(request, _("%(name)s gets a message. Nothing changes until then.") % {"name": membership.user})
        return redirect("initiatives:people", slug=slug)
    context = {"initiative": initiative, "room": "people", "membership": membership}
    return render(request, "initiatives/hand_over.html", context)


@login_required
@require_POST
def accept_hand_over(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    told = _("You are the owner now.")
    return _answered(request, slug, pk, ownership_services.accept_hand_over, told)


@login_required
@require_POST
def decline_hand_over(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    told = _("Everything stays as it is. Who asked gets a message.")
    return _answered(request, slug, pk, ownership_services.decline_hand_over, told)


@login_required
@require_POST
def take_back_hand_over(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    told = _("Nobody is asked any more.")
    return _answered(request, slug, pk, ownership_services.take_back_hand_over, told)


@login_required
@require_POST
def take_ownership(request: SignedInRequest, slug: str) -> HttpResponse:
    initiative = visible_initiative(request.user, slug, do="initiatives.view_members")
    try:
        ownership_services.take_ownership(initiative=initiative, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=people_url(initiative))
    messages.success(request, _("You are the owner now."))
    return redirect("initiatives:people", slug=slug)


class AnswersHandOver(Protocol):
    """Does something with what was asked. Raises DomainError when it may not be."""

    def __call__(self, *, hand_over: HandOver, user: User) -> HandOver: ...


def _answered(request: SignedInRequest, slug: str, pk: int, deed: AnswersHandOver, told: str) -> HttpResponse:
    initiative = visible_initiative(request.user, slug)
    asked = get_object_or_404(initiative.hand_overs.all(), pk=pk)
    try:
        deed(hand_over=asked, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=people_url(initiative))
    messages.success(request, told)
    return redirect("initiatives:people", slug=slug)
