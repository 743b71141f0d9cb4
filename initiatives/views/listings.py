"""Advisors keep the pages of groups that are not on CoopHub themselves."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coophub.web import clock
from coophub.web.access import require
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from initiatives.access import FOR_ADVISORS, visible_initiative
from initiatives.forms.listings import ListedGroupForm, WrittenDownForm
from initiatives.services import listings


@login_required
def new_listing(request: SignedInRequest) -> HttpResponse:
    require(request.user, "initiatives.list_groups")
    form = ListedGroupForm(request.POST or None, initial={"known_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            group = listings.list_group(user=request.user, **form.cleaned_data)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("%(name)s stands in the register.") % {"name": group.name})
            return redirect("initiatives:profile", slug=group.slug)
    return render(request, "initiatives/new_listing.html", {"room": "register", "form": form})


@login_required
def change_source(request: SignedInRequest, slug: str) -> HttpResponse:
    group = visible_initiative(request.user, slug, do="initiatives.keep_listing", why=FOR_ADVISORS)
    known = {name: getattr(group.listing, name) for name in WrittenDownForm.base_fields}
    form = WrittenDownForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        listings.change_source(initiative=group, user=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("initiatives:profile", slug=slug)
    return render(request, "initiatives/listing_source.html", {"initiative": group, "room": "profile", "form": form})


@login_required
@require_POST
def invite_writer(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Gives who wrote by the public page the way to become the owner of the group."""
    group = visible_initiative(request.user, slug, do="initiatives.keep_listing", why=FOR_ADVISORS)
    message = get_object_or_404(group.visitor_messages, pk=pk)
    try:
        listings.invite_writer(message=message, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=reverse("initiatives:people", args=[slug]))
    messages.success(request, _("We send %(name)s an invitation to take the page over.") % {"name": message.name})
    return redirect("initiatives:people", slug=slug)
