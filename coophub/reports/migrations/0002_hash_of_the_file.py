"""What was made is known by its hash, as what was handed in is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="reportjob",
            name="sha256",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=64, verbose_name="hash of the file"
            ),
        ),
    ]
