"""The places somebody can be in: their groups, the ministry, the advisors' room."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.accounts.rules import is_administrator, is_advisor, is_ministry
from initiatives.selectors import own_memberships


@dataclass(frozen=True)
class Place:
    """One entry of the switch between places. `kind` is group, ministry, advisor or administration."""

    title: str | Promise
    url: str
    kind: str
    is_current: bool = False


def places_for(user: User, path: str = "") -> list[Place]:
    """Every place of this person (two queries); the one that the page at `path` stands in is current."""
    found: list[tuple[str | Promise, str, str, str]] = [
        (membership.initiative.name, reverse("portal:overview", args=[membership.initiative.slug]), "group", "")
        for membership in own_memberships(user)
    ]
    if is_ministry(user):
        found.append((_("Ministry"), reverse("subsidies:queue"), "ministry", "/ministry/"))
    if is_advisor(user):
        found.append((_("My pilots"), reverse("pilots:list"), "advisor", "/pilots/"))
    if is_administrator(user):
        found.append((_("Programmes"), reverse("pilots:programmes"), "administration", ""))
    return [
        Place(title=title, url=url, kind=kind, is_current=path.startswith(root or url))
        for title, url, kind, root in found
    ]
