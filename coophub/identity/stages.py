"""When a sign-in with a provider asks for our own second factor too."""

from typing import Any

from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.models import SocialLogin


class SecondFactorStage(AuthenticateStage):
    """Ours is asked, unless the provider says that it saw two: of an account that was linked before, because else an
    address would be enough.
    """

    def handle(self) -> tuple[Any, bool]:
        sociallogin = (self.login.signal_kwargs or {}).get("sociallogin")
        if sociallogin is not None and provider_saw_two(sociallogin):
            return None, True
        handled: tuple[Any, bool] = super().handle()
        return handled


def provider_saw_two(sociallogin: SocialLogin) -> bool:
    account = sociallogin.account
    return account.pk is not None and bool(account.extra_data.get("second_factor"))
