"""What an application holds of its ceiling is kept by the database, and not counted anew for every page.

The view that counts it stays beside the table: it fills it, and anybody can compare the two.
"""

from django.db import migrations

# Entries by application, beside what was paid of them. What was settled is settled, paid or not; what was paid beyond
# that, or was paid back, does not count.
COUNTED = """
    CREATE VIEW subsidies_holding_counted AS
    SELECT
        application_id,
        version_id,
        target,
        CASE WHEN is_settled THEN taken ELSE 0 END AS settled,
        CASE WHEN is_settled THEN 0 ELSE paid END AS paid,
        CASE WHEN is_settled THEN 0 ELSE taken - paid END AS awarded,
        reserved
    FROM (
        SELECT
            held.*,
            application.state IN ('settled', 'settled_lower', 'settled_nil', 'recovered') AS is_settled,
            greatest(0, least(coalesce(payments.paid, 0), held.taken)) AS paid
        FROM (
            SELECT
                entry.application_id,
                entry.version_id,
                entry.target,
                coalesce(sum(entry.amount) FILTER (WHERE is_reserving), 0) AS reserved,
                coalesce(sum(entry.amount) FILTER (WHERE NOT is_reserving), 0) AS taken
            FROM subsidies_ledgerentry entry
            LEFT JOIN subsidies_ledgerentry reversed ON reversed.id = entry.reverses_id
            CROSS JOIN LATERAL (
                SELECT coalesce(reversed.kind, entry.kind) IN ('reservation', 'release') AS is_reserving
            ) what
            GROUP BY entry.application_id, entry.version_id, entry.target
        ) held
        JOIN subsidies_application application ON application.id = held.application_id
        LEFT JOIN (
            SELECT application_id, sum(CASE WHEN kind = 'repayment' THEN -amount ELSE amount END) AS paid
            FROM subsidies_payment
            WHERE paid_on IS NOT NULL AND kind <> 'penalty'
            GROUP BY application_id
        ) payments ON payments.application_id = held.application_id
    ) parts
"""

# The row is locked first: who counts after another waits for that one, and counts what it added.
HOLD = """
    CREATE FUNCTION subsidies_hold(which bigint) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO subsidies_holding (application_id, version_id, target, settled, paid, awarded, reserved)
            SELECT entry.application_id, entry.version_id, entry.target, 0, 0, 0, 0
            FROM subsidies_ledgerentry entry WHERE entry.application_id = which LIMIT 1
            ON CONFLICT DO NOTHING;
        PERFORM 1 FROM subsidies_holding WHERE application_id = which FOR UPDATE;
        UPDATE subsidies_holding held
            SET settled = counted.settled, paid = counted.paid, awarded = counted.awarded, reserved = counted.reserved
            FROM subsidies_holding_counted counted
            WHERE held.application_id = which AND counted.application_id = which;
    END $$
"""


class Migration(migrations.Migration):
    dependencies = [("subsidies", "0001_initial")]

    # A database of before there was one initial migration is at the last of these.
    replaces = [
        ("subsidies", "0002_number_series"),
        ("subsidies", "0003_listed_in_columns"),
        ("subsidies", "0004_takes_two"),
        ("subsidies", "0005_signatures"),
        ("subsidies", "0006_terms_of_both_kinds"),
        ("subsidies", "0007_assessments_struck_out"),
        ("subsidies", "0008_applicants_as_submitted"),
        ("subsidies", "0009_what_is_signed_stays"),
        ("subsidies", "0010_holdings_kept"),
        ("subsidies", "0011_applications_of_a_version"),
        ("subsidies", "0012_asked_to_sign"),
        ("subsidies", "0013_documents_of_the_form"),
        ("subsidies", "0014_words"),
        ("subsidies", "0015_days_within_bounds"),
        ("subsidies", "0016_lines_by_key"),
        ("subsidies", "0017_scheme_texts_in_english"),
        ("subsidies", "0018_entries_of_a_version"),
        ("subsidies", "0019_figures_from_the_index_alone"),
    ]

    operations = [
        migrations.RunSQL(COUNTED, "DROP VIEW subsidies_holding_counted"),
        migrations.RunSQL(HOLD, "DROP FUNCTION subsidies_hold(bigint)"),
    ]
