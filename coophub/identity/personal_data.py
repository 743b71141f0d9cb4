"""What is known of somebody by providers, for who asks, and what goes when that person wants to be forgotten."""

from typing import Any

from allauth.socialaccount.models import SocialAccount

from coophub.accounts import personal_data
from coophub.accounts.models import User
from coophub.identity.selectors import name_of


def register() -> None:
    personal_data.add_part("identity", told)
    personal_data.add_cleaner("identity", forget)


def told(user: User) -> list[dict[str, Any]]:
    """With which accounts elsewhere somebody signs in, and what was said at the last sign-in."""
    return [
        {
            "provider": name_of(account.provider),
            "known_there_as": account.uid,
            "linked": account.date_joined.isoformat(),
            "last_used": account.last_login.isoformat(),
            "said": account.extra_data,
        }
        for account in SocialAccount.objects.filter(user=user).order_by("pk")
    ]


def forget(user: User) -> None:
    SocialAccount.objects.filter(user=user).delete()
