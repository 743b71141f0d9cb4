"""What the figures, the filters and the map of the register need is kept by the database (decision 165)."""

from importlib import import_module

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# What an initiative with a public page went through, from its phases: each that it left on a later day.
COUNTED = """
    CREATE VIEW initiatives_phasestay_counted AS
    SELECT change_id, initiative_id, phase, days,
        row_number() OVER (PARTITION BY initiative_id, phase ORDER BY entered_on, change_id) = 1 AS is_first
    FROM (
        SELECT change.id AS change_id, change.initiative_id, change.phase, change."on" AS entered_on,
            lead(change."on") OVER (PARTITION BY change.initiative_id ORDER BY change."on", change.id)
                - change."on" AS days
        FROM initiatives_phasechange change
        JOIN initiatives_initiative initiative ON initiative.id = change.initiative_id
        WHERE initiative.published_at IS NOT NULL
    ) entered
    WHERE days > 0
"""

# The initiative is locked first: who counts after another waits for that one, and counts what it added.
COUNT_STAYS = """
    CREATE FUNCTION initiatives_count_stays(which bigint) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM initiatives_initiative WHERE id = which FOR NO KEY UPDATE;
        DELETE FROM initiatives_phasestay kept WHERE initiative_id = which AND NOT EXISTS (
            SELECT 1 FROM initiatives_phasestay_counted counted
            WHERE counted.initiative_id = which AND counted.change_id = kept.change_id
            AND (counted.phase, counted.days, counted.is_first) = (kept.phase, kept.days, kept.is_first)
        );
        INSERT INTO initiatives_phasestay (change_id, initiative_id, phase, days, is_first)
            SELECT change_id, initiative_id, phase, days, is_first FROM initiatives_phasestay_counted
            WHERE initiative_id = which
            ON CONFLICT DO NOTHING;
    END $$
"""

# All at once, before the first of them is changed: a migration that waits for a table with another in its hands may take
# one that somebody needs who has what it waits for. A trigger that is replaced is dropped first, which keeps readers out too.
TAKE_TABLES = """
    LOCK TABLE initiatives_initiative IN ACCESS EXCLUSIVE MODE;
    LOCK TABLE initiatives_phasechange, initiatives_municipality IN SHARE ROW EXCLUSIVE MODE;
"""

# What is there already. Who uses these tables waits until this is done: a second for 100,000 initiatives.
COUNT_WHAT_IS_THERE = """
    INSERT INTO initiatives_registershare (municipality_id, aspect, value, initiatives, homes)
    SELECT initiative.municipality_id, share.aspect, share.value, count(*), sum(initiative.homes)
    FROM initiatives_initiative initiative
    CROSS JOIN LATERAL (VALUES
        ('phase', initiative.phase),
        ('form', initiative.form),
        ('target_group', initiative.target_group),
        ('homes', CASE
            WHEN initiative.homes <= 10 THEN 'few'
            WHEN initiative.homes <= 25 THEN 'some'
            WHEN initiative.homes <= 50 THEN 'more'
            ELSE 'many'
        END)
    ) AS share (aspect, value)
    WHERE initiative.published_at IS NOT NULL
    GROUP BY 1, 2, 3;
    INSERT INTO initiatives_phasestay (change_id, initiative_id, phase, days, is_first)
    SELECT change_id, initiative_id, phase, days, is_first FROM initiatives_phasestay_counted;
"""


