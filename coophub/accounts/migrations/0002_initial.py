"""What points from here at apps that point back."""

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("proposals", "0001_initial"),
    ]

    # A database of before there was one initial migration is at the last of these.
    replaces = [
        ("accounts", "0002_takes_two"),
        ("accounts", "0003_words"),
        ("accounts", "0004_days_within_bounds"),
    ]

    operations = [
        migrations.AddField(
            model_name="rolegrant",
            name="proposal",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="proposals.proposal"
            ),
        ),
        migrations.AddField(
            model_name="rolegrant",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="role_grants",
                to=settings.AUTH_USER_MODEL,
                verbose_name="user",
            ),
        ),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(fields=["name", "email"], name="people_by_name"),
        ),
        migrations.AddIndex(
            model_name="user",
            index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="people_words"),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                name="user_email_is_lower_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.UniqueConstraint(fields=("user", "role"), name="role_granted_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rolegrant",
            trigger=pgtrigger.compiler.Trigger(
                name="takes_two",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF NOT (NEW.role = 'advisor' OR NEW.granted_by_id IS NULL) AND NOT EXISTS (\n        SELECT 1 FROM proposals_proposal WHERE id = NEW.proposal_id AND confirmed_at IS NOT NULL\n    ) THEN\n        RAISE EXCEPTION 'this takes a proposal that another person confirmed' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                    hash="d216fa6212f62f5f1107872c040d9488c7b33041",
                    operation="INSERT",
                    pgid="pgtrigger_takes_two_7f7fc",
                    table="accounts_rolegrant",
                    when="BEFORE",
                ),
            ),
        ),
    ]
