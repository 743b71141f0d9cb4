"""The places somebody can be in: their groups, the ministry, the advisors' room."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.accounts.rules import is_administrator, is_advisor, is_ministry
from initiatives.selectors.people import own_groups

OF_ADMINISTRATORS = (
    "accounts:people",
    "audit:trail",
    "portal:condition",
    "initiatives:take_downs",
    "tokens:of_organisations",
)
"""Pages that belong to who runs CoopHub alone."""


@dataclass(frozen=True)
class Place:
    """One entry of the switch between places. `kind` is group, ministry, advisor or administration."""

    title: str | Promise
    url: str
    kind: str
    is_current: bool = False


def places_for(user: User, path: str = "") -> list[Place]:
    """Every place of this person (two queries); the one that the page at `path` stands in is current."""
    found = [_place(name, reverse("portal:overview", args=[slug]), "group", path) for name, slug in own_groups(user)]
    if is_ministry(user):
        roots = ["/ministry/", reverse("pilots:cohorts")]
        found.append(_place(_("Ministry"), reverse("subsidies:queue"), "ministry", path, *roots))
    if is_advisor(user):
        found.append(_place(_("My pilots"), reverse("pilots:list"), "advisor", path, "/pilots/"))
    if is_administrator(user):
        roots = [reverse(name) for name in OF_ADMINISTRATORS]
        found.append(_place(_("Administration"), reverse("accounts:people"), "administration", path, *roots))
    return found


def _place(title: str | Promise, url: str, kind: str, path: str, *roots: str) -> Place:
    """A place whose pages stand under `roots`, or under its first page where it names none."""
    return Place(title, url, kind, is_current=path.startswith(roots or (url,)))
