"""Why something of the policy lab may not be done now: asked by pages, raised by services."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.accounts.models import User
from coophub.web.access import NOT_YOURS_TO_DO
from coophub.web.refusals import OUT_OF_ORDER, Refusal, by_person, by_state
from financing.lab.models import KeptPortfolio, PolicyRun
from financing.lab.selectors.consents import lost_consents
from financing.lab.selectors.runs import KNOWN, secret_plans_published
from financing.lab.selectors.secrecy import FEWEST, tells_too_much

ROUND_BUDGET = 1_000_000
LOST = gettext_lazy(
    "A group took its yes back, so nothing new is calculated with this portfolio. Make another portfolio."
)


def why_not_mix(with_consent: bool, *, has_others: bool) -> Refusal | None:
    """Plans of groups that said yes stand alone: who knows the other plans could take those off the figures."""
    if not (with_consent and has_others):
        return None
    return by_state(
        _(
            "Plans of groups that said yes are not mixed with others: who knows those could work out the rest. Make a "
            "portfolio of each."
        )
    )


def why_not_calculate(portfolio: KeptPortfolio, budget: int, parameters: Mapping[str, Any]) -> Refusal | None:
    """Ask something of a portfolio. Of plans of groups that said yes little can be asked: many questions that differ a
    little find a single plan.
    """
    if lost_consents(portfolio):
        return by_state(LOST)
    if not has_consents(portfolio):
        return None
    if budget % ROUND_BUDGET:
        return by_state(_("With plans of groups that said yes a budget is a whole number of millions."))
    if parameters:
        return by_state(_("With plans of groups that said yes there are no limits or other terms to choose."))
    return None


def why_not_cancel(run: PolicyRun) -> Refusal | None:
    """Stop a run that is calculated."""
    return None if run.state == PolicyRun.State.WAITING else OUT_OF_ORDER


def why_not_resume(run: PolicyRun) -> Refusal | None:
    """Go on with a run that was stopped."""
    if run.state != PolicyRun.State.CANCELLED:
        return OUT_OF_ORDER
    return why_not_calculate(run.portfolio, run.budget, run.parameters)


def why_not_tell(run: PolicyRun) -> Refusal | None:
    """Show what came of it."""
    return None if run.is_done else by_state(_("This run is not ready yet."))


def why_not_publish(run: PolicyRun, user: User) -> Refusal | None:
    """Let everybody read it: as long as nobody can work out anything of fewer than five plans from all that was ever
    published.
    """
    if not user.has_perm("lab.publish_run", run):
        return by_person(NOT_YOURS_TO_DO)
    if not run.is_done:
        return OUT_OF_ORDER
    if lost_consents(run.portfolio):
        return by_state(LOST)
    plans = dict(run.portfolio.plans.values_list("sha256", "source"))
    secret = {plan for plan, source in plans.items() if source not in KNOWN}
    if len(plans) < FEWEST:
        return by_state(
            _("There are fewer than %(count)s plans in it. What everybody reads is of more.") % {"count": FEWEST}
        )
    if not secret:
        return None
    if len(secret) < len(plans):
        return by_state(
            _("Example plans stand beside other plans in it. Who takes those off knows the rest; publish them apart.")
        )
    return _why_not_beside_earlier(run, secret)


def why_not_withdraw_publication(run: PolicyRun, user: User) -> Refusal | None:
    """Take off the pages what others read of a run. What is not there is not withdrawn, and that is no mistake."""
    return None if user.has_perm("lab.publish_run", run) else by_person(NOT_YOURS_TO_DO)


def _why_not_beside_earlier(run: PolicyRun, secret: set[str]) -> Refusal | None:
    earlier = secret_plans_published(but=run)
    if secret in earlier:
        return by_state(
            _("A run over the same plans was published before. A second one would tell something of a single plan.")
        )
    if tells_too_much(earlier, secret):
        return by_state(
            _(
                "Beside what was published before, this would tell something of fewer than %(count)s plans. Wait for "
                "more plans."
            )
            % {"count": FEWEST}
        )
    return None


def why_not_take_over(run: PolicyRun, user: User) -> Refusal | None:
    """Begin a draft of a scheme with what came of a run."""
    if not user.has_perm("lab.take_over_run", run):
        return by_person(NOT_YOURS_TO_DO)
    return why_not_tell(run)


def has_consents(portfolio: KeptPortfolio) -> bool:
    """Whether plans of groups that said yes are in it."""
    return portfolio.plans.exclude(consent=None).exists()
