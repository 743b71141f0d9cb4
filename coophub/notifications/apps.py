"""Registers the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "coophub.notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        from coophub.notifications import actions, personal_data

        personal_data.register()
        actions.register()
