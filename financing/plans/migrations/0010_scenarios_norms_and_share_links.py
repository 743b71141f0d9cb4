import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0002_changes_and_visitors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="plan",
            name="home_points",
            field=models.JSONField(blank=True, default=dict, verbose_name="points of the homes"),
        ),
        migrations.AddField(
            model_name="planversion",
            name="home_points",
            field=models.JSONField(blank=True, default=dict, verbose_name="points of the homes"),
        ),
        migrations.CreateModel(
            name="NormSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(unique=True, verbose_name="valid from")),
                ("source", models.TextField(verbose_name="source")),
                ("low_segment_points", models.PositiveSmallIntegerField(verbose_name="most points of a social home")),
                (
                    "middle_segment_points",
                    models.PositiveSmallIntegerField(verbose_name="most points of a middle-rent home"),
                ),
                (
                    "new_build_surcharge",
                    models.DecimalField(
                        decimal_places=4, default=0, max_digits=5, verbose_name="surcharge for new middle-rent homes"
                    ),
                ),
                (
                    "social_income_one",
                    models.DecimalField(
                        decimal_places=2, max_digits=10, verbose_name="social income limit, one person"
                    ),
                ),
                (
                    "social_income_more",
                    models.DecimalField(
                        decimal_places=2, max_digits=10, verbose_name="social income limit, more persons"
                    ),
                ),
                (
                    "middle_income_one",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=10,
                        null=True,
                        verbose_name="middle income limit, one person",
                    ),
                ),
                (
                    "middle_income_more",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=10,
                        null=True,
                        verbose_name="middle income limit, more persons",
                    ),
                ),
                ("added_at", models.DateTimeField(auto_now_add=True, verbose_name="added at")),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="added by",
                    ),
                ),
            ],
            options={
                "verbose_name": "norms of a year",
                "verbose_name_plural": "norms by year",
                "ordering": ["-valid_from"],
            },
        ),
        migrations.CreateModel(
            name="MaximumRent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("points", models.PositiveSmallIntegerField(verbose_name="points")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=9, verbose_name="highest rent per month")),
                (
                    "norms",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="maximum_rents",
                        to="plans.normset",
                        verbose_name="norms",
                    ),
                ),
            ],
            options={
                "verbose_name": "highest rent",
                "verbose_name_plural": "highest rents",
                "ordering": ["points"],
            },
        ),
        migrations.CreateModel(
            name="Scenario",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("drivers", models.JSONField(verbose_name="what is different")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="made at")),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scenarios",
                        to="plans.plan",
                        verbose_name="plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "scenario",
                "verbose_name_plural": "scenarios",
                "ordering": ["created_at"],
            },
        ),
        migrations.CreateModel(
            name="ShareLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recipient", models.CharField(max_length=200, verbose_name="for whom")),
                ("token_sha256", models.CharField(max_length=64, unique=True, verbose_name="hash of the address")),
                (
                    "pass_phrase_hash",
                    models.CharField(blank=True, max_length=200, verbose_name="hash of the pass phrase"),
                ),
                ("expires_at", models.DateTimeField(verbose_name="good until")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="withdrawn at")),
                (
                    "submission_key",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, unique=True, verbose_name="key of the form that made it"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="made at")),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="share_links",
                        to="plans.planversion",
                        verbose_name="version of a plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "private link",
                "verbose_name_plural": "private links",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="ShareVisit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("read", "Read the plan"),
                            ("asked", "Was asked for the pass phrase"),
                            ("wrong", "Gave a wrong pass phrase"),
                            ("held", "Had to wait after too many wrong pass phrases"),
                            ("closed", "Came when the link was no longer good"),
                        ],
                        max_length=10,
                        verbose_name="what happened",
                    ),
                ),
                ("origin", models.CharField(blank=True, max_length=50, verbose_name="from where")),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visits",
                        to="plans.sharelink",
                        verbose_name="private link",
                    ),
                ),
            ],
            options={
                "verbose_name": "visit",
                "verbose_name_plural": "visits",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="normset",
            constraint=models.CheckConstraint(
                condition=models.Q(("low_segment_points__lt", models.F("middle_segment_points"))),
                name="norm_set_segments_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="normset",
            constraint=models.CheckConstraint(
                condition=models.Q(("new_build_surcharge__gte", 0), ("new_build_surcharge__lte", 1)),
                name="norm_set_surcharge_a_fraction",
            ),
        ),
        migrations.AddConstraint(
            model_name="normset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("middle_income_more__isnull", True), ("middle_income_one__isnull", True)),
                    models.Q(("middle_income_more__isnull", False), ("middle_income_one__isnull", False)),
                    _connector="OR",
                ),
                name="norm_set_middle_incomes_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="maximumrent",
            constraint=models.UniqueConstraint(fields=("norms", "points"), name="maximum_rent_once_a_point"),
        ),
        migrations.AddConstraint(
            model_name="maximumrent",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="maximum_rent_above_zero"),
        ),
        migrations.AddConstraint(
            model_name="scenario",
            constraint=models.UniqueConstraint(fields=("plan", "name"), name="scenario_name_once_in_a_plan"),
        ),
        migrations.AddIndex(
            model_name="sharevisit",
            index=models.Index(fields=["link", "-at"], name="visits_of_a_share_link"),
        ),
    ]
