"""What happens to visitors' plans when somebody makes an account."""

from typing import Any

from allauth.account.signals import user_signed_up
from django.http import HttpRequest

from coophub.accounts.models import User
from financing.plans.services.visitors import claim_plans
from financing.plans.views.visitors import kept_tokens


def register() -> None:
    user_signed_up.connect(bring_plans_along, dispatch_uid="plans.bring_plans_along")


def bring_plans_along(*, request: HttpRequest, user: User, **_more: Any) -> None:
    """The plans whose links this browser has come along with the account, whatever device confirms its address."""
    claim_plans(tokens=kept_tokens(request), user=user)
