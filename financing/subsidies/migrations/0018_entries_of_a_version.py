"""The newest entries of a ledger are read from an index, not from all of it joined to its applications."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("subsidies", "0017_scheme_texts_in_english")]

    operations = [
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(fields=["version", "made_at", "id"], name="entries_of_a_version"),
        ),
    ]
