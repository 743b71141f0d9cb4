"""Registers the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdentityConfig(AppConfig):
    name = "coophub.identity"
    verbose_name = _("Signing in with a provider")

    def ready(self) -> None:
        from coophub.identity import actions, checks, personal_data, roles_by_claim, signals  # noqa: F401

        actions.register()
        personal_data.register()
        roles_by_claim.register()
