"""Whose token this is, and the tokens of a person."""

from dataclasses import dataclass

from allauth.mfa.utils import is_mfa_enabled
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.tokens.models import ApiToken
from coophub.web import clock
from coophub.web.formats import day


@dataclass(frozen=True)
class TokenInWords:
    """A token as its person sees it."""

    token: ApiToken
    is_good: bool
    state: str


def good_token(text: str) -> ApiToken | None:
    """The token with its person, while both may come in: somebody who needs a second factor keeps one."""
    found = ApiToken.objects.select_related("user").filter(token_sha256=ApiToken.hash_of(text)).first()
    if found is None or not found.is_good or not found.user.is_active:
        return None
    if found.user.needs_second_factor and not is_mfa_enabled(found.user):
        return None
    return found


def tokens_in_use(user: User) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(user=user, revoked_at=None, expires_at__gt=clock.now())


def tokens_of(user: User) -> list[TokenInWords]:
    """Every token of a person, the newest first."""
    return [TokenInWords(token, token.is_good, _state(token)) for token in ApiToken.objects.filter(user=user)]


def _state(token: ApiToken) -> str:
    if token.revoked_at is not None:
        return _("Withdrawn on %(day)s") % {"day": day(token.revoked_at)}
    if not token.is_good:
        return _("Good until %(day)s; that is past") % {"day": day(token.expires_at)}
    return _("Good until %(day)s") % {"day": day(token.expires_at)}
