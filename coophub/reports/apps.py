"""Registers the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "coophub.reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        from coophub.reports import actions

        actions.register()
