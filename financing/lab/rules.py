"""Who may see and do what in the policy lab."""

import rules

from coophub.accounts.models import User
from coophub.accounts.rules import Person, is_decider, is_ministry, is_scheme_manager
from financing.lab.models import KeptPortfolio, PolicyRun
from financing.plans.rules import is_editor_of_plan, is_member_of_plan
from financing.subsidies.procedure.interest import numbers_with_interest


@rules.predicate
def has_interest_in_portfolio(user: Person, portfolio: KeptPortfolio | None) -> bool:
    """Whether this person has an interest in an application that is in it (Awb 2:4)."""
    return (
        portfolio is not None
        and isinstance(user, User)
        and portfolio.plans.filter(submission__application__in=numbers_with_interest(user)).exists()
    )


@rules.predicate
def has_interest_in_run(user: Person, run: PolicyRun | None) -> bool:
    return run is not None and has_interest_in_portfolio(user, run.portfolio)


sees_portfolio = is_ministry & ~has_interest_in_portfolio
sees_run = is_ministry & ~has_interest_in_run

rules.add_perm("lab.view_consent", is_member_of_plan)
rules.add_perm("lab.give_consent", is_editor_of_plan)
rules.add_perm("lab.view_lab", is_ministry)
rules.add_perm("lab.view_portfolio", sees_portfolio)
rules.add_perm("lab.start_run", sees_portfolio)
rules.add_perm("lab.view_run", sees_run)
rules.add_perm("lab.publish_run", (is_scheme_manager | is_decider) & sees_run)
rules.add_perm("lab.take_over_run", is_scheme_manager & sees_run)
