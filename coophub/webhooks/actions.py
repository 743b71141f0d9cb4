"""What the audit trail calls what is done with webhooks."""

from django.utils.translation import gettext_lazy as _

from coophub.audit.actions import name_actions


def register() -> None:
    name_actions(
        {
            "webhooks.make": _("made a webhook"),
            "webhooks.pause": _("paused a webhook that kept failing"),
            "webhooks.resume": _("let a webhook go on"),
            "webhooks.remove": _("removed a webhook"),
        }
    )
