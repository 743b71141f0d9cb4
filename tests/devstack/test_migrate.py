"""Migrations along states in which fewer models are drawn anew: every operation leaves what it leaves with Django."""

import pgtrigger
import pytest
from django.db import models
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel, RemoveConstraint
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger

from coophub.devstack.management.commands.migrate import MigrationState

OPERATIONS: list[Operation] = [
    CreateModel("Street", [("id", models.BigAutoField(primary_key=True)), ("name", models.TextField())]),
    CreateModel(
        "Home",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("number", models.IntegerField()),
            ("street", models.ForeignKey("ground.Street", models.CASCADE, related_name="homes")),
        ],
    ),
    AddConstraint("Home", models.UniqueConstraint(fields=["street", "number"], name="one_of_a_number")),
    AddConstraint("Home", models.CheckConstraint(condition=models.Q(number__gt=0), name="number_above_zero")),
    AddIndex("Home", models.Index(fields=["number"], name="home_by_number")),
    AddTrigger("street", pgtrigger.Protect(name="stays", operation=pgtrigger.Delete)),
    AddField("Street", "crosses", models.ForeignKey("ground.Street", models.CASCADE, null=True)),
    RemoveConstraint("Home", "number_above_zero"),
    CreateModel("Garden", [("home", models.OneToOneField("ground.Home", models.CASCADE, primary_key=True))]),
]


@pytest.fixture
def states() -> list[ProjectState]:
    states: list[ProjectState] = [ProjectState(), MigrationState()]
    for state in states:
        assert not state.apps.get_models()
    return states


def read(state: ProjectState) -> dict[str, list[list[str]]]:
    """What each model has as it is drawn: fields, its own and those that lead to it, and what stands beside them."""
    return {
        model._meta.label: [
            sorted(field.name for field in model._meta.get_fields()),
            [constraint.name for constraint in model._meta.constraints],
            [index.name for index in model._meta.indexes],
            [trigger.name for trigger in getattr(model._meta, "triggers", [])],
        ]
        for model in state.apps.get_models()
    }


def test_every_operation_leaves_what_it_leaves_with_django(states: list[ProjectState]) -> None:
    for operation in OPERATIONS:
        for state in states:
            operation.state_forwards("ground", state)

        django, ours = (read(state) for state in states)
        assert ours == django


def test_python_in_a_migration_finds_all_models_drawn_anew(states: list[ProjectState]) -> None:
    for operation in OPERATIONS:
        for state in states:
            operation.state_forwards("ground", state)

    django, ours = (state.clone() for state in states)
    drawn = ours.apps
    ours.clear_delayed_apps_cache()
    assert ours.apps is not drawn
    assert read(ours) == read(django)
