"""Making, using and withdrawing tokens."""

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.proposals.services import propose
from coophub.tokens.may import scopes_for, why_not_make_token, why_not_take_token
from coophub.tokens.models import SCOPE_OF, ApiToken, TokenHolder
from coophub.tokens.selectors import tokens_in_use
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.refusals import NOT_ANY_MORE, refuse

FOR_ORGANISATION = "tokens.make_for_organisation"
PREFIX = "coophub_"
"""By which people, and programs that look for secrets in code, know one."""
SHOWN_OF_IT = len(PREFIX) + 4
NOTED_AGAIN = dt.timedelta(minutes=1)
"""So often it is written down that a token was used."""


@dataclass(frozen=True)
class NewToken:
    """`text` is the token itself. It is known only now; it is None when the form was sent before."""

    token: ApiToken
    text: str | None


@transaction.atomic
def make_token(*, user: User, name: str, scopes: Sequence[str], days: int, key: UUID) -> NewToken:
    """A token with which a program does these things as this person, for so many days. The same form sent twice gives
    one.

    Raises DomainError for who has too many, or asks what is not theirs.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    made_before = ApiToken.objects.filter(submission_key=key, user=user).first()
    if made_before is not None:
        return NewToken(made_before, None)
    refuse(why_not_make_token(tokens_in_use(user).count()))
    if not set(scopes) <= set(scopes_for(user)):
        raise DomainError(NOT_ANY_MORE, field="scopes")
    text = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user,
        name=name.strip(),
        scopes=sorted(scopes),
        token_sha256=ApiToken.hash_of(text),
        begins_with=text[:SHOWN_OF_IT],
        expires_at=clock.now() + dt.timedelta(days=days),
        submission_key=key,
    )
    record(
        actor=user,
        action="tokens.make",
        target=token,
        after={"scopes": token.scopes, "until": token.expires_at},
    )
    return NewToken(token, text)


@transaction.atomic
def propose_organisation_token(*, organisation: str, name: str, days: int, key: UUID, user: User) -> ApiToken:
    """A token with which programs of an organisation read its one thing, once a second administrator confirmed it. The
    same form sent twice is one proposal.
    """
    made_before = ApiToken.objects.filter(submission_key=key).exclude(organisation="").first()
    if made_before is not None:
        return made_before
    scope = SCOPE_OF[TokenHolder(organisation)]
    token = ApiToken.objects.create(
        organisation=organisation,
        name=name.strip(),
        scopes=[scope],
        expires_at=clock.now() + dt.timedelta(days=days),
        submission_key=key,
    )
    values = {"scope": scope.value, "name": token.name}
    propose(kind=FOR_ORGANISATION, subject=token, values=values, user=user)
    return token


@transaction.atomic
def take_organisation_token(*, token: ApiToken, user: User) -> str:
    """The text of a token that two people agreed on. It is known only now, and once.

    Raises DomainError when it is not confirmed, is over, or was taken before.
    """
    token = ApiToken.objects.select_for_update().exclude(organisation="").get(pk=token.pk)
    refuse(why_not_take_token(token))
    text = PREFIX + secrets.token_urlsafe(32)
    token.token_sha256, token.begins_with = ApiToken.hash_of(text), text[:SHOWN_OF_IT]
    token.save(update_fields=["token_sha256", "begins_with"])
    record(actor=user, action="tokens.take", target=token, after={"scopes": token.scopes, "until": token.expires_at})
    return text


@transaction.atomic
def withdraw_token(*, token: ApiToken, user: User) -> ApiToken:
    """Makes a token worthless at once. Withdrawing twice changes nothing."""
    token = ApiToken.objects.select_for_update().get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        token.save(update_fields=["revoked_at"])
        record(actor=user, action="tokens.withdraw", target=token, before={"scopes": token.scopes})
    return token


def note_use(token: ApiToken) -> None:
    """Writes down that it was used, once a minute at most, so that reading writes little."""
    now = clock.now()
    if token.last_used_at is None or now - token.last_used_at >= NOTED_AGAIN:
        stale = Q(last_used_at=None) | Q(last_used_at__lte=now - NOTED_AGAIN)
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
