"""The audit trail, which is only added to."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import coophub.web.clock
import coophub.web.model_fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="at"
                    ),
                ),
                ("actor_label", models.CharField(blank=True, max_length=200, verbose_name="name of who")),
                ("origin", models.CharField(blank=True, max_length=100, verbose_name="from where")),
                ("action", models.CharField(max_length=100, verbose_name="what")),
                ("target_type", models.CharField(max_length=100, verbose_name="kind of thing")),
                ("target_id", models.CharField(max_length=64, verbose_name="number of the thing")),
                ("target_label", models.CharField(blank=True, max_length=300, verbose_name="name of the thing")),
                ("before", models.JSONField(null=True, verbose_name="before")),
                ("after", models.JSONField(null=True, verbose_name="after")),
                (
                    "words",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector(
                            models.Func(
                                models.F("actor_label"),
                                models.Value("._-@:/"),
                                models.Value("      "),
                                function="translate",
                            ),
                            models.Func(
                                models.F("action"), models.Value("._-@:/"), models.Value("      "), function="translate"
                            ),
                            models.Func(
                                models.F("target_label"),
                                models.Value("._-@:/"),
                                models.Value("      "),
                                function="translate",
                            ),
                            models.Func(
                                models.F("origin"), models.Value("._-@:/"), models.Value("      "), function="translate"
                            ),
                            config="simple",
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "verbose_name": "audit entry",
                "verbose_name_plural": "audit entries",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["target_type", "target_id", "-at", "-id"], name="audit_entries_of_a_target"),
                    django.contrib.postgres.indexes.GinIndex(fields=["words"], name="audit_words"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Unlinked",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="audit.auditentry",
                        verbose_name="entry",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry without a link",
                "verbose_name_plural": "entries without a link",
            },
        ),
        migrations.CreateModel(
            name="AuditLink",
            fields=[
                (
                    "position",
                    models.BigIntegerField(
                        primary_key=True, serialize=False, verbose_name="place in the chain, from 1 without gaps"
                    ),
                ),
                ("previous_hash", models.CharField(max_length=64, unique=True, verbose_name="hash of the link before")),
                ("hash", models.CharField(max_length=64, verbose_name="hash")),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="link",
                        to="audit.auditentry",
                        verbose_name="entry",
                    ),
                ),
            ],
            options={
                "verbose_name": "audit link",
                "verbose_name_plural": "audit links",
                "ordering": ["position"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unlinked",
            trigger=pgtrigger.compiler.Trigger(
                name="by_triggers_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'The audit chain is written by its triggers.';",
                    hash="a3e48b90c370b9ec9b8a48e0629c8c9e1e1e8872",
                    operation="INSERT",
                    pgid="pgtrigger_by_triggers_only_ca9a4",
                    table="audit_unlinked",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unlinked",
            trigger=pgtrigger.compiler.Trigger(
                name="link_at_commit",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE last_position bigint; last_hash text; entry_text text;",
                    func="\n    PERFORM pg_advisory_xact_lock(hashtext('coophub.audit.chain'));\n    SELECT link.position, link.hash INTO last_position, last_hash\n        FROM audit_auditlink link ORDER BY link.position DESC LIMIT 1;\n    last_position := coalesce(last_position, 0);\n    last_hash := coalesce(last_hash, repeat('0', 64));\n    SELECT jsonb_build_array(\n            entry.id, to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), entry.actor_id,\n            entry.actor_label, entry.origin, entry.action, entry.target_type, entry.target_id, entry.target_label,\n            entry.before, entry.after\n        )::text INTO entry_text\n        FROM audit_auditentry entry WHERE entry.id = NEW.entry_id;\n    INSERT INTO audit_auditlink (position, entry_id, previous_hash, hash) VALUES (\n        last_position + 1, NEW.entry_id, last_hash,\n        encode(sha256(convert_to(last_hash || entry_text, 'UTF8')), 'hex')\n    );\n    DELETE FROM audit_unlinked WHERE entry_id = NEW.entry_id;\n    RETURN NULL;\n",
                    hash="027e8e9d36902d3e220b09a602174984744bc0b6",
                    operation="INSERT",
                    pgid="pgtrigger_link_at_commit_9041f",
                    table="audit_unlinked",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="auditentry",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'The audit trail is only added to.';",
                    hash="9d9754e99a9f60995b7fc87ce10182989b826bcc",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_6cfb3",
                    table="audit_auditentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="auditentry",
            trigger=pgtrigger.compiler.Trigger(
                name="never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'The audit trail is only added to.';",
                    hash="e7b0e70451b6ad6458ee3e58c8771fb299fb930c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_emptied_09ce4",
                    table="audit_auditentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="auditentry",
            trigger=pgtrigger.compiler.Trigger(
                name="note_at_commit",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    func="\n    INSERT INTO audit_unlinked (entry_id) VALUES (NEW.id);\n    RETURN NULL;\n",
                    hash="12da3740fbbf35d78315df7592f121c0523b2dca",
                    operation="INSERT",
                    pgid="pgtrigger_note_at_commit_2c81d",
                    table="audit_auditentry",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="auditlink",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'The audit trail is only added to.';",
                    hash="1e3be14c1637dccb5f99a3ca1814870fc7fb586b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a3e08",
                    table="audit_auditlink",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="auditlink",
            trigger=pgtrigger.compiler.Trigger(
                name="never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'The audit trail is only added to.';",
                    hash="6e2e80e541d824645864e4e37d8338aa95d4099c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_emptied_b81ec",
                    table="audit_auditlink",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="auditlink",
            trigger=pgtrigger.compiler.Trigger(
                name="by_triggers_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="RAISE EXCEPTION 'The audit chain is written by its triggers.';",
                    hash="7828d72c645ca94a9c2d6355ee6d6d776ef8bc73",
                    operation="INSERT",
                    pgid="pgtrigger_by_triggers_only_26117",
                    table="audit_auditlink",
                    when="BEFORE",
                ),
            ),
        ),
    ]