COUNTED_BEFORE = next(
    operation.trigger
    for operation in import_module("initiatives.migrations.0001_initial").Migration.operations
    if isinstance(operation, pgtrigger.migrations.AddTrigger) and operation.trigger.name == "counts"
)
# On tables that are in use. They are made by their SQL alone, with the count and in one go: what Django needs to think of
# each operation, others would wait for.
TRIGGERS = [
    pgtrigger.migrations.AddTrigger(
        model_name="initiative",
        trigger=pgtrigger.compiler.Trigger(
            name="counts",
            sql=pgtrigger.compiler.UpsertTriggerSql(
                func="\n    IF TG_OP = 'UPDATE' AND (OLD.published_at IS NULL) = (NEW.published_at IS NULL)\n        AND (OLD.municipality_id, OLD.homes, OLD.phase, OLD.form, OLD.target_group)\n            = (NEW.municipality_id, NEW.homes, NEW.phase, NEW.form, NEW.target_group) THEN\n        RETURN NULL;\n    END IF;\n    IF TG_OP <> 'INSERT' AND OLD.published_at IS NOT NULL THEN\n        UPDATE initiatives_registercount SET initiatives = initiatives - 1, homes = homes - OLD.homes,\n            living = living - (OLD.phase = 'living')::int\n        WHERE municipality_id = OLD.municipality_id;\n        UPDATE initiatives_registershare SET initiatives = initiatives - 1, homes = homes - OLD.homes\n        WHERE municipality_id = OLD.municipality_id AND (aspect, value) IN (('phase', OLD.phase), ('form', OLD.form), ('target_group', OLD.target_group), ('homes', CASE WHEN OLD.homes <= 10 THEN 'few' WHEN OLD.homes <= 25 THEN 'some' WHEN OLD.homes <= 50 THEN 'more' ELSE 'many' END));\n    END IF;\n    IF TG_OP <> 'DELETE' AND NEW.published_at IS NOT NULL THEN\n        INSERT INTO initiatives_registercount AS kept (municipality_id, initiatives, homes, living)\n        VALUES (NEW.municipality_id, 1, NEW.homes, (NEW.phase = 'living')::int)\n        ON CONFLICT (municipality_id) DO UPDATE SET initiatives = kept.initiatives + 1,\n            homes = kept.homes + EXCLUDED.homes, living = kept.living + EXCLUDED.living;\n        INSERT INTO initiatives_registershare AS kept (municipality_id, aspect, value, initiatives, homes)\n        SELECT NEW.municipality_id, share.aspect, share.value, 1, NEW.homes\n        FROM (VALUES ('phase', NEW.phase), ('form', NEW.form), ('target_group', NEW.target_group), ('homes', CASE WHEN NEW.homes <= 10 THEN 'few' WHEN NEW.homes <= 25 THEN 'some' WHEN NEW.homes <= 50 THEN 'more' ELSE 'many' END)) AS share (aspect, value)\n        ON CONFLICT (municipality_id, aspect, value) DO UPDATE SET initiatives = kept.initiatives + 1,\n            homes = kept.homes + EXCLUDED.homes;\n    END IF;\n    RETURN NULL;\n",
                hash="cb7fd8f8443dc79c53337f97186653533fd3c768",
                operation="INSERT OR UPDATE OR DELETE",
                pgid="pgtrigger_counts_559b3",
                table="initiatives_initiative",
                when="AFTER",
            ),
        ),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name="initiative",
        trigger=pgtrigger.compiler.Trigger(
            name="recounts_stays",
            sql=pgtrigger.compiler.UpsertTriggerSql(
                condition="WHEN ((OLD.published_at IS NULL) <> (NEW.published_at IS NULL))",
                func="PERFORM initiatives_count_stays(NEW.id); RETURN NULL;",
                hash="ecb529607998a0526b589f75a95da1789d8c1175",
                operation="UPDATE",
                pgid="pgtrigger_recounts_stays_d534a",
                table="initiatives_initiative",
                when="AFTER",
            ),
        ),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name="phasechange",
        trigger=pgtrigger.compiler.Trigger(
            name="recounts_stays",
            sql=pgtrigger.compiler.UpsertTriggerSql(
                func="\n                    IF TG_OP <> 'INSERT' THEN\n                        PERFORM initiatives_count_stays(OLD.initiative_id);\n                    END IF;\n                    IF TG_OP <> 'DELETE' THEN\n                        PERFORM initiatives_count_stays(NEW.initiative_id);\n                    END IF;\n                    RETURN NULL;\n                ",
                hash="71e0a6f561e33e734eefbcde2aa2547890b10a8c",
                operation="INSERT OR UPDATE OR DELETE",
                pgid="pgtrigger_recounts_stays_fde8a",
                table="initiatives_phasechange",
                when="AFTER",
            ),
        ),
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0007_step_waits"),
    ]

    operations = [
        migrations.CreateModel(
            name="PhaseStay",
            fields=[
                (
                    "change",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="initiatives.phasechange",
                    ),
                ),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("initiative", "Initiative"),
                            ("feasibility", "Feasibility"),
                            ("development", "Development"),
                            ("construction", "Construction"),
                            ("living", "Living"),
                        ],
                        max_length=20,
                    ),
                ),
                ("days", models.IntegerField()),
                ("is_first", models.BooleanField()),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="initiatives.initiative"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PhaseStayCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("initiative", "Initiative"),
                            ("feasibility", "Feasibility"),
                            ("development", "Development"),
                            ("construction", "Construction"),
                            ("living", "Living"),
                        ],
                        max_length=20,
                    ),
                ),
                ("days", models.IntegerField()),
                ("stays", models.IntegerField()),
                ("groups", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="RegisterShare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "aspect",
                    models.CharField(
                        choices=[
                            ("phase", "Phase"),
                            ("form", "Form"),
                            ("target_group", "For whom"),
                            ("homes", "Homes"),
                        ],
                        max_length=12,
                    ),
                ),
                ("value", models.CharField(max_length=20, verbose_name="value")),
                ("initiatives", models.IntegerField(verbose_name="initiatives")),
                ("homes", models.IntegerField(verbose_name="homes")),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="register_shares",
                        to="initiatives.municipality",
                        verbose_name="municipality",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(COUNTED, "DROP VIEW initiatives_phasestay_counted"),
        migrations.RunSQL(COUNT_STAYS, "DROP FUNCTION initiatives_count_stays(bigint)"),
        migrations.AddIndex(
            model_name="phasestaycount",
            index=models.Index(fields=["phase", "days"], name="phase_stay_counts"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="phasestay",
            trigger=pgtrigger.compiler.Trigger(
                name="counted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP = 'UPDATE' AND (OLD.phase, OLD.days, 1, OLD.is_first::int) IS NOT DISTINCT FROM (NEW.phase, NEW.days, 1, NEW.is_first::int) THEN\n                RETURN NULL;\n            END IF;\n            IF TG_OP <> 'INSERT' THEN\n                INSERT INTO initiatives_phasestaycount (phase, days, stays, groups) SELECT OLD.phase, OLD.days, -(1), -(OLD.is_first::int) WHERE TRUE;\n            END IF;\n            IF TG_OP <> 'DELETE' THEN\n                INSERT INTO initiatives_phasestaycount (phase, days, stays, groups) SELECT NEW.phase, NEW.days, (1), (NEW.is_first::int) WHERE TRUE;\n            END IF;\n            RETURN NULL;\n        ",
                    hash="cd095fb1059e04a835b9fdc68cffc661042270f5",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_counted_72972",
                    table="initiatives_phasestay",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="registershare",
            index=models.Index(fields=["aspect", "value"], name="register_shares_by_value"),
        ),
        migrations.AddConstraint(
            model_name="registershare",
            constraint=models.UniqueConstraint(
                fields=("municipality", "aspect", "value"), name="one_share_of_the_register"
            ),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                pgtrigger.migrations.RemoveTrigger(
                    model_name="initiative",
                    name="counts",
                ),
                *TRIGGERS,
            ]
        ),
        migrations.RunSQL(
            [TAKE_TABLES, *(each.trigger.install_sql for each in TRIGGERS), COUNT_WHAT_IS_THERE],
            [*(each.trigger.uninstall_sql for each in TRIGGERS), COUNTED_BEFORE.install_sql],
        ),
    ]
