"""What the audit trail calls what is done in the initiatives."""

from django.utils.translation import gettext_lazy as _

from coophub.audit.actions import name_actions


def register() -> None:
    name_actions(
        {
            "initiatives.start": _("started the initiative"),
            "initiatives.change_profile": _("changed the profile"),
            "initiatives.change_phase": _("went to another phase"),
            "initiatives.publish": _("published the page"),
            "initiatives.unpublish": _("took the page offline"),
            "initiatives.end": _("ended the initiative"),
            "initiatives.write_to_group": _("got a message of a visitor"),
            "initiatives.remove_message": _("removed a message of a visitor"),
            "initiatives.invite_member": _("invited somebody"),
            "initiatives.withdraw_invitation": _("withdrew an invitation"),
            "initiatives.accept_invitation": _("accepted an invitation"),
            "initiatives.stop_invitations": _("was asked for no more invitations to an address"),
            "initiatives.allow_invitations": _("was allowed invitations to an address again"),
            "initiatives.change_member_role": _("changed somebody's role"),
            "initiatives.end_membership": _("ended a membership"),
            "initiatives.send_enquiry": _("sent a question to an official"),
            "initiatives.remind_official": _("reminded an official of a question"),
            "initiatives.withdraw_enquiry": _("withdrew a question"),
            "initiatives.open_enquiry": _("had a question opened by its link"),
            "initiatives.send_another_code": _("had another code sent to an official"),
            "initiatives.answer_enquiry": _("got an answer of an official"),
            "initiatives.state_policy": _("wrote down policy of a municipality"),
            "initiatives.withdraw_policy": _("took policy of a municipality away"),
            "initiatives.state_policy_by_link": _("got policy of the municipality itself"),
            "initiatives.send_policy_link": _("sent a municipality a link for its policy"),
            "initiatives.withdraw_policy_link": _("withdrew the link of a municipality"),
            "initiatives.open_policy_link": _("had a link of a municipality opened"),
            "initiatives.send_another_policy_code": _("had another code sent to a municipality"),
            "initiatives.add_milestone": _("added a step"),
            "initiatives.set_milestone": _("changed a step"),
            "initiatives.remove_milestone": _("removed a step"),
            "initiatives.add_task": _("added a task"),
            "initiatives.complete_task": _("completed a task"),
            "initiatives.reopen_task": _("reopened a task"),
            "initiatives.change_municipality": _("changed a municipality"),
            "initiatives.end_municipality": _("ended a municipality"),
            "initiatives.move_along": _("moved along with its municipality"),
            "initiatives.add_household": _("added a household"),
            "initiatives.change_household": _("changed a household"),
            "initiatives.place_household": _("gave a household another place on the list"),
            "initiatives.take_household_off": _("took a household off the list"),
            "initiatives.put_household_back": _("put a household back on the list"),
            "initiatives.remove_household": _("removed a household"),
        }
    )
