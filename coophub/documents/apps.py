"""Registers the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "coophub.documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        from coophub.documents import actions, personal_data

        personal_data.register()
        actions.register()
