"""Registers the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PilotsConfig(AppConfig):
    name = "pilots"
    verbose_name = _("Pilots")

    def ready(self) -> None:
        from pilots import actions, personal_data, ties
        from pilots.library import readings
        from pilots.services import cohort_report, parliament, report_papers
        from pilots.services import ties as scores_of_tied  # noqa: F401 (importing connects the signal)
        from pilots.tables import cohort_terms

        personal_data.register()
        actions.register()
        ties.register()
        readings.register()
        cohort_terms.register()
        cohort_report.register()
        report_papers.register()
        parliament.register()
