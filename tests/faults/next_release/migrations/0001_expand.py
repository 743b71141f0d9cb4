"""A column and an index on tables that every page of a group and every submission reads."""

from django.db import migrations


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("initiatives", "0001_initial"), ("subsidies", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE initiatives_initiative ADD COLUMN IF NOT EXISTS next_release text",
            "ALTER TABLE initiatives_initiative DROP COLUMN next_release",
        ),
        migrations.RunSQL(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS next_release ON subsidies_application (number)",
            "DROP INDEX next_release",
        ),
    ]
