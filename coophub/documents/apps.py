"""Registers the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "coophub.documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        from coophub.audit.actions import name_actions
        from coophub.documents import personal_data

        personal_data.register()
        name_actions(
            {
                "documents.add": _("added a document"),
                "documents.add_version": _("added a newer version of a document"),
                "documents.download": _("downloaded a document"),
                "documents.remove": _("removed a document"),
            }
        )
