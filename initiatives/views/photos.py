"""The photo on the public page of a group."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.requests import SignedInRequest
from initiatives.access import visible_initiative
from initiatives.forms.profile import PhotoForm
from initiatives.selectors.register import photo_of
from initiatives.services.photos import keep_photo, remove_photo


@login_required
def photo(request: SignedInRequest, slug: str) -> HttpResponse:
    initiative = visible_initiative(request.user, slug, do="initiatives.change_initiative")
    kept = photo_of(initiative)
    form = PhotoForm(request.POST or None, request.FILES or None, kept=kept)
    if request.method == "POST" and form.is_valid():
        try:
            keep_photo(initiative=initiative, user=request.user, **form.cleaned_data)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The photo is on your page."))
            return redirect("initiatives:profile", slug=slug)
    context = {"initiative": initiative, "room": "profile", "photo": kept, "form": form}
    return render(request, "initiatives/photo.html", context)


@login_required
@require_POST
def remove(request: SignedInRequest, slug: str) -> HttpResponse:
    initiative = visible_initiative(request.user, slug, do="initiatives.change_initiative")
    remove_photo(initiative=initiative, user=request.user)
    messages.success(request, _("The photo is removed. Your page shows the drawing again."))
    return redirect("initiatives:profile", slug=slug)
