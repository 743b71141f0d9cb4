"""Registers the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "coophub.accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from coophub.accounts import actions, roles_by_two, signals  # noqa: F401 (importing connects the signals)

        actions.register()
        roles_by_two.register()
