"""Plans of the demo's pilots as they were kept when the coaching began, and half a year later."""

import datetime as dt
from typing import Any

from coophub.web import clock
from financing.engine import calculate, parse_plan, result_of
from financing.plans.models import Plan
from financing.plans.services.versions import freeze_plan
from initiatives.selectors.people import owners_of
from pilots.models import Pilot

AT_INTAKE, HALF_A_YEAR_LATER = "Bij de intake", "Na een half jaar begeleiding"
CLOSED_ALREADY = 4
"""Of each so many pilots one had a plan that closed before the coaching."""
MISSED_PER_HOME = 14_000
BUILDING_WAS = 0.97
"""The costs of building before the coaching, beside those of now."""


def create_versions(*, pilots: list[Pilot], plans: list[Plan]) -> None:
    """Two versions of the plan of each pilot. A group whose project stopped kept none after the intake."""
    by_group = {plan.initiative_id: plan for plan in plans}
    for number, pilot in enumerate(pilots):
        plan = by_group[pilot.initiative_id]
        now = plan.document
        _keep(plan, pilot, _before(now, closed=number % CLOSED_ALREADY == 0), AT_INTAKE, days=-12)
        if pilot.outcome == Pilot.Outcome.STOPPED:
            _set(plan, now)
        else:
            _keep(plan, pilot, now, HALF_A_YEAR_LATER, days=180)


def _keep(plan: Plan, pilot: Pilot, document: dict[str, Any], name: str, *, days: int) -> None:
    day = pilot.started_on + dt.timedelta(days=days)
    with clock.at(dt.datetime.combine(day, dt.time(19), dt.UTC)):
        _set(plan, document)
        freeze_plan(plan=plan, name=name, user=owners_of(pilot.initiative)[0])


def _set(plan: Plan, document: dict[str, Any]) -> None:
    Plan.objects.filter(pk=plan.pk).update(document=document)
    plan.document = document


def _before(now: dict[str, Any], *, closed: bool) -> dict[str, Any]:
    """The plan as it was at the intake: when it closed already building was a little cheaper; else the last source,
    mostly what members bring in, did not suffice yet.
    """
    if closed:
        lines = now["investment"]["lines"]
        return {**now, "investment": {**now["investment"], "lines": [_cheaper(line) for line in lines]}}
    *others, last = now["funding"]
    missing = result_of(calculate(parse_plan({**now, "funding": others}))).document()["funding"]["gap"]
    homes = sum(dwelling["count"] for dwelling in now["dwellings"])
    found = round(missing - min(missing, MISSED_PER_HOME * homes))
    with_amount = {key: value for key, value in last.items() if key not in ("remainder", "per_dwelling")}
    return {**now, "funding": [*others, {**with_amount, "fixed": found}] if found else others}


def _cheaper(line: dict[str, Any]) -> dict[str, Any]:
    return {key: value * BUILDING_WAS if key.startswith(("per_", "fixed")) else value for key, value in line.items()}
