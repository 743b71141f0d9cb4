"""Sessions that are planned, and the calendars in which they stand."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import coophub.web.clock
import coophub.web.model_fields


class Migration(migrations.Migration):
    dependencies = [
        ("pilots", "0004_what_was_tried"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_feed",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "calendar feed",
                "verbose_name_plural": "calendar feeds",
            },
        ),
        migrations.CreateModel(
            name="PlannedSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", coophub.web.model_fields.MomentColumn(verbose_name="day and time")),
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
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place or link")),
                ("about", models.CharField(max_length=200, verbose_name="what it is about")),
                (
                    "cancelled_at",
                    coophub.web.model_fields.MomentColumn(editable=False, null=True, verbose_name="cancelled at"),
                ),
                (
                    "revision",
                    models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="how often it was moved"),
                ),
                (
                    "changed_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="changed at"
                    ),
                ),
                (
                    "submission_key",
                    models.UUIDField(editable=False, unique=True, verbose_name="key of the form that made it"),
                ),
                (
                    "advisor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="planned_sessions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="advisor",
                    ),
                ),
                (
                    "held_as",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="planned",
                        to="pilots.coachingsession",
                        verbose_name="session that it became",
                    ),
                ),
                (
                    "pilot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="planned_sessions",
                        to="pilots.pilot",
                        verbose_name="pilot",
                    ),
                ),
            ],
            options={
                "verbose_name": "planned session",
                "verbose_name_plural": "planned sessions",
                "ordering": ["starts_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("cancelled_at", None), ("held_as", None)),
                        fields=["pilot", "starts_at"],
                        name="sessions_ahead",
                    ),
                    models.Index(
                        condition=models.Q(("cancelled_at", None), ("held_as", None)),
                        fields=["advisor", "starts_at"],
                        name="sessions_of_agenda",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("cancelled_at", None), ("held_as", None), _connector="OR"),
                        name="planned_session_cancelled_or_held",
                    )
                ],
            },
        ),
    ]
