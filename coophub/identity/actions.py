"""What the audit trail calls what providers do."""

from django.utils.translation import gettext_lazy as _

from coophub.audit.actions import name_actions
from coophub.audit.values import name_values


def register() -> None:
    name_actions(
        {
            "identity.sign_in": _("signed in with a provider"),
            "identity.link": _("linked an account elsewhere to sign in with"),
            "identity.unlink": _("stopped signing in with an account elsewhere"),
            "identity.end_claim": _("heard that an organisation names a role no longer"),
            "identity.keep_last_administrator": _("kept a role, because nobody else would be administrator"),
            "identity.sign_out_by_provider": _("ended every session, because somebody signed out at the provider"),
        }
    )
    name_values("identity", {"provider": _("provider"), "sessions": _("sessions that ended")})
