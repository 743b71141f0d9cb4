"""Registers the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubsidiesConfig(AppConfig):
    name = "financing.subsidies"
    verbose_name = _("Subsidies")

    def ready(self) -> None:
        from coophub.documents.selectors import add_page_of_documents
        from financing.subsidies import actions, personal_data
        from financing.subsidies.models import Application
        from financing.subsidies.papers import reports
        from financing.subsidies.selectors.wizard import page_of_documents
        from financing.subsidies.services import by_two, ties, warnings  # noqa: F401 (importing connects the signals)

        personal_data.register()
        actions.register()
        reports.register()
        by_two.register()
        warnings.register()
        add_page_of_documents(Application, page_of_documents)
