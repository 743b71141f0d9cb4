"""Registers the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "coophub.accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from coophub.accounts import signals  # noqa: F401
        from coophub.audit.actions import name_actions

        name_actions(
            {
                "accounts.sign_up": _("signed up"),
                "accounts.change_profile": _("changed name or language"),
                "accounts.grant_role": _("gave a role"),
                "accounts.revoke_role": _("took a role away"),
                "accounts.assign_organisation": _("changed the organisation"),
                "accounts.add_second_factor": _("added a second factor"),
                "accounts.remove_second_factor": _("removed a second factor"),
                "accounts.export_personal_data": _("downloaded their own data"),
                "accounts.erase_account": _("erased their own account"),
            }
        )
