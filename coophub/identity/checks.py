"""Whether the settings name roles that there are."""

from typing import Any

from django.core import checks

from coophub.accounts.models import Role
from coophub.identity.selectors import providers


@checks.register()
def roles_exist(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    return [
        checks.Error(f"{provider.prefix}ROLES: there is no role “{role}”. There are: {', '.join(Role.values)}.")
        for provider in providers()
        for _word, role in provider.roles
        if role not in Role.values
    ]
