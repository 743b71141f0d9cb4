"""What the figures of a scheme need is kept by the database (decision 165)."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# What each application adds to the figures of its scheme: province and homes as they were submitted, and what it holds.
# What was submitted before its province was frozen names its municipality alone. Days are those of the Netherlands.
COUNTED = """
    CREATE VIEW subsidies_casefigures_counted AS
    SELECT
        application.id AS application_id,
        application.scheme_version_id AS version_id,
        coalesce(
            submission.province,
            (SELECT place.province FROM initiatives_municipality place WHERE place.name = submission.municipality LIMIT 1),
            ''
        ) AS province,
        application.target,
        application.state,
        is_given::int AS awarded,
        CASE WHEN is_given THEN coalesce(submission.homes, 0) ELSE 0 END AS homes,
        coalesce(held.settled + held.paid + held.awarded, 0) AS amount,
        decided_on - received_on AS days,
        (decided_on IS NOT NULL AND application.decide_by IS NOT NULL)::int AS with_term,
        coalesce(decided_on <= application.decide_by, false)::int AS in_time
    FROM subsidies_application application
    LEFT JOIN subsidies_submission submission ON submission.application_id = application.id
    LEFT JOIN subsidies_holding held ON held.application_id = application.id
    LEFT JOIN subsidies_decision decision ON decision.application_id = application.id
    CROSS JOIN LATERAL (
        SELECT
            coalesce(held.settled > 0 OR held.paid > 0 OR held.awarded > 0, false) AS is_given,
            (application.submitted_at AT TIME ZONE 'Europe/Amsterdam')::date AS received_on,
            (decision.signed_at AT TIME ZONE 'Europe/Amsterdam')::date AS decided_on
    ) facts
    WHERE application.submitted_at IS NOT NULL
"""

# Rows are locked first, in one order: who counts after another waits for that one, and counts what it added.
COUNT_CASE = """
    CREATE FUNCTION subsidies_count_case(which bigint) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM subsidies_holding WHERE application_id = which FOR UPDATE;
        INSERT INTO subsidies_casefigures (
            application_id, version_id, province, target, state, awarded, homes, amount, days, with_term, in_time
        )
            SELECT * FROM subsidies_casefigures_counted WHERE application_id = which
            ON CONFLICT DO NOTHING;
        PERFORM 1 FROM subsidies_casefigures WHERE application_id = which FOR UPDATE;
        UPDATE subsidies_casefigures kept
            SET version_id = counted.version_id, province = counted.province, target = counted.target,
                state = counted.state, awarded = counted.awarded, homes = counted.homes, amount = counted.amount,
                days = counted.days, with_term = counted.with_term, in_time = counted.in_time
            FROM subsidies_casefigures_counted counted
            WHERE kept.application_id = which AND counted.application_id = which
            AND (kept.version_id, kept.province, kept.target, kept.state, kept.awarded, kept.homes, kept.amount,
                kept.days, kept.with_term, kept.in_time)
                IS DISTINCT FROM (counted.version_id, counted.province, counted.target, counted.state, counted.awarded,
                counted.homes, counted.amount, counted.days, counted.with_term, counted.in_time);
        DELETE FROM subsidies_casefigures WHERE application_id = which AND NOT EXISTS (
            SELECT 1 FROM subsidies_application WHERE id = which AND submitted_at IS NOT NULL
        );
    END $$
"""

# All at once, before the first of them is changed: a migration that waits for a table with another in its hands may take
# one that somebody needs who has what it waits for.
TAKE_TABLES = """
    LOCK TABLE subsidies_application, subsidies_submission, subsidies_decision, subsidies_holding, subsidies_schemeversion
    IN SHARE ROW EXCLUSIVE MODE
"""

# What is there already. Who writes in these tables waits until this is done: a second for 20,000 applications.
COUNT_WHAT_IS_THERE = """
    INSERT INTO subsidies_casefigures (
        application_id, version_id, province, target, state, awarded, homes, amount, days, with_term, in_time
    )
    SELECT * FROM subsidies_casefigures_counted
