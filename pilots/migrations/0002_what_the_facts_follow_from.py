"""A trigger on each table that the figures of cohorts follow from says of which pilots the facts changed."""

from django.db import migrations

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
        ("initiatives", "0001_initial"),
        ("plans", "0001_initial"),
        ("pilots", "0001_initial"),
    ]

    # A database of before there was one initial migration is at the last of these.
    replaces = [
        ("pilots", "0002_days_within_bounds"),
        ("pilots", "0003_ask_for_an_advisor"),
        ("pilots", "0004_what_was_tried"),
        ("pilots", "0005_planned_sessions"),
        ("pilots", "0006_plan_of_approach"),
        ("pilots", "0007_rounds_of_questions"),
        ("pilots", "0008_lessons"),
        ("pilots", "0009_programmes_and_their_places"),
        ("pilots", "0010_calls_and_selection"),
        ("pilots", "0011_facts_of_pilots"),
        ("pilots", "0012_model_documents"),
        ("pilots", "0013_moved_last_days"),
        ("pilots", "0014_messages_of_pilots"),
        ("pilots", "0015_written_questionnaires"),
        ("pilots", "0016_evaluation_reports"),
        ("pilots", "0017_answers_in_reports"),
        ("pilots", "0018_interests_in_applications"),
    ]

    operations = [migrations.RunSQL(*trigger(table)) for table in PILOTS]
