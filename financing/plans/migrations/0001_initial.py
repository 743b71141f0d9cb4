"""Plans and what hangs on them."""

import uuid

import django.db.models.deletion
import django.db.models.fields.json
import django.db.models.functions.comparison
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import coophub.web.clock
import coophub.web.model_fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("initiatives", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="NormSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", coophub.web.model_fields.DayColumn(unique=True, verbose_name="valid from")),
                ("source", models.TextField(verbose_name="Source")),
                ("low_segment_points", models.PositiveSmallIntegerField(verbose_name="Most points of a social home")),
                (
                    "middle_segment_points",
                    models.PositiveSmallIntegerField(verbose_name="Most points of a middle-rent home"),
                ),
                (
                    "new_build_surcharge",
                    models.DecimalField(
                        decimal_places=4, default=0, max_digits=5, verbose_name="Surcharge for new middle-rent homes"
                    ),
                ),
                (
                    "social_income_one",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=10,
                        null=True,
                        verbose_name="Social income limit, one person",
                    ),
                ),
                (
                    "social_income_more",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=10,
                        null=True,
                        verbose_name="Social income limit, more persons",
                    ),
                ),
                (
                    "middle_income_one",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=10,
                        null=True,
                        verbose_name="Middle income limit, one person",
                    ),
                ),
                (
                    "middle_income_more",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=10,
                        null=True,
                        verbose_name="Middle income limit, more persons",
                    ),
                ),
                (
                    "added_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="added at"
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="added by",
                    ),
                ),
            ],
            options={
                "verbose_name": "norms of a year",
                "verbose_name_plural": "norms by year",
                "ordering": ["-valid_from"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("low_segment_points__lt", models.F("middle_segment_points"))),
                        name="norm_set_segments_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("new_build_surcharge__gte", 0), ("new_build_surcharge__lte", 1)),
                        name="norm_set_surcharge_a_fraction",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("social_income_more__isnull", True), ("social_income_one__isnull", True)),
                            models.Q(("social_income_more__isnull", False), ("social_income_one__isnull", False)),
                            _connector="OR",
                        ),
                        name="norm_set_social_incomes_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("middle_income_more__isnull", True), ("middle_income_one__isnull", True)),
                            models.Q(("middle_income_more__isnull", False), ("middle_income_one__isnull", False)),
                            _connector="OR",
                        ),
                        name="norm_set_middle_incomes_together",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MaximumRent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("points", models.PositiveSmallIntegerField(verbose_name="Points")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=9, verbose_name="highest rent per month")),
                (
                    "norms",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="maximum_rents",
                        to="plans.normset",
                        verbose_name="norms",
                    ),
                ),
            ],
            options={
                "verbose_name": "highest rent",
                "verbose_name_plural": "highest rents",
                "ordering": ["points"],
                "constraints": [
                    models.UniqueConstraint(fields=("norms", "points"), name="maximum_rent_once_a_point"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="maximum_rent_above_zero"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "token_hash",
                    models.CharField(
                        editable=False, max_length=64, null=True, unique=True, verbose_name="hash of the private link"
                    ),
                ),
                (
                    "expires_at",
                    coophub.web.model_fields.MomentColumn(editable=False, null=True, verbose_name="kept until"),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("document", models.JSONField(verbose_name="plan document")),
                (
                    "row_keys",
                    models.JSONField(blank=True, default=dict, editable=False, verbose_name="keys of the rows"),
                ),
                ("home_points", models.JSONField(blank=True, default=dict, verbose_name="points of the homes")),
                ("home_rooms", models.JSONField(blank=True, default=dict, verbose_name="rooms of the homes")),
                (
                    "origin",
                    models.JSONField(
                        blank=True, default=dict, editable=False, verbose_name="form and building at the start"
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="revision")),
                (
                    "created_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="made at"
                    ),
                ),
                (
                    "updated_at",
                    coophub.web.model_fields.ChangedAtField(blank=True, editable=False, verbose_name="changed at"),
                ),
                (
                    "removed_at",
                    coophub.web.model_fields.MomentColumn(editable=False, null=True, verbose_name="removed at"),
                ),
                (
                    "stopped_closing_at",
                    coophub.web.model_fields.MomentColumn(editable=False, null=True, verbose_name="closed until"),
                ),
                (
                    "submission_key",
                    models.UUIDField(
                        editable=False, null=True, unique=True, verbose_name="key of the form that made it"
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plans",
                        to="initiatives.initiative",
                        verbose_name="initiative",
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="changed by",
                    ),
                ),
            ],
            options={
                "verbose_name": "financing plan",
                "verbose_name_plural": "financing plans",
                "ordering": ["-updated_at"],
                "indexes": [
                    models.Index(fields=["initiative", "-updated_at"], name="plans_of_an_initiative"),
                    models.Index(
                        condition=models.Q(("initiative", None)), fields=["expires_at"], name="plans_that_expire"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("expires_at", None), ("initiative__isnull", False), ("token_hash", None)),
                            models.Q(
                                ("expires_at__isnull", False), ("initiative", None), ("token_hash__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="plan_has_one_home",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField(verbose_name="revision")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("edit", "changed"),
                            ("undo", "taken back"),
                            ("redo", "done again"),
                            ("restore", "brought back as it was"),
                        ],
                        default="edit",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("section", models.CharField(blank=True, max_length=30, verbose_name="part of the plan")),
                ("patch", models.JSONField(verbose_name="what changed")),
                ("page", models.UUIDField(null=True, verbose_name="page that it was typed on")),
                (
                    "at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="at"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="plans.planchange",
                        verbose_name="the change that this takes back or repeats",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="plans.plan",
                        verbose_name="plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of a plan",
                "verbose_name_plural": "changes of plans",
                "ordering": ["-revision"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "revision"), name="plan_change_revision_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["undo", "redo"]), ("of__isnull", False)),
                            models.Q(("kind__in", ["edit", "restore"]), ("of", None)),
                            _connector="OR",
                        ),
                        name="plan_change_of_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanClaim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "made_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="made at"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="claims",
                        to="plans.plan",
                        verbose_name="plan",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "plan along with an account",
                "verbose_name_plural": "plans along with an account",
                "constraints": [models.UniqueConstraint(fields=("user", "plan"), name="plan_claim_once")],
            },
        ),
        migrations.CreateModel(
            name="PlanVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="made at"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("document", models.JSONField(verbose_name="plan document")),
                ("result", models.JSONField(verbose_name="result")),
                ("home_points", models.JSONField(blank=True, default=dict, verbose_name="points of the homes")),
                ("home_rooms", models.JSONField(blank=True, default=dict, verbose_name="rooms of the homes")),
                ("sha256", models.CharField(max_length=64, verbose_name="hash of the document")),
                (
                    "closes",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Cast(
                            django.db.models.fields.json.KeyTextTransform("closes", "result"),
                            models.BooleanField(null=True),
                        ),
                        output_field=models.BooleanField(null=True),
                    ),
                ),
                (
                    "gap",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Cast(
                            django.db.models.fields.json.KeyTextTransform(
                                "gap", django.db.models.fields.json.KeyTextTransform("funding", "result")
                            ),
                            models.FloatField(null=True),
                        ),
                        output_field=models.FloatField(null=True),
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="plans.plan",
                        verbose_name="plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a plan",
                "verbose_name_plural": "versions of plans",
                "ordering": ["-number"],
                "constraints": [models.UniqueConstraint(fields=("plan", "number"), name="plan_version_number_once")],
            },
        ),
        migrations.CreateModel(
            name="Scenario",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="made at"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("drivers", models.JSONField(verbose_name="what is different")),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scenarios",
                        to="plans.plan",
                        verbose_name="plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "scenario",
                "verbose_name_plural": "scenarios",
                "ordering": ["created_at"],
                "constraints": [models.UniqueConstraint(fields=("plan", "name"), name="scenario_name_once_in_a_plan")],
            },
        ),
        migrations.CreateModel(
            name="ShareLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="made at"
                    ),
                ),
                ("recipient", models.CharField(max_length=200, verbose_name="for whom")),
                ("token_sha256", models.CharField(max_length=64, unique=True, verbose_name="hash of the address")),
                (
                    "pass_phrase_hash",
                    models.CharField(blank=True, max_length=200, verbose_name="hash of the pass phrase"),
                ),
                ("expires_at", coophub.web.model_fields.MomentColumn(verbose_name="good until")),
                ("revoked_at", coophub.web.model_fields.MomentColumn(null=True, verbose_name="withdrawn at")),
                (
                    "submission_key",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, unique=True, verbose_name="key of the form that made it"
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="share_links",
                        to="plans.planversion",
                        verbose_name="version of a plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "private link",
                "verbose_name_plural": "private links",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="ShareVisit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="at"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
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
                ("origin", models.CharField(blank=True, max_length=50, verbose_name="from where")),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visits",
                        to="plans.sharelink",
                        verbose_name="private link",
                    ),
                ),
            ],
            options={
                "verbose_name": "visit",
                "verbose_name_plural": "visits",
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["link", "-at"], name="visits_of_a_share_link")],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="planchange",
            trigger=pgtrigger.compiler.Trigger(
                name="never_changed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="8a4d4045e0f3e9ce4a012f1515492377165f5d4c",
                    operation="UPDATE",
                    pgid="pgtrigger_never_changed_2f7e0",
                    table="plans_planchange",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="planchange",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added_to",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF EXISTS (SELECT 1 FROM plans_plan WHERE id = OLD.plan_id AND initiative_id IS NOT NULL) THEN\n        RAISE EXCEPTION 'The changes of a plan are only added to.';\n    END IF;\n    RETURN OLD;\n",
                    hash="518b27a3f5a608817d2de738f4334edeec89770a",
                    operation="DELETE",
                    pgid="pgtrigger_only_added_to_b6855",
                    table="plans_planchange",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="planversion",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="85586aca7f160175d1af011d500a147a581b3937",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_7be5d",
                    table="plans_planversion",
                    when="BEFORE",
                ),
            ),
        ),
    ]
