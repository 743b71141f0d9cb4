"""The parts of an application, in the order in which a group fills them in."""

from django.utils.translation import gettext_lazy as _

PROJECT = "project"
ACTIVITIES = "activities"
PLAN = "plan"
BUDGET = "budget"
ADVANCE = "advance"
AID = "aid"
APPLICANT = "applicant"
DOCUMENTS = "documents"

TITLES = {
    PROJECT: _("The project"),
    ACTIVITIES: _("What you do, and when"),
    PLAN: _("Financing plan"),
    BUDGET: _("Costs and income"),
    ADVANCE: _("Advance"),
    AID: _("State aid"),
    APPLICANT: _("Who you are"),
    DOCUMENTS: _("Documents"),
}
ORDER = tuple(TITLES)

# What belongs to no part of the form: the conditions of the scheme, and the second signature.
CONDITIONS = "check"
SIGNATURE = "sign"
