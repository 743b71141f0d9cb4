"""What one person proposes and another settles."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import coophub.web.model_fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60, verbose_name="kind")),
                ("subject_id", models.CharField(max_length=64)),
                ("key", models.CharField(blank=True, max_length=60)),
                ("values", models.JSONField(default=dict, verbose_name="what is proposed")),
                ("proposed_at", coophub.web.model_fields.MomentColumn(verbose_name="proposed at")),
                ("confirmed_at", coophub.web.model_fields.MomentColumn(null=True, verbose_name="confirmed at")),
                ("turned_down_at", coophub.web.model_fields.MomentColumn(null=True, verbose_name="turned down at")),
                (
                    "turned_down_because",
                    models.CharField(blank=True, max_length=300, verbose_name="why it was turned down"),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed by",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposed by",
                    ),
                ),
                (
                    "subject_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contenttypes.contenttype"
                    ),
                ),
                (
                    "turned_down_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="turned down by",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposal",
                "verbose_name_plural": "proposals",
                "ordering": ["proposed_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("confirmed_at", None), ("turned_down_at", None)),
                        fields=["proposed_at"],
                        name="proposals_that_wait",
                    ),
                    models.Index(fields=["subject_type", "subject_id"], name="proposals_of_a_subject"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at", None), ("confirmed_by", None)),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                ("confirmed_by__isnull", False),
                                ("turned_down_at", None),
                                models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="proposal_confirmed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("turned_down_at", None), ("turned_down_by", None)),
                            models.Q(("turned_down_at__isnull", False), ("turned_down_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="proposal_turned_down_by_somebody",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("confirmed_at", None), ("turned_down_at", None)),
                        fields=("kind", "subject_type", "subject_id", "key"),
                        name="proposed_once_at_a_time",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="c0bc17aa7b31643592be2aac8f10e6d0256cd21c",
                    operation="DELETE",
                    pgid="pgtrigger_kept_8803f",
                    table="proposals_proposal",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="proposed_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."subject_type_id" IS DISTINCT FROM (NEW."subject_type_id") OR OLD."subject_id" IS DISTINCT FROM (NEW."subject_id") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."values" IS DISTINCT FROM (NEW."values") OR OLD."proposed_by_id" IS DISTINCT FROM (NEW."proposed_by_id") OR OLD."proposed_at" IS DISTINCT FROM (NEW."proposed_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="f519296d2ea5ae041515715fc2c61b6fc353a6d6",
                    operation="UPDATE",
                    pgid="pgtrigger_proposed_is_frozen_603c0",
                    table="proposals_proposal",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="settled_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.confirmed_at IS NOT NULL OR OLD.turned_down_at IS NOT NULL)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="7b4247e1f934e4b86af86efa58c36929c6dabe2b",
                    operation="UPDATE",
                    pgid="pgtrigger_settled_is_frozen_5778d",
                    table="proposals_proposal",
                    when="BEFORE",
                ),
            ),
        ),
    ]