"""


# On tables that are in use. They are made by their SQL alone, with the count and in one go: what Django needs to think of
# each operation, others would wait for.
TRIGGERS = [
    pgtrigger.migrations.AddTrigger(
        model_name="application",
        trigger=pgtrigger.compiler.Trigger(
            name="recounts_figures",
            sql=pgtrigger.compiler.UpsertTriggerSql(
                func="\n            IF TG_OP = 'DELETE' THEN\n                PERFORM subsidies_count_case(OLD.id);\n            ELSIF TG_OP = 'INSERT' OR (OLD.scheme_version_id, OLD.target, OLD.state, OLD.submitted_at, OLD.decide_by) IS DISTINCT FROM (NEW.scheme_version_id, NEW.target, NEW.state, NEW.submitted_at, NEW.decide_by) THEN\n                PERFORM subsidies_count_case(NEW.id);\n            END IF;\n            RETURN NULL;\n        ",
                hash="ef98c3e45fb4b7455a432644c8b6d6e33af353b0",
                operation="INSERT OR UPDATE OR DELETE",
                pgid="pgtrigger_recounts_figures_960ad",
                table="subsidies_application",
                when="AFTER",
            ),
        ),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name="decision",
        trigger=pgtrigger.compiler.Trigger(
            name="recounts_figures",
            sql=pgtrigger.compiler.UpsertTriggerSql(
                func="\n            IF TG_OP = 'DELETE' THEN\n                PERFORM subsidies_count_case(OLD.application_id);\n            ELSIF TG_OP = 'INSERT' OR OLD.signed_at IS DISTINCT FROM NEW.signed_at THEN\n                PERFORM subsidies_count_case(NEW.application_id);\n            END IF;\n            RETURN NULL;\n        ",
                hash="9d909572723b7edd9340312eb1f3b995f13e41e1",
                operation="INSERT OR UPDATE OR DELETE",
                pgid="pgtrigger_recounts_figures_b8253",
                table="subsidies_decision",
                when="AFTER",
            ),
        ),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name="holding",
        trigger=pgtrigger.compiler.Trigger(
            name="recounts_figures",
            sql=pgtrigger.compiler.UpsertTriggerSql(
                func="\n            IF TG_OP = 'DELETE' THEN\n                PERFORM subsidies_count_case(OLD.application_id);\n            ELSIF TG_OP = 'INSERT' OR OLD IS DISTINCT FROM NEW THEN\n                PERFORM subsidies_count_case(NEW.application_id);\n            END IF;\n            RETURN NULL;\n        ",
                hash="f8e7709e27ad4f47f0d1aa9c13a9fd6fb2d06aa3",
                operation="INSERT OR UPDATE OR DELETE",
                pgid="pgtrigger_recounts_figures_f96d0",
                table="subsidies_holding",
                when="AFTER",
            ),
        ),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name="submission",
        trigger=pgtrigger.compiler.Trigger(
            name="recounts_figures",
            sql=pgtrigger.compiler.UpsertTriggerSql(
                func="\n            IF TG_OP = 'DELETE' THEN\n                PERFORM subsidies_count_case(OLD.application_id);\n            ELSIF TG_OP = 'INSERT' OR TRUE THEN\n                PERFORM subsidies_count_case(NEW.application_id);\n            END IF;\n            RETURN NULL;\n        ",
                hash="48be017bd7a62d93104e52a2f94e206f1b1de8db",
                operation="INSERT OR UPDATE OR DELETE",
                pgid="pgtrigger_recounts_figures_4b755",
                table="subsidies_submission",
                when="AFTER",
            ),
        ),
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("subsidies", "0003_what_the_trade_register_says"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseFigures",
            fields=[
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="subsidies.application",
                    ),
                ),
                ("province", models.TextField()),
                ("target", models.CharField(max_length=20)),
                ("state", models.CharField(max_length=50)),
                ("awarded", models.IntegerField()),
                ("homes", models.IntegerField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                ("days", models.IntegerField(null=True)),
                ("with_term", models.IntegerField()),
                ("in_time", models.IntegerField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="subsidies.schemeversion"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseSum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("province", models.TextField()),
                ("target", models.CharField(max_length=20)),
                ("state", models.CharField(max_length=50)),
                ("received", models.IntegerField()),
                ("awarded", models.IntegerField()),
                ("homes", models.IntegerField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="subsidies.schemeversion"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PaceSum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("days", models.IntegerField()),
                ("decided", models.IntegerField()),
                ("with_term", models.IntegerField()),
                ("in_time", models.IntegerField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="subsidies.schemeversion"
                    ),
                ),
            ],
        ),
        migrations.RunSQL(COUNTED, "DROP VIEW subsidies_casefigures_counted"),
        migrations.RunSQL(COUNT_CASE, "DROP FUNCTION subsidies_count_case(bigint)"),
        pgtrigger.migrations.AddTrigger(
            model_name="casefigures",
            trigger=pgtrigger.compiler.Trigger(
                name="parts",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP = 'UPDATE' AND (OLD.version_id, OLD.province, OLD.target, OLD.state, 1, OLD.awarded, OLD.homes, OLD.amount) IS NOT DISTINCT FROM (NEW.version_id, NEW.province, NEW.target, NEW.state, 1, NEW.awarded, NEW.homes, NEW.amount) THEN\n                RETURN NULL;\n            END IF;\n            IF TG_OP <> 'INSERT' THEN\n                INSERT INTO subsidies_casesum (version_id, province, target, state, received, awarded, homes, amount) SELECT OLD.version_id, OLD.province, OLD.target, OLD.state, -(1), -(OLD.awarded), -(OLD.homes), -(OLD.amount) WHERE TRUE;\n            END IF;\n            IF TG_OP <> 'DELETE' THEN\n                INSERT INTO subsidies_casesum (version_id, province, target, state, received, awarded, homes, amount) SELECT NEW.version_id, NEW.province, NEW.target, NEW.state, (1), (NEW.awarded), (NEW.homes), (NEW.amount) WHERE TRUE;\n            END IF;\n            RETURN NULL;\n        ",
                    hash="22e892327c32f35f65f691c2b18cabd8ed42a69f",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_parts_477cf",
                    table="subsidies_casefigures",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="casefigures",
            trigger=pgtrigger.compiler.Trigger(
                name="pace",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP = 'UPDATE' AND (OLD.version_id, OLD.days, 1, OLD.with_term, OLD.in_time) IS NOT DISTINCT FROM (NEW.version_id, NEW.days, 1, NEW.with_term, NEW.in_time) THEN\n                RETURN NULL;\n            END IF;\n            IF TG_OP <> 'INSERT' THEN\n                INSERT INTO subsidies_pacesum (version_id, days, decided, with_term, in_time) SELECT OLD.version_id, OLD.days, -(1), -(OLD.with_term), -(OLD.in_time) WHERE OLD.days IS NOT NULL;\n            END IF;\n            IF TG_OP <> 'DELETE' THEN\n                INSERT INTO subsidies_pacesum (version_id, days, decided, with_term, in_time) SELECT NEW.version_id, NEW.days, (1), (NEW.with_term), (NEW.in_time) WHERE NEW.days IS NOT NULL;\n            END IF;\n            RETURN NULL;\n        ",
                    hash="545cbed8657089a3291f6a5468f953cf44a25bc8",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_pace_e9c8e",
                    table="subsidies_casefigures",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="casesum",
            index=models.Index(fields=["version", "province", "target", "state"], name="case_sums_of_a_version"),
        ),
        migrations.AddIndex(
            model_name="pacesum",
            index=models.Index(fields=["version", "days"], name="pace_sums_of_a_version"),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                *TRIGGERS,
            ]
        ),
        migrations.RunSQL(
            [TAKE_TABLES, *(each.trigger.install_sql for each in TRIGGERS), COUNT_WHAT_IS_THERE],
            [*(each.trigger.uninstall_sql for each in TRIGGERS)],
        ),
    ]
