"""A message is in the hands of one worker for the length of a lease, while no row is locked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="outgoingmessage",
            name="lease_until",
            field=models.DateTimeField(null=True, verbose_name="worker has it until"),
        ),
    ]
