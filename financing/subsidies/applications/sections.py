"""The parts of an application, in the order in which a group fills them in."""

from django.utils.translation import gettext_lazy as _

from financing.subsidies.models import SchemeVersion

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
MINUTES = {PROJECT: 40, ACTIVITIES: 15, PLAN: 5, BUDGET: 30, ADVANCE: 10, AID: 10, APPLICANT: 10, DOCUMENTS: 15}
"""How long a part takes about, for who has everything at hand. An estimate."""

# What belongs to no part of the form: the conditions of the scheme, and the second signature.
CONDITIONS = "check"
SIGNATURE = "sign"


def sections_of(version: SchemeVersion) -> tuple[str, ...]:
    """The parts that an application under this version has.

    A notification asks no money, so it has no budget. Aid is asked only where the scheme gives de-minimis aid, and when
    the money is needed only where the scheme pays by that (KB 11).
    """
    left_out = set() if version.has_money else {BUDGET}
    if not (version.has_money and version.gives_small_aid):
        left_out.add(AID)
    if not version.pays_by_need:
        left_out.add(ADVANCE)
    return tuple(section for section in ORDER if section not in left_out)
