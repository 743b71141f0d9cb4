"""Tokens of organisations, which take two."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("proposals", "0001_initial"),
        ("tokens", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="apitoken",
            name="organisation",
            field=models.CharField(
                blank=True,
                choices=[("ministry", "The record system of the ministry"), ("cooplink", "Cooplink")],
                db_default="",
                default="",
                max_length=20,
                verbose_name="organisation",
            ),
        ),
        migrations.AddField(
            model_name="apitoken",
            name="proposal",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="proposals.proposal"
            ),
        ),
        migrations.AlterField(
            model_name="apitoken",
            name="begins_with",
            field=models.CharField(blank=True, editable=False, max_length=20, verbose_name="how it begins"),
        ),
        migrations.AlterField(
            model_name="apitoken",
            name="token_sha256",
            field=models.CharField(
                editable=False, max_length=64, null=True, unique=True, verbose_name="hash of the token"
            ),
        ),
        migrations.AlterField(
            model_name="apitoken",
            name="user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="api_tokens",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="apitoken",
            trigger=pgtrigger.compiler.Trigger(
                name="takes_two",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF NOT (NEW.user_id IS NOT NULL OR NEW.token_sha256 IS NULL) AND NOT EXISTS (\n        SELECT 1 FROM proposals_proposal WHERE id = NEW.proposal_id AND confirmed_at IS NOT NULL\n    ) THEN\n        RAISE EXCEPTION 'this takes a proposal that another person confirmed' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                    hash="e2649d003f2dcd3a0726b9b27cf11ac40b5097de",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_takes_two_36e29",
                    table="tokens_apitoken",
                    when="BEFORE",
                ),
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
                    models.Q(("organisation__in", ["ministry", "cooplink"]), ("user", None)),
                    _connector="OR",
                ),
                name="token_of_a_person_or_an_organisation",
            ),
        ),
    ]
