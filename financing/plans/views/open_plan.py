"""A plan that somebody has open: whose it is, whether they may change it, and where its pages are.

A group's plan and the plan of a visitor without an account have the same builder. What differs between them stands
here, and `plan_page` is the one way in to a page that both have.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.web.requests import SignedInRequest, is_autosave
from financing.plans.document.history import change_in_words
from financing.plans.forms import SECTIONS, Section
from financing.plans.models import Plan
from financing.plans.selectors import changes, outcomes, visitors
from financing.plans.selectors.may import why_not_change
from financing.plans.selectors.sections import SectionState, state_of
from financing.plans.services.lifetime import KEPT_DAYS
from financing.plans.views.access import visible_plan
from financing.plans.views.visitors import is_too_fast

View = Callable[..., HttpResponse]

OF_A_VISITOR = "calculation_"
"""How the names of the pages under a private link begin; a group's have no such beginning (`financing.plans.urls`)."""


@dataclass(frozen=True)
class PartInList:
    """An entry of the list of parts."""

    section: Section
    url: str
    state: SectionState


@dataclass(frozen=True)
class OpenPlan:
    """With a `token` the plan is a visitor's; without, it is of an initiative, and `user` has it open.

    The token is that of the private link; for who signed up with the plan its number stands in its place.
    """

    plan: Plan
    user: User | None = None
    token: str = ""

    @property
    def is_visitor(self) -> bool:
        return bool(self.token)

    @property
    def has_link(self) -> bool:
        """Whether it was opened by a private link, and not by its number by who signed up with it."""
        return self.is_visitor and not visitors.is_number(self.token)

    @property
    def can_change(self) -> bool:
        """Who has the private link of a visitor's plan may change it."""
        return self.is_visitor or (self.user is not None and why_not_change(self.plan, self.user) is None)

    @property
    def layout(self) -> str:
        return "layouts/public.html" if self.is_visitor else "layouts/group.html"

    def address(self, page: str, **more: str) -> str:
        """The address of a page of this plan, such as "history"; in templates `{% plan_url opened "history" %}`."""
        if self.is_visitor:
            return reverse(f"plans:{OF_A_VISITOR}{page}", kwargs={"token": self.token, **more})
        slug = self.plan.initiative.slug if self.plan.initiative else ""
        return reverse(f"plans:{page}", kwargs={"slug": slug, "pk": self.plan.pk, **more})

    def parts(self, outcome: outcomes.Outcome) -> list[PartInList]:
        """The parts of the plan with how each stands."""
        return [
            PartInList(section, self.address("section", section=section.slug), state_of(section.slug, outcome))
            for section in SECTIONS
        ]

    def context(self, outcome: outcomes.Outcome) -> dict[str, Any]:
        """What every page of the builder needs."""
        return {
            "opened": self,
            "plan": self.plan,
            "initiative": self.plan.initiative,
            "room": "plans",
            "outcome": outcome,
            "parts": self.parts(outcome),
        }

    def steps(self) -> dict[str, Any]:
        """What can be taken back and what can be done again, for the buttons."""
        undo, redo = changes.next_steps(self.plan)
        return {
            "undo": None if undo is None else change_in_words(undo),
            "redo": None if redo is None else change_in_words(redo),
        }


def plan_page(*, change: bool) -> Callable[[View], View]:
    """For a page that the plans of groups and of visitors both have: its view gets the plan at the address as an
    `OpenPlan`.

    With `change`, of a group only who may change the plan gets in.
    """
    do = "plans.change_plan" if change else None

    def decorate(view: View) -> View:
        def of_group(request: SignedInRequest, slug: str, pk: int, **more: str) -> HttpResponse:
            return view(request, OpenPlan(visible_plan(request.user, slug, pk, do=do), request.user), **more)

        for_members: View = login_required(of_group)
        of_visitor = private_page(view)

        @wraps(view)
        def page(request: HttpRequest, **address: Any) -> HttpResponse:
            return of_visitor(request, **address) if "token" in address else for_members(request, **address)

        return page

    return decorate


def private_page(view: View) -> View:
    """For a page that only a visitor's plan has: found by its private link, or by its number for who signed up with it;
    never in a search engine or a shared cache, and not too often."""

    @wraps(view)
    def page(request: HttpRequest, token: str, **more: str) -> HttpResponse:
        if visitors.is_number(token) and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        plan = visitors.plan_along(token, request.user) or visitors.plan_of_token(token)
        if plan is None:
            return render(request, "plans/calculate/gone.html", {"kept_days": KEPT_DAYS}, status=404)
        if request.method == "POST" and is_too_fast(request, "save"):
            return too_fast(request)
        response = view(request, OpenPlan(plan, token=token), **more)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response.setdefault("Cache-Control", "private, no-store")
        return response

    return page


def too_fast(request: HttpRequest) -> HttpResponse:
    """429, as a page or for a form that saves itself."""
    if is_autosave(request):
        message = _("That went very fast. Wait a minute; what you typed is still here.")
        return JsonResponse({"message": message}, status=429)
    return render(request, "429.html", status=429)
