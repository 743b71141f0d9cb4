"""The municipalities of `data/municipalities.csv`."""

import csv
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).resolve().parent.parent / "data" / "municipalities.csv"


def load_municipalities(apps, schema_editor):
    Municipality = apps.get_model("initiatives", "Municipality")
    with FILE.open(encoding="utf-8", newline="") as file:
        Municipality.objects.bulk_create(
            Municipality(
                code=row["code"],
                name=row["name"],
                province=row["province"],
                latitude=float(row["latitude"]),
                longitude=float(row["longitude"]),
            )
            for row in csv.DictReader(file)
        )


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0001_initial")]

    # A database of before there was one initial migration is at the last of these.
    replaces = [
        ("initiatives", "0002_who_was_invited"),
        ("initiatives", "0003_limits_of_invitations"),
        ("initiatives", "0004_words"),
        ("initiatives", "0005_messages_of_visitors"),
        ("initiatives", "0006_days_within_bounds"),
        ("initiatives", "0007_municipalities_that_merged"),
        ("initiatives", "0008_households"),
        ("initiatives", "0009_enquiries"),
        ("initiatives", "0010_households_have_a_place"),
        ("initiatives", "0011_policies_of_municipalities"),
        ("initiatives", "0012_seeking_members_and_near_names"),
        ("initiatives", "0013_register_is_counted"),
        ("initiatives", "0014_meetings_and_decisions"),
        ("initiatives", "0015_hand_overs_and_calendars"),
        ("initiatives", "0016_first_steps"),
        ("initiatives", "0017_answers_to_visitors"),
    ]

    operations = [migrations.RunPython(load_municipalities, migrations.RunPython.noop)]
