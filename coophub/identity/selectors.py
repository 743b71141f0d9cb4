"""Which providers there are, and what is known of somebody by them."""

from dataclasses import dataclass

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.http import Http404

from coophub.accounts.models import User
from coophub.identity.configuration import IdentityProvider


@dataclass(frozen=True)
class LinkedAccount:
    """An account elsewhere with which somebody signs in."""

    account: SocialAccount
    provider_name: str

    @property
    def kvk_number(self) -> str:
        return str(self.account.extra_data.get("kvk_number", ""))


def providers() -> tuple[IdentityProvider, ...]:
    return tuple(settings.OIDC_PROVIDERS)


def provider_named(slug: str) -> IdentityProvider:
    """Raises Http404 for a provider that is not set."""
    found = next((provider for provider in providers() if provider.slug == slug), None)
    if found is None:
        raise Http404
    return found


def name_of(slug: str) -> str:
    """What people call it; its short name when it is not set any more."""
    return next((provider.name for provider in providers() if provider.slug == slug), slug)


def accounts_of(user: User) -> list[LinkedAccount]:
    found = SocialAccount.objects.filter(user=user).order_by("date_joined", "pk")
    return [LinkedAccount(account, name_of(account.provider)) for account in found]


def providers_to_link(user: User) -> list[IdentityProvider]:
    linked = set(SocialAccount.objects.filter(user=user).values_list("provider", flat=True))
    return [provider for provider in providers() if provider.slug not in linked]
