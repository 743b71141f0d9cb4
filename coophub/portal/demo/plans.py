"""Financing plans of the demo: some close and some do not."""

import datetime as dt
from typing import Any

from coophub.accounts.models import User
from coophub.web import clock
from financing.plans.document.examples import example_document
from financing.plans.models import Plan
from financing.plans.selectors.outcomes import plan_closes
from initiatives.models import Initiative

WITH_A_PLAN = 25
IN_TURN = (
    "middenhuur-stad",
    "erfpacht-met-stadslening",
    "overname-met-korting",
    "beheercooperatie",
    "hofje-voor-ouderen",
    "cpo-ouderen",
    "ledenkapitaal",
    "sociale-huur-dorp",
    "wonen-met-vrienden",
    "jongeren-modulair",
    "de-eendracht",
    "school-wordt-wonen",
)
"""The examples that can be given another size: no amount in them is for some types of home."""

COACHED = 7
"""From here on the groups have an advisor now."""


def create_plans(*, accounts: dict[str, User], initiatives: list[Initiative]) -> list[Plan]:
    """A plan for the first initiatives, in turn after each of these examples and with their own number of homes.

    The first, of Anna and Bram, begins with the middle rent that it wants to build.
    """
    plans: list[Plan] = []
    for number, initiative in enumerate(initiatives[:WITH_A_PLAN]):
        document = _document(IN_TURN[number % len(IN_TURN)], initiative)
        plans.append(
            Plan.objects.create(
                initiative=initiative,
                name=f"Plan {initiative.name}",
                document=document if plans else _nearly_closing(document),
                updated_by=initiative.memberships.all()[0].user,
            )
        )
    _stop_closing(plans[COACHED:])
    return plans


def _stop_closing(plans: list[Plan]) -> None:
    """The first of them that does not close did so until some days ago."""
    stopped = next(plan for plan in plans if not plan_closes(plan.document))
    Plan.objects.filter(pk=stopped.pk).update(stopped_closing_at=clock.now() - dt.timedelta(days=12))


def _nearly_closing(document: dict[str, Any]) -> dict[str, Any]:
    """A plan that a little help makes close: with setbacks as they come it does so in about half of the cases."""
    bank, city = document["funding"][:2]
    bank["share_of_investment"], city["term_years"] = 0.6, 50
    document["dwellings"][0]["monthly_rent"] = 1_125.0
    return document


def _document(slug: str, initiative: Initiative) -> dict[str, Any]:
    """An example at the size of this initiative: one type of home, and amounts in total in proportion."""
    document = example_document(slug, name=f"Plan {initiative.name}")
    before = sum(dwelling["count"] for dwelling in document["dwellings"])
    scale = initiative.homes / before
    largest = max(document["dwellings"], key=lambda dwelling: dwelling["count"])
    document["dwellings"] = [{**largest, "count": initiative.homes}]
    for line in [*document["investment"]["lines"], *document["funding"]]:
        if line.get("fixed"):
            line["fixed"] = round(line["fixed"] * scale)
    for item in document["maintenance_reserve"].get("items", []):
        item["amount"] = round(item["amount"] * scale)
    if document.get("market_value"):
        document["market_value"] = round(document["market_value"] * scale)
    if document.get("ground_lease", {}).get("amount"):
        document["ground_lease"]["amount"] = round(document["ground_lease"]["amount"] * scale)
    return document
