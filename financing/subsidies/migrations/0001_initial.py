"""Schemes, applications, decisions and money."""

import uuid
from decimal import Decimal

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.fields.json
import django.db.models.functions.comparison
import django_fsm
import localflavor.generic.models
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
        ("plans", "0001_initial"),
        ("proposals", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Application",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.CharField(editable=False, max_length=20, null=True, unique=True, verbose_name="number"),
                ),
                (
                    "words",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector(
                            models.Func(
                                models.F("number"), models.Value("._-@:/"), models.Value("      "), function="translate"
                            ),
                            config="simple",
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("draft", "Being written"),
                            ("submitted", "Received"),
                            ("remedy_requested", "To be completed"),
                            ("completed", "Completed"),
                            ("in_assessment", "Being assessed"),
                            ("advised", "Advice given"),
                            ("draft_decision", "Decision being prepared"),
                            ("awarded", "Awarded"),
                            ("partly_awarded", "Partly awarded"),
                            ("refused", "Refused"),
                            ("left_out", "Left out of consideration"),
                            ("report_submitted", "Report received"),
                            ("settled", "Settled as awarded"),
                            ("settled_lower", "Settled lower"),
                            ("settled_nil", "Settled at nothing"),
                            ("recovered", "Reclaimed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=50,
                        protected=True,
                        verbose_name="state",
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("middle_incomes", "Middle incomes"),
                            ("older_people", "Older people"),
                            ("cpo", "Collective private commissioning (CPO)"),
                        ],
                        max_length=20,
                        verbose_name="target group",
                    ),
                ),
                ("answers", models.JSONField(default=dict, verbose_name="answers")),
                (
                    "amount_requested",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=14, verbose_name="amount asked"
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                ("section_changes", models.JSONField(default=dict, verbose_name="who changed which part last")),
                ("created_at", coophub.web.model_fields.MomentColumn(default=coophub.web.clock.now, editable=False)),
                ("updated_at", coophub.web.model_fields.ChangedAtField(blank=True, editable=False)),
                ("submitted_at", coophub.web.model_fields.MomentColumn(null=True, verbose_name="received at")),
                ("decide_by", coophub.web.model_fields.DayColumn(null=True, verbose_name="decide by")),
                ("rank_on", coophub.web.model_fields.DayColumn(null=True, verbose_name="complete on")),
                (
                    "assigned_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="assigned to",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="initiatives.initiative",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.plan",
                        verbose_name="financing plan",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reviewer",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "application",
                "verbose_name_plural": "applications",
                "ordering": ["-created_at"],
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "submitted",
                                    "remedy_requested",
                                    "completed",
                                    "in_assessment",
                                    "advised",
                                    "draft_decision",
                                ],
                            )
                        ),
                        fields=["decide_by", "submitted_at", "id"],
                        name="applications_to_decide",
                    ),
                    models.Index(
                        condition=models.Q(("submitted_at__isnull", False)),
                        fields=["-submitted_at", "-id"],
                        name="applications_by_receipt",
                    ),
                    models.Index(fields=["initiative", "-created_at"], name="applications_of_initiative"),
                    django.contrib.postgres.indexes.GinIndex(fields=["words"], name="application_words"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_requested__gte", 0)), name="amount_requested_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "withdrawn"]),
                            models.Q(
                                ("decide_by__isnull", False), ("number__isnull", False), ("submitted_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="submitted_application_has_number_and_term",
                    ),
                ],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name="CeilingBalance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("target", models.CharField(blank=True, max_length=20, verbose_name="target group")),
                ("ceiling", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="ceiling")),
                ("taken", models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="taken")),
            ],
            options={
                "ordering": ["version", "target"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("taken__gte", 0), ("taken__lte", models.F("ceiling"))),
                        name="ceiling_is_kept",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField()),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title in English")),
                ("guidance", models.TextField(blank=True, verbose_name="guidance")),
                ("guidance_en", models.TextField(blank=True, verbose_name="guidance in English")),
                ("weight", models.PositiveSmallIntegerField(default=1, verbose_name="weight")),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="EligibilityRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fact", models.CharField(max_length=40, verbose_name="fact")),
                (
                    "operator",
                    models.CharField(
                        choices=[("at_least", "at least"), ("at_most", "at most"), ("one_of", "one of"), ("is", "is")],
                        max_length=10,
                        verbose_name="comparison",
                    ),
                ),
                ("value", models.JSONField(verbose_name="value")),
                ("explanation", models.CharField(max_length=300, verbose_name="in words")),
                ("explanation_en", models.CharField(blank=True, max_length=300, verbose_name="in words, in English")),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="LoanTerms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rate", models.DecimalField(decimal_places=6, max_digits=7, verbose_name="interest a year")),
                (
                    "term_years",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="term in years"
                    ),
                ),
                (
                    "grace_years",
                    models.PositiveSmallIntegerField(default=0, verbose_name="first years without repayment"),
                ),
                (
                    "repayment",
                    models.CharField(
                        choices=[("annuity", "Annuity"), ("linear", "Linear"), ("bullet", "All at the end")],
                        default="annuity",
                        max_length=10,
                        verbose_name="repayment",
                    ),
                ),
                (
                    "payments_per_year",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "once"), (4, "every quarter"), (12, "every month")],
                        default=4,
                        verbose_name="payments a year",
                    ),
                ),
                (
                    "rank",
                    models.CharField(
                        choices=[("senior", "Equal to the bank"), ("subordinated", "After the bank")],
                        default="subordinated",
                        max_length=20,
                        verbose_name="rank",
                    ),
                ),
                ("conditions", models.TextField(blank=True, verbose_name="conditions, one on a line")),
                ("conditions_en", models.TextField(blank=True, verbose_name="conditions in English, one on a line")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("rate__range", (0, 1))), name="loan_terms_rate_is_a_fraction"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("grace_years__lt", models.F("term_years"))),
                        name="loan_terms_grace_is_shorter",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PhaseMaximum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("initiative", "Initiative"),
                            ("feasibility", "Feasibility"),
                            ("development", "Development"),
                            ("construction", "Construction"),
                            ("living", "Living"),
                        ],
                        max_length=20,
                        verbose_name="phase",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="most",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RequiredDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField()),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title in English")),
                ("help_text", models.CharField(blank=True, max_length=300, verbose_name="explanation")),
                ("help_text_en", models.CharField(blank=True, max_length=300, verbose_name="explanation in English")),
                (
                    "part",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("activities", "What you do, and when"),
                            ("plan", "Financing plan"),
                            ("budget", "Costs and income"),
                            ("advance", "Advance"),
                        ],
                        max_length=20,
                        verbose_name="part of the form that is this document",
                    ),
                ),
                (
                    "step",
                    models.CharField(blank=True, max_length=40, verbose_name="step of the road map that brings it"),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Scheme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(unique=True)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
            ],
            options={
                "verbose_name": "scheme",
                "verbose_name_plural": "schemes",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="SchemeTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("remedy", "Completing an application (Awb 4:5)"),
                            ("extension", "Extending the decision term, once"),
                            ("progress_report", "Progress report (KB 19)"),
                            ("settlement_application", "Applying for settlement (KB 22)"),
                            ("settlement_decision", "Deciding on settlement (KB 22)"),
                        ],
                        max_length=30,
                        verbose_name="what for",
                    ),
                ),
                (
                    "length",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="how many"
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[("days", "days"), ("weeks", "weeks"), ("months", "months")],
                        default="weeks",
                        max_length=10,
                        verbose_name="unit",
                    ),
                ),
                ("source", models.CharField(max_length=150, verbose_name="source")),
                ("atw_applies", models.BooleanField(default=False, verbose_name="weekends and holidays extend it")),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("length__gte", 1)), name="scheme_term_lasts")
                ],
            },
        ),
        migrations.CreateModel(
            name="SchemeVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("grant", "Subsidy"),
                            ("loan", "Loan from a revolving fund"),
                            ("notification", "Notification: a test against conditions, no money"),
                        ],
                        default="grant",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("issued_by", models.CharField(blank=True, max_length=150, verbose_name="who gives it")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="name in English")),
                ("legal_reference", models.CharField(max_length=300, verbose_name="legal basis")),
                ("summary", models.TextField(verbose_name="summary")),
                ("summary_en", models.TextField(blank=True, verbose_name="summary in English")),
                ("is_example", models.BooleanField(default=False, verbose_name="example, no published rules")),
                ("example_note", models.TextField(blank=True, verbose_name="what is real and what is an example")),
                (
                    "example_note_en",
                    models.TextField(blank=True, verbose_name="what is real and what is an example, in English"),
                ),
                ("sources", models.TextField(blank=True, verbose_name="sources, one on a line")),
                (
                    "named_applicant",
                    models.CharField(blank=True, max_length=150, verbose_name="only for this applicant"),
                ),
                (
                    "named_applicant_kvk",
                    models.CharField(blank=True, max_length=8, verbose_name="KVK number of that applicant"),
                ),
                ("opens_at", coophub.web.model_fields.MomentColumn(verbose_name="opens at")),
                ("closes_at", coophub.web.model_fields.MomentColumn(verbose_name="closes at")),
                (
                    "ceiling",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="ceiling",
                    ),
                ),
                (
                    "minimum_amount",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=14, verbose_name="least amount"
                    ),
                ),
                (
                    "maximum_amount",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="most per application"),
                ),
                (
                    "maximum_per_home",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="most per home"
                    ),
                ),
                (
                    "own_share",
                    models.DecimalField(
                        decimal_places=4, default=0, max_digits=5, verbose_name="share of the costs to pay oneself"
                    ),
                ),
                ("eligible_costs", models.JSONField(default=list, verbose_name="costs that count")),
                (
                    "eligible_costs_en",
                    models.JSONField(blank=True, default=list, verbose_name="costs that count, in English"),
                ),
                (
                    "earlier_costs_count",
                    models.BooleanField(default=False, verbose_name="costs made before the application count too"),
                ),
                (
                    "allocation",
                    models.CharField(
                        choices=[
                            ("receipt", "In the order of receipt"),
                            ("ranking", "By ranking"),
                            ("proportional", "The same share for everybody"),
                        ],
                        default="receipt",
                        max_length=20,
                        verbose_name="how the money is divided",
                    ),
                ),
                (
                    "minimum_score",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=4,
                        null=True,
                        verbose_name="least weighted score, of 10",
                    ),
                ),
                (
                    "arrangement",
                    models.CharField(
                        choices=[
                            ("by_amount", "By the amount: below € 25,000, to € 125,000, above"),
                            ("small", "Settled at once, or on the ministry's own motion"),
                            ("middle", "On performance"),
                            ("large", "On performance and cost"),
                        ],
                        default="by_amount",
                        max_length=20,
                        verbose_name="accounting",
                    ),
                ),
                (
                    "advances",
                    models.CharField(
                        choices=[
                            ("at_once", "All at once"),
                            ("quarterly", "Every quarter"),
                            ("by_need", "As the money is needed (KB 11)"),
                            ("none", "None: paid after settlement"),
                        ],
                        default="by_need",
                        max_length=20,
                        verbose_name="advances",
                    ),
                ),
                (
                    "advance_share",
                    models.DecimalField(
                        decimal_places=4, default=Decimal("0.8"), max_digits=5, verbose_name="share paid in advance"
                    ),
                ),
                (
                    "state_aid",
                    models.CharField(
                        choices=[
                            ("none", "No state aid"),
                            ("de_minimis", "De minimis"),
                            ("sgei_de_minimis", "De minimis for services of general economic interest"),
                            ("other", "Another basis, named under the legal basis"),
                        ],
                        default="none",
                        max_length=20,
                        verbose_name="state aid",
                    ),
                ),
                (
                    "decision_from",
                    models.CharField(
                        choices=[("receipt", "The day of receipt"), ("closing", "The day on which the window closes")],
                        default="receipt",
                        max_length=20,
                        verbose_name="that term runs from",
                    ),
                ),
                ("decision_weeks", models.PositiveSmallIntegerField(default=13, verbose_name="weeks to decide in")),
                (
                    "decision_source",
                    models.CharField(
                        default="Kaderbesluit BZK-subsidies 22", max_length=100, verbose_name="source of that term"
                    ),
                ),
                (
                    "atw_applies",
                    models.BooleanField(default=True, verbose_name="weekends and holidays extend that term"),
                ),
                ("objection_address", models.TextField(verbose_name="where to object")),
                ("revision", models.PositiveIntegerField(default=1)),
                ("changed_at", coophub.web.model_fields.ChangedAtField(blank=True, editable=False)),
                (
                    "proposed_at",
                    coophub.web.model_fields.MomentColumn(null=True, verbose_name="put up for approval at"),
                ),
                ("published_at", coophub.web.model_fields.MomentColumn(null=True, verbose_name="published at")),
            ],
            options={
                "verbose_name": "version of a scheme",
                "verbose_name_plural": "versions of schemes",
                "ordering": ["scheme", "-number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opens_at"))), name="scheme_closes_after_it_opens"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("maximum_amount__gte", models.F("minimum_amount"))),
                        name="scheme_maximum_above_minimum",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("own_share__range", (0, 1))), name="scheme_own_share_is_a_fraction"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("advance_share__range", (0, 1))), name="scheme_advance_share_is_a_fraction"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "notification"), _negated=True),
                            models.Q(("ceiling", 0), ("maximum_amount", 0)),
                            _connector="OR",
                        ),
                        name="notification_has_no_money",
                    ),
                ],
            },
        ),
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
                ("signed_at", coophub.web.model_fields.MomentColumn()),
                ("lapsed_at", coophub.web.model_fields.MomentColumn(null=True, verbose_name="lapsed at")),
            ],
            options={
                "verbose_name": "signature",
                "verbose_name_plural": "signatures",
                "ordering": ["signed_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SignatureRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", coophub.web.model_fields.MomentColumn(verbose_name="asked at")),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name": "request to sign along",
                "verbose_name_plural": "requests to sign along",
                "ordering": ["asked_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.JSONField()),
                (
                    "initiative_name",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.fields.json.KeyTextTransform(
                            "name", django.db.models.fields.json.KeyTextTransform("initiative", "content")
                        ),
                        output_field=models.TextField(null=True),
                    ),
                ),
                (
                    "legal_name",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.fields.json.KeyTextTransform(
                            "legal_name", django.db.models.fields.json.KeyTextTransform("initiative", "content")
                        ),
                        output_field=models.TextField(null=True),
                    ),
                ),
                (
                    "kvk_number",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.fields.json.KeyTextTransform(
                            "kvk_number", django.db.models.fields.json.KeyTextTransform("initiative", "content")
                        ),
                        output_field=models.TextField(null=True),
                    ),
                ),
                (
                    "municipality",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.fields.json.KeyTextTransform(
                            "municipality", django.db.models.fields.json.KeyTextTransform("initiative", "content")
                        ),
                        output_field=models.TextField(null=True),
                    ),
                ),
                (
                    "province",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.fields.json.KeyTextTransform(
                            "province", django.db.models.fields.json.KeyTextTransform("initiative", "content")
                        ),
                        output_field=models.TextField(null=True),
                    ),
                ),
                (
                    "homes",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Cast(
                            django.db.models.fields.json.KeyTextTransform(
                                "homes", django.db.models.fields.json.KeyTextTransform("initiative", "content")
                            ),
                            models.IntegerField(null=True),
                        ),
                        output_field=models.IntegerField(null=True),
                    ),
                ),
                (
                    "activities",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.fields.json.KeyTextTransform(
                            "activities",
                            django.db.models.fields.json.KeyTextTransform(
                                "project", django.db.models.fields.json.KeyTextTransform("answers", "content")
                            ),
                        ),
                        output_field=models.TextField(null=True),
                    ),
                ),
                (
                    "plan_closes",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Cast(
                            django.db.models.fields.json.KeyTextTransform(
                                "closes",
                                django.db.models.fields.json.KeyTextTransform(
                                    "result", django.db.models.fields.json.KeyTextTransform("plan", "content")
                                ),
                            ),
                            models.BooleanField(null=True),
                        ),
                        output_field=models.BooleanField(null=True),
                    ),
                ),
                (
                    "words",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector(
                            models.Func(
                                django.db.models.fields.json.KeyTextTransform(
                                    "name", django.db.models.fields.json.KeyTextTransform("initiative", "content")
                                ),
                                models.Value("._-@:/"),
                                models.Value("      "),
                                function="translate",
                                output_field=models.TextField(),
                            ),
                            models.Func(
                                django.db.models.fields.json.KeyTextTransform(
                                    "legal_name", django.db.models.fields.json.KeyTextTransform("initiative", "content")
                                ),
                                models.Value("._-@:/"),
                                models.Value("      "),
                                function="translate",
                                output_field=models.TextField(),
                            ),
                            models.Func(
                                django.db.models.fields.json.KeyTextTransform(
                                    "municipality",
                                    django.db.models.fields.json.KeyTextTransform("initiative", "content"),
                                ),
                                models.Value("._-@:/"),
                                models.Value("      "),
                                function="translate",
                                output_field=models.TextField(),
                            ),
                            config="simple",
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("submitted_at", coophub.web.model_fields.MomentColumn()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["initiative_name"], name="submissions_by_name"),
                    django.contrib.postgres.indexes.GinIndex(fields=["words"], name="submission_words"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TextBlock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("letter", models.CharField(max_length=20, verbose_name="letter")),
                ("title", models.CharField(max_length=100, verbose_name="title")),
                ("text", models.TextField(verbose_name="text")),
                (
                    "is_always_used",
                    models.BooleanField(default=False, verbose_name="stands in every letter of this kind"),
                ),
            ],
            options={
                "ordering": ["letter", "title"],
            },
        ),
        migrations.CreateModel(
            name="AllocationRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("receipt", "In the order of receipt"),
                            ("ranking", "By ranking"),
                            ("proportional", "The same share for everybody"),
                        ],
                        max_length=20,
                        verbose_name="how",
                    ),
                ),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("recorded_at", coophub.web.model_fields.MomentColumn(verbose_name="recorded at")),
                ("adopted_at", coophub.web.model_fields.MomentColumn(null=True, verbose_name="adopted at")),
                (
                    "adopted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-recorded_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("adopted_by", None),
                            models.Q(("adopted_by", models.F("recorded_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="allocation_adopted_by_another",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Holding",
            fields=[
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="holding",
                        serialize=False,
                        to="subsidies.application",
                    ),
                ),
                ("target", models.CharField(max_length=20, verbose_name="target group")),
                ("settled", models.DecimalField(decimal_places=2, max_digits=14)),
                ("paid", models.DecimalField(decimal_places=2, max_digits=14)),
                ("awarded", models.DecimalField(decimal_places=2, max_digits=14)),
                ("reserved", models.DecimalField(decimal_places=2, max_digits=14)),
            ],
        ),
        migrations.CreateModel(
            name="AidReceived",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("granted_on", coophub.web.model_fields.DayColumn(null=True, verbose_name="date of the award")),
                ("granted_by", models.CharField(blank=True, max_length=200, verbose_name="who gave it")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name="amount")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aid_received",
                        to="subsidies.application",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("application", "key"), name="aid_received_key_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount", None), ("amount__gt", 0), _connector="OR"),
                        name="aid_received_is_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Activity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="what")),
                ("result", models.CharField(blank=True, max_length=300, verbose_name="what is there when it is done")),
                ("starts_on", coophub.web.model_fields.DayColumn(null=True, verbose_name="starts on")),
                ("ends_on", coophub.web.model_fields.DayColumn(null=True, verbose_name="is done on")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="activities",
                        to="subsidies.application",
                    ),
                ),
            ],
            options={
                "verbose_name": "activity",
                "verbose_name_plural": "activities",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("application", "key"), name="activity_key_once")],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scores", models.JSONField(default=dict, verbose_name="scores")),
                (
                    "advice",
                    models.CharField(
                        choices=[("award", "Award"), ("award_partly", "Award partly"), ("refuse", "Refuse")],
                        max_length=20,
                        verbose_name="advice",
                    ),
                ),
                ("explanation", models.TextField(verbose_name="explanation")),
                ("finished_at", coophub.web.model_fields.MomentColumn()),
                (
                    "struck_at",
                    coophub.web.model_fields.MomentColumn(editable=False, null=True, verbose_name="struck out at"),
                ),
                (
                    "struck_because",
                    models.CharField(blank=True, editable=False, max_length=20, verbose_name="struck out because"),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="subsidies.application",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("application", "reviewer"), name="assessed_once_by_each"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("struck_at", None), ("struck_because", "")),
                            models.Q(("struck_at__isnull", False), models.Q(("struck_because", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="assessment_struck_for_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BudgetLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("category", models.CharField(blank=True, max_length=40, verbose_name="kind of cost")),
                ("description", models.CharField(blank=True, max_length=200, verbose_name="what for")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name="amount")),
                ("plan_line", models.CharField(blank=True, max_length=200, verbose_name="line of the plan")),
                ("plan_row", models.CharField(blank=True, editable=False, max_length=32)),
                ("plan_revision", models.PositiveIntegerField(null=True, verbose_name="revision of the plan")),
                (
                    "plan_amount",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, null=True, verbose_name="amount in the plan then"
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="budget_lines",
                        to="subsidies.activity",
                        verbose_name="activity",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="budget_lines",
                        to="subsidies.application",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("application", "key"), name="budget_line_key_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount", None), ("amount__gt", 0), _connector="OR"),
                        name="budget_line_is_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("plan_amount", None), ("plan_line", ""), ("plan_revision", None), ("plan_row", "")
                            ),
                            models.Q(
                                ("plan_amount__isnull", False),
                                ("plan_revision__isnull", False),
                                models.Q(("plan_line", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="budget_line_from_a_plan_says_which",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeadlineWarning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.CharField(max_length=60)),
                ("day", coophub.web.model_fields.DayColumn()),
                ("days_before", models.SmallIntegerField()),
                ("sent_at", coophub.web.model_fields.MomentColumn()),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("subject", "day", "days_before", "recipient"), name="warned_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("drafted_at", coophub.web.model_fields.MomentColumn()),
                ("signed_at", coophub.web.model_fields.MomentColumn(null=True)),
                ("object_by", coophub.web.model_fields.DayColumn(null=True, verbose_name="object by")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("award", "Award"),
                            ("award_partly", "Award partly"),
                            ("refuse", "Refuse"),
                            ("leave_out", "Leave out of consideration"),
                        ],
                        max_length=20,
                        verbose_name="decision",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="amount")),
                ("reasons", models.TextField(verbose_name="reasons")),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("4:25", "The ceiling would be passed (Awb 4:25)"),
                            ("4:35", "Doubt about carrying it out or accounting for it, or incorrect data (Awb 4:35)"),
                            ("kb12", "It does not meet the rules of the scheme (KB 12)"),
                            ("kb13a", "More state aid than is allowed (KB 13, a)"),
                            ("kb13b", "No confidence that it can be financed (KB 13, b)"),
                            ("kb13c", "It cannot be ready in time (KB 13, c)"),
                            ("kb13d", "It would be done without subsidy too (KB 13, d)"),
                            ("kb13e", "No confidence in the technical feasibility (KB 13, e)"),
                            ("kb13f", "No confidence in the economic feasibility (KB 13, f)"),
                            ("kb13g", "It helps the goals too little (KB 13, g)"),
                            ("kb13h", "No confidence in the capacities of the group (KB 13, h)"),
                        ],
                        max_length=10,
                        verbose_name="ground",
                    ),
                ),
                (
                    "hearing",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_needed", "It rests only on what the group itself told (Awb 4:7)"),
                            ("heard", "The group was asked for its view (Awb 4:7)"),
                            ("heard_before", "The group gave its view before, and nothing is new (Awb 4:11)"),
                            ("financial", "It is about money, and an objection can undo it in full (Awb 4:12)"),
                        ],
                        max_length=20,
                        verbose_name="hearing",
                    ),
                ),
                ("conditions", models.TextField(blank=True, verbose_name="obligations")),
                (
                    "activities_end_on",
                    coophub.web.model_fields.DayColumn(blank=True, null=True, verbose_name="activities are done by"),
                ),
                (
                    "arrangement",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("small_direct", "Settled at once (KB 16 lid 2, a)"),
                            ("small", "Paid at once, settled by the ministry itself (KB 16 lid 2, b)"),
                            ("middle", "Settled on performance (KB 17)"),
                            ("large", "Settled on performance and costs (KB 18)"),
                        ],
                        max_length=20,
                        verbose_name="accounting",
                    ),
                ),
                (
                    "advance_share",
                    models.DecimalField(
                        decimal_places=4, default=0, max_digits=5, verbose_name="share paid in advance"
                    ),
                ),
                ("sent_back_because", models.TextField(blank=True, verbose_name="why it was sent back")),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decision", to="subsidies.application"
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signed_by", None),
                            models.Q(("signed_by", models.F("drafted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="decision_signed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount", 0), ("kind__in", ["refuse", "leave_out"])),
                            models.Q(("amount__gte", 0), ("kind", "award")),
                            models.Q(models.Q(("kind__in", ["refuse", "leave_out"]), _negated=True), ("amount__gt", 0)),
                            _connector="OR",
                        ),
                        name="decision_amount_fits_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("advance_share__range", (0, 1))), name="decision_advance_is_a_fraction"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("draft", models.CharField(max_length=80, verbose_name="what it is a version of")),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("written_at", coophub.web.model_fields.MomentColumn()),
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
        migrations.CreateModel(
            name="Hearing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("facts", models.TextField(verbose_name="what the decision would rest on")),
                ("respond_by", coophub.web.model_fields.DayColumn(verbose_name="answer by")),
                ("asked_at", coophub.web.model_fields.MomentColumn()),
                ("view", models.TextField(blank=True, verbose_name="view of the group")),
                ("answered_at", coophub.web.model_fields.MomentColumn(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hearings", to="subsidies.application"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="IncomeLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("own", "Own money of the group or its members"),
                            ("loan", "Loan"),
                            ("subsidy", "Another subsidy"),
                            ("gift", "Gift or fund"),
                            ("other", "Other income"),
                        ],
                        max_length=20,
                        verbose_name="kind of income",
                    ),
                ),
                ("description", models.CharField(blank=True, max_length=200, verbose_name="from whom")),
                (
                    "status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("certain", "It is certain"),
                            ("promised", "It is promised"),
                            ("asked", "We asked for it"),
                        ],
                        max_length=20,
                        verbose_name="how certain",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name="amount")),
                (
                    "activity",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="income_lines",
                        to="subsidies.activity",
                        verbose_name="activity",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="income_lines",
                        to="subsidies.application",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("application", "key"), name="income_line_key_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount", None), ("amount__gt", 0), _connector="OR"),
                        name="income_line_is_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InterestDeclaration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("has_interest", models.BooleanField(verbose_name="has an interest")),
                ("reason", models.TextField(blank=True, verbose_name="what the interest is")),
                ("declared_at", coophub.web.model_fields.MomentColumn(default=coophub.web.clock.now, editable=False)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interest_declarations",
                        to="subsidies.application",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("application", "person"), name="interest_declared_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="LaterDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("drafted_at", coophub.web.model_fields.MomentColumn()),
                ("signed_at", coophub.web.model_fields.MomentColumn(null=True)),
                ("object_by", coophub.web.model_fields.DayColumn(null=True, verbose_name="object by")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("amendment", "Change of the award"),
                            ("settlement", "Settlement"),
                            ("recovery", "Recovery"),
                            ("objection", "Decision on an objection"),
                            ("penalty", "Penalty for a late decision"),
                            ("advance", "Decision on an advance"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("upheld", "The decision stands"),
                            ("revised", "The decision is revised"),
                            ("inadmissible", "The objection is inadmissible"),
                        ],
                        max_length=20,
                        verbose_name="outcome",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                ("reasons", models.TextField(verbose_name="reasons")),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("a", "Activities were not done, or not all (Awb 4:46 lid 2, a)"),
                            ("b", "Obligations were not met (Awb 4:46 lid 2, b)"),
                            ("c", "Incorrect or incomplete data (Awb 4:46 lid 2, c)"),
                            ("d", "The award was wrong and the group knew or should have known (Awb 4:46 lid 2, d)"),
                            ("lid3", "Costs were lower, or were not needed (Awb 4:46 lid 3)"),
                        ],
                        max_length=10,
                        verbose_name="ground",
                    ),
                ),
                (
                    "hearing",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_needed", "It rests only on what the group itself told (Awb 4:7)"),
                            ("heard", "The group was asked for its view (Awb 4:7)"),
                            ("heard_before", "The group gave its view before, and nothing is new (Awb 4:11)"),
                            ("financial", "It is about money, and an objection can undo it in full (Awb 4:12)"),
                        ],
                        max_length=20,
                        verbose_name="hearing",
                    ),
                ),
                (
                    "hearing_left_out_because",
                    models.CharField(blank=True, max_length=300, verbose_name="why nobody was heard"),
                ),
                (
                    "deviates_because",
                    models.TextField(
                        blank=True, verbose_name="why it deviates from the advice of the committee (Awb 7:13 lid 7)"
                    ),
                ),
                (
                    "activities_end_on",
                    coophub.web.model_fields.DayColumn(blank=True, null=True, verbose_name="activities are done by"),
                ),
                (
                    "arrangement",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("small_direct", "Settled at once (KB 16 lid 2, a)"),
                            ("small", "Paid at once, settled by the ministry itself (KB 16 lid 2, b)"),
                            ("middle", "Settled on performance (KB 17)"),
                            ("large", "Settled on performance and costs (KB 18)"),
                        ],
                        max_length=20,
                        verbose_name="accounting",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="later_decisions",
                        to="subsidies.application",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["drafted_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signed_by", None),
                            models.Q(("signed_by", models.F("drafted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="later_decision_signed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="later_decision_amount_not_negative"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("signed_by", None)),
                        fields=("application", "kind"),
                        name="one_later_draft_of_a_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChangeRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="what changes, and why")),
                (
                    "activities_end_on",
                    coophub.web.model_fields.DayColumn(blank=True, null=True, verbose_name="when it will be done"),
                ),
                ("asked_at", coophub.web.model_fields.MomentColumn()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="change_requests",
                        to="subsidies.application",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="subsidies.laterdecision",
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="AdvanceRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                ("needed_from", coophub.web.model_fields.DayColumn(verbose_name="needed from")),
                ("purpose", models.TextField(verbose_name="what for")),
                ("awarded", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="awarded then")),
                ("left", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="left for an advance then")),
                ("sha256", models.CharField(max_length=64)),
                ("asked_at", coophub.web.model_fields.MomentColumn()),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="advance_requests",
                        to="subsidies.application",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="advance_requests",
                        to="subsidies.laterdecision",
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gt", 0), ("amount__lte", models.F("left")), ("left__lte", models.F("awarded"))
                        ),
                        name="advance_asked_fits_the_award",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("decision", None)), fields=("application",), name="one_open_advance_request"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("target", models.CharField(blank=True, max_length=20, verbose_name="target group")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reservation", "Reserved"),
                            ("release", "Reservation lifted"),
                            ("award", "Award"),
                            ("increase", "Award raised"),
                            ("lower_settlement", "Settled"),
                            ("withdrawal", "Withdrawn"),
                            ("recovery", "Recovered"),
                            ("repayment", "Loan paid back"),
                            ("reversal", "Reversed"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                ("key", models.CharField(blank=True, max_length=60, verbose_name="what it was made for")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("made_at", coophub.web.model_fields.MomentColumn(verbose_name="made at")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ledger_entries",
                        to="subsidies.application",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposal",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="proposals.proposal",
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="subsidies.ledgerentry",
                        verbose_name="reverses",
                    ),
                ),
            ],
            options={
                "verbose_name": "ledger entry",
                "verbose_name_plural": "ledger entries",
                "ordering": ["made_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("kind", "award")),
                        fields=["application", "made_at"],
                        name="entries_that_award",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__gt", 0), ("kind__in", ["reservation", "award", "increase"])),
                            models.Q(("amount__lte", 0), ("kind", "lower_settlement")),
                            models.Q(
                                ("amount__lt", 0), ("kind__in", ["release", "withdrawal", "recovery", "repayment"])
                            ),
                            ("kind", "reversal"),
                            _connector="OR",
                        ),
                        name="entry_has_the_sign_of_its_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "reversal"), ("reverses__isnull", False)),
                            models.Q(models.Q(("kind", "reversal"), _negated=True), ("reverses", None)),
                            _connector="OR",
                        ),
                        name="reversal_names_what_it_reverses",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "reversal"), _negated=True),
                        fields=("application", "kind", "key"),
                        name="entered_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20, verbose_name="kind")),
                ("occasion", models.CharField(blank=True, max_length=60)),
                ("facts", models.JSONField(verbose_name="what it says")),
                ("sent_at", coophub.web.model_fields.MomentColumn(verbose_name="sent at")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="subsidies.application"
                    ),
                ),
            ],
            options={
                "verbose_name": "letter",
                "verbose_name_plural": "letters",
                "ordering": ["-sent_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "kind", "occasion"), name="letter_of_an_occasion_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LiquidityNeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quarter_starts_on", coophub.web.model_fields.DayColumn(verbose_name="quarter")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="liquidity_needs",
                        to="subsidies.application",
                    ),
                ),
            ],
            options={
                "ordering": ["quarter_starts_on"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "quarter_starts_on"), name="liquidity_need_once_a_quarter"
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="liquidity_need_is_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Loan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                ("rate", models.DecimalField(decimal_places=6, max_digits=7, verbose_name="interest a year")),
                ("term_years", models.PositiveSmallIntegerField(verbose_name="term in years")),
                (
                    "grace_years",
                    models.PositiveSmallIntegerField(default=0, verbose_name="first years without repayment"),
                ),
                (
                    "repayment",
                    models.CharField(
                        choices=[("annuity", "Annuity"), ("linear", "Linear"), ("bullet", "All at the end")],
                        max_length=10,
                        verbose_name="repayment",
                    ),
                ),
                ("payments_per_year", models.PositiveSmallIntegerField(verbose_name="payments a year")),
                (
                    "rank",
                    models.CharField(
                        choices=[("senior", "Equal to the bank"), ("subordinated", "After the bank")],
                        max_length=20,
                        verbose_name="rank",
                    ),
                ),
                ("conditions", models.TextField(blank=True, verbose_name="conditions, one on a line")),
                ("starts_on", coophub.web.model_fields.DayColumn(verbose_name="starts on")),
                ("drawn_up_at", coophub.web.model_fields.MomentColumn()),
                ("signed_at", coophub.web.model_fields.MomentColumn(null=True, verbose_name="signed at")),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="loan", to="subsidies.application"
                    ),
                ),
                (
                    "drawn_up_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "loan",
                "verbose_name_plural": "loans",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="loan_is_positive"),
                    models.CheckConstraint(condition=models.Q(("rate__range", (0, 1))), name="loan_rate_is_a_fraction"),
                    models.CheckConstraint(
                        condition=models.Q(("grace_years__lt", models.F("term_years"))), name="loan_grace_is_shorter"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signed_by", None),
                            models.Q(("signed_by", models.F("drawn_up_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="loan_signed_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LoanDraw",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                ("drawn_on", coophub.web.model_fields.DayColumn(verbose_name="taken up on")),
                ("key", models.UUIDField(unique=True)),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "loan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="draws", to="subsidies.loan"
                    ),
                ),
            ],
            options={
                "ordering": ["drawn_on", "pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="loan_draw_is_positive")
                ],
            },
        ),
        migrations.CreateModel(
            name="LoanRepayment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("received_on", coophub.web.model_fields.DayColumn(verbose_name="received on")),
                ("interest", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="interest")),
                ("principal", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="principal")),
                ("key", models.UUIDField(unique=True)),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "loan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="repayments", to="subsidies.loan"
                    ),
                ),
                (
                    "proposal",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="proposals.proposal",
                    ),
                ),
            ],
            options={
                "ordering": ["received_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("interest__gte", 0), ("principal__gte", 0)),
                        name="repayment_is_not_negative",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LotAnnouncement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("witness", models.CharField(max_length=200, verbose_name="drawn outside CoopHub by")),
                ("announced_on", coophub.web.model_fields.DayColumn(verbose_name="announced on")),
                ("draws_on", coophub.web.model_fields.DayColumn(verbose_name="drawn on")),
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="proposals.proposal"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("draws_on__gt", models.F("announced_on"))),
                        name="lots_announced_before_their_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LotSeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seed", models.CharField(max_length=64, verbose_name="seed")),
                ("drawn_at", coophub.web.model_fields.MomentColumn(verbose_name="drawn at")),
                ("witness", models.CharField(blank=True, max_length=200, verbose_name="drawn outside CoopHub by")),
                ("drawn_on", coophub.web.model_fields.DayColumn(null=True, verbose_name="drawn outside CoopHub on")),
                (
                    "drawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposal",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="proposals.proposal",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("drawn_on", None), ("witness", "")),
                            models.Q(models.Q(("witness", ""), _negated=True), ("drawn_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="lot_seed_of_a_witness_has_a_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_from_ministry", models.BooleanField()),
                ("text", models.TextField(verbose_name="message")),
                ("sent_at", coophub.web.model_fields.MomentColumn()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="messages", to="subsidies.application"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-sent_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="note")),
                ("written_at", coophub.web.model_fields.MomentColumn()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="subsidies.application"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-written_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("against", models.CharField(max_length=60, verbose_name="against")),
                ("decision_sent_on", coophub.web.model_fields.DayColumn()),
                ("object_by", coophub.web.model_fields.DayColumn(verbose_name="object by")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("received", "Received"),
                            ("heard", "Heard"),
                            ("upheld", "Decision upheld"),
                            ("revised", "Decision revised"),
                            ("inadmissible", "Inadmissible"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="received",
                        max_length=50,
                        protected=True,
                        verbose_name="state",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("coophub", "In CoopHub"), ("post", "By post"), ("email", "By e-mail or at the desk")],
                        max_length=20,
                        verbose_name="how it came",
                    ),
                ),
                ("received_on", coophub.web.model_fields.DayColumn(verbose_name="received on")),
                ("posted_on", coophub.web.model_fields.DayColumn(blank=True, null=True, verbose_name="posted on")),
                ("is_late", models.BooleanField(verbose_name="late")),
                ("why_late", models.TextField(blank=True, verbose_name="why it is late")),
                ("reasons", models.TextField(verbose_name="why you disagree")),
                ("wants_hearing", models.BooleanField(default=True, verbose_name="wants to be heard")),
                ("has_committee", models.BooleanField(default=False, verbose_name="a committee advises (Awb 7:13)")),
                ("hearing_at", coophub.web.model_fields.MomentColumn(null=True, verbose_name="hearing on")),
                ("hearing_place", models.CharField(blank=True, max_length=200, verbose_name="where")),
                ("hearing_report", models.TextField(blank=True, verbose_name="report of the hearing")),
                ("committee_advice", models.TextField(blank=True, verbose_name="advice of the committee")),
                ("decide_by", coophub.web.model_fields.DayColumn(verbose_name="decide by")),
                ("entered_at", coophub.web.model_fields.MomentColumn()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="subsidies.application",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="with",
                    ),
                ),
            ],
            options={
                "ordering": ["decide_by", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["received", "heard"])),
                        fields=("application", "against"),
                        name="one_open_objection_per_decision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("posted_on", None), ("posted_on__lte", models.F("received_on")), _connector="OR"
                        ),
                        name="posted_before_received",
                    ),
                ],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.AddField(
            model_name="laterdecision",
            name="objection",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="subsidies.objection",
            ),
        ),
        migrations.CreateModel(
            name="DefaultNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("decide_by", coophub.web.model_fields.DayColumn(verbose_name="decision was due on")),
                ("received_on", coophub.web.model_fields.DayColumn(verbose_name="received on")),
                ("is_premature", models.BooleanField(verbose_name="before the term ended")),
                ("entered_at", coophub.web.model_fields.MomentColumn()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="default_notices",
                        to="subsidies.application",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "objection",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="default_notices",
                        to="subsidies.objection",
                    ),
                ),
            ],
            options={
                "ordering": ["received_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "objection", "decide_by", "is_premature"),
                        name="one_notice_of_default_per_term",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PayeeAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "iban",
                    localflavor.generic.models.IBANField(
                        include_countries=None,
                        max_length=34,
                        use_nordea_extensions=False,
                        verbose_name="bank account (IBAN)",
                    ),
                ),
                ("name", models.CharField(max_length=70, verbose_name="in the name of")),
                ("proof", models.CharField(blank=True, max_length=200, verbose_name="how that was shown")),
                ("entered_at", coophub.web.model_fields.MomentColumn(verbose_name="entered at")),
                ("checked_at", coophub.web.model_fields.MomentColumn(null=True, verbose_name="checked at")),
                ("replaced_at", coophub.web.model_fields.MomentColumn(null=True, verbose_name="replaced at")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payee_accounts",
                        to="subsidies.application",
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-entered_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None)),
                        fields=("application",),
                        name="one_account_per_application",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked_by", None),
                            models.Q(("checked_by", models.F("entered_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="account_checked_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("advance", "Advance"),
                            ("rest", "Rest of the settled amount"),
                            ("loan", "Part of the loan"),
                            ("penalty", "Penalty for a late decision"),
                            ("repayment", "Repayment by the group"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("key", models.CharField(max_length=60)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                ("pay_from", coophub.web.model_fields.DayColumn(verbose_name="not before")),
                ("pay_by", coophub.web.model_fields.DayColumn(verbose_name="at the latest on")),
                ("ordered_at", coophub.web.model_fields.MomentColumn(null=True, verbose_name="ordered at")),
                ("paid_on", coophub.web.model_fields.DayColumn(null=True, verbose_name="paid on")),
                ("cancelled_at", coophub.web.model_fields.MomentColumn(null=True, verbose_name="cancelled at")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="payments", to="subsidies.application"
                    ),
                ),
                (
                    "later_decision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="subsidies.laterdecision",
                    ),
                ),
                (
                    "ordered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposal",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="proposals.proposal",
                    ),
                ),
            ],
            options={
                "ordering": ["pay_by", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("cancelled_at", None), ("paid_on", None)),
                        fields=["pay_by"],
                        name="payments_due",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="payment_is_positive"),
                    models.UniqueConstraint(fields=("application", "key"), name="payment_planned_once"),
                    models.CheckConstraint(
                        condition=models.Q(("paid_on", None), ("ordered_at__isnull", False), _connector="OR"),
                        name="paid_after_it_was_ordered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cancelled_at", None), ("paid_on", None), _connector="OR"),
                        name="what_is_paid_is_not_cancelled",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("execution_date", coophub.web.model_fields.DayColumn(verbose_name="to be paid on")),
                ("made_at", coophub.web.model_fields.MomentColumn(verbose_name="made at")),
                ("approved_at", coophub.web.model_fields.MomentColumn(null=True, verbose_name="approved at")),
                ("file", models.TextField(blank=True, verbose_name="payment file")),
                ("sha256", models.CharField(blank=True, max_length=64)),
                (
                    "confirmed_at",
                    coophub.web.model_fields.MomentColumn(null=True, verbose_name="confirmed by the bank at"),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "payment file",
                "verbose_name_plural": "payment files",
                "ordering": ["-made_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            models.Q(("approved_by", models.F("made_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="batch_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at", None), ("confirmed_at", None), ("file", "")),
                            models.Q(("approved_at__isnull", False), models.Q(("file", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="approved_batch_has_a_file",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BatchItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                ("reference", models.CharField(max_length=35, unique=True, verbose_name="reference")),
                (
                    "rejected_at",
                    coophub.web.model_fields.MomentColumn(null=True, verbose_name="sent back by the bank at"),
                ),
                ("rejection", models.CharField(blank=True, max_length=200, verbose_name="why the bank sent it back")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="subsidies.payeeaccount"
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="batch_items", to="subsidies.payment"
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="subsidies.paymentbatch"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("rejected_at", None)), fields=("payment",), name="paid_in_one_file"
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="batch_item_is_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Postponement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("extension", "Extension"),
                            ("notice", "Notice that it will be late (Awb 4:14 lid 1)"),
                            ("consent", "Postponement with consent"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                ("weeks", models.PositiveSmallIntegerField(null=True, verbose_name="weeks")),
                ("first_day", coophub.web.model_fields.DayColumn(null=True, verbose_name="first day")),
                ("last_day", coophub.web.model_fields.DayColumn(null=True, verbose_name="last day")),
                ("made_at", coophub.web.model_fields.MomentColumn()),
                ("answered_at", coophub.web.model_fields.MomentColumn(null=True)),
                ("is_agreed", models.BooleanField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postponements",
                        to="subsidies.application",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "objection",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postponements",
                        to="subsidies.objection",
                    ),
                ),
            ],
            options={
                "ordering": ["made_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("application__isnull", False), ("objection", None)),
                            models.Q(("application", None), ("objection__isnull", False)),
                            _connector="OR",
                        ),
                        name="postponement_is_about_one",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "extension")),
                        fields=("application", "objection"),
                        name="extended_once",
                        nulls_distinct=False,
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at", None), ("kind", "consent")),
                        fields=("application", "objection"),
                        name="postponement_asked_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "extension"), ("weeks__gt", 0)),
                            models.Q(("kind", "notice"), ("last_day__isnull", False), ("objection", None)),
                            models.Q(
                                ("first_day__isnull", False),
                                ("kind", "consent"),
                                ("last_day__gte", models.F("first_day")),
                                ("objection", None),
                            ),
                            models.Q(("application", None), ("kind", "consent"), ("last_day__isnull", False)),
                            _connector="OR",
                        ),
                        name="postponement_says_until_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at", None), ("is_agreed", None)),
                            models.Q(("answered_at__isnull", False), ("is_agreed__isnull", False)),
                            _connector="OR",
                        ),
                        name="postponement_answered_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RemedyRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("points", models.JSONField(verbose_name="what is missing")),
                ("explanation", models.TextField(blank=True, verbose_name="explanation")),
                ("requested_at", coophub.web.model_fields.MomentColumn()),
                ("requested_on", coophub.web.model_fields.DayColumn()),
                ("last_day", coophub.web.model_fields.DayColumn(verbose_name="complete it by")),
                ("completed_at", coophub.web.model_fields.MomentColumn(null=True)),
                ("completed_on", coophub.web.model_fields.DayColumn(null=True)),
                (
                    "application",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remedy_requests",
                        to="subsidies.application",
                    ),
                ),
                (
                    "objection",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remedy_requests",
                        to="subsidies.objection",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["requested_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("application__isnull", False), ("objection", None)),
                            models.Q(("application", None), ("objection__isnull", False)),
                            _connector="OR",
                        ),
                        name="remedy_request_is_about_one",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("completed_at", None)),
                        fields=("application", "objection"),
                        name="one_open_remedy_request",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gt", models.F("requested_on"))), name="remedy_term_lasts"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Addition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("added_at", coophub.web.model_fields.MomentColumn()),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="addition",
                        to="subsidies.remedyrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["added_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("progress", "Progress report"), ("final", "Report on results and costs")],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("submitted_at", coophub.web.model_fields.MomentColumn()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="subsidies.application"
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["submitted_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "final")), fields=("application",), name="one_final_report"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewAssignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("assigned_at", coophub.web.model_fields.MomentColumn()),
                ("finish_by", coophub.web.model_fields.DayColumn(verbose_name="assess by")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review_assignments",
                        to="subsidies.application",
                    ),
                ),
                (
                    "assigned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("application", "reviewer"), name="asked_to_assess_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("query", models.CharField(max_length=500)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [models.UniqueConstraint(fields=("owner", "name"), name="saved_view_name_once")],
            },
        ),
        migrations.CreateModel(
            name="NumberSeries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField()),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="subsidies.scheme"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("scheme", "year"), name="one_series_a_scheme_and_year")
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="scheme",
            trigger=pgtrigger.compiler.Trigger(
                name="keeps_its_name",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF EXISTS (\n                        SELECT 1 FROM subsidies_schemeversion WHERE scheme_id = OLD.id AND published_at IS NOT NULL\n                    ) THEN\n                        RAISE EXCEPTION 'a scheme keeps the name under which a version of it is published';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="7702f7bd080f414cb4416ba0e289b37c4995e3c4",
                    operation="UPDATE",
                    pgid="pgtrigger_keeps_its_name_a1312",
                    table="subsidies_scheme",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="schemeversion",
            name="approved_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="schemeversion",
            name="changed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="schemeversion",
            name="created_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="schemeversion",
            name="proposed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="schemeversion",
            name="scheme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="subsidies.scheme",
                verbose_name="scheme",
            ),
        ),
        migrations.AddField(
            model_name="schemeterm",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="terms", to="subsidies.schemeversion"
            ),
        ),
        migrations.AddField(
            model_name="requireddocument",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="required_documents",
                to="subsidies.schemeversion",
            ),
        ),
        migrations.AddField(
            model_name="phasemaximum",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="phase_maxima", to="subsidies.schemeversion"
            ),
        ),
        migrations.AddField(
            model_name="lotseed",
            name="version",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="lot_seed", to="subsidies.schemeversion"
            ),
        ),
        migrations.AddField(
            model_name="lotannouncement",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lot_announcements",
                to="subsidies.schemeversion",
            ),
        ),
        migrations.AddField(
            model_name="loanterms",
            name="version",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="loan_terms", to="subsidies.schemeversion"
            ),
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="ledger_entries", to="subsidies.schemeversion"
            ),
        ),
        migrations.AddField(
            model_name="eligibilityrule",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="eligibility_rules",
                to="subsidies.schemeversion",
            ),
        ),
        migrations.AddField(
            model_name="criterion",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="criteria", to="subsidies.schemeversion"
            ),
        ),
        migrations.AddField(
            model_name="ceilingbalance",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="balances", to="subsidies.schemeversion"
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="scheme_version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="applications", to="subsidies.schemeversion"
            ),
        ),
        migrations.AddField(
            model_name="allocationrun",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="allocation_runs",
                to="subsidies.schemeversion",
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="application",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signatures",
                to="subsidies.application",
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="signed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="signaturerequest",
            name="application",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signature_requests",
                to="subsidies.application",
            ),
        ),
        migrations.AddField(
            model_name="signaturerequest",
            name="asked",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="who was asked",
            ),
        ),
        migrations.AddField(
            model_name="signaturerequest",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="asked by",
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="application",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="submission", to="subsidies.application"
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="plan_version",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.planversion"
            ),
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
        migrations.AddField(
            model_name="submission",
            name="submitted_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="textblock",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="text_blocks", to="subsidies.schemeversion"
            ),
        ),
        migrations.AddField(
            model_name="holding",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="subsidies.schemeversion"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decision",
            trigger=pgtrigger.compiler.Trigger(
                name="signed_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."signed_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ab1a9c6d6150d44ce99c3dfdc9bc98896c6bba4d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_signed_is_frozen_74589",
                    table="subsidies_decision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decision",
            trigger=pgtrigger.compiler.Trigger(
                name="is_in_the_ledger",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.signed_at IS NOT NULL)",
                    constraint="CONSTRAINT",
                    declare="DECLARE awarded numeric; changed numeric; held numeric;",
                    func="\n            SELECT decision.amount INTO awarded FROM subsidies_decision decision\n                WHERE decision.application_id = NEW.application_id AND decision.signed_at IS NOT NULL;\n            IF NOT FOUND THEN\n                RETURN NULL;\n            END IF;\n            SELECT later.amount INTO changed FROM subsidies_laterdecision later\n                LEFT JOIN subsidies_objection objection ON objection.id = later.objection_id\n                WHERE later.application_id = NEW.application_id AND later.signed_at IS NOT NULL\n                AND (later.kind IN ('amendment', 'settlement') OR later.outcome = 'revised')\n                AND NOT EXISTS (\n                    SELECT 1 FROM subsidies_laterdecision advance\n                    WHERE advance.kind = 'advance' AND advance.application_id = NEW.application_id\n                    AND advance.id::text = objection.against\n                )\n                ORDER BY later.signed_at DESC, later.id DESC LIMIT 1;\n            SELECT coalesce(sum(entry.amount), 0) INTO held FROM subsidies_ledgerentry entry\n                LEFT JOIN subsidies_ledgerentry undone ON undone.id = entry.reverses_id\n                WHERE entry.application_id = NEW.application_id\n                AND coalesce(undone.kind, entry.kind) IN ('award', 'increase', 'withdrawal', 'lower_settlement');\n            IF held <> coalesce(changed, awarded) THEN\n                RAISE EXCEPTION 'of application % the decision says %, the ledger %',\n                    NEW.application_id, coalesce(changed, awarded), held USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="01ff73b1c65e54d55e3a1139de991dfbbe90372c",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_is_in_the_ledger_07465",
                    table="subsidies_decision",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
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
        pgtrigger.migrations.AddTrigger(
            model_name="advancerequest",
            trigger=pgtrigger.compiler.Trigger(
                name="kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="cf697d9fdacb4ea611d6ff1c55b62e242ad0e754",
                    operation="DELETE",
                    pgid="pgtrigger_kept_f1c13",
                    table="subsidies_advancerequest",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="advancerequest",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."application_id" IS DISTINCT FROM (NEW."application_id") OR OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."needed_from" IS DISTINCT FROM (NEW."needed_from") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose") OR OLD."awarded" IS DISTINCT FROM (NEW."awarded") OR OLD."left" IS DISTINCT FROM (NEW."left") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id") OR OLD."asked_at" IS DISTINCT FROM (NEW."asked_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="8fd74a669053fc736646ce2c9e4929e08b2d03a2",
                    operation="UPDATE",
                    pgid="pgtrigger_frozen_c422a",
                    table="subsidies_advancerequest",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="advancerequest",
            trigger=pgtrigger.compiler.Trigger(
                name="answered_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."decision_id" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="3b6353bdbfafa5c9e2aa76b8d30a8c45d88f1d70",
                    operation="UPDATE",
                    pgid="pgtrigger_answered_once_a87e6",
                    table="subsidies_advancerequest",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="letter",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4bd163b305064d8bcfdac630350992d6d43065aa",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_2104d",
                    table="subsidies_letter",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="loan",
            trigger=pgtrigger.compiler.Trigger(
                name="signed_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."signed_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e738a63dfb29852f656bf8fa50ce644d6fadf64c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_signed_is_frozen_18ade",
                    table="subsidies_loan",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="loandraw",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0a4e6af00c584da46944c293c70a226c733dfcfd",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_caf42",
                    table="subsidies_loandraw",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="loanrepayment",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d5da22e014e394f7de680c08fc4cac9305bd5316",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_934cf",
                    table="subsidies_loanrepayment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="loanrepayment",
            trigger=pgtrigger.compiler.Trigger(
                name="takes_two",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF NOT (false) AND NOT EXISTS (\n        SELECT 1 FROM proposals_proposal WHERE id = NEW.proposal_id AND confirmed_at IS NOT NULL\n    ) THEN\n        RAISE EXCEPTION 'this takes a proposal that another person confirmed' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                    hash="f8407edf66827eb40a850e52c9d33d46cd2c96ca",
                    operation="INSERT",
                    pgid="pgtrigger_takes_two_c138b",
                    table="subsidies_loanrepayment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="message",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="04516a1d96368b3b4eaca69b7727b2b45c975f99",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_c892f",
                    table="subsidies_message",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="laterdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "objection"), ("objection__isnull", False)),
                    models.Q(("kind", "objection"), _negated=True),
                    _connector="OR",
                ),
                name="objection_decision_names_objection",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="laterdecision",
            trigger=pgtrigger.compiler.Trigger(
                name="signed_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."signed_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7de61b5858c648bce78c152c2392973cc1f6d895",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_signed_is_frozen_e89f0",
                    table="subsidies_laterdecision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="laterdecision",
            trigger=pgtrigger.compiler.Trigger(
                name="is_in_the_ledger",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.signed_at IS NOT NULL)",
                    constraint="CONSTRAINT",
                    declare="DECLARE awarded numeric; changed numeric; held numeric;",
                    func="\n            SELECT decision.amount INTO awarded FROM subsidies_decision decision\n                WHERE decision.application_id = NEW.application_id AND decision.signed_at IS NOT NULL;\n            IF NOT FOUND THEN\n                RETURN NULL;\n            END IF;\n            SELECT later.amount INTO changed FROM subsidies_laterdecision later\n                LEFT JOIN subsidies_objection objection ON objection.id = later.objection_id\n                WHERE later.application_id = NEW.application_id AND later.signed_at IS NOT NULL\n                AND (later.kind IN ('amendment', 'settlement') OR later.outcome = 'revised')\n                AND NOT EXISTS (\n                    SELECT 1 FROM subsidies_laterdecision advance\n                    WHERE advance.kind = 'advance' AND advance.application_id = NEW.application_id\n                    AND advance.id::text = objection.against\n                )\n                ORDER BY later.signed_at DESC, later.id DESC LIMIT 1;\n            SELECT coalesce(sum(entry.amount), 0) INTO held FROM subsidies_ledgerentry entry\n                LEFT JOIN subsidies_ledgerentry undone ON undone.id = entry.reverses_id\n                WHERE entry.application_id = NEW.application_id\n                AND coalesce(undone.kind, entry.kind) IN ('award', 'increase', 'withdrawal', 'lower_settlement');\n            IF held <> coalesce(changed, awarded) THEN\n                RAISE EXCEPTION 'of application % the decision says %, the ledger %',\n                    NEW.application_id, coalesce(changed, awarded), held USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="f11634e51d08a4ee24176901db18cf197f41daa2",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_is_in_the_ledger_f9a7d",
                    table="subsidies_laterdecision",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payeeaccount",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="3e7de26f4da3e105c0f510866170d602df27d62e",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_dbba0",
                    table="subsidies_payeeaccount",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payeeaccount",
            trigger=pgtrigger.compiler.Trigger(
                name="number_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."application_id" IS DISTINCT FROM (NEW."application_id") OR OLD."iban" IS DISTINCT FROM (NEW."iban") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."entered_by_id" IS DISTINCT FROM (NEW."entered_by_id") OR OLD."entered_at" IS DISTINCT FROM (NEW."entered_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="0c5a8cd64e26aa1561c8f2a94df5c795fc52f767",
                    operation="UPDATE",
                    pgid="pgtrigger_number_is_frozen_3ef6f",
                    table="subsidies_payeeaccount",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payeeaccount",
            trigger=pgtrigger.compiler.Trigger(
                name="checked_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.checked_at IS NOT NULL AND (OLD.proof, OLD.checked_by_id, OLD.checked_at) IS DISTINCT FROM (NEW.proof, NEW.checked_by_id, NEW.checked_at))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="875ebe7b11fbc5356d8d932815cba0c76c70532d",
                    operation="UPDATE",
                    pgid="pgtrigger_checked_is_frozen_ea1c3",
                    table="subsidies_payeeaccount",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payeeaccount",
            trigger=pgtrigger.compiler.Trigger(
                name="replaced_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."replaced_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="9ace25a7ca72ba8b482f1b50361595e542aeaab4",
                    operation="UPDATE",
                    pgid="pgtrigger_replaced_once_54b9c",
                    table="subsidies_payeeaccount",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payment",
            trigger=pgtrigger.compiler.Trigger(
                name="keeps_holding",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM subsidies_hold(NEW.application_id); RETURN NULL;",
                    hash="fa13fc10001fba8318deb4190f7af55a8dc8f3eb",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_keeps_holding_a9457",
                    table="subsidies_payment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payment",
            trigger=pgtrigger.compiler.Trigger(
                name="takes_two",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."paid_on" IS NOT NULL)',
                    func="\n    IF NOT (OLD.paid_on IS NOT DISTINCT FROM NEW.paid_on OR EXISTS (\n                    SELECT 1 FROM subsidies_batchitem item JOIN subsidies_paymentbatch batch ON batch.id = item.batch_id\n                    WHERE item.payment_id = NEW.id AND item.rejected_at IS NULL AND batch.approved_at IS NOT NULL\n                )) AND NOT EXISTS (\n        SELECT 1 FROM proposals_proposal WHERE id = NEW.proposal_id AND confirmed_at IS NOT NULL\n    ) THEN\n        RAISE EXCEPTION 'this takes a proposal that another person confirmed' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                    hash="e318a41cfb4e1e49737cf9297ec66ee5bdb761ab",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_takes_two_42c91",
                    table="subsidies_payment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paymentbatch",
            trigger=pgtrigger.compiler.Trigger(
                name="approved_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."approved_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="14c2ac56ae4fc43db7e5e3b7aa5193512e4f8ebc",
                    operation="DELETE",
                    pgid="pgtrigger_approved_is_kept_7e9d6",
                    table="subsidies_paymentbatch",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paymentbatch",
            trigger=pgtrigger.compiler.Trigger(
                name="made_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."execution_date" IS DISTINCT FROM (NEW."execution_date") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="ba20b89c0ed5a64dbf7492d5a77137b48a5a0887",
                    operation="UPDATE",
                    pgid="pgtrigger_made_is_frozen_738f2",
                    table="subsidies_paymentbatch",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paymentbatch",
            trigger=pgtrigger.compiler.Trigger(
                name="approved_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.approved_at IS NOT NULL AND (OLD.approved_by_id, OLD.approved_at, OLD.file, OLD.sha256) IS DISTINCT FROM (NEW.approved_by_id, NEW.approved_at, NEW.file, NEW.sha256))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="b37024af088b2de604f93cc73a6fde7a26b96c59",
                    operation="UPDATE",
                    pgid="pgtrigger_approved_is_frozen_52f8e",
                    table="subsidies_paymentbatch",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paymentbatch",
            trigger=pgtrigger.compiler.Trigger(
                name="confirmed_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."confirmed_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="7dcf6f948e2d6754cfe8aa37b15fc9a2d7ebe6e6",
                    operation="UPDATE",
                    pgid="pgtrigger_confirmed_once_a4508",
                    table="subsidies_paymentbatch",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="batchitem",
            trigger=pgtrigger.compiler.Trigger(
                name="by_value",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."batch_id" IS DISTINCT FROM (NEW."batch_id") OR OLD."payment_id" IS DISTINCT FROM (NEW."payment_id") OR OLD."account_id" IS DISTINCT FROM (NEW."account_id") OR OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."reference" IS DISTINCT FROM (NEW."reference"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="55b19fd9700c78d89f98ceb65f2b893dabcc7b53",
                    operation="UPDATE",
                    pgid="pgtrigger_by_value_9b5d5",
                    table="subsidies_batchitem",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="batchitem",
            trigger=pgtrigger.compiler.Trigger(
                name="rejected_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."rejected_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="1c765801a5a2359cf981c7f9d9c3245532f99d8a",
                    operation="UPDATE",
                    pgid="pgtrigger_rejected_once_d932d",
                    table="subsidies_batchitem",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="batchitem",
            trigger=pgtrigger.compiler.Trigger(
                name="approved_with_its_file",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF EXISTS (\n                        SELECT 1 FROM subsidies_paymentbatch\n                        WHERE id = COALESCE(NEW.batch_id, OLD.batch_id) AND approved_at IS NOT NULL\n                    ) THEN\n                        RAISE EXCEPTION 'no payment comes into an approved file, and none leaves it';\n                    END IF;\n                    IF TG_OP = 'DELETE' THEN\n                        RETURN OLD;\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="f9a7d2be99549204b511d752271fcc85ccf1cddd",
                    operation="INSERT OR DELETE",
                    pgid="pgtrigger_approved_with_its_file_c89e6",
                    table="subsidies_batchitem",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="addition",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ec3b70180fd84b3441bb43bb4ec50d04051fa8e4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_6f358",
                    table="subsidies_addition",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="report",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a5b7c380fc1ab04a93aebe96c4e739bb4e54c38e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_d43c1",
                    table="subsidies_report",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="schemeversion",
            constraint=models.UniqueConstraint(fields=("scheme", "number"), name="scheme_version_number_once"),
        ),
        migrations.AddConstraint(
            model_name="schemeversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None),
                    models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="scheme_approved_by_another",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="schemeversion",
            trigger=pgtrigger.compiler.Trigger(
                name="published_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."published_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6dc9e872069f8138e661f16ace3611e6957d5ed9",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_published_is_frozen_9a636",
                    table="subsidies_schemeversion",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="schemeterm",
            constraint=models.UniqueConstraint(fields=("version", "purpose"), name="scheme_term_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="schemeterm",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen_with_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF EXISTS (\n                SELECT 1 FROM subsidies_schemeversion\n                WHERE id = COALESCE(NEW.version_id, OLD.version_id) AND published_at IS NOT NULL\n            ) THEN\n                RAISE EXCEPTION 'a published version of a scheme never changes';\n            END IF;\n            IF TG_OP = 'DELETE' THEN\n                RETURN OLD;\n            END IF;\n            RETURN NEW;\n        ",
                    hash="eb7181fb81ef706872ca4dba7c04411f4d527189",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_with_version_ade2e",
                    table="subsidies_schemeterm",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="requireddocument",
            constraint=models.UniqueConstraint(fields=("version", "slug"), name="required_document_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="requireddocument",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen_with_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF EXISTS (\n                SELECT 1 FROM subsidies_schemeversion\n                WHERE id = COALESCE(NEW.version_id, OLD.version_id) AND published_at IS NOT NULL\n            ) THEN\n                RAISE EXCEPTION 'a published version of a scheme never changes';\n            END IF;\n            IF TG_OP = 'DELETE' THEN\n                RETURN OLD;\n            END IF;\n            RETURN NEW;\n        ",
                    hash="e52fdf041527b9d1d03ef62a86dcdefad3e017ea",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_with_version_acac1",
                    table="subsidies_requireddocument",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="phasemaximum",
            constraint=models.UniqueConstraint(fields=("version", "phase"), name="phase_maximum_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="phasemaximum",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen_with_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF EXISTS (\n                SELECT 1 FROM subsidies_schemeversion\n                WHERE id = COALESCE(NEW.version_id, OLD.version_id) AND published_at IS NOT NULL\n            ) THEN\n                RAISE EXCEPTION 'a published version of a scheme never changes';\n            END IF;\n            IF TG_OP = 'DELETE' THEN\n                RETURN OLD;\n            END IF;\n            RETURN NEW;\n        ",
                    hash="220f04dfd20684fd90034aaeb793169445d9c30f",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_with_version_f57d8",
                    table="subsidies_phasemaximum",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lotseed",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1550b4af9a25c96ef80def5acced39323e57c228",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_db48a",
                    table="subsidies_lotseed",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lotseed",
            trigger=pgtrigger.compiler.Trigger(
                name="takes_two",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF NOT (NEW.witness = '') AND NOT EXISTS (\n        SELECT 1 FROM proposals_proposal WHERE id = NEW.proposal_id AND confirmed_at IS NOT NULL\n    ) THEN\n        RAISE EXCEPTION 'this takes a proposal that another person confirmed' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                    hash="d8186e5c8387068bde9e9307320c5ce0b3401c41",
                    operation="INSERT",
                    pgid="pgtrigger_takes_two_462cf",
                    table="subsidies_lotseed",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lotseed",
            trigger=pgtrigger.compiler.Trigger(
                name="as_announced",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."drawn_on" IS NOT NULL)',
                    func="\n                    IF NOT EXISTS (\n                        SELECT 1 FROM subsidies_lotannouncement\n                        WHERE version_id = NEW.version_id AND witness = NEW.witness AND draws_on = NEW.drawn_on\n                    ) THEN\n                        RAISE EXCEPTION 'nobody announced this draw' USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="066d0d870b8268792d68517f364d6b1cfdbcf32f",
                    operation="INSERT",
                    pgid="pgtrigger_as_announced_1e15d",
                    table="subsidies_lotseed",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lotannouncement",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c4ffdf6cbeba187c5baf4a198c1572aed0f20015",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_6ce39",
                    table="subsidies_lotannouncement",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lotannouncement",
            trigger=pgtrigger.compiler.Trigger(
                name="takes_two",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF NOT (false) AND NOT EXISTS (\n        SELECT 1 FROM proposals_proposal WHERE id = NEW.proposal_id AND confirmed_at IS NOT NULL\n    ) THEN\n        RAISE EXCEPTION 'this takes a proposal that another person confirmed' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                    hash="3db0b143e407d32dcb8e732457625b0561951d63",
                    operation="INSERT",
                    pgid="pgtrigger_takes_two_d1405",
                    table="subsidies_lotannouncement",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="loanterms",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen_with_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF EXISTS (\n                SELECT 1 FROM subsidies_schemeversion\n                WHERE id = COALESCE(NEW.version_id, OLD.version_id) AND published_at IS NOT NULL\n            ) THEN\n                RAISE EXCEPTION 'a published version of a scheme never changes';\n            END IF;\n            IF TG_OP = 'DELETE' THEN\n                RETURN OLD;\n            END IF;\n            RETURN NEW;\n        ",
                    hash="ac642eddc65720cca2fcc21ef2bccd29c2af2645",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_with_version_0ad4b",
                    table="subsidies_loanterms",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(fields=["version", "target", "made_at"], name="entries_of_a_ceiling"),
        ),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(fields=["version", "made_at", "id"], name="entries_of_a_version"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgerentry",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="fc0b6e718a139ef2048aa401b2e284185c4bf7d2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8707d",
                    table="subsidies_ledgerentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgerentry",
            trigger=pgtrigger.compiler.Trigger(
                name="keeps_holding",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM subsidies_hold(NEW.application_id); RETURN NULL;",
                    hash="4e7f7610247385bbc9c545d82c23aa518eb1ca09",
                    operation="INSERT",
                    pgid="pgtrigger_keeps_holding_22fba",
                    table="subsidies_ledgerentry",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgerentry",
            trigger=pgtrigger.compiler.Trigger(
                name="moves_balances",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    UPDATE subsidies_ceilingbalance SET taken = taken + NEW.amount\n                    WHERE version_id = NEW.version_id AND target IN ('', NEW.target);\n                    IF NOT FOUND THEN\n                        RAISE EXCEPTION 'scheme version % has no ceiling', NEW.version_id;\n                    END IF;\n                    IF (SELECT sum(amount) FROM subsidies_ledgerentry WHERE application_id = NEW.application_id) < 0 THEN\n                        RAISE EXCEPTION 'application % would hold less than nothing', NEW.application_id\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    IF (\n                        SELECT sum(entry.amount) FROM subsidies_ledgerentry entry\n                        LEFT JOIN subsidies_ledgerentry undone ON undone.id = entry.reverses_id\n                        WHERE entry.application_id = NEW.application_id\n                        AND coalesce(undone.kind, entry.kind) IN ('reservation', 'release')\n                    ) < 0 THEN\n                        RAISE EXCEPTION 'less than nothing would be reserved for application %', NEW.application_id\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    IF NEW.reverses_id IS NOT NULL AND NOT EXISTS (\n                        SELECT 1 FROM subsidies_ledgerentry WHERE id = NEW.reverses_id\n                        AND application_id = NEW.application_id AND kind <> 'reversal' AND amount = -NEW.amount\n                    ) THEN\n                        RAISE EXCEPTION 'entry % is not the opposite of entry %', NEW.id, NEW.reverses_id\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NULL;\n                ",
                    hash="bc9d33de35100c33b084eafcf36593b5a5480ab8",
                    operation="INSERT",
                    pgid="pgtrigger_moves_balances_bc74e",
                    table="subsidies_ledgerentry",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgerentry",
            trigger=pgtrigger.compiler.Trigger(
                name="takes_two",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF NOT (NEW.kind <> 'reversal') AND NOT EXISTS (\n        SELECT 1 FROM proposals_proposal WHERE id = NEW.proposal_id AND confirmed_at IS NOT NULL\n    ) THEN\n        RAISE EXCEPTION 'this takes a proposal that another person confirmed' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                    hash="49cabb74c9b05a17b1651c4ab134f15c91454172",
                    operation="INSERT",
                    pgid="pgtrigger_takes_two_74c30",
                    table="subsidies_ledgerentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgerentry",
            trigger=pgtrigger.compiler.Trigger(
                name="decision_stands",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"kind\" = 'reversal')",
                    func="\n                    IF EXISTS (\n                        SELECT 1 FROM subsidies_ledgerentry entry\n                        JOIN subsidies_laterdecision later ON later.application_id = entry.application_id\n                            AND split_part(entry.key, '#', 1) = later.kind || '-' || later.id\n                        WHERE entry.id = NEW.reverses_id AND later.signed_at IS NOT NULL\n                    ) OR EXISTS (\n                        SELECT 1 FROM subsidies_ledgerentry entry\n                        JOIN subsidies_decision decision ON decision.application_id = entry.application_id\n                        WHERE entry.id = NEW.reverses_id AND entry.kind = 'award'\n                            AND split_part(entry.key, '#', 1) = '' AND decision.signed_at IS NOT NULL\n                    ) THEN\n                        RAISE EXCEPTION 'entry % follows from a decision that stands', NEW.reverses_id\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="7c6e6d41f677c6a43a654bc04b27bc0c49c9ab76",
                    operation="INSERT",
                    pgid="pgtrigger_decision_stands_48ff4",
                    table="subsidies_ledgerentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgerentry",
            trigger=pgtrigger.compiler.Trigger(
                name="is_in_the_ledger",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE awarded numeric; changed numeric; held numeric;",
                    func="\n            SELECT decision.amount INTO awarded FROM subsidies_decision decision\n                WHERE decision.application_id = NEW.application_id AND decision.signed_at IS NOT NULL;\n            IF NOT FOUND THEN\n                RETURN NULL;\n            END IF;\n            SELECT later.amount INTO changed FROM subsidies_laterdecision later\n                LEFT JOIN subsidies_objection objection ON objection.id = later.objection_id\n                WHERE later.application_id = NEW.application_id AND later.signed_at IS NOT NULL\n                AND (later.kind IN ('amendment', 'settlement') OR later.outcome = 'revised')\n                AND NOT EXISTS (\n                    SELECT 1 FROM subsidies_laterdecision advance\n                    WHERE advance.kind = 'advance' AND advance.application_id = NEW.application_id\n                    AND advance.id::text = objection.against\n                )\n                ORDER BY later.signed_at DESC, later.id DESC LIMIT 1;\n            SELECT coalesce(sum(entry.amount), 0) INTO held FROM subsidies_ledgerentry entry\n                LEFT JOIN subsidies_ledgerentry undone ON undone.id = entry.reverses_id\n                WHERE entry.application_id = NEW.application_id\n                AND coalesce(undone.kind, entry.kind) IN ('award', 'increase', 'withdrawal', 'lower_settlement');\n            IF held <> coalesce(changed, awarded) THEN\n                RAISE EXCEPTION 'of application % the decision says %, the ledger %',\n                    NEW.application_id, coalesce(changed, awarded), held USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="f986f3d54cd35f3da1657f6d615441e6f8d0bbdb",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_is_in_the_ledger_4eb21",
                    table="subsidies_ledgerentry",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="eligibilityrule",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen_with_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF EXISTS (\n                SELECT 1 FROM subsidies_schemeversion\n                WHERE id = COALESCE(NEW.version_id, OLD.version_id) AND published_at IS NOT NULL\n            ) THEN\n                RAISE EXCEPTION 'a published version of a scheme never changes';\n            END IF;\n            IF TG_OP = 'DELETE' THEN\n                RETURN OLD;\n            END IF;\n            RETURN NEW;\n        ",
                    hash="fc58d632c0e03e64c793ac125fa92652dfb9f3e9",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_with_version_73e2c",
                    table="subsidies_eligibilityrule",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.UniqueConstraint(fields=("version", "slug"), name="criterion_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="criterion",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen_with_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF EXISTS (\n                SELECT 1 FROM subsidies_schemeversion\n                WHERE id = COALESCE(NEW.version_id, OLD.version_id) AND published_at IS NOT NULL\n            ) THEN\n                RAISE EXCEPTION 'a published version of a scheme never changes';\n            END IF;\n            IF TG_OP = 'DELETE' THEN\n                RETURN OLD;\n            END IF;\n            RETURN NEW;\n        ",
                    hash="4849611e0751b778e2175eccc8f16fce12af6f6f",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_with_version_51c7f",
                    table="subsidies_criterion",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="ceilingbalance",
            constraint=models.UniqueConstraint(fields=("version", "target"), name="one_balance_per_ceiling"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ceilingbalance",
            trigger=pgtrigger.compiler.Trigger(
                name="ceiling_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."ceiling" IS DISTINCT FROM (NEW."ceiling") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."target" IS DISTINCT FROM (NEW."target") OR OLD."version_id" IS DISTINCT FROM (NEW."version_id"))',
                    func="\n                    IF EXISTS (\n                        SELECT 1 FROM subsidies_schemeversion WHERE id = OLD.version_id AND published_at IS NOT NULL\n                    ) THEN\n                        RAISE EXCEPTION 'the ceiling of a published version of a scheme never changes';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="49d8147e1093cb0393d4cf022952d15113c3a85f",
                    operation="UPDATE",
                    pgid="pgtrigger_ceiling_is_frozen_5c051",
                    table="subsidies_ceilingbalance",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=models.Q(("submitted_at__isnull", False)),
                fields=["scheme_version", "state"],
                include=("id", "target", "initiative", "submitted_at", "decide_by"),
                name="applications_of_a_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "draft",
                            "submitted",
                            "remedy_requested",
                            "completed",
                            "in_assessment",
                            "advised",
                            "draft_decision",
                        ],
                    )
                ),
                fields=("scheme_version", "initiative"),
                name="one_running_application_per_scheme",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="application",
            trigger=pgtrigger.compiler.Trigger(
                name="keeps_holding",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state IS DISTINCT FROM NEW.state)",
                    func="PERFORM subsidies_hold(NEW.id); RETURN NULL;",
                    hash="dde4873f9c5fe71c7eb96a2e3744be5e15412808",
                    operation="UPDATE",
                    pgid="pgtrigger_keeps_holding_46d60",
                    table="subsidies_application",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="allocationrun",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="6370b1395227c3b089701c8982174e6fd9b0f4f8",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_e4491",
                    table="subsidies_allocationrun",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="allocationrun",
            trigger=pgtrigger.compiler.Trigger(
                name="recorded_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."version_id" IS DISTINCT FROM (NEW."version_id") OR OLD."method" IS DISTINCT FROM (NEW."method") OR OLD."content" IS DISTINCT FROM (NEW."content") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."recorded_by_id" IS DISTINCT FROM (NEW."recorded_by_id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="45a28c01196c22df86aa6c8c5723b673627f41ba",
                    operation="UPDATE",
                    pgid="pgtrigger_recorded_is_frozen_f2deb",
                    table="subsidies_allocationrun",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="allocationrun",
            trigger=pgtrigger.compiler.Trigger(
                name="adopted_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."adopted_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="1a0e0b1de3b46f56fe7b843732c90c7587f50faa",
                    operation="UPDATE",
                    pgid="pgtrigger_adopted_once_70280",
                    table="subsidies_allocationrun",
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
        migrations.AddConstraint(
            model_name="signaturerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("asked", models.F("asked_by")), _negated=True),
                name="nobody_asks_themselves_to_sign",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signaturerequest",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7f36461e4402693eb0b500b722558adf846a8bf3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5cfc2",
                    table="subsidies_signaturerequest",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="submission",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="929958f0dd5c3b46690d7f85058b59d9db4ce699",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_a5ce0",
                    table="subsidies_submission",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="textblock",
            constraint=models.UniqueConstraint(fields=("version", "letter", "title"), name="text_block_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="textblock",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen_with_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF EXISTS (\n                SELECT 1 FROM subsidies_schemeversion\n                WHERE id = COALESCE(NEW.version_id, OLD.version_id) AND published_at IS NOT NULL\n            ) THEN\n                RAISE EXCEPTION 'a published version of a scheme never changes';\n            END IF;\n            IF TG_OP = 'DELETE' THEN\n                RETURN OLD;\n            END IF;\n            RETURN NEW;\n        ",
                    hash="f3aeb107890ffcf15eb51d033334e3047dcf4c7b",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_frozen_with_version_a6fc7",
                    table="subsidies_textblock",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="holding",
            index=models.Index(
                fields=["version", "target"],
                include=("settled", "paid", "awarded", "reserved"),
                name="holdings_of_a_version",
            ),
        ),
    ]
