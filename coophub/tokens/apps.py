"""Registers the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TokensConfig(AppConfig):
    name = "coophub.tokens"
    verbose_name = _("Tokens")

    def ready(self) -> None:
        from coophub.tokens import actions, by_two, personal_data

        actions.register()
        by_two.register()
        personal_data.register()
