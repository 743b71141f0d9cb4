"""Tokens of programs."""

import uuid

from coophub.accounts.models import User
from coophub.tokens.models import Scope
from coophub.tokens.services import NewToken, make_token


def token_of(user: User, *scopes: str, days: int = 30) -> NewToken:
    """A token of this person, for these scopes; without, to read initiatives."""
    return make_token(
        user=user, name="Een programma", scopes=scopes or [Scope.INITIATIVES], days=days, key=uuid.uuid4()
    )


def bearer(user: User, *scopes: str) -> dict[str, str]:
    """The header with which a program comes in as this person."""
    return {"Authorization": f"Bearer {token_of(user, *scopes).text}"}
