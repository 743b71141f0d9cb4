"""Steps of migrations that more than one app takes."""

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState, StateApps

from coophub.web.model_fields import DayColumn, MomentColumn

BOUND = {models.DateField: DayColumn, models.DateTimeField: MomentColumn}


class KeepDaysWithinBounds(Operation):
    """Every day and moment that an app keeps so far becomes one with bounds, which the database holds each row to.

    Where a row has an odd day nothing is changed, and the database names the column (`<table>_<column>_check`).
    """

    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        for model in _models_of(app_label, state):
            for name, field in state.models[model].fields.items():
                if kind := BOUND.get(type(field)):
                    _name, _path, args, kwargs = field.deconstruct()
                    state.models[model].fields[name] = kind(*args, **kwargs)
        state.reload_models(_models_of(app_label, state))

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for model, columns in _days_of(app_label, to_state.apps):
            checks = [
                f'ADD CONSTRAINT "{_name_of(model, column)}" CHECK ({column.db_check(schema_editor.connection)})'
                for column in columns
            ]
            schema_editor.execute(f'ALTER TABLE "{model._meta.db_table}" {", ".join(checks)}')

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for model, columns in _days_of(app_label, from_state.apps):
            checks = [f'DROP CONSTRAINT "{_name_of(model, column)}"' for column in columns]
            schema_editor.execute(f'ALTER TABLE "{model._meta.db_table}" {", ".join(checks)}')

    def describe(self) -> str:
        return "Keep every day and moment within bounds"


def _models_of(app_label: str, state: ProjectState) -> list[tuple[str, str]]:
    return [key for key in state.models if key[0] == app_label]


def _days_of(
    app_label: str, known: StateApps
) -> list[tuple[type[models.Model], list[DayColumn[object, object] | MomentColumn[object, object]]]]:
    """The tables of an app that keep days, with the columns."""
    found = [
        (model, [field for field in model._meta.local_concrete_fields if isinstance(field, DayColumn | MomentColumn)])
        for model in known.get_app_config(app_label).get_models()
        if model._meta.managed
    ]
    return [(model, columns) for model, columns in found if columns]


def _name_of(model: type[models.Model], column: models.Field[object, object]) -> str:
    """As PostgreSQL calls the check of a column that is made with its table."""
    return f"{model._meta.db_table}_{column.column}_check"
