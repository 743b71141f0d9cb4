"""The register and its map read what is kept of each municipality, instead of counting all initiatives."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

COUNT = """
    INSERT INTO initiatives_registercount (municipality_id, initiatives, homes, living)
    SELECT municipality_id, count(*), sum(homes), count(*) FILTER (WHERE phase = 'living')
    FROM initiatives_initiative WHERE published_at IS NOT NULL GROUP BY municipality_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0012_seeking_members_and_near_names"),
    ]

    operations = [
        migrations.CreateModel(
            name="RegisterCount",
            fields=[
                (
                    "municipality",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="register_count",
                        serialize=False,
                        to="initiatives.municipality",
                        verbose_name="municipality",
                    ),
                ),
                ("initiatives", models.IntegerField(default=0, verbose_name="initiatives")),
                ("homes", models.IntegerField(default=0, verbose_name="homes")),
                ("living", models.IntegerField(default=0, verbose_name="groups that live there already")),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="initiative",
            trigger=pgtrigger.compiler.Trigger(
                name="counts",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF TG_OP = 'UPDATE' AND (OLD.published_at IS NULL) = (NEW.published_at IS NULL)\n        AND OLD.municipality_id = NEW.municipality_id AND OLD.homes = NEW.homes AND OLD.phase = NEW.phase THEN\n        RETURN NULL;\n    END IF;\n    IF TG_OP <> 'INSERT' AND OLD.published_at IS NOT NULL THEN\n        UPDATE initiatives_registercount SET initiatives = initiatives - 1, homes = homes - OLD.homes,\n            living = living - (OLD.phase = 'living')::int\n        WHERE municipality_id = OLD.municipality_id;\n    END IF;\n    IF TG_OP <> 'DELETE' AND NEW.published_at IS NOT NULL THEN\n        INSERT INTO initiatives_registercount AS kept (municipality_id, initiatives, homes, living)\n        VALUES (NEW.municipality_id, 1, NEW.homes, (NEW.phase = 'living')::int)\n        ON CONFLICT (municipality_id) DO UPDATE SET initiatives = kept.initiatives + 1,\n            homes = kept.homes + EXCLUDED.homes, living = kept.living + EXCLUDED.living;\n    END IF;\n    RETURN NULL;\n",
                    hash="e6e1720d7e9461b92ccae43a1b4489cf71db99e1",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_counts_559b3",
                    table="initiatives_initiative",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(COUNT, migrations.RunSQL.noop),
    ]
