"""What somebody may let a program do."""

from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.accounts.rules import is_advisor, is_ministry
from coophub.tokens.models import ApiToken, Scope
from coophub.web import clock
from coophub.web.refusals import Refusal, by_state

MOST_TOKENS = 20
"""More than anybody keeps apart."""
OF_ORGANISATIONS = (Scope.ARCHIVE,)
"""What no person lets a program do: it takes two administrators."""


def scopes_for(user: User) -> list[Scope]:
    """What there is to do for who has these roles. Whether it is allowed with one thing, each view asks again."""
    asked = {Scope.CASES: is_ministry, Scope.PILOTS: is_advisor}
    offered = (scope for scope in Scope if scope not in OF_ORGANISATIONS)
    return [scope for scope in offered if scope not in asked or asked[scope](user)]


def why_not_take_token(token: ApiToken) -> Refusal | None:
    """Let its text be seen, once: a token of an organisation that two people agreed on."""
    if token.revoked_at is not None or token.expires_at <= clock.now():
        return by_state(_("This token is not good any more."))
    if token.proposal_id is None:
        return by_state(_("A colleague confirms this token first."))
    if token.token_sha256 is not None:
        return by_state(_("This token was taken already. Propose a new one if it is lost, and withdraw this one."))
    return None


def why_not_make_token(in_use: int) -> Refusal | None:
    """One more beside those that are good."""
    if in_use < MOST_TOKENS:
        return None
    return by_state(_("You have %(count)s tokens. Withdraw one first.") % {"count": MOST_TOKENS})
