from django.db import migrations, models


class Migration(migrations.Migration):
    """How large a report is stands in its row: a page that shows it asks the storage nothing."""

    dependencies = [("reports", "0002_source")]

    operations = [
        migrations.AddField(
            model_name="reportjob",
            name="size_bytes",
            field=models.PositiveBigIntegerField(null=True, verbose_name="size"),
        ),
    ]
