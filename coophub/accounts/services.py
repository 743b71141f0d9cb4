"""Every change in accounts."""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from coophub.accounts import personal_data
from coophub.accounts.models import Organisation, Role, RoleGrant, User
from coophub.audit.services import record
from coophub.web.errors import DomainError


@transaction.atomic
def set_roles(*, person: User, roles: Iterable[str], organisation: Organisation | None, user: User) -> User:
    """Gives a person exactly these roles and this organisation.

    Raises DomainError when that would leave CoopHub without an administrator.
    """
    wanted = set(roles)
    administrators = RoleGrant.objects.select_for_update().filter(role=Role.ADMINISTRATOR, user__is_active=True)
    if Role.ADMINISTRATOR not in wanted and {grant.user_id for grant in administrators} == {person.pk}:
        raise DomainError(_("There has to be an administrator. Make somebody else administrator first."), field="roles")
    before = {
        "roles": sorted(person.role_grants.values_list("role", flat=True)),
        "organisation": str(person.organisation or ""),
    }
    after = {"roles": sorted(wanted), "organisation": str(organisation or "")}
    if before == after:
        return person
    person.role_grants.exclude(role__in=wanted).delete()
    RoleGrant.objects.bulk_create(
        [RoleGrant(user=person, role=role, granted_by=user) for role in sorted(wanted)], ignore_conflicts=True
    )
    person.organisation = organisation
    person.save(update_fields=["organisation"])
    person.__dict__.pop("roles", None)
    record(actor=user, action="accounts.set_roles", target=person, before=before, after=after)
    return person


@transaction.atomic
def change_profile(*, user: User, name: str, language: str) -> User:
    """A person's own name and language."""
    before = {"name": user.name, "language": user.language}
    user.name, user.language = name.strip(), language
    user.save(update_fields=["name", "language"])
    record(
        actor=user,
        action="accounts.change_profile",
        target=user,
        before=before,
        after={"name": name, "language": language},
    )
    return user


def export_personal_data(*, user: User) -> dict[str, Any]:
    """Everything that CoopHub holds of a person (AVG article 15), app by app."""
    record(actor=user, action="accounts.export_personal_data", target=user)
    return {
        "account": {
            "name": user.name,
            "email": user.email,
            "language": user.language,
            "organisation": str(user.organisation or ""),
            "roles": sorted(user.roles),
            "joined": user.date_joined.isoformat(),
        },
        **personal_data.parts_of(user),
    }


@transaction.atomic
def erase_account(*, user: User) -> None:
    """Takes a person's name and address away (AVG article 17). What they did stays, under a number.

    Raises DomainError with the reasons when the person is still needed somewhere.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    reasons = personal_data.reasons_to_stay(user)
    if reasons:
        raise DomainError(" ".join(reasons))
    record(actor=user, action="accounts.erase_account", target=user)
    user.name = ""
    user.email = f"erased-{user.pk}@coophub.invalid"
    user.is_active = user.is_staff = user.is_superuser = False
    user.set_unusable_password()
    user.save()
    user.role_grants.all().delete()
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    for session in user.usersession_set.all():
        Session.objects.filter(session_key=session.session_key).delete()
        session.delete()
