"""Whether somebody may stop signing in with an account elsewhere."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.web.refusals import Refusal, by_state


def why_not_unlink(account: SocialAccount, user: User) -> Refusal | None:
    """Only when another way in is left: a password, another account, or a passkey."""
    others = SocialAccount.objects.filter(user=user).exclude(pk=account.pk)
    passkeys = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
    if user.has_usable_password() or others.exists() or any(key.wrap().is_passwordless for key in passkeys):
        return None
    return by_state(_("This is your only way to sign in. Set a password first."))
