"""Django's own `migrate`, which draws fewer models anew: a new database is there in a third of the time."""

from typing import Any

from django.core.management.commands import migrate
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ModelState, ProjectState

BESIDE_THE_FIELDS = ("constraints", "indexes", "triggers")


class MigrationState(ProjectState):
    """At each operation Django draws all models anew that are related to the one that changes, and here nearly all are:
    nine tenths of the time. But a new model leaves the others as they are, and so does what stands beside fields.

    Python in a migration finds every model drawn anew, as with Django (`is_delayed`).
    """

    def clone(self) -> ProjectState:
        return of_ours(super().clone())

    def add_model(self, model_state: ModelState) -> None:
        drawn = self.__dict__.pop("apps", None)
        super().add_model(model_state)
        if drawn is not None:
            self.__dict__["apps"] = drawn
            self.is_delayed = True
            drawn.render_multiple([model_state])

    def reload_model(self, app_label: str, model_name: str, delay: bool = False) -> None:
        if "apps" not in self.__dict__ or not self._is_changed_beside_the_fields(app_label, model_name):
            super().reload_model(app_label, model_name, delay)

    def _is_changed_beside_the_fields(self, app_label: str, model_name: str) -> bool:
        """An operation changes one thing at a time. What changed is kept with the model as it is drawn."""
        options = self.models[app_label, model_name].options
        try:
            drawn: Any = self.apps.get_model(app_label, model_name)._meta
        except LookupError:
            return False
        changed = [name for name in BESIDE_THE_FIELDS if _names(options.get(name)) != _names(getattr(drawn, name, []))]
        for name in changed:
            setattr(drawn, name, list(options[name]))
            self.is_delayed = True
        return bool(changed)


def of_ours(state: ProjectState) -> MigrationState:
    """The same state, of our kind: Django makes its own by name."""
    state.__class__ = MigrationState
    return state  # type: ignore[return-value]


def _names(items: Any) -> list[str]:
    return [item.name for item in items or []]


class Executor(MigrationExecutor):
    """Runs migrations along such states."""

    def _create_project_state(self, with_applied_migrations: bool = False) -> ProjectState:
        return of_ours(super()._create_project_state(with_applied_migrations))  # type: ignore[misc]


# Django's command has no other door for it.
migrate.MigrationExecutor = Executor  # type: ignore[attr-defined]


class Command(migrate.Command):
    """Brings the database up to date."""
