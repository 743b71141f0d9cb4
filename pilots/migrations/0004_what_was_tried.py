"""What exactly holds a pilot up, in which phase, with whom and what is at stake; and what was tried."""

from decimal import Decimal

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models
from django.db.models.functions import Coalesce

import coophub.web.model_fields


def fill_phases(apps, schema_editor):
    """Every bottleneck gets the phase in which its initiative was when it came up, as far as is known."""
    Bottleneck = apps.get_model("pilots", "Bottleneck")
    PhaseChange = apps.get_model("initiatives", "PhaseChange")
    changes = PhaseChange.objects.filter(
        initiative__pilots=models.OuterRef("pilot"), on__lte=models.OuterRef("opened_on")
    ).order_by("-on", "-pk")
    now = apps.get_model("initiatives", "Initiative").objects.filter(pilots=models.OuterRef("pilot"))
    Bottleneck.objects.update(
        phase=Coalesce(models.Subquery(changes.values("phase")[:1]), models.Subquery(now.values("phase")[:1]))
    )


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0006_days_within_bounds"),
        ("pilots", "0003_ask_for_an_advisor"),
    ]

    operations = [
        migrations.CreateModel(
            name="KnownMeasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="measure")),
            ],
            options={
                "verbose_name": "measure",
                "verbose_name_plural": "measures",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="MeasureTried",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("helped", "Helped"),
                            ("in_part", "Helped in part"),
                            ("did_not_help", "Did not help"),
                            ("too_early", "Too early to say"),
                        ],
                        max_length=20,
                        verbose_name="outcome",
                    ),
                ),
                ("on", coophub.web.model_fields.DayColumn(verbose_name="day")),
            ],
            options={
                "verbose_name": "measure tried",
                "verbose_name_plural": "measures tried",
                "ordering": ["on", "pk"],
            },
        ),
        migrations.AddField(
            model_name="bottleneck",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("financing.lender", "No bank or lender takes part"),
                    ("financing.own_money", "Too little money of members"),
                    ("financing.gap", "The sources leave a gap"),
                    ("financing.rent", "The rents do not carry the costs"),
                    ("municipal_priority.capacity", "The municipality has no time"),
                    ("municipal_priority.land_price", "Price or terms of the land"),
                    ("municipal_priority.permit", "Zoning or permit"),
                    ("unfamiliarity.parties", "Others do not know this form of living"),
                    ("unfamiliarity.examples", "There is no example to follow"),
                    ("unfamiliarity.rules", "Rules or taxes are unclear"),
                    ("location.none", "No place was found"),
                    ("location.lost", "The place went to somebody else"),
                    ("location.unfit", "The place does not fit the plan"),
                    ("scale.fixed_costs", "Too few homes for the fixed costs"),
                    ("scale.too_small", "Too small for a builder or lender"),
                    ("uniformity.documents", "Everybody asks for other documents"),
                    ("uniformity.no_standard", "There is no standard contract"),
                    ("professionalism.few_people", "Too few people carry the work"),
                    ("professionalism.skills", "The group misses a skill"),
                    ("professionalism.disagreement", "The group does not agree"),
                ],
                max_length=40,
                verbose_name="what exactly",
            ),
        ),
        migrations.AddField(
            model_name="bottleneck",
            name="money_at_stake",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=12,
                null=True,
                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                verbose_name="euros at stake",
            ),
        ),
        migrations.AddField(
            model_name="bottleneck",
            name="months_at_stake",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[django.core.validators.MaxValueValidator(240)],
                verbose_name="months at stake",
            ),
        ),
        migrations.AddField(
            model_name="bottleneck",
            name="parties",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("municipality", "Municipality"),
                        ("bank", "Bank or lender"),
                        ("corporation", "Housing corporation"),
                        ("adviser", "Hired adviser"),
                        ("other", "Somebody else"),
                    ],
                    max_length=20,
                ),
                default=list,
                size=None,
                verbose_name="with whom",
            ),
        ),
        migrations.AddField(
            model_name="bottleneck",
            name="phase",
            field=models.CharField(
                choices=[
                    ("initiative", "Initiative"),
                    ("feasibility", "Feasibility"),
                    ("development", "Development"),
                    ("construction", "Construction"),
                    ("living", "Living"),
                ],
                default="initiative",
                editable=False,
                max_length=20,
                verbose_name="phase in which it came up",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(fill_phases, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="bottleneck",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", ""), ("kind__startswith", models.F("category")), _connector="OR"),
                name="bottleneck_kind_of_its_category",
            ),
        ),
        migrations.AddConstraint(
            model_name="bottleneck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("phase__in", ["initiative", "feasibility", "development", "construction", "living"])
                ),
                name="bottleneck_has_a_phase",
            ),
        ),
        migrations.AddConstraint(
            model_name="bottleneck",
            constraint=models.CheckConstraint(
                condition=models.Q(("money_at_stake", None), ("money_at_stake__gte", 0), _connector="OR"),
                name="bottleneck_money_not_below_zero",
            ),
        ),
        migrations.AddConstraint(
            model_name="bottleneck",
            constraint=models.CheckConstraint(
                condition=models.Q(("months_at_stake", None), ("months_at_stake__lte", 240), _connector="OR"),
                name="bottleneck_months_within_bounds",
            ),
        ),
        migrations.AddConstraint(
            model_name="knownmeasure",
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower("name"), name="measure_kept_once"),
        ),
        migrations.AddField(
            model_name="measuretried",
            name="bottleneck",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="measures_tried",
                to="pilots.bottleneck",
                verbose_name="bottleneck",
            ),
        ),
        migrations.AddField(
            model_name="measuretried",
            name="measure",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tried",
                to="pilots.knownmeasure",
                verbose_name="measure",
            ),
        ),
        migrations.AddConstraint(
            model_name="measuretried",
            constraint=models.UniqueConstraint(fields=("bottleneck", "measure", "on"), name="measure_once_a_day"),
        ),
    ]
