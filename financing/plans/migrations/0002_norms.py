"""The norms of `homes/data`, and the rents that go with each number of points."""

import csv
from pathlib import Path

from django.db import migrations

FOLDER = Path(__file__).resolve().parent.parent / "homes" / "data"


def load_norms(apps, schema_editor):
    NormSet = apps.get_model("plans", "NormSet")
    MaximumRent = apps.get_model("plans", "MaximumRent")
    with (FOLDER / "maximum-rents.csv").open(encoding="utf-8", newline="") as file:
        rents = list(csv.DictReader(file))
    with (FOLDER / "norms.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            norms = NormSet.objects.create(**{name: value or None for name, value in row.items()})
            column = "eur_" + row["valid_from"].replace("-", "_")
            MaximumRent.objects.bulk_create(
                [MaximumRent(norms=norms, points=rent["punten"], amount=rent[column]) for rent in rents]
            )


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]

    # A database of before there was one initial migration is at the last of these.
    replaces = [
        ("plans", "0002_row_keys"),
        ("plans", "0003_plan_origin"),
        ("plans", "0004_plan_claim"),
        ("plans", "0005_days_within_bounds"),
        ("plans", "0006_points_by_key"),
        ("plans", "0007_income_limits_need_a_source"),
        ("plans", "0008_when_it_stopped_closing"),
        ("plans", "0009_verdict_of_a_version"),
        ("plans", "0010_rooms_of_homes"),
    ]

    operations = [migrations.RunPython(load_norms, migrations.RunPython.noop)]
