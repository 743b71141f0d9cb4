"""What the virus scanner says of a file is kept beside it: a worker asks, after the file was stored."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_days_within_bounds")]

    operations = [
        migrations.AddField(
            model_name="documentversion",
            name="virus_check",
            field=models.CharField(
                choices=[
                    ("none", "not asked: there is no scanner"),
                    ("waiting", "waits for the scanner"),
                    ("clean", "nothing was found"),
                    ("refused", "refused, and thrown away"),
                ],
                default="none",
                editable=False,
                max_length=10,
                verbose_name="virus scanner",
            ),
        ),
        migrations.AddIndex(
            model_name="documentversion",
            index=models.Index(
                condition=models.Q(("virus_check", "waiting")), fields=["uploaded_at"], name="versions_to_scan"
            ),
        ),
    ]
