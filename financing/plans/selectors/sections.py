"""What each part of a plan says of itself: a few words for the list of parts, and a sentence beside the form."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coophub.web.formats import euro, euro_cents, percent
from financing.plans.figures.kinds import homes_in_words
from financing.plans.figures.verdict import PAID_FOR
from financing.plans.selectors.outcomes import Outcome

CRITERIA_OF = {"funding": ("funding", "ltv", "equity_share"), "running": ("reserve",)}
"""The criteria that a part decides on more than any other."""

FAR_TOO_MUCH = 0.5
"""More money than needed, as a part of what the homes cost: that much is mostly a slip of the pen."""


@dataclass(frozen=True)
class SectionState:
    """A part's state in a few words and in a sentence; `is_good` is None where there is nothing to judge."""

    in_short: str
    sentence: str
    is_good: bool | None = None


def state_of(slug: str, outcome: Outcome) -> SectionState:
    """Raises KeyError for a slug that is no section."""
    return STATES[slug](outcome)


def _basics(outcome: Outcome) -> SectionState:
    plan, factors = outcome.plan, outcome.indices.factors
    last = plan.first_year + plan.horizon_years - 1
    number_of_years = min(10, plan.horizon_years - 1)
    year = plan.first_year + number_of_years
    rent, prices = (1000 * float(factors[name][0, number_of_years]) for name in ("rent", "inflation"))
    return SectionState(
        _("%(first)s to %(last)s") % {"first": plan.first_year, "last": last},
        _("In %(year)s a rent of %(now)s of today is %(rent)s, and costs of %(now)s of today are %(prices)s.")
        % {"year": year, "now": euro(1000), "rent": euro(rent), "prices": euro(prices)},
    )


def _homes(outcome: Outcome) -> SectionState:
    plan = outcome.plan
    count, area = plan.dwelling_count, plan.living_area_m2
    monthly = sum(dwelling.count * dwelling.payment for dwelling in plan.dwellings)
    homes = homes_in_words(count)
    if not count:
        return SectionState(_("no homes yet"), _("Fill in at least one type of home."), False)
    facts = {
        "homes": homes,
        "monthly": euro(monthly),
        "each": euro(monthly / count),
        "per_m2": euro_cents(monthly / area) if area else "-",
    }
    return SectionState(
        _("%(homes)s, on average %(each)s") % facts,
        _("%(homes)s bring in %(monthly)s a month: on average %(each)s per home and %(per_m2)s per m².") % facts,
    )


def _costs(outcome: Outcome) -> SectionState:
    investment = outcome.result.investment
    per_home, per_m2 = investment.per_dwelling, investment.per_m2
    facts = {
        "total": euro(investment.total),
        "per_home": "-" if per_home is None else euro(per_home),
        "per_m2": "-" if per_m2 is None else euro(per_m2),
    }
    return SectionState(
        _("%(total)s in all") % facts,
        _("The homes cost %(total)s, VAT included: %(per_home)s per home, %(per_m2)s per m².") % facts,
    )


def _funding(outcome: Outcome) -> SectionState:
    gap, total = outcome.result.funding.gap, outcome.result.investment.total
    if gap > 0.5:
        facts = {"gap": euro(gap), "total": euro(total)}
        return SectionState(
            _("%(gap)s is missing") % facts,
            _("Of the %(total)s that the homes cost, %(gap)s has no source yet.") % facts,
            False,
        )
    failing = [
        criterion for criterion in outcome.criteria if criterion.name in CRITERIA_OF["funding"] and not criterion.holds
    ]
    if failing:
        return SectionState(_("complete, not as asked"), failing[0].sentence, False)
    if -gap > FAR_TOO_MUCH * max(total, 1):
        much = {"share": percent((total - gap) / total) if total else euro(-gap), "total": euro(total)}
        sentence = _("All the money together is %(share)s of the %(total)s that the homes cost. Check both.") % much
        return SectionState(_("far more than needed"), sentence, False)
    more = _("There is %(amount)s more than needed; it becomes cash at the start.") % {"amount": euro(-gap)}
    return SectionState(_("complete"), more if gap < -0.5 else str(PAID_FOR), True)


def _running(outcome: Outcome) -> SectionState:
    plan, years = outcome.plan, outcome.result.years
    costs = years.operating_costs[0] + years.reserve_contribution[0]
    rent = years.net_rent[0]
    count = plan.dwelling_count
    facts = {
        "year": plan.first_year,
        "hundred": euro(100),
        "costs": euro(costs / count) if count else euro(costs),
        "running": euro(100 * costs / rent) if rent else "-",
        "canon": euro(100 * years.canon[0] / rent) if rent else "-",
        "lenders": euro(100 * (years.interest[0] + years.principal[0]) / rent) if rent else "-",
    }
    if not years.canon[0]:
        sentence = _(
            "Of every %(hundred)s of rent in %(year)s, %(running)s goes to running the homes and %(lenders)s "
            "to the lenders."
        )
    else:
        sentence = _(
            "Of every %(hundred)s of rent in %(year)s, %(running)s goes to running the homes, %(canon)s to "
            "ground rent and %(lenders)s "
            "to the lenders."
        )
    failing = [
        criterion for criterion in outcome.criteria if criterion.name in CRITERIA_OF["running"] and not criterion.holds
    ]
    if failing:
        return SectionState(_("the reserve runs dry"), failing[0].sentence, False)
    return SectionState(_("%(costs)s per home a year") % facts, sentence % facts)


def _demands(outcome: Outcome) -> SectionState:
    failing = [criterion for criterion in outcome.criteria if not criterion.holds]
    facts = {"failing": len(failing), "all": len(outcome.criteria)}
    if not failing:
        return SectionState(_("all hold"), _("The plan meets all %(all)s demands.") % facts, True)
    return SectionState(
        ngettext("%(failing)s does not hold", "%(failing)s do not hold", len(failing)) % facts,
        " ".join(
            [
                ngettext(
                    "The plan misses %(failing)s of its %(all)s demands.",
                    "The plan misses %(failing)s of its %(all)s demands.",
                    len(failing),
                )
                % facts,
                failing[0].sentence,
            ]
        ),
        False,
    )


STATES: dict[str, Callable[[Outcome], SectionState]] = {
    "basics": _basics,
    "homes": _homes,
    "costs": _costs,
    "funding": _funding,
    "running": _running,
    "demands": _demands,
}
