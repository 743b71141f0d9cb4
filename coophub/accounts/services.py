"""Every change in accounts."""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from coophub.accounts import personal_data
from coophub.accounts.may import why_not_manage_people
from coophub.accounts.models import Organisation, Role, RoleGrant, User
from coophub.audit.services import record
from coophub.proposals.models import Proposal
from coophub.proposals.services import propose
from coophub.web import clock
from coophub.web.errors import DomainError

GRANT_ROLE = "accounts.grant_role"


@transaction.atomic
def sign_up(*, user: User, name: str, language: str) -> User:
    """Saves a new person, who has just accepted the terms."""
    user.name, user.language, user.terms_accepted_at = name.strip(), language, clock.now()
    user.save()
    record(actor=user, action="accounts.sign_up", target=user)
    return user


@transaction.atomic
def change_profile(*, user: User, name: str, language: str) -> User:
    """A person's own name and language."""
    before = {"name": user.name, "language": user.language}
    after = {"name": name.strip(), "language": language}
    if before == after:
        return user
    user.name, user.language = after["name"], after["language"]
    user.save(update_fields=["name", "language"])
    record(actor=user, action="accounts.change_profile", target=user, before=before, after=after)
    return user


@transaction.atomic
def give_role(*, person: User, role: str, user: User) -> Proposal | None:
    """Gives a role, or proposes it: a role at the ministry and that of administrator take a second administrator.

    Raises PermissionDenied for who is no administrator.
    """
    _only_administrators(user)
    if role in person.roles:
        return None
    if Role(role).takes_two:
        return propose(kind=GRANT_ROLE, subject=person, key=role, values={"role": role}, user=user)
    grant_role(person=person, role=role, user=user)
    return None


@transaction.atomic
def grant_role(*, person: User, role: str, user: User | None, proposal: Proposal | None = None) -> bool:
    """Gives a role; tells whether it is new. `user` confirmed the proposal of another administrator; None is the
    command line, with which whoever runs the server makes the first administrators.

    Raises PermissionDenied for who is no administrator, and DomainError for an account that was closed.
    """
    _only_administrators(user)
    if not person.is_active:
        raise DomainError(_("This account is closed."))
    _grant, is_new = RoleGrant.objects.get_or_create(
        user=person, role=role, defaults={"granted_by": user, "proposal": proposal}
    )
    if is_new:
        person.forget_roles()
        record(actor=user, action="accounts.grant_role", target=person, after={"role": role})
    return is_new


@transaction.atomic
def revoke_role(*, person: User, role: str, user: User | None) -> bool:
    """Takes a role away; tells whether there was one to take.

    Raises PermissionDenied for who is no administrator, and DomainError when administrators take this role from
    themselves or when nobody would be administrator any more.
    """
    _only_administrators(user)
    if role == Role.ADMINISTRATOR:
        _keep_an_administrator(person, user)
    removed, _kinds = RoleGrant.objects.filter(user=person, role=role).delete()
    if removed:
        person.forget_roles()
        record(actor=user, action="accounts.revoke_role", target=person, before={"role": role})
    return bool(removed)


@transaction.atomic
def assign_organisation(*, person: User, organisation: Organisation | None, user: User) -> User:
    """Writes down for whom somebody works. Raises PermissionDenied for who is no administrator."""
    _only_administrators(user)
    before, after = str(person.organisation or ""), str(organisation or "")
    if before == after:
        return person
    person.organisation = organisation
    person.save(update_fields=["organisation"])
    record(
        actor=user,
        action="accounts.assign_organisation",
        target=person,
        before={"organisation": before},
        after={"organisation": after},
    )
    return person


@transaction.atomic
def set_roles(*, person: User, roles: Iterable[str], organisation: Organisation | None, user: User) -> list[Proposal]:
    """Gives a person exactly these roles and this organisation; gives what waits for a second administrator.

    Raises what the services above raise; then nothing changes.
    """
    wanted = set(roles)
    given = [give_role(person=person, role=role, user=user) for role in sorted(wanted - person.roles)]
    for role in sorted(person.roles - wanted):
        revoke_role(person=person, role=role, user=user)
    assign_organisation(person=person, organisation=organisation, user=user)
    return [proposal for proposal in given if proposal is not None]


@transaction.atomic
def sign_out_person(*, person: User, because: str, user: User) -> int:
    """Ends every session of somebody, wherever; tells how many there were.

    Raises PermissionDenied for who is no administrator, and DomainError without a reason.
    """
    _only_administrators(user)
    if not because.strip():
        raise DomainError(_("Write why."), field="because")
    ended = end_sessions(person)
    said = {"reason": because.strip(), "sessions": ended}
    record(actor=user, action="accounts.sign_out_person", target=person, after=said)
    return ended


def end_sessions(person: User) -> int:
    """Ends every session of somebody, and tells how many there were."""
    sessions = list(UserSession.objects.filter(user=person))
    for session in sessions:
        session.end()
    return len(sessions)


def _only_administrators(user: User | None) -> None:
    if user is not None and why_not_manage_people(user) is not None:
        raise PermissionDenied


def _keep_an_administrator(person: User, user: User | None) -> None:
    if person == user:
        raise DomainError(_("You cannot take this role from yourself. Ask another administrator."), field="roles")
    # The rows are locked, so that two administrators cannot take the role from each other at the same moment.
    grants = RoleGrant.objects.select_for_update().filter(role=Role.ADMINISTRATOR, user__is_active=True)
    if {grant.user_id for grant in grants} == {person.pk}:
        raise DomainError(_("There has to be an administrator. Give somebody else this role first."), field="roles")


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
            "terms_accepted": user.terms_accepted_at.isoformat() if user.terms_accepted_at else None,
        },
        "sessions": [
            {"started": session.created_at.isoformat(), "address": session.ip, "browser": session.user_agent}
            for session in UserSession.objects.filter(user=user)
        ],
        **personal_data.parts_of(user),
    }


@transaction.atomic
def erase_account(*, user: User) -> None:
    """Takes a person's name and address away (AVG article 17). What they did stays, under a number.

    Raises DomainError with the reasons when the person is still needed somewhere.
    """
    # Without a key, so that the foreign keys of other transactions need not wait.
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    reasons = reasons_to_stay(user)
    if reasons:
        raise DomainError(" ".join(reasons))
    personal_data.clean(user)
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    user.role_grants.all().delete()
    end_sessions(user)
    with translation.override(settings.LANGUAGE_CODE):
        user.name = _("Erased account")
    user.email = f"erased-{user.pk}@coophub.invalid"
    user.organisation = None
    user.is_active = user.is_staff = user.is_superuser = False
    user.set_unusable_password()
    user.save()
    record(actor=user, action="accounts.erase_account", target=user)


def reasons_to_stay(user: User) -> list[str]:
    """Why this account cannot be erased yet."""
    if user.is_demo:
        return [_("Demo accounts stay for the next visitor.")]
    if user.roles:
        return [_("You still have a role in CoopHub. Ask an administrator to take it away first.")]
    return personal_data.reasons_to_stay(user)
