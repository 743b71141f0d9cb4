"""A municipality that merged stays, with the day and where it went."""

import django.db.models.deletion
from django.db import migrations, models

import coophub.web.model_fields


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0006_days_within_bounds"),
    ]

    operations = [
        migrations.AddField(
            model_name="municipality",
            name="ended_on",
            field=coophub.web.model_fields.DayColumn(blank=True, null=True, verbose_name="ended on"),
        ),
        migrations.AddField(
            model_name="municipality",
            name="went_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="came_from",
                to="initiatives.municipality",
                verbose_name="went into",
            ),
        ),
        migrations.AddConstraint(
            model_name="municipality",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("went_into", None),
                    models.Q(("ended_on__isnull", False), models.Q(("went_into", models.F("code")), _negated=True)),
                    _connector="OR",
                ),
                name="municipality_went_into_another_when_it_ended",
            ),
        ),
    ]
