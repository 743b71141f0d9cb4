"""The call of a programme, what groups answer, scores and the selection."""

import django.db.models.deletion
import django.db.models.fields.json
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import coophub.web.clock
import coophub.web.model_fields


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0006_days_within_bounds"),
        ("pilots", "0009_programmes_and_their_places"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Call",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opens_on", coophub.web.model_fields.DayColumn(verbose_name="opens on")),
                ("closes_on", coophub.web.model_fields.DayColumn(verbose_name="closes on")),
                ("explanation", models.TextField(blank=True, verbose_name="explanation")),
                ("explanation_en", models.TextField(blank=True, verbose_name="explanation in English")),
                ("questions", models.JSONField(default=list, verbose_name="questions")),
                ("criteria", models.JSONField(default=list, verbose_name="criteria")),
                (
                    "published_at",
                    coophub.web.model_fields.MomentColumn(
                        blank=True, editable=False, null=True, verbose_name="published at"
                    ),
                ),
                (
                    "selected_at",
                    coophub.web.model_fields.MomentColumn(
                        blank=True, editable=False, null=True, verbose_name="selected at"
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "programme",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call",
                        to="pilots.programme",
                        verbose_name="programme",
                    ),
                ),
                (
                    "selected_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "call",
                "verbose_name_plural": "calls",
                "ordering": ["-opens_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CallInvitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="why this group")),
                ("invited_at", coophub.web.model_fields.MomentColumn(default=coophub.web.clock.now, editable=False)),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="invitations", to="pilots.call"
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="call_invitations",
                        to="initiatives.initiative",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation to apply",
                "verbose_name_plural": "invitations to apply",
                "ordering": ["-invited_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Intake",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("answers", models.JSONField(default=dict, verbose_name="answers")),
                ("changes", models.JSONField(default=dict, editable=False)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("started_at", coophub.web.model_fields.MomentColumn(default=coophub.web.clock.now, editable=False)),
                (
                    "submitted_at",
                    coophub.web.model_fields.MomentColumn(editable=False, null=True, verbose_name="submitted at"),
                ),
                (
                    "withdrawn_at",
                    coophub.web.model_fields.MomentColumn(editable=False, null=True, verbose_name="withdrawn at"),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="intakes", to="pilots.call"
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="intakes", to="initiatives.initiative"
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "application for a programme",
                "verbose_name_plural": "applications for a programme",
                "ordering": ["-started_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="IntakeScore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scores", models.JSONField(default=dict, verbose_name="scores")),
                ("explanation", models.TextField(verbose_name="explanation")),
                ("given_at", coophub.web.model_fields.MomentColumn()),
                (
                    "struck_at",
                    coophub.web.model_fields.MomentColumn(editable=False, null=True, verbose_name="struck out at"),
                ),
                (
                    "advisor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "intake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="scores", to="pilots.intake"
                    ),
                ),
            ],
            options={
                "verbose_name": "score",
                "verbose_name_plural": "scores",
                "ordering": ["given_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Selection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("chosen", "Chosen"), ("reserve", "Reserve list"), ("not_chosen", "Not chosen")],
                        max_length=20,
                        verbose_name="choice",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "reserve_place",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="place on the reserve list"),
                ),
                (
                    "taken_from_reserve_at",
                    coophub.web.model_fields.MomentColumn(
                        editable=False, null=True, verbose_name="taken from the reserve list at"
                    ),
                ),
                ("changed_at_revision", models.PositiveIntegerField(editable=False)),
                ("told_at", coophub.web.model_fields.MomentColumn(editable=False, null=True, verbose_name="told at")),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "intake",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="selection", to="pilots.intake"
                    ),
                ),
            ],
            options={
                "verbose_name": "choice",
                "verbose_name_plural": "choices",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="SubmittedIntake",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("submitted_at", coophub.web.model_fields.MomentColumn()),
                (
                    "initiative_name",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.fields.json.KeyTextTransform(
                            "name", django.db.models.fields.json.KeyTextTransform("initiative", "content")
                        ),
                        output_field=models.TextField(null=True),
                    ),
                ),
                (
                    "municipality",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.fields.json.KeyTextTransform(
                            "municipality", django.db.models.fields.json.KeyTextTransform("initiative", "content")
                        ),
                        output_field=models.TextField(null=True),
                    ),
                ),
                (
                    "intake",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="submitted", to="pilots.intake"
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "submitted application for a programme",
                "verbose_name_plural": "submitted applications for a programme",
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_on__gte", models.F("opens_on"))), name="call_closes_after_it_opens"
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(("selected_at", None), ("published_at__isnull", False), _connector="OR"),
                name="call_selected_after_publication",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="call",
            trigger=pgtrigger.compiler.Trigger(
                name="asks_the_same",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."published_at" IS NOT NULL AND (OLD."questions" IS DISTINCT FROM (NEW."questions") OR OLD."criteria" IS DISTINCT FROM (NEW."criteria")))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="3634cda32252fb0d433836ede44d2bb6db598bea",
                    operation="UPDATE",
                    pgid="pgtrigger_asks_the_same_cf28c",
                    table="pilots_call",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="callinvitation",
            constraint=models.UniqueConstraint(fields=("call", "initiative"), name="invited_once_to_a_call"),
        ),
        migrations.AddConstraint(
            model_name="intake",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("call", "initiative"),
                name="one_intake_of_a_group_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="intakescore",
            constraint=models.UniqueConstraint(fields=("intake", "advisor"), name="scored_once_by_each"),
        ),
        migrations.AddIndex(
            model_name="selection",
            index=models.Index(condition=models.Q(("told_at", None)), fields=["told_at"], name="selections_to_tell"),
        ),
        migrations.AddConstraint(
            model_name="selection",
            constraint=models.CheckConstraint(
                condition=models.Q(("reserve_place", None), models.Q(("reason", ""), _negated=True), _connector="OR"),
                name="reserve_place_with_a_reason",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="submittedintake",
            trigger=pgtrigger.compiler.Trigger(
                name="submitted_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c278918a289b8fee5faaa7c19d5be844d599dcef",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_submitted_stays_104e9",
                    table="pilots_submittedintake",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="submittedintake",
            trigger=pgtrigger.compiler.Trigger(
                name="within_the_call",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF NOT EXISTS (\n                        SELECT 1 FROM pilots_call call JOIN pilots_intake intake ON intake.call_id = call.id\n                        WHERE intake.id = NEW.intake_id AND call.published_at IS NOT NULL\n                            AND (NEW.submitted_at AT TIME ZONE 'Europe/Amsterdam')::date\n                                BETWEEN call.opens_on AND call.closes_on\n                    ) THEN\n                        RAISE EXCEPTION 'the call is not open';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="244e7fdc55176227e6e1b34db56870bdef8881d2",
                    operation="INSERT",
                    pgid="pgtrigger_within_the_call_cd152",
                    table="pilots_submittedintake",
                    when="BEFORE",
                ),
            ),
        ),
    ]
