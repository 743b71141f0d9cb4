"""The norms of a year, and the points of a plan's homes."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.web.errors import DomainError
from coophub.web.refusals import NOT_ANY_MORE, refuse
from financing.plans.document.rows import KEY, homes_by_name, keyed_document
from financing.plans.models import MaximumRent, NormSet, Plan
from financing.plans.selectors.may import why_not_fill_in
from financing.plans.selectors.norms import unknown_limits


@transaction.atomic
def add_norms(
    *,
    valid_from: dt.date,
    figures: Mapping[str, Decimal | int | str | None],
    rents: Mapping[int, Decimal],
    user: User | None,
) -> NormSet:
    """The norms that hold from a day on. Sets of earlier years stay as they are: plans of those years rest on them.

    Without a user they came from a file, on the server.

    Raises DomainError when there is a set for this day already.
    """
    if NormSet.objects.filter(valid_from=valid_from).exists():
        raise DomainError(_("There are norms from this day on already."), field="valid_from")
    norms = NormSet(valid_from=valid_from, added_by=user, **figures)
    norms.full_clean(exclude=["added_by"])
    norms.save()
    MaximumRent.objects.bulk_create(
        [MaximumRent(norms=norms, points=points, amount=amount) for points, amount in rents.items()]
    )
    record(
        actor=user,
        action="plans.add_norms",
        target=norms,
        after={"valid_from": valid_from, **figures, "rents": len(rents)},
    )
    return norms


@transaction.atomic
def fill_in_income_limits(*, norms: NormSet, limits: Mapping[str, Decimal], source: str, user: User) -> NormSet:
    """Income limits of a set that came without them, by the names of their fields, with where they were published.

    Raises DomainError for what is known already: plans rest on it.
    """
    norms = NormSet.objects.select_for_update(of=("self",)).get(pk=norms.pk)
    refuse(why_not_fill_in(norms))
    fields = [name for pair in unknown_limits(norms) for name in pair if name in limits]
    if set(fields) != set(limits):
        raise DomainError(NOT_ANY_MORE)
    for name in fields:
        setattr(norms, name, limits[name])
    norms.source = f"{norms.source} {source}".strip()
    norms.full_clean(exclude=["added_by"])
    norms.save(update_fields=[*fields, "source"])
    record(
        actor=user,
        action="plans.fill_in_income_limits",
        target=norms,
        after={**limits, "source": source},
    )
    return norms


@transaction.atomic
def set_home_points(*, plan: Plan, points: Mapping[str, int | None], user: User) -> Plan:
    """Changes the points of these types of homes, by the key of their row. None takes the points of a type away."""
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    new = {key: value for key, value in {**plan.home_points, **points}.items() if value is not None}
    if plan.home_points == new:
        return plan
    before, after = _by_name(plan, plan.home_points), _by_name(plan, new)
    plan.home_points = new
    plan.save(update_fields=["home_points", "updated_at"])
    record(actor=user, action="plans.set_home_points", target=plan, before=before, after=after)
    return plan


@transaction.atomic
def set_home_rooms(*, plan: Plan, rooms: Mapping[str, int | None], user: User | None) -> Plan:
    """Changes how many rooms these types of homes have, by the key of their row. None: nobody knows."""
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    new = {key: value for key, value in {**plan.home_rooms, **rooms}.items() if value is not None}
    if plan.home_rooms == new:
        return plan
    before, after = _by_name(plan, plan.home_rooms), _by_name(plan, new)
    plan.home_rooms = new
    plan.save(update_fields=["home_rooms", "updated_at"])
    record(actor=user, action="plans.set_home_rooms", target=plan, before=before, after=after)
    return plan


def _by_name(plan: Plan, of_homes: Mapping[str, int]) -> dict[str, int]:
    """The points or rooms as people read them."""
    homes = homes_by_name(keyed_document(plan))
    return {name: of_homes[home[KEY]] for name, home in homes.items() if home[KEY] in of_homes}
