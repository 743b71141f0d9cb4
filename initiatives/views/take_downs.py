"""Who runs CoopHub takes the page of a group off the register, and lifts that again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coophub.web.access import require
from coophub.web.errors import DomainError
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from initiatives import may
from initiatives.access import FOR_OWNERS, visible_initiative
from initiatives.forms.take_downs import TakeDownForm
from initiatives.models import TakeDown
from initiatives.selectors import take_downs as selectors
from initiatives.selectors.register import published_initiatives
from initiatives.services import take_downs as services


@login_required
def take_downs(request: SignedInRequest) -> HttpResponse:
    """The pages that may not be shown, and those that lately might be again."""
    require(request.user, "initiatives.take_down")
    own = selectors.groups_now_or_before(request.user)
    in_force = [(found, may.why_not_lift(found, request.user, own)) for found in selectors.all_in_force()]
    context = {"room": "take_downs", "in_force": in_force, "lifted": selectors.lifted_lately()}
    return render(request, "initiatives/take_downs.html", context)


@login_required
def take_down(request: SignedInRequest, slug: str) -> HttpResponse:
    require(request.user, "initiatives.take_down")
    group = get_object_or_404(published_initiatives(), slug=slug)
    form = TakeDownForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.take_down(initiative=group, because=form.cleaned_data["because"], user=request.user)
        except DomainError as error:
            return conflict(request, error, back=reverse("initiatives:take_downs"))
        said = _("The page of %(name)s is shown no longer. Its owners get your reason.")
        messages.success(request, said % {"name": group})
        return redirect("initiatives:take_downs")
    return render(request, "initiatives/take_down.html", {"room": "take_downs", "group": group, "form": form})


@login_required
@require_POST
def lift(request: SignedInRequest, pk: int) -> HttpResponse:
    require(request.user, "initiatives.take_down")
    found = get_object_or_404(TakeDown.objects.select_related("initiative"), pk=pk)
    try:
        services.lift(take_down=found, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=reverse("initiatives:take_downs"))
    messages.success(request, _("%(name)s may show its page again. Its owners are told.") % {"name": found.initiative})
    return redirect("initiatives:take_downs")


@login_required
@require_POST
def ask_again(request: SignedInRequest, slug: str) -> HttpResponse:
    """An owner says that the page is mended."""
    group = visible_initiative(request.user, slug, do="initiatives.publish_initiative", why=FOR_OWNERS)
    back = reverse("initiatives:profile", args=[slug])
    found = selectors.in_force(group)
    if found is None:
        return conflict(request, _("Nothing stands in the way of showing your page any more."), back=back)
    services.ask_again(take_down=found, user=request.user)
    messages.success(request, _("We ask who runs CoopHub to look at your page again."))
    return redirect(back)
