"""A day that no field takes any more, but that was stored before, breaks no page."""

import datetime as dt

import pgtrigger
import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.test import Client

from tests.test_access import GET, PEOPLE, ROWS, one_scene, scene  # noqa: F401 -- the two fixtures

OURS = ("initiatives", "plans", "subsidies", "pilots")


@pytest.mark.parametrize("day", [dt.date.min, dt.date.max], ids=str)
def test_stored_day_breaks_no_page(day, scene):  # noqa: F811 -- the fixture
    with transaction.atomic():
        stored = [_put_everywhere(model, field, day) for model, field in days_of_models()]
        broken = [
            f"{person} {address}: {why}"
            for person in PEOPLE
            for address in _may_see(person)
            if (why := _breakage(scene, person, scene.address(address)))
        ]
        transaction.set_rollback(True)

    assert any(stored)
    assert "\n".join(broken) == ""


def days_of_models() -> list[tuple[type[models.Model], str]]:
    return [
        (model, field.name)
        for app in OURS
        for model in apps.get_app_config(app).get_models()
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.get_fields()
        if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField) and not field.generated
    ]


def _put_everywhere(model: type[models.Model], field: str, day: dt.date) -> bool:
    """Whether the database takes the day in every row that has one."""
    try:
        with transaction.atomic(), pgtrigger.ignore():
            return bool(model._base_manager.exclude(**{field: None}).update(**{field: day}))
    except DatabaseError:
        return False


def _may_see(person: str) -> list[str]:
    place = PEOPLE.index(person)
    return [name for name, rows in ROWS.items() for method, row in rows if method == GET and row[place] == "+"]


def _breakage(scene, person: str, address: str) -> str:  # noqa: F811
    client = Client()
    if person in scene.people:
        client.force_login(scene.people[person], backend="django.contrib.auth.backends.ModelBackend")
    with transaction.atomic():
        try:
            response = client.get(address)
            why = str(response.status_code) if response.status_code >= 500 else ""
        except Exception as error:
            why = f"{type(error).__name__}: {error}"[:200]
        transaction.set_rollback(True)
    return why
