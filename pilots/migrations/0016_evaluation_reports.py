"""Evaluation reports: their texts, the comments beside them, and what keeps a final one as it is."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import coophub.web.clock
import coophub.web.model_fields


class Migration(migrations.Migration):
    dependencies = [
        ("pilots", "0015_written_questionnaires"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EvaluationReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="number")),
                ("figures", models.JSONField(verbose_name="figures")),
                (
                    "started_at",
                    coophub.web.model_fields.MomentColumn(default=coophub.web.clock.now, verbose_name="begun at"),
                ),
                ("offered_at", coophub.web.model_fields.MomentColumn(null=True, verbose_name="offered as final at")),
                ("frozen_at", coophub.web.model_fields.MomentColumn(null=True, verbose_name="made final at")),
                ("content", models.JSONField(null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                (
                    "frozen_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made final by",
                    ),
                ),
                (
                    "offered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="offered as final by",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluation_reports",
                        to="pilots.programme",
                        verbose_name="programme",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="begun by",
                    ),
                ),
            ],
            options={
                "verbose_name": "evaluation report",
                "verbose_name_plural": "evaluation reports",
                "ordering": ["-started_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ReportComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "chapter",
                    models.CharField(
                        choices=[
                            ("summary", "In short"),
                            ("programme", "What the programme was"),
                            ("pilots", "Who took part, and how it ended"),
                            ("time", "How long it took"),
                            ("bottlenecks", "What held pilots up"),
                            ("measures", "What helped"),
                            ("coaching", "Hours of coaching"),
                            ("plans", "Plans before and after the coaching"),
                            ("lessons", "What we learnt"),
                            ("advice", "What we advise"),
                        ],
                        max_length=20,
                        verbose_name="chapter",
                    ),
                ),
                ("text", models.TextField(verbose_name="comment")),
                (
                    "written_at",
                    coophub.web.model_fields.MomentColumn(default=coophub.web.clock.now, verbose_name="written at"),
                ),
                ("resolved_at", coophub.web.model_fields.MomentColumn(null=True, verbose_name="resolved at")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="pilots.evaluationreport",
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="resolved by",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_comments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
                "ordering": ["written_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ReportText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "chapter",
                    models.CharField(
                        choices=[
                            ("summary", "In short"),
                            ("programme", "What the programme was"),
                            ("pilots", "Who took part, and how it ended"),
                            ("time", "How long it took"),
                            ("bottlenecks", "What held pilots up"),
                            ("measures", "What helped"),
                            ("coaching", "Hours of coaching"),
                            ("plans", "Plans before and after the coaching"),
                            ("lessons", "What we learnt"),
                            ("advice", "What we advise"),
                        ],
                        max_length=20,
                        verbose_name="chapter",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="text")),
                ("revision", models.PositiveIntegerField(default=1)),
                ("changed_at", coophub.web.model_fields.MomentColumn(verbose_name="changed at")),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="changed by",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="pilots.evaluationreport"
                    ),
                ),
            ],
            options={
                "verbose_name": "text of a report",
                "verbose_name_plural": "texts of reports",
                "ordering": ["report", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="evaluationreport",
            constraint=models.UniqueConstraint(
                fields=("programme", "number"), name="report_number_once_in_a_programme"
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationreport",
            constraint=models.UniqueConstraint(
                condition=models.Q(("frozen_at", None)), fields=("programme",), name="one_draft_of_a_report_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("offered_at", None), ("offered_by", None)),
                    models.Q(("offered_at__isnull", False), ("offered_by__isnull", False)),
                    _connector="OR",
                ),
                name="report_offered_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("content", None), ("frozen_at", None), ("frozen_by", None), ("sha256", "")),
                    models.Q(
                        ("content__isnull", False),
                        ("frozen_at__isnull", False),
                        ("frozen_by__isnull", False),
                        ("offered_by__isnull", False),
                        ("sha256__regex", "^[0-9a-f]{64}$"),
                        models.Q(("frozen_by", models.F("offered_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="report_made_final_by_another",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evaluationreport",
            trigger=pgtrigger.compiler.Trigger(
                name="final_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.frozen_at IS NOT NULL)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1404e27f6d2692ad96bcdce8e199f5aaf14db002",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_final_is_frozen_58466",
                    table="pilots_evaluationreport",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="reportcomment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("resolved_at", None), ("resolved_by", None)),
                    models.Q(("resolved_at__isnull", False), ("resolved_by__isnull", False)),
                    _connector="OR",
                ),
                name="comment_resolved_by_somebody",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportcomment",
            trigger=pgtrigger.compiler.Trigger(
                name="stays_when_final",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE final_since timestamptz;",
                    func="\n    SELECT frozen_at INTO final_since FROM pilots_evaluationreport\n    WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.report_id ELSE NEW.report_id END FOR SHARE;\n    IF final_since IS NOT NULL THEN\n        RAISE EXCEPTION 'this report is final' USING ERRCODE = 'check_violation';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                    hash="24dbf61128c747a08c1c6dff983182601f30fbda",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_stays_when_final_f2c75",
                    table="pilots_reportcomment",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="reporttext",
            constraint=models.UniqueConstraint(fields=("report", "chapter"), name="one_text_for_a_chapter"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reporttext",
            trigger=pgtrigger.compiler.Trigger(
                name="stays_when_final",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE final_since timestamptz;",
                    func="\n    SELECT frozen_at INTO final_since FROM pilots_evaluationreport\n    WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.report_id ELSE NEW.report_id END FOR SHARE;\n    IF final_since IS NOT NULL THEN\n        RAISE EXCEPTION 'this report is final' USING ERRCODE = 'check_violation';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                    hash="7f32b0b0c8c909eb8b86721948dd148a525f2575",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_stays_when_final_ee027",
                    table="pilots_reporttext",
                    when="BEFORE",
                ),
            ),
        ),
    ]
