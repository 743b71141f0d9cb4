"""The database refuses days that no calendar of ours holds."""

from django.db import migrations

from coophub.web.operations import KeepDaysWithinBounds


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_size")]

    operations = [KeepDaysWithinBounds()]
