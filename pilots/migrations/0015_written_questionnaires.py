"""Questionnaires that are written in CoopHub, and the version that a round asks."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import coophub.web.model_fields


class Migration(migrations.Migration):
    dependencies = [
        ("pilots", "0014_messages_of_pilots"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="evaluationround",
            name="version",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="version"),
        ),
        migrations.CreateModel(
            name="WrittenQuestionnaire",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(verbose_name="questionnaire")),
                ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                ("title", models.CharField(max_length=100, verbose_name="title")),
                ("title_en", models.CharField(blank=True, max_length=100, verbose_name="title in English")),
                ("introduction", models.TextField(blank=True, max_length=600, verbose_name="introduction")),
                (
                    "introduction_en",
                    models.TextField(blank=True, max_length=600, verbose_name="introduction in English"),
                ),
                (
                    "asked_of",
                    models.CharField(
                        choices=[("group", "Members of the groups"), ("advisor", "Advisors")],
                        default="group",
                        max_length=10,
                        verbose_name="asked of",
                    ),
                ),
                ("is_at_the_end", models.BooleanField(default=False, verbose_name="asked when a pilot has ended")),
                ("is_anonymous", models.BooleanField(default=True, verbose_name="without names")),
                ("questions", models.JSONField(default=list, verbose_name="questions")),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "frozen_at",
                    coophub.web.model_fields.MomentColumn(
                        editable=False, null=True, verbose_name="asked for the first time at"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "questionnaire",
                "verbose_name_plural": "questionnaires",
                "ordering": ["title", "slug", "-version"],
                "constraints": [
                    models.UniqueConstraint(fields=("slug", "version"), name="version_of_a_questionnaire_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("frozen_at", None)), fields=("slug",), name="one_draft_of_a_questionnaire"
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="writtenquestionnaire",
            trigger=pgtrigger.compiler.Trigger(
                name="asked",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."frozen_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6d91d30bdcacff81c4627db410528f4b2e09dff2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_asked_30dfc",
                    table="pilots_writtenquestionnaire",
                    when="BEFORE",
                ),
            ),
        ),
    ]
