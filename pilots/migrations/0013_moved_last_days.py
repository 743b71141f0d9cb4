"""That a round of questions got another last day, or closed early."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import coophub.web.clock
import coophub.web.model_fields


class Migration(migrations.Migration):
    dependencies = [
        ("pilots", "0012_model_documents"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MovedLastDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "moved_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="moved at"
                    ),
                ),
                ("before", coophub.web.model_fields.DayColumn(verbose_name="last day before")),
                ("after", coophub.web.model_fields.DayColumn(verbose_name="last day from then on")),
                ("is_closing", models.BooleanField(default=False, verbose_name="closed at that moment")),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                (
                    "moved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="moved by",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="pilots.evaluationround",
                        verbose_name="round",
                    ),
                ),
            ],
            options={
                "verbose_name": "moved last day",
                "verbose_name_plural": "moved last days",
                "ordering": ["-moved_at", "-pk"],
            },
        ),
    ]
