import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0003_listed_groups"),
        ("lab", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="keptportfolio",
            name="municipality",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="initiatives.municipality",
                verbose_name="municipality",
            ),
        ),
    ]
