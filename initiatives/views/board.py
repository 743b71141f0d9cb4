"""What the members of a group do in its board."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from initiatives import may
from initiatives.access import FOR_OWNERS, visible_initiative
from initiatives.forms.board import BoardTermForm
from initiatives.models import BoardTerm, Initiative, Membership
from initiatives.selectors.board import board_terms_of, terms_of
from initiatives.selectors.people import memberships_of
from initiatives.services import board as board_services
from initiatives.views.people import people_url


@login_required
def board(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """The functions of one member, and a form for another."""
    initiative = visible_initiative(request.user, slug, do="initiatives.manage_members", why=FOR_OWNERS)
    membership: Membership = get_object_or_404(memberships_of(initiative), pk=pk)
    form = BoardTermForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            board_services.give_function(membership=membership, user=request.user, **form.cleaned_data)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("initiatives:people", slug=slug)
    context = {
        "initiative": initiative,
        "room": "people",
        "membership": membership,
        "terms": terms_of(membership),
        "form": form,
    }
    return render(request, "initiatives/board.html", context)


@login_required
def board_term(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    initiative = visible_initiative(request.user, slug, do="initiatives.manage_members", why=FOR_OWNERS)
    term = term_at(initiative, pk)
    if request.method != "POST" and (refusal := may.why_not_change_board(term.membership, request.user)):
        return conflict(request, refusal.sentence, back=people_url(initiative))
    form = BoardTermForm(request.POST or None, row=term)
    if request.method == "POST" and form.is_valid():
        try:
            board_services.change_term(term=term, user=request.user, shown=form.shown, **form.cleaned_data)
        except DomainError as error:
            form.show_refusal(error)
        else:
            messages.success(request, _("Saved."))
            return redirect("initiatives:people", slug=slug)
    context = {"initiative": initiative, "room": "people", "term": term, "form": form}
    return render(request, "initiatives/board_term.html", context)


@login_required
@require_POST
def remove_board_term(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    initiative = visible_initiative(request.user, slug, do="initiatives.manage_members", why=FOR_OWNERS)
    term = board_terms_of(initiative).filter(pk=pk).first()
    if term is not None:
        try:
            board_services.remove_term(term=term, user=request.user)
        except DomainError as error:
            return conflict(request, error, back=people_url(initiative))
        messages.success(request, _("The function is taken away."))
    return redirect("initiatives:people", slug=slug)


def term_at(initiative: Initiative, pk: int) -> BoardTerm:
    term: BoardTerm = get_object_or_404(board_terms_of(initiative).select_related("membership__initiative"), pk=pk)
    return term
