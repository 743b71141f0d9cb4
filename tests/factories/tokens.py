"""Tokens of programs."""

import uuid

from coophub.accounts.models import User
from coophub.proposals.models import Proposal
from coophub.proposals.services import confirm
from coophub.tokens.models import ApiToken, Scope
from coophub.tokens.services import (
    FOR_ORGANISATION,
    NewToken,
    make_token,
    propose_organisation_token,
    take_organisation_token,
)
from tests.factories.accounts import administrator


def token_of(user: User, *scopes: str, days: int = 30) -> NewToken:
    """A token of this person, for these scopes; without, to read initiatives."""
    return make_token(
        user=user, name="Een programma", scopes=scopes or [Scope.INITIATIVES], days=days, key=uuid.uuid4()
    )


def organisation_token(organisation: str, *, user: User, days: int = 30) -> ApiToken:
    """One that this administrator proposed."""
    return propose_organisation_token(
        organisation=organisation, name="Zaaksysteem", days=days, key=uuid.uuid4(), user=user
    )


def confirmed_token(organisation: str, *, by: User, and_by: User) -> ApiToken:
    """One that two administrators agreed on, and nobody took yet."""
    token = organisation_token(organisation, user=by)
    confirm(proposal=Proposal.objects.get(kind=FOR_ORGANISATION, subject_id=token.pk), user=and_by)
    token.refresh_from_db()
    return token


def bearer(user: User, *scopes: str) -> dict[str, str]:
    """The header with which a program comes in as this person."""
    return {"Authorization": f"Bearer {token_of(user, *scopes).text}"}


def organisation_bearer(organisation: str) -> dict[str, str]:
    """The header with which a program of an organisation comes in."""
    ada, bea = administrator(), administrator()
    token = confirmed_token(organisation, by=ada, and_by=bea)
    return {"Authorization": f"Bearer {take_organisation_token(token=token, user=ada)}"}
