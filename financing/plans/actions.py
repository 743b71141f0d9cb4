"""What the audit trail calls what is done in the financing plans."""

from django.utils.translation import gettext_lazy as _

from coophub.audit.actions import name_actions
from coophub.audit.values import name_values


def register() -> None:
    name_actions(
        {
            "plans.start": _("started a plan"),
            "plans.save": _("changed the plan"),
            "plans.undo": _("took a change of the plan back"),
            "plans.redo": _("did a change of the plan again"),
            "plans.restore": _("brought the plan back as it was"),
            "plans.take_over": _("brought a plan along from the calculator"),
            "plans.export": _("took the plan along as a file"),
            "plans.freeze": _("froze a version of the plan"),
            "plans.remove": _("removed the plan"),
            "plans.keep_scenario": _("kept a scenario"),
            "plans.remove_scenario": _("removed a scenario"),
            "plans.set_home_points": _("changed the points of the homes"),
            "plans.set_home_rooms": _("changed the rooms of the homes"),
            "plans.share": _("made a private link"),
            "plans.revoke_link": _("withdrew a private link"),
            "plans.add_norms": _("added the norms of a year"),
            "plans.fill_in_income_limits": _("filled in income limits of a year"),
        }
    )
    name_values(
        "plans",
        {
            "pass_phrase": _("asks for a pass phrase"),
            "rents": _("number of rents"),
            "scenario": _("kept scenario"),
            "until": _("works until"),
            "what": _("what was taken along"),
            "version": _("version"),
        },
    )
