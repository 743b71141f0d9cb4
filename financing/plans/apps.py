"""Registers the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    name = "financing.plans"
    verbose_name = _("Financing plans")

    def ready(self) -> None:
        from financing.plans import actions, personal_data, reports
        from financing.plans.figures import terms
        from financing.plans.selectors import enquiries
        from financing.plans.views import sign_up

        personal_data.register()
        actions.register()
        reports.register()
        sign_up.register()
        terms.register()
        enquiries.register()
