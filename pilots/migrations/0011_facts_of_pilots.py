"""What figures of cohorts need of a pilot is kept, and a trigger on each table that it follows from says what changed."""

from decimal import Decimal

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import coophub.web.model_fields

# Which pilots a row is about, by its table; `row` is the row as it was or is.
PILOTS = {
    "pilots_pilot": "SELECT id FROM pilots_pilot WHERE id = row.id",
    "pilots_coachingsession": "SELECT row.pilot_id",
    "pilots_programme": "SELECT id FROM pilots_pilot WHERE programme_id = row.id",
    "initiatives_phasechange": "SELECT id FROM pilots_pilot WHERE initiative_id = row.initiative_id",
    "initiatives_initiative": "SELECT id FROM pilots_pilot WHERE initiative_id = row.id",
    "initiatives_municipality": """
        SELECT pilot.id FROM pilots_pilot pilot
        JOIN initiatives_initiative initiative ON initiative.id = pilot.initiative_id
        WHERE initiative.municipality_id = row.code""",
    "plans_plan": "SELECT id FROM pilots_pilot WHERE initiative_id = row.initiative_id",
    "plans_planversion": """
        SELECT pilot.id FROM pilots_pilot pilot
        JOIN plans_plan plan ON plan.initiative_id = pilot.initiative_id
        WHERE plan.id = row.plan_id""",
}
# What of a row the facts of a pilot follow from.
COLUMNS = {
    "pilots_pilot": ("programme_id", "initiative_id", "started_on", "ended_on", "outcome", "hours_budget"),
    "pilots_coachingsession": ("pilot_id", "hours"),
    "pilots_programme": ("slug",),
    "initiatives_phasechange": ("initiative_id", "phase", "on"),
    "initiatives_initiative": ("form", "target_group", "municipality_id", "ended_on", "outcome"),
    "initiatives_municipality": ("province",),
    "plans_plan": ("initiative_id", "removed_at"),
    "plans_planversion": ("plan_id", "created_at", "result"),
}


# What is new or gone among the others has no pilots.
COME_AND_GO = {"pilots_pilot", "pilots_coachingsession", "initiatives_phasechange", "plans_planversion"}


def trigger(table: str) -> tuple[str, str]:
    """One for rows that change in what matters, and where it matters one for rows that come and go."""
    name = f"{table}_facts"
    changed = " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in COLUMNS[table])
    written = {
        kind: f"INSERT INTO pilots_changedpilot (pilot_id) {PILOTS[table].replace('row.', f'{kind}.')};"
        for kind in ("OLD", "NEW")
    }
    rows = f"CREATE TRIGGER {name}_rows AFTER INSERT OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();"
    return (
        f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP <> 'INSERT' THEN {written["OLD"]} END IF;
            IF TG_OP <> 'DELETE' THEN {written["NEW"]} END IF;
            RETURN NULL;
        END $$;
        {rows if table in COME_AND_GO else ""}
        CREATE TRIGGER {name}_changes AFTER UPDATE ON {table} FOR EACH ROW WHEN ({changed})
            EXECUTE FUNCTION {name}();
        """,
        f"DROP FUNCTION {name}() CASCADE",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0006_days_within_bounds"),
        ("plans", "0009_verdict_of_a_version"),
        ("pilots", "0010_calls_and_selection"),
    ]

    operations = [
        migrations.CreateModel(
            name="PilotFacts",
            fields=[
                (
                    "pilot",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="facts",
                        serialize=False,
                        to="pilots.pilot",
                        verbose_name="pilot",
                    ),
                ),
                ("known_on", coophub.web.model_fields.DayColumn()),
                ("started_on", coophub.web.model_fields.DayColumn()),
                ("until", coophub.web.model_fields.DayColumn()),
                ("programme", models.CharField(max_length=50)),
                ("form", models.CharField(max_length=20)),
                ("target_group", models.CharField(max_length=20)),
                ("province", models.CharField(max_length=30)),
                ("outcome", models.CharField(blank=True, max_length=20)),
                (
                    "days",
                    django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(null=True), size=None),
                ),
                (
                    "endings",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(null=True), size=None
                    ),
                ),
                ("moved_on", models.SmallIntegerField(null=True)),
                ("hours", models.DecimalField(decimal_places=1, default=Decimal("0"), max_digits=8)),
                ("hours_budget", models.DecimalField(decimal_places=1, max_digits=6)),
                ("closed_before", models.BooleanField(null=True)),
                ("closed_after", models.BooleanField(null=True)),
                ("gap_before", models.FloatField(null=True)),
                ("gap_after", models.FloatField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ChangedPilot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "pilot",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pilots.pilot",
                    ),
                ),
            ],
        ),
        *(migrations.RunSQL(*trigger(table)) for table in PILOTS),
        migrations.RunSQL(
            "INSERT INTO pilots_changedpilot (pilot_id) SELECT id FROM pilots_pilot", migrations.RunSQL.noop
        ),
    ]
