"""Registers the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubsidiesConfig(AppConfig):
    name = "financing.subsidies"
    verbose_name = _("Subsidies")

    def ready(self) -> None:
        from coophub.audit.actions import name_actions
        from financing.subsidies import personal_data

        personal_data.register()
        name_actions(
            {
                "subsidies.start": _("started an application"),
                "subsidies.save": _("changed the application"),
                "subsidies.save_budget": _("changed the budget"),
                "subsidies.save_activities": _("changed the activities of the application"),
                "subsidies.save_aid": _("changed the declaration of state aid"),
                "subsidies.save_advance": _("changed when the money is needed"),
                "subsidies.take_over_plan_lines": _("took costs over from the financing plan"),
                "subsidies.choose_plan": _("chose a financing plan"),
                "subsidies.co_sign": _("signed the application along"),
                "subsidies.submit": _("submitted the application"),
                "subsidies.withdraw": _("withdrew the application"),
                "subsidies.declare_interest": _("declared whether there is an interest"),
                "subsidies.take_up": _("took the application up"),
                "subsidies.assess": _("assessed the application"),
                "subsidies.draft_decision": _("drafted the decision"),
                "subsidies.sign_decision": _("signed the decision"),
            }
        )
