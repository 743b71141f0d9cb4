"""Plans from before rows had keys go on where they were, and back."""

from importlib import import_module
from uuid import UUID

import pytest
from django.apps import apps

from financing.plans.document.rows import keyed_document
from financing.plans.models import Plan, PlanChange, PlanVersion
from financing.plans.selectors.changes import state_at
from financing.plans.services import editing
from tests.factories.accounts import UserFactory
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db

migration = import_module("financing.plans.migrations.0002_row_keys")


def changed(plan, user, change):
    document = keyed_document(plan)
    change(document)
    return editing.save_plan(plan=plan, document=document, revision=plan.revision, user=user)


@pytest.fixture
def plan():
    """A plan of which rows came, went, changed, and went again after they were taken back."""
    user, plan = UserFactory(), PlanFactory()
    new = {"key": "f" * 32, "name": "Studio", "count": 3, "area_m2": 30, "monthly_rent": 700}
    for change in (
        lambda document: document["dwellings"].append(new),
        lambda document: document["dwellings"].pop(0),
        lambda document: document["dwellings"][0].update(monthly_rent=1),
        lambda document: document["funding"][0].update(rate_resets=[{"key": "e" * 32, "after_years": 5, "rate": 0.05}]),
    ):
        plan = changed(plan, user, change)
    for step in (editing.undo_change, editing.undo_change, editing.undo_change, editing.redo_change):
        step(plan=plan, revision=plan.revision, user=user)
        plan.refresh_from_db()
    return plan


def states(plan):
    without = migration.without_keys
    return [without(state_at(plan, revision)) for revision in range(1, plan.revision + 1)]


def test_story_is_told_by_number_and_by_keys_again(plan):
    before = states(plan)

    migration.tell_by_number(apps, None)
    by_number = PlanChange.objects.get(plan=plan, revision=4).patch
    Plan.objects.update(row_keys={})
    migration.tell_by_keys(apps, None)

    plan.refresh_from_db()
    assert by_number == [{"path": ["dwellings", 0, "monthly_rent"], "before": 1210.0, "after": 1, "name": "3 kamers"}]
    assert states(plan) == before


def test_what_was_taken_back_before_can_be_done_again_after(plan):
    user = UserFactory()
    migration.tell_by_number(apps, None)
    Plan.objects.update(row_keys={})
    migration.tell_by_keys(apps, None)
    plan.refresh_from_db()

    for step in (*[editing.redo_change] * 2, *[editing.undo_change] * 4, *[editing.redo_change] * 4):
        step(plan=plan, revision=plan.revision, user=user)
        plan.refresh_from_db()

    assert [home["name"] for home in plan.document["dwellings"]] == ["3 kamers", "Studio"]
    assert plan.document["dwellings"][0]["monthly_rent"] == 1
    assert plan.document["funding"][0]["rate_resets"] == [{"after_years": 5, "rate": 0.05}]


def test_points_go_from_the_name_of_a_home_to_the_key_of_its_row_and_back(plan):
    points_by_key = import_module("financing.plans.migrations.0006_points_by_key")
    first = plan.document["dwellings"][0]["name"]
    Plan.objects.update(home_points={first: 150, "gone": 1})
    plan.refresh_from_db()
    version = PlanVersion.objects.create(
        plan=plan, number=1, name="Bank", document=plan.document, result={}, home_points={first: 150}, sha256="0" * 64
    )

    points_by_key.by_key(apps, None)
    found = [Plan.objects.get().home_points, PlanVersion.objects.get(pk=version.pk).home_points]
    points_by_key.by_name(apps, None)

    assert found == [{keyed_document(plan)["dwellings"][0]["key"]: 150}, {UUID(int=1).hex: 150}]
    assert Plan.objects.get().home_points == PlanVersion.objects.get(pk=version.pk).home_points == {first: 150}
