"""Whose token this is, and the tokens of a person and of organisations."""

from collections.abc import Sequence
from dataclasses import dataclass

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext as _

from coophub.accounts.models import RoleGrant, User
from coophub.proposals.models import Proposal
from coophub.tokens.may import why_not_take_token
from coophub.tokens.models import ApiToken
from coophub.web import clock
from coophub.web.formats import day
from coophub.web.written_once import written_once


@dataclass(frozen=True)
class TokenInWords:
    """A token as its person sees it, or one of an organisation as an administrator does."""

    token: ApiToken
    is_good: bool
    state: str
    can_be_taken: bool = False
    can_be_withdrawn: bool = False


def good_token(text: str) -> ApiToken | None:
    """The token, while it and its person may come in: somebody who needs a second factor keeps one. One query, and one
    more for who needs that.
    """
    found = next(iter(_tokens_with(ApiToken.hash_of(text))), None)
    if found is None or not found.is_good:
        return None
    if found.user is None:
        return found
    found.user.know_roles(found.roles_of_person)  # type: ignore[attr-defined] # annotated
    return found if _may_come_in(found.user) else None


@written_once
def _tokens_with(sha256: str) -> QuerySet[ApiToken]:
    """Asked by every request of a program: the one with this hash, with its person and their roles."""
    roles = RoleGrant.objects.filter(user=OuterRef("user")).values("role")
    found = ApiToken.objects.select_related("user").annotate(roles_of_person=ArraySubquery(roles))
    return found.filter(token_sha256=sha256)


def _may_come_in(user: User) -> bool:
    return user.is_active and (not user.needs_second_factor or is_mfa_enabled(user))


def tokens_in_use(user: User) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(user=user, revoked_at=None, expires_at__gt=clock.now())


def tokens_of(user: User) -> list[TokenInWords]:
    """Every token of a person, the newest first."""
    return [TokenInWords(token, token.is_good, _state(token)) for token in ApiToken.objects.filter(user=user)]


def tokens_of_organisations() -> list[TokenInWords]:
    """Every token of an organisation, the newest first."""
    found = list(ApiToken.objects.exclude(organisation=""))
    turned_down = _turned_down(found)
    return [_of_an_organisation(token, is_turned_down=str(token.pk) in turned_down) for token in found]


def _turned_down(tokens: Sequence[ApiToken]) -> set[str]:
    about = Proposal.objects.filter(
        subject_type=ContentType.objects.get_for_model(ApiToken), subject_id__in=[str(token.pk) for token in tokens]
    )
    return set(about.filter(turned_down_at__isnull=False).values_list("subject_id", flat=True))


def _of_an_organisation(token: ApiToken, *, is_turned_down: bool) -> TokenInWords:
    is_over = token.revoked_at is not None or is_turned_down or token.expires_at <= clock.now()
    can_be_taken = why_not_take_token(token) is None
    if is_turned_down:
        state = _("A colleague turned it down")
    elif not is_over and token.proposal_id is None:
        state = _("Waits until a colleague confirms it")
    elif can_be_taken:
        state = _("Confirmed. Nobody took it yet")
    else:
        state = _state(token)
    return TokenInWords(token, token.is_good, state, can_be_taken, can_be_withdrawn=not is_over)


def _state(token: ApiToken) -> str:
    if token.revoked_at is not None:
        return _("Withdrawn on %(day)s") % {"day": day(token.revoked_at)}
    if token.expires_at <= clock.now():
        return _("Good until %(day)s; that is past") % {"day": day(token.expires_at)}
    return _("Good until %(day)s") % {"day": day(token.expires_at)}
