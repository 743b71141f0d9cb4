"""What is asked once more before somebody signs: what it does, for whom and how much, in words."""

from django.utils.translation import gettext as _

from coophub.web.formats import euro_cents
from financing.subsidies.models import Application, Decision, LaterDecision


def question_to_sign(draft: Decision | LaterDecision, application: Application) -> str:
    facts = {
        "decision": draft.get_kind_display(),
        "amount": euro_cents(draft.amount),
        "group": application.applicant.name,
    }
    if not draft.amount:
        return _("%(decision)s, for %(group)s: do you sign this? The letter goes out at once.") % facts
    return _("%(decision)s, for %(group)s: do you sign for %(amount)s? The letter goes out at once.") % facts
