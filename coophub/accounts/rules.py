"""Predicates about who somebody is; the rules of every app are composed of them."""

import rules
from django.contrib.auth.models import AnonymousUser

from coophub.accounts.models import Role, User

Person = User | AnonymousUser


def _has_role(user: Person, *roles: str) -> bool:
    return isinstance(user, User) and user.has_role(*roles)


@rules.predicate
def is_signed_in(user: Person) -> bool:
    return user.is_authenticated and user.is_active


@rules.predicate
def is_advisor(user: Person) -> bool:
    return _has_role(user, Role.ADVISOR)


@rules.predicate
def is_reviewer(user: Person) -> bool:
    return _has_role(user, Role.REVIEWER)


@rules.predicate
def is_decider(user: Person) -> bool:
    return _has_role(user, Role.DECIDER)


@rules.predicate
def is_scheme_manager(user: Person) -> bool:
    return _has_role(user, Role.SCHEME_MANAGER)


@rules.predicate
def is_administrator(user: Person) -> bool:
    return _has_role(user, Role.ADMINISTRATOR)


@rules.predicate
def is_same_person(user: Person, other: User | None) -> bool:
    """Whether something is this person's own: a document that was made for them."""
    return other is not None and user == other


is_ministry = is_reviewer | is_decider | is_scheme_manager

rules.add_perm("accounts.manage_people", is_administrator)
