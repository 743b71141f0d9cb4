"""What the audit trail calls what is done in the policy lab."""

from django.utils.translation import gettext_lazy as _

from coophub.audit.actions import name_actions
from coophub.audit.values import name_values


def register() -> None:
    name_actions(
        {
            "lab.give_consent": _("let the policy lab count with a plan"),
            "lab.withdraw_consent": _("withdrew a plan from the policy lab"),
            "lab.make_portfolio": _("made a portfolio of plans"),
            "lab.start_run": _("asked what helps a portfolio of plans most"),
            "lab.cancel_run": _("stopped a run of the policy lab"),
            "lab.resume_run": _("went on with a run of the policy lab"),
            "lab.finish_run": _("got the answer of the policy lab"),
            "lab.take_run_along": _("took a run of the policy lab along"),
            "lab.publish_run": _("published a run of the policy lab"),
            "lab.withdraw_publication": _("withdrew a published run of the policy lab"),
            "lab.take_over_run": _("began a scheme with a run of the policy lab"),
        }
    )
    name_values(
        "lab",
        {
            "as": _("kind of file"),
            "plans": _("plans"),
            "scheme": _("scheme"),
        },
    )
