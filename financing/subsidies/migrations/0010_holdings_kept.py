"""What an application holds of its ceiling is kept by the database, and no more counted anew for every page.

The view that counts it stays, under another name: it fills the table, and anybody can compare the two.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

FILL = """
    INSERT INTO subsidies_holding (application_id, version_id, target, settled, paid, awarded, reserved)
        SELECT application_id, version_id, target, settled, paid, awarded, reserved FROM subsidies_holding_counted
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
    dependencies = [("subsidies", "0009_what_is_signed_stays")]

    operations = [
        migrations.RunSQL(
            "ALTER VIEW subsidies_holding RENAME TO subsidies_holding_counted",
            "ALTER VIEW subsidies_holding_counted RENAME TO subsidies_holding",
        ),
        migrations.DeleteModel(name="Holding"),
        migrations.CreateModel(
            name="Holding",
            fields=[
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="holding",
                        serialize=False,
                        to="subsidies.application",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="subsidies.schemeversion"
                    ),
                ),
                ("target", models.CharField(max_length=20, verbose_name="target group")),
                ("settled", models.DecimalField(decimal_places=2, max_digits=14)),
                ("paid", models.DecimalField(decimal_places=2, max_digits=14)),
                ("awarded", models.DecimalField(decimal_places=2, max_digits=14)),
                ("reserved", models.DecimalField(decimal_places=2, max_digits=14)),
            ],
        ),
        migrations.AddIndex(
            model_name="holding",
            index=models.Index(
                fields=["version", "target"],
                include=("settled", "paid", "awarded", "reserved"),
                name="holdings_of_a_version",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(HOLD, "DROP FUNCTION subsidies_hold(bigint)"),
        pgtrigger.migrations.AddTrigger(
            model_name="application",
            trigger=pgtrigger.compiler.Trigger(
                name="keeps_holding",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state IS DISTINCT FROM NEW.state)",
                    func="PERFORM subsidies_hold(NEW.id); RETURN NULL;",
                    hash="dde4873f9c5fe71c7eb96a2e3744be5e15412808",
                    operation="UPDATE",
                    pgid="pgtrigger_keeps_holding_46d60",
                    table="subsidies_application",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgerentry",
            trigger=pgtrigger.compiler.Trigger(
                name="keeps_holding",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM subsidies_hold(NEW.application_id); RETURN NULL;",
                    hash="4e7f7610247385bbc9c545d82c23aa518eb1ca09",
                    operation="INSERT",
                    pgid="pgtrigger_keeps_holding_22fba",
                    table="subsidies_ledgerentry",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payment",
            trigger=pgtrigger.compiler.Trigger(
                name="keeps_holding",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM subsidies_hold(NEW.application_id); RETURN NULL;",
                    hash="fa13fc10001fba8318deb4190f7af55a8dc8f3eb",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_keeps_holding_a9457",
                    table="subsidies_payment",
                    when="AFTER",
                ),
            ),
        ),
    ]
