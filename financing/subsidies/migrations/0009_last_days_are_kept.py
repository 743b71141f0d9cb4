"""Since when nothing happens in a dossier is kept by the database (decision 177)."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import coophub.web.model_fields

# What is there to decide, object to, pay or pay back: the last day of it, none while something is open. Days are those of
# the Netherlands. What of a loan came back does not have to be reclaimed.
COUNTED = """
    CREATE VIEW subsidies_dossierend_counted AS
    SELECT
        application.id AS application_id,
        CASE WHEN later.drafts + paid.due + objections.running = 0 AND drawn.amount <= repaid.principal THEN greatest(
            (decision.signed_at AT TIME ZONE 'Europe/Amsterdam')::date,
            decision.object_by,
            (later.signed_at AT TIME ZONE 'Europe/Amsterdam')::date,
            later.object_by,
            paid.paid_on,
            repaid.received_on,
            application.withdrawn_on
        ) END AS last_day,
        CASE WHEN paid.given - later.reclaimed - repaid.principal > settlement.amount THEN settlement.settled_on END
            AS reclaim_from
    FROM subsidies_application application
    LEFT JOIN subsidies_decision decision ON decision.application_id = application.id
    CROSS JOIN LATERAL (
        SELECT
            max(signed_at) AS signed_at,
            max(object_by) AS object_by,
            count(*) FILTER (WHERE signed_at IS NULL) AS drafts,
            coalesce(sum(amount) FILTER (WHERE kind = 'recovery' AND signed_at IS NOT NULL), 0) AS reclaimed
        FROM subsidies_laterdecision WHERE application_id = application.id
    ) later
    LEFT JOIN LATERAL (
        SELECT amount, (signed_at AT TIME ZONE 'Europe/Amsterdam')::date AS settled_on
        FROM subsidies_laterdecision
        WHERE application_id = application.id AND kind = 'settlement' AND signed_at IS NOT NULL
        ORDER BY signed_at DESC, id DESC LIMIT 1
    ) settlement ON TRUE
    CROSS JOIN LATERAL (
        SELECT
            max(paid_on) AS paid_on,
            count(*) FILTER (WHERE paid_on IS NULL AND cancelled_at IS NULL) AS due,
            coalesce(sum(amount) FILTER (WHERE paid_on IS NOT NULL AND kind IN ('advance', 'rest', 'loan')), 0) AS given
        FROM subsidies_payment WHERE application_id = application.id
    ) paid
    CROSS JOIN LATERAL (
        SELECT count(*) AS running FROM subsidies_objection
        WHERE application_id = application.id AND state IN ('received', 'heard')
    ) objections
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(draw.amount), 0) AS amount
        FROM subsidies_loandraw draw JOIN subsidies_loan loan ON loan.id = draw.loan_id
        WHERE loan.application_id = application.id
    ) drawn
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(repayment.principal), 0) AS principal, max(repayment.received_on) AS received_on
        FROM subsidies_loanrepayment repayment JOIN subsidies_loan loan ON loan.id = repayment.loan_id
        WHERE loan.application_id = application.id
    ) repaid
    WHERE application.submitted_at IS NOT NULL
"""

# Rows are locked first, in the order of the other kept figures: who counts after another waits for that one, and counts
# what it added.
COUNT_END = """
    CREATE FUNCTION subsidies_count_end(which bigint) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM subsidies_holding WHERE application_id = which FOR UPDATE;
        PERFORM 1 FROM subsidies_casefigures WHERE application_id = which FOR UPDATE;
        INSERT INTO subsidies_dossierend (application_id)
            SELECT id FROM subsidies_application WHERE id = which AND submitted_at IS NOT NULL
            ON CONFLICT DO NOTHING;
        PERFORM 1 FROM subsidies_dossierend WHERE application_id = which FOR UPDATE;
        UPDATE subsidies_dossierend kept
            SET last_day = counted.last_day, reclaim_from = counted.reclaim_from
            FROM subsidies_dossierend_counted counted
            WHERE kept.application_id = which AND counted.application_id = which
            AND (kept.last_day, kept.reclaim_from) IS DISTINCT FROM (counted.last_day, counted.reclaim_from);
        DELETE FROM subsidies_dossierend WHERE application_id = which AND NOT EXISTS (
            SELECT 1 FROM subsidies_application WHERE id = which AND submitted_at IS NOT NULL
        );
    END $$
