"""The archive of the ministry has tokens of its own."""

import django.contrib.postgres.fields
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

NAME = "token_of_a_person_or_an_organisation"


class Migration(migrations.Migration):
    dependencies = [("tokens", "0003_validate_whose_token")]

    operations = [
        migrations.RemoveConstraint(model_name="apitoken", name=NAME),
        migrations.AlterField(
            model_name="apitoken",
            name="organisation",
            field=models.CharField(
                blank=True,
                choices=[
                    ("ministry", "The record system of the ministry"),
                    ("archive", "The archive of the ministry"),
                    ("cooplink", "Cooplink"),
                ],
                db_default="",
                default="",
                max_length=20,
                verbose_name="organisation",
            ),
        ),
        migrations.AlterField(
            model_name="apitoken",
            name="scopes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("initiatives:read", "Read my initiatives and their road maps"),
                        ("plans:read", "Read the financing plans of my initiatives"),
                        ("plans:write", "Change financing plans of my initiatives, and start new ones"),
                        ("documents:read", "Read the documents of my initiatives"),
                        ("applications:read", "Read the applications of my initiatives, and what was awarded"),
                        (
                            "cases:read",
                            "Read applications at the ministry with their decisions, letters, documents and payments",
                        ),
                        ("cases:archive", "Say of closed dossiers that they are in the archive"),
                        ("pilots:read", "Read the pilots that I coach, with their sessions"),
                    ],
                    max_length=30,
                ),
                size=None,
                verbose_name="what it may do",
            ),
        ),
        AddConstraintNotValid(
            model_name="apitoken",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("organisation", ""),
                        ("proposal", None),
                        ("token_sha256__isnull", False),
                        ("user__isnull", False),
                    ),
                    models.Q(("organisation__in", ["ministry", "archive", "cooplink"]), ("user", None)),
                    _connector="OR",
                ),
                name=NAME,
            ),
        ),
    ]
