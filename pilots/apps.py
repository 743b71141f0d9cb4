"""Registers the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PilotsConfig(AppConfig):
    name = "pilots"
    verbose_name = _("Pilots")

    def ready(self) -> None:
        from coophub.audit.actions import name_actions
        from pilots import personal_data

        personal_data.register()
        name_actions(
            {
                "pilots.select_pilot": _("made an initiative a pilot"),
                "pilots.assign_advisor": _("assigned an advisor"),
                "pilots.record_session": _("recorded a session"),
                "pilots.open_bottleneck": _("recorded a bottleneck"),
                "pilots.resolve_bottleneck": _("recorded that a bottleneck is solved"),
                "pilots.end_pilot": _("ended the coaching"),
            }
        )