"""

# All at once, before the first of them is changed: a migration that waits for a table with another in its hands may take
# one that somebody needs who has what it waits for.
TAKE_TABLES = """
    LOCK TABLE subsidies_application, subsidies_decision, subsidies_laterdecision, subsidies_payment, subsidies_objection, subsidies_loan, subsidies_loandraw, subsidies_loanrepayment
    IN SHARE ROW EXCLUSIVE MODE
"""

# What was taken back before there was a column for it. The index of the trail gives it for each.
DAYS_OF_WITHDRAWAL = """
    UPDATE subsidies_application application SET withdrawn_on = (
        SELECT max((entry.at AT TIME ZONE 'Europe/Amsterdam')::date) FROM audit_auditentry entry
        WHERE entry.target_type = 'subsidies.application' AND entry.target_id = application.id::text
        AND entry.action = 'subsidies.withdraw'
    )
    WHERE state = 'withdrawn' AND withdrawn_on IS NULL
"""

# What is there already. Who writes in these tables waits until this is done.
COUNT_WHAT_IS_THERE = """
    INSERT INTO subsidies_dossierend (application_id, last_day, reclaim_from)
    SELECT application_id, last_day, reclaim_from FROM subsidies_dossierend_counted
"""


# On tables that are in use. They are made by their SQL alone, with the count and in one go: what Django needs to think of
# each operation, others would wait for.
TRIGGERS = [
    pgtrigger.migrations.AddTrigger(
        model_name="application",
        trigger=pgtrigger.compiler.Trigger(
            name="recounts_last_day",
            sql=pgtrigger.compiler.UpsertTriggerSql(
                func="\n            IF TG_OP = 'DELETE' THEN\n                PERFORM subsidies_count_end(OLD.id);\n            ELSIF TG_OP = 'INSERT' OR (OLD.submitted_at, OLD.withdrawn_on) IS DISTINCT FROM (NEW.submitted_at, NEW.withdrawn_on) THEN\n                PERFORM subsidies_count_end(NEW.id);\n            END IF;\n            RETURN NULL;\n        ",
                hash="007ff7720e186532c4f082216a8174cdccd93e36",
                operation="INSERT OR UPDATE OR DELETE",
                pgid="pgtrigger_recounts_last_day_00d1d",
                table="subsidies_application",
                when="AFTER",
            ),
        ),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name="decision",
        trigger=pgtrigger.compiler.Trigger(
            name="recounts_last_day",
            sql=pgtrigger.compiler.UpsertTriggerSql(
                func="\n            IF TG_OP = 'DELETE' THEN\n                PERFORM subsidies_count_end(OLD.application_id);\n            ELSIF TG_OP = 'INSERT' OR (OLD.signed_at, OLD.object_by) IS DISTINCT FROM (NEW.signed_at, NEW.object_by) THEN\n                PERFORM subsidies_count_end(NEW.application_id);\n            END IF;\n            RETURN NULL;\n        ",
                hash="00d1caff3b8b53f25dd8783e3c33f566ab81ab83",
                operation="INSERT OR UPDATE OR DELETE",
                pgid="pgtrigger_recounts_last_day_ec8a6",
                table="subsidies_decision",
                when="AFTER",
            ),
        ),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name="laterdecision",
        trigger=pgtrigger.compiler.Trigger(
            name="recounts_last_day",
            sql=pgtrigger.compiler.UpsertTriggerSql(
                func="\n            IF TG_OP = 'DELETE' THEN\n                PERFORM subsidies_count_end(OLD.application_id);\n            ELSIF TG_OP = 'INSERT' OR (OLD.kind, OLD.amount, OLD.signed_at, OLD.object_by) IS DISTINCT FROM (NEW.kind, NEW.amount, NEW.signed_at, NEW.object_by) THEN\n                PERFORM subsidies_count_end(NEW.application_id);\n            END IF;\n            RETURN NULL;\n        ",
                hash="0e2e7c648173b93b57f78cf5b1e2028086585768",
                operation="INSERT OR UPDATE OR DELETE",
                pgid="pgtrigger_recounts_last_day_c3e31",
                table="subsidies_laterdecision",
                when="AFTER",
            ),
        ),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name="loandraw",
        trigger=pgtrigger.compiler.Trigger(
            name="recounts_last_day",
            sql=pgtrigger.compiler.UpsertTriggerSql(
                func="\n            IF TG_OP = 'DELETE' THEN\n                PERFORM subsidies_count_end((SELECT application_id FROM subsidies_loan WHERE id = OLD.loan_id));\n            ELSIF TG_OP = 'INSERT' OR TRUE THEN\n                PERFORM subsidies_count_end((SELECT application_id FROM subsidies_loan WHERE id = NEW.loan_id));\n            END IF;\n            RETURN NULL;\n        ",
                hash="fd6bc94358b10b16f73034ed9f4ec8ca839c91d2",
                operation="INSERT OR UPDATE OR DELETE",
                pgid="pgtrigger_recounts_last_day_33eb3",
                table="subsidies_loandraw",
                when="AFTER",
            ),
        ),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name="loanrepayment",
        trigger=pgtrigger.compiler.Trigger(
            name="recounts_last_day",
            sql=pgtrigger.compiler.UpsertTriggerSql(
                func="\n            IF TG_OP = 'DELETE' THEN\n                PERFORM subsidies_count_end((SELECT application_id FROM subsidies_loan WHERE id = OLD.loan_id));\n            ELSIF TG_OP = 'INSERT' OR TRUE THEN\n                PERFORM subsidies_count_end((SELECT application_id FROM subsidies_loan WHERE id = NEW.loan_id));\n            END IF;\n            RETURN NULL;\n        ",
                hash="5f231b97c4b915c74a0e779950a860730e02614d",
                operation="INSERT OR UPDATE OR DELETE",
                pgid="pgtrigger_recounts_last_day_aa2a9",
                table="subsidies_loanrepayment",
                when="AFTER",
            ),
        ),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name="objection",
        trigger=pgtrigger.compiler.Trigger(
            name="recounts_last_day",
            sql=pgtrigger.compiler.UpsertTriggerSql(
                func="\n            IF TG_OP = 'DELETE' THEN\n                PERFORM subsidies_count_end(OLD.application_id);\n            ELSIF TG_OP = 'INSERT' OR OLD.state IS DISTINCT FROM NEW.state THEN\n                PERFORM subsidies_count_end(NEW.application_id);\n            END IF;\n            RETURN NULL;\n        ",
                hash="2364a5b91e8e28ca79e5655a6de5f7cd558b36dd",
                operation="INSERT OR UPDATE OR DELETE",
                pgid="pgtrigger_recounts_last_day_8354f",
                table="subsidies_objection",
                when="AFTER",
            ),
        ),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name="payment",
        trigger=pgtrigger.compiler.Trigger(
            name="recounts_last_day",
            sql=pgtrigger.compiler.UpsertTriggerSql(
                func="\n            IF TG_OP = 'DELETE' THEN\n                PERFORM subsidies_count_end(OLD.application_id);\n            ELSIF TG_OP = 'INSERT' OR (OLD.kind, OLD.amount, OLD.paid_on, OLD.cancelled_at) IS DISTINCT FROM (NEW.kind, NEW.amount, NEW.paid_on, NEW.cancelled_at) THEN\n                PERFORM subsidies_count_end(NEW.application_id);\n            END IF;\n            RETURN NULL;\n        ",
                hash="a30feb52b55a9678c83e83560bd23977124f89fe",
                operation="INSERT OR UPDATE OR DELETE",
                pgid="pgtrigger_recounts_last_day_98e6c",
                table="subsidies_payment",
                when="AFTER",
            ),
        ),
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_initial"),
        ("subsidies", "0008_day_of_withdrawal"),
    ]

    operations = [
        migrations.CreateModel(
            name="DossierEnd",
            fields=[
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="dossier_end",
                        serialize=False,
                        to="subsidies.application",
                    ),
                ),
                ("last_day", coophub.web.model_fields.DayColumn(null=True)),
                ("reclaim_from", coophub.web.model_fields.DayColumn(null=True)),
            ],
        ),
        migrations.RunSQL(COUNTED, "DROP VIEW subsidies_dossierend_counted"),
        migrations.RunSQL(COUNT_END, "DROP FUNCTION subsidies_count_end(bigint)"),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                *TRIGGERS,
            ]
        ),
        migrations.RunSQL(
            [
                TAKE_TABLES,
                DAYS_OF_WITHDRAWAL,
                *(each.trigger.install_sql for each in TRIGGERS),
                COUNT_WHAT_IS_THERE,
            ],
            [*(each.trigger.uninstall_sql for each in TRIGGERS)],
        ),
    ]
