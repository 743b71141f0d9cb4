"""What the account pages show."""

from django.db.models import Exists, OuterRef, QuerySet

from coophub.accounts.models import Role, RoleGrant, User
from coophub.web.searching import with_words


def people(search: str = "") -> QuerySet[User]:
    """Everybody who can sign in, by name, with roles and organisation; `search` looks in name and address."""
    found = User.objects.filter(is_active=True).select_related("organisation").prefetch_related("role_grants")
    return with_words(found, search).order_by("name", "email")


def people_with_some_role() -> QuerySet[User]:
    """Those of them who have a role: who works in CoopHub, however many members of groups there are."""
    return people().filter(Exists(RoleGrant.objects.filter(user=OuterRef("pk"))))


def people_with_role(*roles: Role) -> QuerySet[User]:
    """Everybody who can sign in and has one of these roles, by name."""
    return User.objects.filter(role_grants__role__in=roles, is_active=True).distinct().order_by("name", "email")


def other_administrators(user: User) -> QuerySet[User]:
    """Who can confirm what this administrator proposes."""
    return people_with_role(Role.ADMINISTRATOR).exclude(pk=user.pk)
