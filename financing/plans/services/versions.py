"""Frozen versions of a plan, and scenarios on it."""

import hashlib
import json
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from financing.engine import DriverError, Drivers, calculate, parse_plan, result_of
from financing.plans.document.rows import frozen_points, frozen_rooms
from financing.plans.models import Plan, PlanVersion, Scenario
from financing.plans.selectors.drivers import CANNOT_BE_CALCULATED
from financing.plans.selectors.may import why_not_keep_scenario


@transaction.atomic
def freeze_plan(*, plan: Plan, name: str, user: User | None) -> PlanVersion:
    """A version of the plan as it is now, with its result.

    A plan that did not change since gives the version there is.
    """
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    latest = plan.versions.first()
    if latest is not None and _is_unchanged(plan, latest):
        return latest
    return _freeze(plan, latest, name, user)


@transaction.atomic
def name_version(*, plan: Plan, name: str, user: User) -> PlanVersion:
    """A version under a name that the group gives. The same name for the same figures gives the version there is.

    Raises DomainError when another version has this name.
    """
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    taken = plan.versions.filter(name=name).first()
    if taken is not None and _is_unchanged(plan, taken):
        return taken
    if taken is not None:
        raise DomainError(
            _("There is a version with this name already, with other figures. Choose another name."), field="name"
        )
    return _freeze(plan, plan.versions.first(), name, user)


def _is_unchanged(plan: Plan, version: PlanVersion) -> bool:
    beside = version.home_points == frozen_points(plan) and version.home_rooms == frozen_rooms(plan)
    return beside and version.sha256 == hash_of(plan.document)


def _freeze(plan: Plan, latest: PlanVersion | None, name: str, user: User | None) -> PlanVersion:
    version = PlanVersion.objects.create(
        plan=plan,
        number=latest.number + 1 if latest else 1,
        name=name,
        document=plan.document,
        result=result_of(calculate(parse_plan(plan.document))).document(),
        home_points=frozen_points(plan),
        home_rooms=frozen_rooms(plan),
        sha256=hash_of(plan.document),
        created_by=user,
    )
    record(
        actor=user,
        action="plans.freeze",
        target=plan,
        after={"version": version.number, "name": name, "sha256": version.sha256},
    )
    return version


def hash_of(document: Mapping[str, object]) -> str:
    """What tells two plan documents apart, however their keys are ordered."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def keep_scenario(*, plan: Plan, name: str, drivers: Mapping[str, float], user: User) -> Scenario:
    """A scenario on a plan. The same name with the same drivers gives the scenario there is.

    Raises DomainError for drivers that the engine does not know, and for a name that stands for something else.
    """
    try:
        Drivers.of({driver: [value] for driver, value in drivers.items()})
    except DriverError as error:
        raise DomainError(str(CANNOT_BE_CALCULATED) % {"reason": error}) from error
    if not drivers:
        raise DomainError(_("Nothing is different in this scenario. Change something first."))
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    same_name = plan.scenarios.filter(name=name).first()
    if same_name is not None and same_name.drivers == dict(drivers):
        return same_name
    if same_name is not None:
        raise DomainError(_("There is a scenario with this name already. Choose another name."), field="name")
    refuse(why_not_keep_scenario(plan.scenarios.count()))
    scenario = Scenario.objects.create(plan=plan, name=name, drivers=dict(drivers), created_by=user)
    record(actor=user, action="plans.keep_scenario", target=plan, after={"scenario": name, **drivers})
    return scenario


@transaction.atomic
def remove_scenario(*, scenario: Scenario, user: User) -> None:
    """Takes a scenario away. Removing twice changes nothing."""
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=scenario.plan_id)
    gone, _models = Scenario.objects.filter(pk=scenario.pk).delete()
    if gone:
        record(
            actor=user,
            action="plans.remove_scenario",
            target=plan,
            before={"scenario": scenario.name, **scenario.drivers},
        )
