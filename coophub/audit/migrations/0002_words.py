"""The trail is searched by a stored column. It follows from the others, and no hash holds it."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="auditentry",
            name="words",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.contrib.postgres.search.SearchVector(
                    models.Func(
                        models.F("actor_label"), models.Value("._-@:/"), models.Value("      "), function="translate"
                    ),
                    models.Func(
                        models.F("action"), models.Value("._-@:/"), models.Value("      "), function="translate"
                    ),
                    models.Func(
                        models.F("target_label"), models.Value("._-@:/"), models.Value("      "), function="translate"
                    ),
                    models.Func(
                        models.F("origin"), models.Value("._-@:/"), models.Value("      "), function="translate"
                    ),
                    config="simple",
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="audit_words"),
        ),
    ]
