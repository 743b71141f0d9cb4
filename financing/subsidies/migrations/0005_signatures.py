import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


def keep_second_signatures(apps, schema_editor):
    """Under what was submitted. A draft is signed again: nobody knows on what its signature was."""
    application_model, signature_model = (
        apps.get_model("subsidies", "Application"),
        apps.get_model("subsidies", "Signature"),
    )
    signed = application_model.objects.filter(co_signed_by__isnull=False, submission__isnull=False)
    for application in signed.select_related("submission").iterator():
        signature_model.objects.create(
            draft="application",
            application=application,
            content={"submission": application.submission.sha256},
            sha256=application.submission.sha256,
            signed_by_id=application.co_signed_by_id,
            signed_at=application.co_signed_at,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("subsidies", "0004_takes_two"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("draft", models.CharField(max_length=80, verbose_name="what is signed")),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "writers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("signed_at", models.DateTimeField()),
                ("lapsed_at", models.DateTimeField(null=True, verbose_name="lapsed at")),
                (
                    "application",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="subsidies.application",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "signature",
                "verbose_name_plural": "signatures",
                "ordering": ["signed_at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="submission",
            name="signature",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="submission",
                to="subsidies.signature",
            ),
        ),
        migrations.CreateModel(
            name="DraftVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("draft", models.CharField(max_length=80, verbose_name="what it is a version of")),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("written_at", models.DateTimeField()),
                (
                    "application",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draft_versions",
                        to="subsidies.application",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a draft",
                "verbose_name_plural": "versions of drafts",
                "ordering": ["written_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("application", None)), fields=["draft"], name="versions_of_a_draft"
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="draftversion",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9e5386b8b48b5a923f33710280cc9ef65b0ed48f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_33221",
                    table="subsidies_draftversion",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lapsed_at", None)),
                fields=("application", "draft"),
                name="one_signature_that_stands",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(("writers__contains", [models.F("signed_by")]), _negated=True),
                name="nobody_signs_what_they_wrote",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signature",
            trigger=pgtrigger.compiler.Trigger(
                name="kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="d86a3c067d88de984d24978b704c58099724c610",
                    operation="DELETE",
                    pgid="pgtrigger_kept_88112",
                    table="subsidies_signature",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signature",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."draft" IS DISTINCT FROM (NEW."draft") OR OLD."application_id" IS DISTINCT FROM (NEW."application_id") OR OLD."content" IS DISTINCT FROM (NEW."content") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."writers" IS DISTINCT FROM (NEW."writers") OR OLD."signed_by_id" IS DISTINCT FROM (NEW."signed_by_id") OR OLD."signed_at" IS DISTINCT FROM (NEW."signed_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="15527d7b407428040233ad665ba5fdf25da46c76",
                    operation="UPDATE",
                    pgid="pgtrigger_frozen_e9318",
                    table="subsidies_signature",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signature",
            trigger=pgtrigger.compiler.Trigger(
                name="lapses_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."lapsed_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="a4035474a277b033168275a0841b62ea715c7a37",
                    operation="UPDATE",
                    pgid="pgtrigger_lapses_once_3be09",
                    table="subsidies_signature",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunPython(keep_second_signatures, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="application",
            name="co_signed_at",
        ),
        migrations.RemoveField(
            model_name="application",
            name="co_signed_by",
        ),
    ]
