"""Members and invitations."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from initiatives import may
from initiatives.access import FOR_OWNERS, visible_initiative
from initiatives.forms.people import InvitationForm, RoleForm
from initiatives.models import Initiative, Membership
from initiatives.selectors.board import board_terms_of, by_membership, ended_terms
from initiatives.selectors.people import (
    has_verified_address,
    invitation_of_token,
    is_active_member,
    memberships_of,
    open_hand_over,
    open_invitations,
    wants_no_invitations,
)
from initiatives.selectors.register import listing_of
from initiatives.services import people as people_services


@login_required
@require_safe
def people(request: SignedInRequest, slug: str) -> HttpResponse:
    initiative = visible_initiative(request.user, slug)
    return _people_page(request, initiative, _invitation_form(initiative))


@login_required
@require_POST
def invite(request: SignedInRequest, slug: str) -> HttpResponse:
    initiative = visible_initiative(request.user, slug, do="initiatives.manage_members", why=FOR_OWNERS)
    form = _invitation_form(initiative, request.POST)
    if form.is_valid():
        try:
            invitation = people_services.invite_member(initiative=initiative, user=request.user, **form.facts)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("We send an e-mail to %(email)s.") % {"email": invitation.email})
            return redirect("initiatives:people", slug=slug)
    return _people_page(request, initiative, form)


def _invitation_form(initiative: Initiative, data: QueryDict | None = None) -> InvitationForm:
    return InvitationForm(data, to_own=listing_of(initiative) is not None)


def _people_page(request: SignedInRequest, initiative: Initiative, form: InvitationForm) -> HttpResponse:
    can_manage = may.why_not_manage_members(initiative, request.user) is None
    listing = listing_of(initiative) if can_manage else None
    members = list(memberships_of(initiative))
    terms = list(board_terms_of(initiative))
    in_board = by_membership(terms)
    waiting = open_hand_over(initiative)
    context = {
        "initiative": initiative,
        "room": "people",
        "hand_over": waiting,
        "can_answer": waiting is not None and may.why_not_answer_hand_over(waiting, members, request.user) is None,
        "can_take_back": waiting is not None
        and may.why_not_take_back_hand_over(waiting, members, request.user) is None,
        "can_take_on": may.why_not_take_ownership(members, request.user) is None,
        "members": [
            {
                "membership": member,
                "board": in_board[member.pk],
                "can_change_role": may.why_not_change_role(member, members, request.user) is None,
                "can_hand_over": may.why_not_hand_over(member, members, waiting, request.user) is None,
                "not_ended": may.why_not_end(member, members, request.user),
            }
            for member in members
        ],
        "earlier_board": ended_terms(terms, clock.today()),
        "can_manage": can_manage,
        "is_listed": listing is not None,
        "invitations": open_invitations(initiative) if can_manage else [],
        "visitor_messages": (
            initiative.visitor_messages.select_related("answered_by")
            if may.why_not_read_messages(initiative, request.user) is None
            else []
        ),
        "form": form if can_manage else None,
    }
    return render(request, "initiatives/people.html", context)


@login_required
@require_POST
def withdraw_invitation(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    initiative = visible_initiative(request.user, slug, do="initiatives.manage_members", why=FOR_OWNERS)
    invitation = get_object_or_404(initiative.invitations, pk=pk)
    try:
        people_services.withdraw_invitation(invitation=invitation, user=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The invitation is withdrawn. Its link no longer works."))
    return redirect("initiatives:people", slug=slug)


@login_required
def member_role(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    initiative, membership, members = membership_at(request, slug, pk, do="initiatives.change_membership")
    if request.method != "POST" and (refusal := may.why_not_change_role(membership, members, request.user)):
        return conflict(request, refusal.sentence, back=people_url(initiative))
    form = RoleForm(request.POST or None, initial={"role": membership.role})
    if request.method == "POST" and form.is_valid():
        try:
            people_services.change_member_role(membership=membership, role=form.cleaned_data["role"], user=request.user)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The role is changed."))
            return redirect("initiatives:people", slug=slug)
    context = {"initiative": initiative, "room": "people", "membership": membership, "form": form}
    return render(request, "initiatives/member_role.html", context)


@login_required
def end_membership(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    initiative, membership, members = membership_at(request, slug, pk, do="initiatives.end_membership")
    if request.method != "POST" and (refusal := may.why_not_end(membership, members, request.user)):
        return conflict(request, refusal.sentence, back=people_url(initiative))
    is_self = membership.user == request.user
    if request.method == "POST":
        try:
            people_services.end_membership(membership=membership, user=request.user)
        except DomainError as error:
            return conflict(request, error, back=people_url(initiative))
        if is_self:
            messages.success(request, _("You have left %(name)s.") % {"name": initiative.name})
            return redirect("portal:start")
        messages.success(request, _("%(name)s is no longer a member.") % {"name": membership.user})
        return redirect("initiatives:people", slug=slug)
    context = {"initiative": initiative, "room": "people", "membership": membership, "is_self": is_self}
    return render(request, "initiatives/end_membership.html", context)


def membership_at(
    request: SignedInRequest, slug: str, pk: int, *, do: str
) -> tuple[Initiative, Membership, list[Membership]]:
    """A present membership of the initiative at this address among those of everybody, for who may do this with it."""
    initiative = visible_initiative(request.user, slug)
    members = list(memberships_of(initiative))
    membership = next((member for member in members if member.pk == pk), None)
    if membership is None:
        raise Http404
    membership.initiative = initiative
    if not request.user.has_perm(do, membership):
        visible_initiative(request.user, slug, do="initiatives.manage_members", why=FOR_OWNERS)
    return initiative, membership, members


def people_url(initiative: Initiative) -> str:
    return reverse("initiatives:people", args=[initiative.slug])


def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link in the e-mail. Whoever holds the link may read it; the invited person can accept."""
    invitation = invitation_of_token(token)
    if invitation is None:
        raise Http404
    is_invited = request.user.is_authenticated and has_verified_address(request.user, invitation.email)
    is_member = request.user.is_authenticated and is_active_member(request.user, invitation.initiative)
    if request.method == "POST" and request.user.is_authenticated:
        try:
            people_services.accept_invitation(invitation=invitation, user=request.user)
        except DomainError as error:
            return conflict(request, error)
        messages.success(request, _("Welcome to %(name)s!") % {"name": invitation.initiative.name})
        return redirect("portal:overview", slug=invitation.initiative.slug)
    context = {"invitation": invitation, "is_invited": is_invited, "is_member": is_member}
    return render(request, "initiatives/accept_invitation.html", context, status=200 if invitation.is_open else 410)


def stop_invitations(request: HttpRequest, token: str) -> HttpResponse:
    """Who got an invitation says "never again", or takes that back. The link is their proof: no account is needed."""
    invitation = invitation_of_token(token)
    if invitation is None:
        raise Http404
    if request.method == "POST":
        if "allow" in request.POST:
            people_services.allow_invitations(invitation=invitation)
        else:
            people_services.stop_invitations(invitation=invitation)
        return redirect("initiatives:stop_invitations", token=token)
    context = {"invitation": invitation, "stopped": wants_no_invitations(invitation.email)}
    return render(request, "initiatives/stop_invitations.html", context)
