"""What an official sees of a plan (`initiatives.selectors.shared_plans`)."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.web.formats import Words, euro, number
from financing.plans.figures import headings, result_label
from financing.plans.figures.choices import SERIES
from financing.plans.models import Plan
from financing.plans.selectors.drivers import amount_of_category, average_rent
from financing.plans.selectors.outcomes import Outcome, outcome_of, plans_of
from initiatives.models import Initiative
from initiatives.selectors.shared_plans import OF_A_GROUP, PLANS, Lines, PlansToShare


def register() -> None:
    parts = [(name, label) for name, (label, _lines) in PARTS.items()]
    PLANS.add(OF_A_GROUP, PlansToShare(choices=_choices, parts=parts, name_of=_name_of, lines=_lines_of))


def _choices(initiative: Initiative) -> list[tuple[str, str]]:
    return [(str(plan.pk), plan.name) for plan in plans_of(initiative)]


def _name_of(initiative: Initiative, key: str) -> str:
    return _plan(initiative, key).name


def _lines_of(initiative: Initiative, key: str, parts: Sequence[str]) -> Lines:
    outcome = outcome_of(_plan(initiative, key).document)
    return [line for name, (_label, lines) in PARTS.items() if name in parts for line in lines(outcome)]


def _plan(initiative: Initiative, key: str) -> Plan:
    found = plans_of(initiative).filter(pk=int(key)).first() if key.isdecimal() else None
    if found is None:
        raise LookupError(key)
    return found


def _verdict(outcome: Outcome) -> Lines:
    return [(result_label("closes"), outcome.sentence)]


def _homes(outcome: Outcome) -> Lines:
    return [
        (str(headings.HOMES), number(outcome.homes)),
        (str(headings.AVERAGE_RENT), euro(average_rent(outcome))),
    ]


def _costs(outcome: Outcome) -> Lines:
    lines = [(result_label("investment.total"), euro(outcome.result.investment.total))]
    if land := amount_of_category(outcome, "land"):
        lines.append((_("Price of the land, before VAT"), euro(land)))
    canon = next((amount for amount in outcome.result.years.canon if amount), 0)
    if canon:
        lines.append((str(SERIES["canon"].label), euro(canon)))
    return lines


def _funding(outcome: Outcome) -> Lines:
    sources = zip(outcome.document.get("funding", []), outcome.result.funding.sources, strict=True)
    return [(source["name"], euro(found.amount)) for source, found in sources]


PARTS: dict[str, tuple[Words, Callable[[Outcome], Lines]]] = {
    "verdict": (gettext_lazy("Whether it closes"), _verdict),
    "homes": (gettext_lazy("How many homes, and the average rent"), _homes),
    "costs": (gettext_lazy("What it costs, with the land"), _costs),
    "funding": (headings.FUNDING, _funding),
}
"""What can be shown of a plan, in the order in which it stands on the page."""
