"""Registers the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "coophub.audit"
    verbose_name = _("Audit trail")

    def ready(self) -> None:
        from coophub.audit import signals  # noqa: F401
