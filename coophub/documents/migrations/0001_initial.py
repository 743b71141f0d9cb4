"""Files, and what the virus check says of them."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import coophub.documents.models
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
            name="Document",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("subject_id", models.CharField(max_length=64)),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("category", models.CharField(blank=True, max_length=50, verbose_name="category")),
                (
                    "created_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="created at"
                    ),
                ),
                (
                    "removed_at",
                    coophub.web.model_fields.MomentColumn(editable=False, null=True, verbose_name="removed at"),
                ),
                (
                    "subject_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contenttypes.contenttype"
                    ),
                ),
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documents",
                "ordering": ["category", "title"],
                "indexes": [models.Index(fields=["subject_type", "subject_id"], name="documents_of_a_subject")],
            },
        ),
        migrations.CreateModel(
            name="DocumentVersion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("file", models.FileField(upload_to=coophub.documents.models.stored_path, verbose_name="file")),
                ("filename", models.CharField(max_length=255, verbose_name="file name")),
                ("content_type", models.CharField(max_length=100, verbose_name="type")),
                ("size_bytes", models.PositiveBigIntegerField(verbose_name="size")),
                ("sha256", models.CharField(max_length=64)),
                (
                    "uploaded_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="uploaded at"
                    ),
                ),
                (
                    "virus_check",
                    models.CharField(
                        choices=[
                            ("none", "not asked: there is no scanner"),
                            ("waiting", "waits for the scanner"),
                            ("clean", "nothing was found"),
                            ("refused", "refused, and thrown away"),
                        ],
                        default="none",
                        editable=False,
                        max_length=10,
                        verbose_name="virus scanner",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="documents.document"
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "version",
                "verbose_name_plural": "versions",
                "ordering": ["-number"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("virus_check", "waiting")), fields=["uploaded_at"], name="versions_to_scan"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("document", "number"), name="document_version_number_once")
                ],
            },
        ),
    ]
