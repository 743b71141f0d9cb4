"""The parts of an application in their order, and the pages on which a group fills them in.

What is submitted, what is missing and who changed what go by part. A page holds the parts that a person fills in
together. What a part is stands in its own module, in `parts`.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from financing.subsidies.applications.parts.activities import ACTIVITIES, ActivitiesPart
from financing.subsidies.applications.parts.advance import ADVANCE, AdvancePart
from financing.subsidies.applications.parts.aid import AID, AidPart
from financing.subsidies.applications.parts.applicant import APPLICANT, ApplicantPart
from financing.subsidies.applications.parts.budget import BUDGET, BudgetPart
from financing.subsidies.applications.parts.part import FormPart
from financing.subsidies.applications.parts.plan import PLAN, PlanPart
from financing.subsidies.applications.parts.project import PROJECT, ProjectPart
from financing.subsidies.models import SchemeVersion

PARTS: tuple[type[FormPart], ...] = (
    ProjectPart,
    ActivitiesPart,
    PlanPart,
    BudgetPart,
    AdvancePart,
    AidPart,
    ApplicantPart,
)
"""Those that are filled in, as what is submitted keeps them."""
BY_SLUG = {part.slug: part for part in PARTS}

DOCUMENTS = "documents"
"""What is added as a file comes last, on a page of its own."""
TITLES: dict[str, str | Promise] = {**{part.slug: part.title for part in PARTS}, DOCUMENTS: _("Documents")}
MINUTES = {**{part.slug: part.minutes for part in PARTS}, DOCUMENTS: 15}
ORDER = tuple(TITLES)

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
# What belongs to no part of the form: the conditions of the scheme, and the second signature.
CONDITIONS = "check"
SIGNATURE = "sign"


def parts_of(version: SchemeVersion) -> list[type[FormPart]]:
    """The parts that are filled in under this version."""
    return [part for part in PARTS if part.is_asked(version)]


def sections_of(version: SchemeVersion) -> tuple[str, ...]:
    """The same by name, and the documents."""
    return (*(part.slug for part in parts_of(version)), DOCUMENTS)


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
