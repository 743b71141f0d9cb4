"""Among whose rooms a page of the programmes stands."""

from coophub.accounts.models import User
from pilots import may


def layout_of(user: User) -> str:
    """Those of who runs programmes, and of advisors for anybody else."""
    can_run = may.why_not_run_programmes(user) is None
    return "layouts/administration.html" if can_run else "layouts/advisor.html"
