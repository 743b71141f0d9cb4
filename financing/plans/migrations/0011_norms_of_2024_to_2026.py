"""Loads the norms of `financing/plans/data`."""

import csv
from pathlib import Path

from django.db import migrations

FOLDER = Path(__file__).resolve().parent.parent / "data"


def load(apps, schema_editor):
    NormSet = apps.get_model("plans", "NormSet")
    MaximumRent = apps.get_model("plans", "MaximumRent")
    with (FOLDER / "maximum-rents.csv").open(encoding="utf-8", newline="") as file:
        rents = list(csv.DictReader(file))
    with (FOLDER / "norms.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            norms = NormSet.objects.create(**row)
            column = "eur_" + row["valid_from"].replace("-", "_")
            MaximumRent.objects.bulk_create(
                [MaximumRent(norms=norms, points=rent["punten"], amount=rent[column]) for rent in rents]
            )


def unload(apps, schema_editor):
    with (FOLDER / "norms.csv").open(encoding="utf-8", newline="") as file:
        days = [row["valid_from"] for row in csv.DictReader(file)]
    apps.get_model("plans", "NormSet").objects.filter(valid_from__in=days, added_by=None).delete()


class Migration(migrations.Migration):
    dependencies = [("plans", "0010_scenarios_norms_and_share_links")]

    operations = [migrations.RunPython(load, unload)]
