"""When an application was taken back stands in a column; before, the trail alone said so."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

import coophub.web.model_fields


class Migration(migrations.Migration):
    dependencies = [
        ("subsidies", "0007_what_the_archive_says"),
    ]

    operations = [
        migrations.AddField(
            model_name="application",
            name="withdrawn_on",
            field=coophub.web.model_fields.DayColumn(editable=False, null=True, verbose_name="withdrawn on"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="application",
            trigger=pgtrigger.compiler.Trigger(
                name="notes_withdrawal",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."state" = \'withdrawn\' AND NEW."withdrawn_on" IS NULL)',
                    func="\n            NEW.withdrawn_on := coalesce(OLD.withdrawn_on, (NEW.updated_at AT TIME ZONE 'Europe/Amsterdam')::date);\n            RETURN NEW;\n        ",
                    hash="7a5777a84cfa2f19da8b98eb0fe53b160bef388f",
                    operation="UPDATE",
                    pgid="pgtrigger_notes_withdrawal_78629",
                    table="subsidies_application",
                    when="BEFORE",
                ),
            ),
        ),
    ]
