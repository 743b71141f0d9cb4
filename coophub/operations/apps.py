"""Registers the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    name = "coophub.operations"
    verbose_name = _("Operations")

    def ready(self) -> None:
        from prometheus_client import REGISTRY

        from coophub.operations import signals  # noqa: F401
        from coophub.operations.metrics import CoopHubCollector

        REGISTRY.register(CoopHubCollector())
