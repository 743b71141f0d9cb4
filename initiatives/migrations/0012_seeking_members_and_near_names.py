"""Visitors find groups that seek members, a year of moving in, and a name with one letter wrong."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
from django.conf import settings
from django.db import migrations, models

NEAR_WORDS = """
    CREATE FUNCTION coophub_near_words(words text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    BEGIN ATOMIC
        SELECT coalesce(array_agg(DISTINCT near), '{}')
        FROM regexp_split_to_table(lower(words), '[^[:alnum:]]+') AS found(word),
            LATERAL (
                SELECT word AS near
                UNION ALL
                SELECT left(word, place - 1) || substr(word, place + 1) FROM generate_series(1, length(word)) AS place
            ) AS nearby
        WHERE length(word) >= 4;
    END
"""


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0011_policies_of_municipalities"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(NEAR_WORDS, "DROP FUNCTION coophub_near_words(text)"),
        migrations.RemoveIndex(
            model_name="initiative",
            name="register_map",
        ),
        migrations.AddField(
            model_name="initiative",
            name="moves_in_year",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1970),
                    django.core.validators.MaxValueValidator(2100),
                ],
                verbose_name="year of moving in",
            ),
        ),
        migrations.AddField(
            model_name="initiative",
            name="near_names",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(models.F("name"), function="coophub_near_words"),
                output_field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
            ),
        ),
        migrations.AddField(
            model_name="initiative",
            name="seeks_members",
            field=models.BooleanField(default=False, verbose_name="we look for people to join us"),
        ),
        migrations.AddIndex(
            model_name="initiative",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("published_at__isnull", False)), fields=["near_names"], name="register_near_names"
            ),
        ),
        migrations.AddIndex(
            model_name="initiative",
            index=models.Index(
                condition=models.Q(("published_at__isnull", False)),
                fields=["municipality"],
                include=("homes", "phase", "seeks_members", "moves_in_year"),
                name="register_map",
            ),
        ),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=models.CheckConstraint(
                condition=models.Q(("moves_in_year", None), ("moves_in_year__range", (1970, 2100)), _connector="OR"),
                name="initiative_moves_in_within_reach",
            ),
        ),
    ]
