"""A person's own pages, and the pages on which administrators give roles."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coophub.accounts import selectors, services
from coophub.accounts.adapter import with_language
from coophub.accounts.forms import EraseForm, ProfileForm, RolesForm, SignOutPersonForm
from coophub.accounts.models import User
from coophub.accounts.typed import forget, kept_for
from coophub.audit.selectors import entries_of
from coophub.proposals.selectors import proposals_about, waiting_for
from coophub.web.access import require
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.requests import SignedInRequest

PEOPLE_ON_A_PAGE = 50


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


@login_required
def profile(request: SignedInRequest) -> HttpResponse:
    user = request.user
    form = ProfileForm(_posted(request), initial={"name": user.name, "language": user.language})
    if request.method == "POST" and form.is_valid():
        services.change_profile(user=user, **form.cleaned_data)
        with translation.override(user.language):
            messages.success(request, _("Your details are saved."))
        return with_language(redirect("accounts:profile"), user)
    return render(request, "accounts/profile.html", {"form": form, "has_second_factor": is_mfa_enabled(user)})


@login_required
@require_safe
def second_factor(request: SignedInRequest) -> HttpResponse:
    """Why staff and advisors need a second factor, and how to set it up."""
    if is_mfa_enabled(request.user):
        return redirect("portal:start")
    return render(request, "accounts/second_factor.html")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def typed(request: SignedInRequest) -> HttpResponse:
    """What somebody typed before signing in, to send at last; a POST throws it away."""
    found = kept_for(request, request.user)
    if request.method == "POST" or found is None:
        forget(request)
        return redirect("portal:start")
    return render(request, "accounts/typed.html", {"typed": found})


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/terms.html")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_data(request: SignedInRequest) -> HttpResponse:
    """Says what CoopHub holds of somebody, and gives it as a file (by POST, because the trail notes it)."""
    if request.method != "POST":
        return render(request, "accounts/my_data.html")
    response = JsonResponse(
        services.export_personal_data(user=request.user), json_dumps_params={"indent": 2, "ensure_ascii": False}
    )
    response["Content-Disposition"] = 'attachment; filename="coophub-my-data.json"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@reauthentication_required(allow_get=True)
def erase(request: SignedInRequest) -> HttpResponse:
    form = EraseForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.erase_account(user=request.user)
        except DomainError as error:
            show_error(form, error)
        else:
            logout(request)
            messages.success(request, _("Your account is erased."))
            return redirect("portal:home")
    return render(request, "accounts/erase.html", {"form": form})


@login_required
@require_safe
def people(request: SignedInRequest) -> HttpResponse:
    require(request.user, "accounts.manage_people")
    search = request.GET.get("q", "").strip()
    found = selectors.people(search) if search else selectors.people_with_some_role()
    page = Paginator(found, PEOPLE_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"room": "people", "page": page, "search": search, "proposals": waiting_for(request.user).count()}
    return render(request, "accounts/people.html", context)


@login_required
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    require(request.user, "accounts.manage_people")
    person = get_object_or_404(selectors.people(), pk=pk)
    form = RolesForm(_posted(request), initial={"roles": sorted(person.roles), "organisation": person.organisation})
    if request.method == "POST" and form.is_valid():
        try:
            waiting = services.set_roles(person=person, user=request.user, **form.cleaned_data)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The roles of %(name)s are saved.") % {"name": person})
            if waiting:
                messages.warning(request, _("What is new waits until another administrator confirms it."))
                return redirect("accounts:person", pk=pk)
            return redirect("accounts:people")
    return _person_page(request, person, form, SignOutPersonForm())


@login_required
@require_POST
def sign_out_person(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ends every session of somebody: a lost device, or who left."""
    require(request.user, "accounts.manage_people")
    person = get_object_or_404(selectors.people(), pk=pk)
    form = SignOutPersonForm(request.POST)
    if not form.is_valid():
        roles = RolesForm(initial={"roles": sorted(person.roles), "organisation": person.organisation})
        return _person_page(request, person, roles, form)
    ended = services.sign_out_person(person=person, user=request.user, **form.cleaned_data)
    said = ngettext("%(name)s is signed out in one place.", "%(name)s is signed out in %(count)s places.", ended) % {
        "name": person,
        "count": ended,
    }
    messages.success(request, said)
    return redirect("accounts:person", pk=pk)


def _person_page(
    request: SignedInRequest, person: User, form: RolesForm, sign_out_form: SignOutPersonForm
) -> HttpResponse:
    context = {
        "room": "people",
        "person": person,
        "form": form,
        "sign_out_form": sign_out_form,
        "entries": entries_of(person)[:20],
        "proposed": proposals_about([person], request.user)[person.pk],
        "is_only_administrator": not selectors.other_administrators(request.user).exists(),
    }
    return render(request, "accounts/person.html", context)
