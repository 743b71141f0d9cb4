"""What the audit trail calls what is done in the policy lab."""

from django.utils.translation import gettext_lazy as _

from coophub.audit.actions import name_actions


def register() -> None:
    name_actions(
        {
            "lab.give_consent": _("let the policy lab count with a plan"),
            "lab.withdraw_consent": _("withdrew a plan from the policy lab"),
            "lab.make_portfolio": _("made a portfolio of plans"),
        }
    )
