"""The parts of an application, and the pages on which a group fills them in.

What is submitted, what is missing and who changed what go by part. A page holds the parts that a person fills in
together.
"""

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
"""As what is submitted keeps them."""

PAGES = {
    "work": (PROJECT, ACTIVITIES),
    "money": (PLAN, BUDGET),
    "group": (APPLICANT, ADVANCE, AID),
    DOCUMENTS: (DOCUMENTS,),
}
"""The parts of each page, in the order in which a group fills them in."""

PAGE_TITLES = {
    "work": _("What you are going to do"),
    "money": _("What it costs and who pays"),
    "group": _("Who you are and how you are paid"),
}
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


def pages_of(version: SchemeVersion) -> dict[str, tuple[str, ...]]:
    """The pages of an application under this version, each with the parts that it has."""
    present = sections_of(version)
    found = {page: tuple(part for part in parts if part in present) for page, parts in PAGES.items()}
    return {page: parts for page, parts in found.items() if parts}


def page_of(section: str) -> str:
    """The page on which a part is filled in."""
    return next(page for page, parts in PAGES.items() if section in parts)


def page_title(page: str, parts: tuple[str, ...]) -> str:
    """A page that holds one part is called as that part."""
    return str(TITLES[parts[0]] if len(parts) == 1 else PAGE_TITLES[page])
