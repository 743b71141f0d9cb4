"""Registers the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LabConfig(AppConfig):
    name = "financing.lab"
    label = "lab"
    verbose_name = _("Policy lab")

    def ready(self) -> None:
        from financing.lab import actions, personal_data, reports

        actions.register()
        personal_data.register()
        reports.register()
