"""What tokens tell of a person who asks, and what goes when that person wants to be forgotten."""

from typing import Any

from coophub.accounts import personal_data
from coophub.accounts.models import User
from coophub.tokens.models import ApiToken


def register() -> None:
    personal_data.add_part("tokens", told)
    personal_data.add_cleaner("tokens", forget)


def told(user: User) -> list[dict[str, Any]]:
    """Which programs somebody let in."""
    return [
        {
            "name": token.name,
            "scopes": token.scopes,
            "made": token.created_at.isoformat(),
            "good_until": token.expires_at.isoformat(),
            "last_used": token.last_used_at.isoformat() if token.last_used_at else None,
        }
        for token in ApiToken.objects.filter(user=user)
    ]


def forget(user: User) -> None:
    ApiToken.objects.filter(user=user).delete()
