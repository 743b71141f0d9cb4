"""By what everybody sees that the register changed is kept by the database (decision 174)."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# Making a trigger anew drops the one before, which keeps readers out too: all of it is asked for at once.
TAKE_TABLE = "LOCK TABLE initiatives_initiative IN ACCESS EXCLUSIVE MODE"

# What is there already. Who uses the initiatives waits until this is done: half a second for 100,000.
MARK_WHAT_IS_THERE = """
    INSERT INTO initiatives_registermark (municipality_id, initiatives, mark)
    SELECT municipality_id, count(*), sum(hash_record_extended(ROW(
        building, form, homes, latitude, longitude, moves_in_year, municipality_id, name, phase, published_at,
        seeks_members, slug, summary, target_group
    ), 0)::numeric)
    FROM initiatives_initiative WHERE published_at IS NOT NULL GROUP BY municipality_id
"""

# On a table that is in use. It is made by its SQL alone, with the sums and in one go.
TRIGGER = pgtrigger.migrations.AddTrigger(
    model_name="initiative",
    trigger=pgtrigger.compiler.Trigger(
        name="marks",
        sql=pgtrigger.compiler.UpsertTriggerSql(
            func="\n            IF TG_OP = 'UPDATE' AND (OLD.municipality_id, 1, hash_record_extended(ROW(OLD.building, OLD.form, OLD.homes, OLD.latitude, OLD.longitude, OLD.moves_in_year, OLD.municipality_id, OLD.name, OLD.phase, OLD.published_at, OLD.seeks_members, OLD.slug, OLD.summary, OLD.target_group), 0)::numeric) IS NOT DISTINCT FROM (NEW.municipality_id, 1, hash_record_extended(ROW(NEW.building, NEW.form, NEW.homes, NEW.latitude, NEW.longitude, NEW.moves_in_year, NEW.municipality_id, NEW.name, NEW.phase, NEW.published_at, NEW.seeks_members, NEW.slug, NEW.summary, NEW.target_group), 0)::numeric) THEN\n                RETURN NULL;\n            END IF;\n            IF TG_OP <> 'INSERT' THEN\n                INSERT INTO initiatives_registermark (municipality_id, initiatives, mark) SELECT OLD.municipality_id, -(1), -(hash_record_extended(ROW(OLD.building, OLD.form, OLD.homes, OLD.latitude, OLD.longitude, OLD.moves_in_year, OLD.municipality_id, OLD.name, OLD.phase, OLD.published_at, OLD.seeks_members, OLD.slug, OLD.summary, OLD.target_group), 0)::numeric) WHERE OLD.published_at IS NOT NULL;\n            END IF;\n            IF TG_OP <> 'DELETE' THEN\n                INSERT INTO initiatives_registermark (municipality_id, initiatives, mark) SELECT NEW.municipality_id, (1), (hash_record_extended(ROW(NEW.building, NEW.form, NEW.homes, NEW.latitude, NEW.longitude, NEW.moves_in_year, NEW.municipality_id, NEW.name, NEW.phase, NEW.published_at, NEW.seeks_members, NEW.slug, NEW.summary, NEW.target_group), 0)::numeric) WHERE NEW.published_at IS NOT NULL;\n            END IF;\n            RETURN NULL;\n        ",
            hash="b17e2abdd4f53144c29bee97c2800e9c78c974ce",
            operation="INSERT OR UPDATE OR DELETE",
            pgid="pgtrigger_marks_5ef79",
            table="initiatives_initiative",
            when="AFTER",
        ),
    ),
)


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0009_board_terms"),
    ]

    operations = [
        migrations.CreateModel(
            name="RegisterMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("initiatives", models.IntegerField()),
                ("mark", models.DecimalField(decimal_places=0, max_digits=40)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="initiatives.municipality"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="registermark",
            index=models.Index(fields=["municipality"], name="register_marks"),
        ),
        migrations.SeparateDatabaseAndState(state_operations=[TRIGGER]),
        migrations.RunSQL(
            [TAKE_TABLE, TRIGGER.trigger.install_sql, MARK_WHAT_IS_THERE],
            [TAKE_TABLE, TRIGGER.trigger.uninstall_sql],
        ),
    ]
