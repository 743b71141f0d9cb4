"""Registers the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "coophub.portal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        from coophub.portal.api import events

        events.register()
