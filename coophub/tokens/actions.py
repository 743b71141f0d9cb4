"""What the audit trail calls what is done with tokens."""

from django.utils.translation import gettext_lazy as _

from coophub.audit.actions import name_actions
from coophub.audit.values import name_values


def register() -> None:
    name_actions(
        {
            "tokens.make": _("made a token for a program"),
            "tokens.make_for_organisation": _("proposed a token for an organisation"),
            "tokens.take": _("took the token of an organisation"),
            "tokens.withdraw": _("withdrew a token"),
        }
    )
    name_values("tokens", {"until": _("good until")})
