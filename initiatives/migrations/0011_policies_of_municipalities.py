"""What a municipality does for co-operatives is a statement with its source; nothing was ever shown of the columns."""

import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import coophub.web.clock
import coophub.web.model_fields


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0010_households_have_a_place"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveField(
            model_name="municipality",
            name="contact",
        ),
        migrations.RemoveField(
            model_name="municipality",
            name="has_ground_lease",
        ),
        migrations.RemoveField(
            model_name="municipality",
            name="has_loan_fund",
        ),
        migrations.RemoveField(
            model_name="municipality",
            name="policy",
        ),
        migrations.RemoveField(
            model_name="municipality",
            name="policy_updated_on",
        ),
        migrations.AlterField(
            model_name="enquiryopening",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("asked", "Was asked for the code"),
                    ("right", "Gave the code"),
                    ("wrong", "Gave a wrong code"),
                    ("held", "Had to wait after too many wrong codes"),
                    ("locked", "Came after so many wrong codes that the link is locked"),
                    ("read", "Read the page"),
                    ("closed", "Came when the link was no longer good"),
                ],
                max_length=10,
                verbose_name="what happened",
            ),
        ),
        migrations.CreateModel(
            name="PolicyLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_sha256", models.CharField(editable=False, max_length=64, unique=True)),
                ("code_hash", models.CharField(editable=False, max_length=200)),
                (
                    "made_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="made at"
                    ),
                ),
                ("expires_at", coophub.web.model_fields.MomentColumn(verbose_name="good until")),
                (
                    "replaced_at",
                    coophub.web.model_fields.MomentColumn(editable=False, null=True, verbose_name="replaced at"),
                ),
                ("codes_sent", models.PositiveSmallIntegerField(default=1, editable=False, verbose_name="codes sent")),
                ("official_name", models.CharField(max_length=80, verbose_name="name")),
                ("official_email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                (
                    "withdrawn_at",
                    coophub.web.model_fields.MomentColumn(editable=False, null=True, verbose_name="withdrawn at"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="policy_links",
                        to="initiatives.municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "link for the policy of a municipality",
                "verbose_name_plural": "links for the policy of municipalities",
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PolicyOpening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("origin", models.CharField(blank=True, max_length=50, verbose_name="from where")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("asked", "Was asked for the code"),
                            ("right", "Gave the code"),
                            ("wrong", "Gave a wrong code"),
                            ("held", "Had to wait after too many wrong codes"),
                            ("locked", "Came after so many wrong codes that the link is locked"),
                            ("read", "Read the page"),
                            ("closed", "Came when the link was no longer good"),
                        ],
                        max_length=10,
                        verbose_name="what happened",
                    ),
                ),
                (
                    "at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="at"
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="openings",
                        to="initiatives.policylink",
                    ),
                ),
            ],
            options={
                "verbose_name": "opening of a policy link",
                "verbose_name_plural": "openings of policy links",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PolicyStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("ground_lease", "Ground lease"),
                            ("loan_fund", "Loan or fund"),
                            ("plots", "Plots for co-operatives"),
                            ("quality", "What it asks of the homes"),
                            ("contact", "Whom to ask"),
                        ],
                        max_length=20,
                        verbose_name="about what",
                    ),
                ),
                ("is_known", models.BooleanField(default=True, verbose_name="known")),
                (
                    "stance",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("case", "Per project"), ("no", "No")],
                        max_length=10,
                        verbose_name="in short",
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=2000, verbose_name="in words")),
                ("source", models.CharField(max_length=300, verbose_name="source")),
                ("source_url", models.URLField(blank=True, verbose_name="where to read it")),
                ("known_on", coophub.web.model_fields.DayColumn(verbose_name="true on")),
                (
                    "stated_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="stated at"
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="initiatives.policylink",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="policy_statements",
                        to="initiatives.municipality",
                    ),
                ),
                (
                    "stated_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "statement of policy",
                "verbose_name_plural": "statements of policy",
                "ordering": ["-stated_at", "-pk"],
            },
        ),
        migrations.AddIndex(
            model_name="policylink",
            index=models.Index(fields=["official_email", "made_at"], name="policy_links_of_an_address"),
        ),
        migrations.AddIndex(
            model_name="policylink",
            index=models.Index(fields=["made_by", "made_at"], name="policy_links_of_an_advisor"),
        ),
        migrations.AddConstraint(
            model_name="policylink",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at", None), ("withdrawn_at", None)),
                fields=("municipality", "official_email"),
                name="policy_link_one_for_an_address",
            ),
        ),
        migrations.AddConstraint(
            model_name="policylink",
            constraint=models.CheckConstraint(
                condition=models.Q(("official_email", django.db.models.functions.text.Lower("official_email"))),
                name="policy_link_email_is_lower_case",
            ),
        ),
        migrations.AddIndex(
            model_name="policyopening",
            index=models.Index(fields=["link", "-at"], name="openings_of_a_policy_link"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="policyopening",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3f6341be848352d25beae809bb3e247ef52dd386",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_54ed1",
                    table="initiatives_policyopening",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="policystatement",
            index=models.Index(fields=["municipality", "topic", "-stated_at", "-id"], name="policy_of_a_municipality"),
        ),
        migrations.AddConstraint(
            model_name="policystatement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("link", None), ("stated_by__isnull", False)),
                    models.Q(("link__isnull", False), ("stated_by", None)),
                    _connector="OR",
                ),
                name="policy_is_stated_by_an_advisor_or_by_the_municipality",
            ),
        ),
        migrations.AddConstraint(
            model_name="policystatement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_known", False), ("stance", "")),
                    models.Q(
                        ("is_known", True),
                        ("topic__in", ("ground_lease", "loan_fund", "plots")),
                        models.Q(("stance", ""), _negated=True),
                    ),
                    models.Q(
                        ("is_known", True),
                        ("stance", ""),
                        models.Q(("topic__in", ("ground_lease", "loan_fund", "plots")), _negated=True),
                        models.Q(("text", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="policy_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="policystatement",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True), name="policy_has_a_source"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="policystatement",
            trigger=pgtrigger.compiler.Trigger(
                name="stands",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a0371321361aa03a925f6711b8fd8c8ad7a7a5cb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_stands_d7c99",
                    table="initiatives_policystatement",
                    when="BEFORE",
                ),
            ),
        ),
    ]
