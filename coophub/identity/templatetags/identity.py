"""The buttons of providers on the pages where somebody signs in or up."""

from django import template

from coophub.accounts.models import User
from coophub.identity import selectors
from coophub.identity.configuration import IdentityProvider

register = template.Library()


@register.simple_tag
def identity_providers() -> tuple[IdentityProvider, ...]:
    """None where none is set."""
    return selectors.providers()


@register.simple_tag
def identity_shown(user: User) -> bool:
    """Whether the page of accounts elsewhere has something to say."""
    return bool(selectors.providers() or selectors.accounts_of(user))
