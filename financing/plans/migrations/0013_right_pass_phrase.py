from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0012_shared_downloads"),
    ]

    operations = [
        migrations.AlterField(
            model_name="sharevisit",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("read", "Read the plan"),
                    ("asked", "Was asked for the pass phrase"),
                    ("right", "Gave the pass phrase"),
                    ("wrong", "Gave a wrong pass phrase"),
                    ("held", "Had to wait after too many wrong pass phrases"),
                    ("downloaded", "Took the plan along as a PDF"),
                    ("closed", "Came when the link was no longer good"),
                ],
                max_length=10,
                verbose_name="what happened",
            ),
        ),
    ]
