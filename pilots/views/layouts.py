"""Among whose rooms a page of the programmes stands."""

from django.urls import reverse
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.accounts.rules import is_ministry
from coophub.web.lists import Tab
from pilots import may
from pilots.selectors.may_report import why_not_see_parliament


def layout_of(user: User) -> str:
    """Those of who runs programmes, and of advisors for anybody else."""
    can_run = may.why_not_run_programmes(user) is None
    return "layouts/administration.html" if can_run else "layouts/advisor.html"


def cohort_layout(user: User) -> str:
    """Cohorts and what is said of them stand among the rooms of the ministry too."""
    if is_ministry(user) and may.why_not_run_programmes(user):
        return "layouts/ministry.html"
    return layout_of(user)


def programmes_of(user: User) -> str:
    """The address at which somebody finds the programmes: the ministry has those that everybody sees."""
    is_of_ministry = cohort_layout(user) == "layouts/ministry.html"
    return reverse("pilots:public_programmes" if is_of_ministry else "pilots:programmes")


def cohort_tabs(user: User, *, here: str, query: str = "") -> list[Tab]:
    """The pages of the cohorts, by the names of their addresses; `query` chooses pilots on those of figures."""
    names = {
        "cohorts": _("How long"),
        "cohort_progress": _("What held them up, and what helped"),
        "reports": _("Evaluation reports"),
    }
    if why_not_see_parliament(user) is None:
        names["parliament"] = _("For parliament")
    chosen = f"?{query}" if query else ""
    with_a_choice = ("cohorts", "cohort_progress")
    return [
        Tab(label, reverse(f"pilots:{name}") + (chosen if name in with_a_choice else ""), name == here)
        for name, label in names.items()
    ]
