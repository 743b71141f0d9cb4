"""What the audit trail calls what is done in accounts."""

from django.utils.translation import gettext_lazy as _

from coophub.audit.actions import name_actions


def register() -> None:
    name_actions(
        {
            "accounts.sign_up": _("signed up"),
            "accounts.sign_in": _("signed in"),
            "accounts.sign_out": _("signed out"),
            "accounts.fail_to_sign_in": _("saw somebody try to sign in with a wrong password"),
            "accounts.fail_second_factor": _("saw somebody try to sign in with a wrong code"),
            "accounts.change_password": _("changed the password"),
            "accounts.change_profile": _("changed name or language"),
            "accounts.grant_role": _("gave a role"),
            "accounts.revoke_role": _("took a role away"),
            "accounts.sign_out_person": _("signed somebody out everywhere"),
            "accounts.assign_organisation": _("changed the organisation"),
            "accounts.add_second_factor": _("added a second factor"),
            "accounts.remove_second_factor": _("removed a second factor"),
            "accounts.export_personal_data": _("downloaded their own data"),
            "accounts.erase_account": _("erased their own account"),
        }
    )
