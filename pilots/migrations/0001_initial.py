"""Programmes, pilots and coaching."""

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import coophub.web.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("initiatives", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CoachingSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("held_on", models.DateField(verbose_name="day")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("visit", "Visit"),
                            ("video", "Video call"),
                            ("phone", "Phone call"),
                            ("e_mail", "E-mail"),
                        ],
                        default="visit",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "hours",
                    models.DecimalField(
                        decimal_places=1,
                        max_digits=4,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="hours",
                    ),
                ),
                ("summary", models.TextField(verbose_name="what we discussed and agreed")),
                ("internal_note", models.TextField(blank=True, verbose_name="note for advisors only")),
                (
                    "submission_key",
                    models.UUIDField(editable=False, unique=True, verbose_name="key of the form that made it"),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=coophub.web.clock.now, editable=False, verbose_name="recorded at"),
                ),
                (
                    "advisor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coaching_sessions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="advisor",
                    ),
                ),
            ],
            options={
                "verbose_name": "coaching session",
                "verbose_name_plural": "coaching sessions",
                "ordering": ["-held_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="AgreedAction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agreed_in",
                        to="initiatives.task",
                        verbose_name="task",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="actions",
                        to="pilots.coachingsession",
                        verbose_name="session",
                    ),
                ),
            ],
            options={
                "verbose_name": "agreed action",
                "verbose_name_plural": "agreed actions",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Pilot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("goal", models.TextField(blank=True, verbose_name="what the coaching is for")),
                ("started_on", models.DateField(verbose_name="started on")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("realised", "Realised"),
                            ("continues", "Continues without coaching"),
                            ("stopped", "Stopped"),
                        ],
                        max_length=20,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "hours_budget",
                    models.DecimalField(
                        decimal_places=1,
                        default=Decimal("60"),
                        max_digits=6,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="hours available",
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pilots",
                        to="initiatives.initiative",
                        verbose_name="initiative",
                    ),
                ),
            ],
            options={
                "verbose_name": "pilot",
                "verbose_name_plural": "pilots",
                "ordering": ["initiative__name"],
            },
        ),
        migrations.AddField(
            model_name="coachingsession",
            name="pilot",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sessions",
                to="pilots.pilot",
                verbose_name="pilot",
            ),
        ),
        migrations.CreateModel(
            name="Bottleneck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("financing", "Financing"),
                            ("municipal_priority", "Municipal priority"),
                            ("unfamiliarity", "Unfamiliarity"),
                            ("location", "Location"),
                            ("scale", "Scale"),
                            ("uniformity", "Every project is different"),
                            ("professionalism", "Organisation and skills"),
                        ],
                        max_length=20,
                        verbose_name="category",
                    ),
                ),
                (
                    "severity",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Slows the project down"),
                            (2, "Blocks the next step"),
                            (3, "May end the project"),
                        ],
                        default=1,
                        verbose_name="how serious",
                    ),
                ),
                ("description", models.TextField(verbose_name="what is the matter")),
                ("opened_on", models.DateField(verbose_name="since")),
                ("resolved_on", models.DateField(blank=True, null=True, verbose_name="resolved on")),
                ("resolution", models.TextField(blank=True, verbose_name="what helped")),
                (
                    "session",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="bottlenecks",
                        to="pilots.coachingsession",
                        verbose_name="session",
                    ),
                ),
                (
                    "pilot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bottlenecks",
                        to="pilots.pilot",
                        verbose_name="pilot",
                    ),
                ),
            ],
            options={
                "verbose_name": "bottleneck",
                "verbose_name_plural": "bottlenecks",
                "ordering": ["resolved_on", "-severity", "opened_on"],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("started_on", models.DateField(verbose_name="since")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "advisor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="advisor",
                    ),
                ),
                (
                    "pilot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="pilots.pilot",
                        verbose_name="pilot",
                    ),
                ),
            ],
            options={
                "verbose_name": "assignment",
                "verbose_name_plural": "assignments",
                "ordering": ["started_on"],
            },
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(unique=True)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("summary", models.TextField(blank=True, verbose_name="summary")),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="last day")),
            ],
            options={
                "verbose_name": "programme",
                "verbose_name_plural": "programmes",
                "ordering": ["-starts_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                        name="programme_ends_after_it_starts",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="pilot",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="pilots",
                to="pilots.programme",
                verbose_name="programme",
            ),
        ),
        migrations.AddIndex(
            model_name="coachingsession",
            index=models.Index(fields=["pilot", "-held_on"], name="sessions_of_a_pilot"),
        ),
        migrations.AddIndex(
            model_name="bottleneck",
            index=models.Index(condition=models.Q(("resolved_on", None)), fields=["pilot"], name="bottlenecks_open"),
        ),
        migrations.AddConstraint(
            model_name="bottleneck",
            constraint=models.CheckConstraint(
                condition=models.Q(("resolved_on", None), ("resolved_on__gte", models.F("opened_on")), _connector="OR"),
                name="bottleneck_resolved_after_it_opened",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None)),
                fields=("pilot", "advisor"),
                name="advisor_assigned_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="pilot",
            constraint=models.UniqueConstraint(fields=("programme", "initiative"), name="pilot_once_per_programme"),
        ),
        migrations.AddConstraint(
            model_name="pilot",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_on", None), ("ended_on__gte", models.F("started_on")), _connector="OR"),
                name="pilot_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="pilot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_on", None), ("outcome", "")),
                    models.Q(("ended_on__isnull", False), models.Q(("outcome", ""), _negated=True)),
                    _connector="OR",
                ),
                name="pilot_outcome_when_ended",
            ),
        ),
    ]
