"""Income limits without a published source are no norm: they stay open until somebody fills them in, with the source."""

import csv
from decimal import Decimal
from pathlib import Path

from django.db import migrations, models
from django.db.models import Q

DATA = Path(__file__).resolve().parent.parent / "homes" / "data"

UNVERIFIED = (
    " Inkomensgrenzen 2024 voor sociale huur: algemene kennis, nog niet met de bron vergeleken.",
    " Inkomensgrenzen 2025 voor sociale huur: algemene kennis, nog niet met de bron vergeleken.",
)
FIELDS = ("social_income_one", "social_income_more")


def take_out(apps, schema_editor):
    for norms in apps.get_model("plans", "NormSet").objects.filter(added_by=None):
        for remark in UNVERIFIED:
            if remark in norms.source:
                norms.source = norms.source.replace(remark, "")
                norms.social_income_one = norms.social_income_more = None
                norms.save(update_fields=["source", *FIELDS])


def put_back(apps, schema_editor):
    with (DATA / "norms.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["valid_from"]: row for row in csv.DictReader(file)}
    for norms in apps.get_model("plans", "NormSet").objects.filter(social_income_one=None):
        row = rows[str(norms.valid_from)]
        norms.source = row["source"]
        norms.social_income_one, norms.social_income_more = (Decimal(row[name]) for name in FIELDS)
        norms.save(update_fields=["source", *FIELDS])


class Migration(migrations.Migration):
    dependencies = [("plans", "0006_points_by_key")]

    operations = [
        *(
            migrations.AlterField(
                model_name="normset",
                name=name,
                field=models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True, verbose_name=label),
            )
            for name, label in zip(
                FIELDS, ("Social income limit, one person", "Social income limit, more persons"), strict=True
            )
        ),
        migrations.RunPython(take_out, put_back),
        migrations.AddConstraint(
            model_name="normset",
            constraint=models.CheckConstraint(
                condition=Q(social_income_one__isnull=True, social_income_more__isnull=True)
                | Q(social_income_one__isnull=False, social_income_more__isnull=False),
                name="norm_set_social_incomes_together",
            ),
        ),
    ]
