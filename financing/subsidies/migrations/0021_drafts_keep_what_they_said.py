"""Drafts from before the form had rows keep what they said: the schedule as an activity, and the aid as a row without a date."""

import datetime as dt
from decimal import Decimal, InvalidOperation

from django.db import migrations


def make_rows(apps, schema_editor):
    models = {name: apps.get_model("subsidies", name) for name in ("Application", "Activity", "AidReceived")}
    for application in models["Application"].objects.filter(state="draft"):
        project, aid = (application.answers.get(part, {}) for part in ("project", "aid"))
        if project.get("starts_on") or project.get("ends_on"):
            days = {name: _day(project.get(name)) for name in ("starts_on", "ends_on")}
            models["Activity"].objects.create(application=application, **days)
        if amount := _amount(aid.get("received")):
            models["AidReceived"].objects.create(application=application, amount=amount)


def _day(value):
    return dt.date.fromisoformat(value) if value else None


def _amount(value):
    try:
        return Decimal(str(value or 0))
    except InvalidOperation:
        return None


class Migration(migrations.Migration):
    dependencies = [("subsidies", "0020_rows_of_an_application")]

    operations = [migrations.RunPython(make_rows, migrations.RunPython.noop)]
