"""What a programme is, and how many places it has."""

from decimal import Decimal

import django.contrib.postgres.fields
import django.core.validators
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pilots", "0008_lessons"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="programme",
            options={
                "ordering": ["-starts_on", "pk"],
                "verbose_name": "programme",
                "verbose_name_plural": "programmes",
            },
        ),
        migrations.AddField(
            model_name="programme",
            name="coaching_budget",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=12,
                null=True,
                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                verbose_name="budget for coaching",
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="goals",
            field=models.TextField(blank=True, verbose_name="goals"),
        ),
        migrations.AddField(
            model_name="programme",
            name="goals_en",
            field=models.TextField(blank=True, verbose_name="goals in English"),
        ),
        migrations.AddField(
            model_name="programme",
            name="hours_per_pilot",
            field=models.DecimalField(
                blank=True,
                decimal_places=1,
                max_digits=6,
                null=True,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="hours of coaching for each pilot",
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="is_public",
            field=models.BooleanField(default=True, verbose_name="everybody can read about it"),
        ),
        migrations.AddField(
            model_name="programme",
            name="name_en",
            field=models.CharField(blank=True, max_length=200, verbose_name="name in English"),
        ),
        migrations.AddField(
            model_name="programme",
            name="only_years_known",
            field=models.BooleanField(default=False, verbose_name="only the years are known"),
        ),
        migrations.AddField(
            model_name="programme",
            name="outcome",
            field=models.TextField(blank=True, verbose_name="what came of it"),
        ),
        migrations.AddField(
            model_name="programme",
            name="outcome_en",
            field=models.TextField(blank=True, verbose_name="what came of it, in English"),
        ),
        migrations.AddField(
            model_name="programme",
            name="places",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(500)],
                verbose_name="places",
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="revision",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name="programme",
            name="sources",
            field=models.TextField(blank=True, verbose_name="sources, one on a line"),
        ),
        migrations.AddField(
            model_name="programme",
            name="summary_en",
            field=models.TextField(blank=True, verbose_name="summary in English"),
        ),
        migrations.AddField(
            model_name="programme",
            name="target_groups",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("middle_incomes", "Middle incomes"),
                        ("older_people", "Older people"),
                        ("social", "Low incomes (social rent)"),
                        ("starters", "Young people and starters"),
                        ("mixed", "A mix of people"),
                    ],
                    max_length=20,
                ),
                blank=True,
                default=list,
                size=None,
                verbose_name="for whom",
            ),
        ),
        migrations.AlterField(
            model_name="pilot",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("realised", "Realised"),
                    ("continues", "Continues without coaching"),
                    ("stopped", "Stopped"),
                    ("withdrew", "Withdrew from the programme"),
                ],
                max_length=20,
                verbose_name="outcome",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pilot",
            trigger=pgtrigger.compiler.Trigger(
                name="place_left",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE most integer;",
                    func="\n                    SELECT places INTO most FROM pilots_programme WHERE id = NEW.programme_id FOR NO KEY UPDATE;\n                    IF most IS NOT NULL AND most <= (\n                        SELECT count(*) FROM pilots_pilot\n                        WHERE programme_id = NEW.programme_id AND outcome <> 'withdrew'\n                    ) THEN\n                        RAISE EXCEPTION 'this programme has no place left';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="d43371da7dcb91299fcda052b128453baebd648a",
                    operation="INSERT",
                    pgid="pgtrigger_place_left_8feea",
                    table="pilots_pilot",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("places", None), ("places__range", (1, 500)), _connector="OR"),
                name="programme_places_in_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours_per_pilot", None), ("hours_per_pilot__gte", 0), _connector="OR"),
                name="programme_hours_not_below_zero",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("coaching_budget", None), ("coaching_budget__gte", 0), _connector="OR"),
                name="programme_budget_not_below_zero",
            ),
        ),
    ]
