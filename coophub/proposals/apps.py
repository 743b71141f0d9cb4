"""Registers the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProposalsConfig(AppConfig):
    name = "coophub.proposals"
    verbose_name = _("Proposals")

    def ready(self) -> None:
        from coophub.proposals import actions, personal_data

        actions.register()
        personal_data.register()
