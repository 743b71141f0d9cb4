"""What the audit trail calls what is done with documents that CoopHub makes."""

from django.utils.translation import gettext_lazy as _

from coophub.audit.actions import name_actions


def register() -> None:
    name_actions({"reports.download": _("took a document along")})
