"""Reports that are made in the background."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import coophub.reports.models
import coophub.web.clock
import coophub.web.model_fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportJob",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=50, verbose_name="kind")),
                ("subject_id", models.CharField(max_length=64)),
                ("parameters", models.JSONField(default=dict)),
                ("language", models.CharField(max_length=5)),
                (
                    "source",
                    models.FileField(
                        blank=True, upload_to=coophub.reports.models.source_path, verbose_name="what it is made from"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting"),
                            ("working", "Being made"),
                            ("done", "Ready"),
                            ("failed", "Failed"),
                        ],
                        default="queued",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("percentage", models.PositiveSmallIntegerField(default=0, verbose_name="progress")),
                ("failure", models.TextField(blank=True, verbose_name="reason of the failure")),
                ("attempt", models.PositiveSmallIntegerField(default=0, verbose_name="attempt")),
                (
                    "file",
                    models.FileField(blank=True, upload_to=coophub.reports.models.stored_path, verbose_name="file"),
                ),
                ("filename", models.CharField(blank=True, max_length=255, verbose_name="file name")),
                ("content_type", models.CharField(blank=True, max_length=100, verbose_name="type")),
                ("size_bytes", models.PositiveBigIntegerField(null=True, verbose_name="size")),
                (
                    "created_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="asked at"
                    ),
                ),
                (
                    "queued_at",
                    coophub.web.model_fields.MomentColumn(null=True, verbose_name="last handed to the queue at"),
                ),
                ("lease_until", coophub.web.model_fields.MomentColumn(null=True, verbose_name="worker has it until")),
                ("finished_at", coophub.web.model_fields.MomentColumn(null=True, verbose_name="finished at")),
                (
                    "requested_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "subject_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contenttypes.contenttype"
                    ),
                ),
            ],
            options={
                "verbose_name": "report",
                "verbose_name_plural": "reports",
                "ordering": ["-created_at"],
                "indexes": [
                    models.Index(fields=["subject_type", "subject_id", "-created_at"], name="reports_of_a_subject"),
                    models.Index(fields=["state", "lease_until"], name="reports_unfinished"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("percentage__lte", 100)), name="report_percentage_to_100"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(("file", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="report_done_has_file",
                    ),
                ],
            },
        ),
    ]
