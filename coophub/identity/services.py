"""What follows from signing in with a provider, from ending that, and from signing out there."""

from collections.abc import Iterable

from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from coophub.accounts.models import RoleGrant, User
from coophub.accounts.services import end_sessions, revoke_role
from coophub.audit.services import record
from coophub.identity.configuration import IdentityProvider
from coophub.identity.logout_tokens import Logout
from coophub.identity.may import why_not_unlink
from coophub.identity.models import ClaimedRole, HeardLogout
from coophub.identity.selectors import name_of
from coophub.identity.signed_tokens import TokenRefusedError
from coophub.proposals.models import IS_OPEN, Proposal
from coophub.proposals.services import propose, turn_down
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse

GRANT_CLAIMED_ROLE = "identity.grant_claimed_role"


@transaction.atomic
def note_sign_in(*, account: SocialAccount, session_key: str) -> None:
    """Somebody signed in with this account: the session knows by whom, and what is said of roles is followed."""
    said = account.extra_data
    UserSession.objects.filter(session_key=session_key).update(
        data={"provider": account.provider, "sid": said.get("sid", "")}
    )
    record(actor=account.user, action="identity.sign_in", target=account.user, after=_in_the_trail(account))
    follow_claims(account=account, roles=said.get("roles", []))


def note_link(*, account: SocialAccount) -> None:
    """From now on somebody can sign in with this account."""
    record(actor=account.user, action="identity.link", target=account.user, after=_in_the_trail(account))


@transaction.atomic
def unlink(*, account: SocialAccount, user: User) -> None:
    """Nobody signs in with this account any more; roles that came by it go.

    Raises DomainError when it is the only way in.
    """
    refuse(why_not_unlink(account, user))
    follow_claims(account=account, roles=[])
    record(actor=user, action="identity.unlink", target=user, before=_in_the_trail(account))
    account.delete()


@transaction.atomic
def follow_claims(*, account: SocialAccount, roles: Iterable[str]) -> None:
    """Proposes what is named for the first time; takes away at once what is named no longer and came by a claim."""
    before, now = set(account.claimed_roles.values_list("role", flat=True)), set(roles)
    for role in sorted(now - before):
        ClaimedRole.objects.create(account=account, role=role)
        _propose(account, role)
    for role in sorted(before - now):
        account.claimed_roles.filter(role=role).delete()
        if not ClaimedRole.objects.filter(account__user=account.user, role=role).exists():
            _take_away(account, role)


def _propose(account: SocialAccount, role: str) -> None:
    user = account.user
    if role in user.roles or _open_proposals(user, role).exists():
        return
    values = {"role": role, "provider": name_of(account.provider)}
    propose(kind=GRANT_CLAIMED_ROLE, subject=user, key=role, values=values, user=user)


def _take_away(account: SocialAccount, role: str) -> None:
    """A role that was given otherwise stays. So does that of the last administrator, and the trail says so."""
    user, said = account.user, {"role": role, **_in_the_trail(account)}
    record(actor=None, action="identity.end_claim", target=user, before=said)
    with translation.override(settings.LANGUAGE_CODE):
        because = _("The organisation names this role no longer.")
    for proposal in _open_proposals(user, role):
        turn_down(proposal=proposal, because=because, user=user)
    if not RoleGrant.objects.filter(user=user, role=role, proposal__kind=GRANT_CLAIMED_ROLE).exists():
        return
    try:
        revoke_role(person=user, role=role, user=None)
    except DomainError:
        record(actor=None, action="identity.keep_last_administrator", target=user, after=said)


def _open_proposals(user: User, role: str) -> QuerySet[Proposal]:
    return Proposal.objects.filter(
        IS_OPEN,
        kind=GRANT_CLAIMED_ROLE,
        subject_type=ContentType.objects.get_for_model(User),
        subject_id=str(user.pk),
        key=role,
    )


@transaction.atomic
def sign_out_by_provider(*, provider: IdentityProvider, logout: Logout) -> int:
    """Ends every session of who signed out there; tells how many. Raises TokenRefusedError when it was heard before."""
    HeardLogout.objects.filter(expires_at__lt=clock.now()).delete()
    _heard, is_new = HeardLogout.objects.get_or_create(
        provider=provider.slug, jti=logout.jti, defaults={"expires_at": logout.good_until}
    )
    if not is_new:
        raise TokenRefusedError("It was heard before.")
    return sum(_sign_out(person, provider) for person in _who_signed_out(provider, logout))


def _who_signed_out(provider: IdentityProvider, logout: Logout) -> QuerySet[User]:
    if logout.sub:
        return User.objects.filter(
            socialaccount__provider=provider.slug, socialaccount__extra_data__sub=logout.sub
        ).distinct()
    found = UserSession.objects.filter(data__provider=provider.slug, data__sid=logout.sid)
    return User.objects.filter(pk__in=found.values("user"))


def _sign_out(person: User, provider: IdentityProvider) -> int:
    ended = end_sessions(person)
    if ended:
        said = {"provider": provider.name, "sessions": ended}
        record(actor=None, action="identity.sign_out_by_provider", target=person, after=said)
    return ended


def _in_the_trail(account: SocialAccount) -> dict[str, str]:
    return {"provider": name_of(account.provider)}
