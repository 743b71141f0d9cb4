"""Registers the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    name = "coophub.webhooks"
    verbose_name = _("Webhooks")

    def ready(self) -> None:
        from coophub.webhooks import actions, personal_data, signals  # noqa: F401 (importing connects the signals)

        actions.register()
        personal_data.register()
