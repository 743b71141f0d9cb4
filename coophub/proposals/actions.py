"""What the audit trail calls what is done with proposals."""

from django.utils.translation import gettext_lazy as _

from coophub.audit.actions import name_actions
from coophub.audit.values import name_values


def register() -> None:
    name_actions(
        {
            "proposals.propose": _("made a proposal"),
            "proposals.confirm": _("confirmed the proposal of a colleague"),
            "proposals.turn_down": _("turned a proposal down"),
        }
    )
    name_values(
        "proposals",
        {
            "proposal": _("what was proposed"),
            "proposed_by": _("proposed by"),
            "reason": _("reason"),
        },
    )
