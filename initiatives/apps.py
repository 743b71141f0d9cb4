"""Registers the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InitiativesConfig(AppConfig):
    name = "initiatives"
    verbose_name = _("Initiatives")

    def ready(self) -> None:
        from coophub.reports.registry import add_kinds
        from initiatives import actions, personal_data, ties
        from initiatives.selectors import documents
        from initiatives.services import answer_paper, tasks

        personal_data.register()
        actions.register()
        ties.register()
        tasks.register()
        documents.register()
        add_kinds(answer_paper.KIND)
