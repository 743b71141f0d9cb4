"""Programmes, pilots, their coaching and what is learnt."""

import uuid
from decimal import Decimal

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.fields.json
import django.db.models.functions.text
import django.db.models.lookups
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
            name="EvaluationRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("questionnaire", models.SlugField(verbose_name="questionnaire")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                ("title", models.CharField(max_length=100, verbose_name="title")),
                ("title_en", models.CharField(blank=True, max_length=100, verbose_name="title in English")),
                ("introduction", models.TextField(verbose_name="introduction")),
                ("introduction_en", models.TextField(blank=True, verbose_name="introduction in English")),
                (
                    "asked_of",
                    models.CharField(
                        choices=[("group", "Members of the groups"), ("advisor", "Advisors")],
                        max_length=10,
                        verbose_name="asked of",
                    ),
                ),
                ("is_at_the_end", models.BooleanField(default=False, verbose_name="asked when a pilot has ended")),
                ("is_anonymous", models.BooleanField(verbose_name="without names")),
                ("questions", models.JSONField(verbose_name="questions")),
                ("opens_on", coophub.web.model_fields.DayColumn(verbose_name="first day")),
                ("closes_on", coophub.web.model_fields.DayColumn(verbose_name="last day")),
                (
                    "opened_at",
                    coophub.web.model_fields.MomentColumn(editable=False, null=True, verbose_name="opened at"),
                ),
                (
                    "reminded_on",
                    coophub.web.model_fields.DayColumn(editable=False, null=True, verbose_name="reminded on"),
                ),
                (
                    "closed_at",
                    coophub.web.model_fields.MomentColumn(editable=False, null=True, verbose_name="closed at"),
                ),
                ("asked", models.PositiveIntegerField(editable=False, null=True, verbose_name="people asked")),
                (
                    "answered",
                    models.PositiveIntegerField(editable=False, null=True, verbose_name="people who answered"),
                ),
            ],
            options={
                "verbose_name": "round of questions",
                "verbose_name_plural": "rounds of questions",
                "ordering": ["-opens_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gte", models.F("opens_on"))), name="round_closes_after_it_opens"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closed_at", None), ("opened_at__isnull", False), _connector="OR"),
                        name="round_closed_after_it_opened",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered", None), ("asked", None), ("closed_at", None)),
                            models.Q(
                                ("answered__lte", models.F("asked")),
                                ("asked__isnull", False),
                                ("closed_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="round_counted_when_closed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ModelDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("statutes", "Statutes"),
                            ("agreement", "Agreement with members"),
                            ("house_rules", "House rules"),
                            ("letter", "Letter"),
                            ("meeting", "Meeting"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "created_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="added at"
                    ),
                ),
            ],
            options={
                "verbose_name": "model document",
                "verbose_name_plural": "model documents",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Pilot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("goal", models.TextField(blank=True, verbose_name="what the coaching is for")),
                ("started_on", coophub.web.model_fields.DayColumn(verbose_name="started on")),
                ("ended_on", coophub.web.model_fields.DayColumn(blank=True, null=True, verbose_name="ended on")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("realised", "Realised"),
                            ("continues", "Continues without coaching"),
                            ("stopped", "Stopped"),
                            ("withdrew", "Withdrew from the programme"),
                        ],
                        max_length=20,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "hours_budget",
                    models.DecimalField(
                        decimal_places=1,
                        default=Decimal("60"),
                        max_digits=6,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="hours available",
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pilots",
                        to="initiatives.initiative",
                        verbose_name="initiative",
                    ),
                ),
            ],
            options={
                "verbose_name": "pilot",
                "verbose_name_plural": "pilots",
                "ordering": ["initiative__name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None), ("ended_on__gte", models.F("started_on")), _connector="OR"
                        ),
                        name="pilot_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_on", None), ("outcome", "")),
                            models.Q(("ended_on__isnull", False), models.Q(("outcome", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="pilot_outcome_when_ended",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_feed",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "calendar feed",
                "verbose_name_plural": "calendar feeds",
            },
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opens_on", coophub.web.model_fields.DayColumn(verbose_name="opens on")),
                ("closes_on", coophub.web.model_fields.DayColumn(verbose_name="closes on")),
                ("explanation", models.TextField(blank=True, verbose_name="explanation")),
                ("explanation_en", models.TextField(blank=True, verbose_name="explanation in English")),
                ("questions", models.JSONField(default=list, verbose_name="questions")),
                ("criteria", models.JSONField(default=list, verbose_name="criteria")),
                (
                    "published_at",
                    coophub.web.model_fields.MomentColumn(
                        blank=True, editable=False, null=True, verbose_name="published at"
                    ),
                ),
                (
                    "selected_at",
                    coophub.web.model_fields.MomentColumn(
                        blank=True, editable=False, null=True, verbose_name="selected at"
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "selected_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "call",
                "verbose_name_plural": "calls",
                "ordering": ["-opens_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gte", models.F("opens_on"))), name="call_closes_after_it_opens"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("selected_at", None), ("published_at__isnull", False), _connector="OR"),
                        name="call_selected_after_publication",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CoachingSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("held_on", coophub.web.model_fields.DayColumn(verbose_name="day")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("visit", "Visit"),
                            ("video", "Video call"),
                            ("phone", "Phone call"),
                            ("e_mail", "E-mail"),
                        ],
                        default="visit",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "hours",
                    models.DecimalField(
                        decimal_places=1,
                        max_digits=4,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="hours",
                    ),
                ),
                ("summary", models.TextField(verbose_name="what we discussed and agreed")),
                ("internal_note", models.TextField(blank=True, verbose_name="note for advisors only")),
                (
                    "submission_key",
                    models.UUIDField(editable=False, unique=True, verbose_name="key of the form that made it"),
                ),
                (
                    "created_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="recorded at"
                    ),
                ),
                (
                    "advisor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coaching_sessions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="advisor",
                    ),
                ),
                (
                    "pilot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to="pilots.pilot",
                        verbose_name="pilot",
                    ),
                ),
            ],
            options={
                "verbose_name": "coaching session",
                "verbose_name_plural": "coaching sessions",
                "ordering": ["-held_on", "-id"],
                "indexes": [models.Index(fields=["pilot", "-held_on"], name="sessions_of_a_pilot")],
            },
        ),
        migrations.CreateModel(
            name="Bottleneck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("financing", "Financing"),
                            ("municipal_priority", "Municipal priority"),
                            ("unfamiliarity", "Unfamiliarity"),
                            ("location", "Location"),
                            ("scale", "Scale"),
                            ("uniformity", "Every project is different"),
                            ("professionalism", "Organisation and skills"),
                        ],
                        max_length=20,
                        verbose_name="category",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("financing.lender", "No bank or lender takes part"),
                            ("financing.own_money", "Too little money of members"),
                            ("financing.gap", "The sources leave a gap"),
                            ("financing.rent", "The rents do not carry the costs"),
                            ("municipal_priority.capacity", "The municipality has no time"),
                            ("municipal_priority.land_price", "Price or terms of the land"),
                            ("municipal_priority.permit", "Zoning or permit"),
                            ("unfamiliarity.parties", "Others do not know this form of living"),
                            ("unfamiliarity.examples", "There is no example to follow"),
                            ("unfamiliarity.rules", "Rules or taxes are unclear"),
                            ("location.none", "No place was found"),
                            ("location.lost", "The place went to somebody else"),
                            ("location.unfit", "The place does not fit the plan"),
                            ("scale.fixed_costs", "Too few homes for the fixed costs"),
                            ("scale.too_small", "Too small for a builder or lender"),
                            ("uniformity.documents", "Everybody asks for other documents"),
                            ("uniformity.no_standard", "There is no standard contract"),
                            ("professionalism.few_people", "Too few people carry the work"),
                            ("professionalism.skills", "The group misses a skill"),
                            ("professionalism.disagreement", "The group does not agree"),
                        ],
                        max_length=40,
                        verbose_name="what exactly",
                    ),
                ),
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
                        editable=False,
                        max_length=20,
                        verbose_name="phase in which it came up",
                    ),
                ),
                (
                    "severity",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Slows the project down"),
                            (2, "Blocks the next step"),
                            (3, "May end the project"),
                        ],
                        default=1,
                        verbose_name="how serious",
                    ),
                ),
                ("description", models.TextField(verbose_name="what is the matter")),
                (
                    "parties",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("municipality", "Municipality"),
                                ("bank", "Bank or lender"),
                                ("corporation", "Housing corporation"),
                                ("adviser", "Hired adviser"),
                                ("other", "Somebody else"),
                            ],
                            max_length=20,
                        ),
                        default=list,
                        size=None,
                        verbose_name="with whom",
                    ),
                ),
                (
                    "money_at_stake",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="euros at stake",
                    ),
                ),
                (
                    "months_at_stake",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(240)],
                        verbose_name="months at stake",
                    ),
                ),
                ("opened_on", coophub.web.model_fields.DayColumn(verbose_name="since")),
                ("resolved_on", coophub.web.model_fields.DayColumn(blank=True, null=True, verbose_name="resolved on")),
                ("resolution", models.TextField(blank=True, verbose_name="what helped")),
                (
                    "session",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="bottlenecks",
                        to="pilots.coachingsession",
                        verbose_name="session",
                    ),
                ),
                (
                    "pilot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bottlenecks",
                        to="pilots.pilot",
                        verbose_name="pilot",
                    ),
                ),
            ],
            options={
                "verbose_name": "bottleneck",
                "verbose_name_plural": "bottlenecks",
                "ordering": ["resolved_on", "-severity", "opened_on"],
                "indexes": [
                    models.Index(condition=models.Q(("resolved_on", None)), fields=["pilot"], name="bottlenecks_open")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("resolved_on", None), ("resolved_on__gte", models.F("opened_on")), _connector="OR"
                        ),
                        name="bottleneck_resolved_after_it_opened",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", ""), ("kind__startswith", models.F("category")), _connector="OR"),
                        name="bottleneck_kind_of_its_category",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("phase__in", ["initiative", "feasibility", "development", "construction", "living"])
                        ),
                        name="bottleneck_has_a_phase",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("money_at_stake", None), ("money_at_stake__gte", 0), _connector="OR"),
                        name="bottleneck_money_not_below_zero",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("months_at_stake", None), ("months_at_stake__lte", 240), _connector="OR"),
                        name="bottleneck_months_within_bounds",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CoachRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "asked_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="asked at"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="coach_requests",
                        to="initiatives.initiative",
                    ),
                ),
            ],
            options={
                "verbose_name": "request for an advisor",
                "verbose_name_plural": "requests for an advisor",
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="AnonymousAnswer",
            fields=[
                ("key", models.SlugField(max_length=40, verbose_name="question")),
                ("number", models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name="number")),
                ("option", models.SlugField(blank=True, max_length=40, verbose_name="choice")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("rental", "Rental co-operative"),
                            ("owner_occupied", "Owner-occupied co-operative"),
                            ("mixed", "Rental and owner-occupied together"),
                            ("member_equity", "Co-operative with member equity"),
                            ("management", "Management co-operative"),
                            ("cpo", "Collective private commissioning (CPO)"),
                            ("clustered", "Clustered living or hofje"),
                        ],
                        max_length=20,
                        verbose_name="form",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="pilots.evaluationround",
                        verbose_name="round",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer without a name",
                "verbose_name_plural": "answers without a name",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Intake",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("answers", models.JSONField(default=dict, verbose_name="answers")),
                ("changes", models.JSONField(default=dict, editable=False)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("started_at", coophub.web.model_fields.MomentColumn(default=coophub.web.clock.now, editable=False)),
                (
                    "submitted_at",
                    coophub.web.model_fields.MomentColumn(editable=False, null=True, verbose_name="submitted at"),
                ),
                (
                    "withdrawn_at",
                    coophub.web.model_fields.MomentColumn(editable=False, null=True, verbose_name="withdrawn at"),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="intakes", to="pilots.call"
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="intakes", to="initiatives.initiative"
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "application for a programme",
                "verbose_name_plural": "applications for a programme",
                "ordering": ["-started_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("call", "initiative"),
                        name="one_intake_of_a_group_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IntakeInterest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(verbose_name="what the interest is")),
                ("declared_at", coophub.web.model_fields.MomentColumn(default=coophub.web.clock.now, editable=False)),
                (
                    "intake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="interests", to="pilots.intake"
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
                "verbose_name": "interest in an application",
                "verbose_name_plural": "interests in applications",
                "ordering": ["declared_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("intake", "person"), name="interest_in_an_intake_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="IntakeScore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scores", models.JSONField(default=dict, verbose_name="scores")),
                ("explanation", models.TextField(verbose_name="explanation")),
                ("given_at", coophub.web.model_fields.MomentColumn()),
                (
                    "struck_at",
                    coophub.web.model_fields.MomentColumn(editable=False, null=True, verbose_name="struck out at"),
                ),
                (
                    "advisor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "intake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="scores", to="pilots.intake"
                    ),
                ),
            ],
            options={
                "verbose_name": "score",
                "verbose_name_plural": "scores",
                "ordering": ["given_at", "pk"],
                "constraints": [models.UniqueConstraint(fields=("intake", "advisor"), name="scored_once_by_each")],
            },
        ),
        migrations.CreateModel(
            name="KnownMeasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="measure")),
                (
                    "spelling_of",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="spellings",
                        to="pilots.knownmeasure",
                        verbose_name="spelling of",
                    ),
                ),
            ],
            options={
                "verbose_name": "measure",
                "verbose_name_plural": "measures",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(django.db.models.functions.text.Lower("name"), name="measure_kept_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("spelling_of", None),
                            models.Q(("spelling_of", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="measure_no_spelling_of_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Lesson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("check_again_by", coophub.web.model_fields.DayColumn(verbose_name="to be read again by")),
                (
                    "remark",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="why it came back"),
                ),
                (
                    "approved_at",
                    coophub.web.model_fields.MomentColumn(editable=False, null=True, verbose_name="approved at"),
                ),
                (
                    "approved_seal",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="seal of what was approved"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("problem", models.TextField(verbose_name="what was the matter")),
                ("what_helped", models.TextField(verbose_name="what helped")),
                ("title_en", models.CharField(blank=True, max_length=120, verbose_name="title in English")),
                ("problem_en", models.TextField(blank=True, verbose_name="what was the matter, in English")),
                ("what_helped_en", models.TextField(blank=True, verbose_name="what helped, in English")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("financing", "Financing"),
                            ("municipal_priority", "Municipal priority"),
                            ("unfamiliarity", "Unfamiliarity"),
                            ("location", "Location"),
                            ("scale", "Scale"),
                            ("uniformity", "Every project is different"),
                            ("professionalism", "Organisation and skills"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="category",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("financing.lender", "No bank or lender takes part"),
                            ("financing.own_money", "Too little money of members"),
                            ("financing.gap", "The sources leave a gap"),
                            ("financing.rent", "The rents do not carry the costs"),
                            ("municipal_priority.capacity", "The municipality has no time"),
                            ("municipal_priority.land_price", "Price or terms of the land"),
                            ("municipal_priority.permit", "Zoning or permit"),
                            ("unfamiliarity.parties", "Others do not know this form of living"),
                            ("unfamiliarity.examples", "There is no example to follow"),
                            ("unfamiliarity.rules", "Rules or taxes are unclear"),
                            ("location.none", "No place was found"),
                            ("location.lost", "The place went to somebody else"),
                            ("location.unfit", "The place does not fit the plan"),
                            ("scale.fixed_costs", "Too few homes for the fixed costs"),
                            ("scale.too_small", "Too small for a builder or lender"),
                            ("uniformity.documents", "Everybody asks for other documents"),
                            ("uniformity.no_standard", "There is no standard contract"),
                            ("professionalism.few_people", "Too few people carry the work"),
                            ("professionalism.skills", "The group misses a skill"),
                            ("professionalism.disagreement", "The group does not agree"),
                        ],
                        editable=False,
                        max_length=40,
                        verbose_name="what exactly",
                    ),
                ),
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
                        editable=False,
                        max_length=20,
                        verbose_name="phase",
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("rental", "Rental co-operative"),
                            ("owner_occupied", "Owner-occupied co-operative"),
                            ("mixed", "Rental and owner-occupied together"),
                            ("member_equity", "Co-operative with member equity"),
                            ("management", "Management co-operative"),
                            ("cpo", "Collective private commissioning (CPO)"),
                            ("clustered", "Clustered living or hofje"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="form",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("waiting", "Waiting for approval"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "created_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="written at"
                    ),
                ),
                (
                    "words",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector(
                            "title", "problem", "what_helped", config="dutch"
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "words_en",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector(
                            "title_en", "problem_en", "what_helped_en", config="english"
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lessons_approved",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lessons_written",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
                (
                    "bottleneck",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lessons",
                        to="pilots.bottleneck",
                        verbose_name="bottleneck",
                    ),
                ),
            ],
            options={
                "verbose_name": "lesson",
                "verbose_name_plural": "lessons",
                "ordering": ["-created_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "published")), fields=["category"], name="lessons_of_a_category"
                    ),
                    models.Index(
                        condition=models.Q(("state", "published")),
                        fields=["-approved_at", "-id"],
                        name="lessons_latest",
                    ),
                    models.Index(condition=models.Q(("state", "waiting")), fields=["state"], name="lessons_waiting"),
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("state", "published")), fields=["words"], name="lesson_words"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("state", "published")), fields=["words_en"], name="lesson_words_en"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "withdrawn"), _negated=True),
                        fields=("bottleneck",),
                        name="lesson_once_for_a_bottleneck",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                models.Q(("approved_seal", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="lesson_published_when_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            models.Q(("approved_by", models.F("author")), _negated=True),
                            _connector="OR",
                        ),
                        name="lesson_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", ""), ("kind__startswith", models.F("category")), _connector="OR"),
                        name="lesson_kind_of_its_category",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeasureTried",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("helped", "Helped"),
                            ("in_part", "Helped in part"),
                            ("did_not_help", "Did not help"),
                            ("too_early", "Too early to say"),
                        ],
                        max_length=20,
                        verbose_name="outcome",
                    ),
                ),
                ("on", coophub.web.model_fields.DayColumn(verbose_name="day")),
                (
                    "bottleneck",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="measures_tried",
                        to="pilots.bottleneck",
                        verbose_name="bottleneck",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tried",
                        to="pilots.knownmeasure",
                        verbose_name="measure",
                    ),
                ),
            ],
            options={
                "verbose_name": "measure tried",
                "verbose_name_plural": "measures tried",
                "ordering": ["on", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("bottleneck", "measure", "on"), name="measure_once_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="ModelVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("check_again_by", coophub.web.model_fields.DayColumn(verbose_name="to be read again by")),
                (
                    "remark",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="why it came back"),
                ),
                (
                    "approved_at",
                    coophub.web.model_fields.MomentColumn(editable=False, null=True, verbose_name="approved at"),
                ),
                (
                    "approved_seal",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="seal of what was approved"
                    ),
                ),
                ("number", models.PositiveIntegerField(editable=False, verbose_name="version")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("title_en", models.CharField(blank=True, max_length=120, verbose_name="title in English")),
                ("about", models.TextField(verbose_name="what it is for")),
                ("about_en", models.TextField(blank=True, verbose_name="what it is for, in English")),
                ("changed", models.CharField(blank=True, max_length=300, verbose_name="what changed")),
                ("changed_en", models.CharField(blank=True, max_length=300, verbose_name="what changed, in English")),
                ("holds_from", coophub.web.model_fields.DayColumn(verbose_name="from when")),
                ("source", models.CharField(max_length=200, verbose_name="where it comes from")),
                ("source_on", coophub.web.model_fields.DayColumn(verbose_name="day of the source")),
                ("filename", models.CharField(editable=False, max_length=255, verbose_name="file name")),
                ("sha256", models.CharField(editable=False, max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for approval"),
                            ("returned", "Sent back"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "created_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="added at"
                    ),
                ),
                (
                    "words",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector("title", "about", config="dutch"),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "words_en",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector(
                            "title_en", "about_en", config="english"
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="added by",
                    ),
                ),
                (
                    "model",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="pilots.modeldocument",
                        verbose_name="model document",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a model document",
                "verbose_name_plural": "versions of model documents",
                "ordering": ["model", "-number"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "published")),
                        fields=["model", "-number"],
                        name="model_versions_published",
                    ),
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["state"], name="model_versions_waiting"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("state", "published")), fields=["words"], name="model_version_words"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("state", "published")), fields=["words_en"], name="model_version_words_en"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("model", "number"), name="model_version_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["waiting", "returned"])),
                        fields=("model",),
                        name="model_version_under_way_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                models.Q(("approved_seal", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="model_version_published_when_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            models.Q(("approved_by", models.F("author")), _negated=True),
                            _connector="OR",
                        ),
                        name="model_version_approved_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MovedLastDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "moved_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="moved at"
                    ),
                ),
                ("before", coophub.web.model_fields.DayColumn(verbose_name="last day before")),
                ("after", coophub.web.model_fields.DayColumn(verbose_name="last day from then on")),
                ("is_closing", models.BooleanField(default=False, verbose_name="closed at that moment")),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                (
                    "moved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="moved by",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="pilots.evaluationround",
                        verbose_name="round",
                    ),
                ),
            ],
            options={
                "verbose_name": "moved last day",
                "verbose_name_plural": "moved last days",
                "ordering": ["-moved_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PilotFacts",
            fields=[
                (
                    "pilot",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="facts",
                        serialize=False,
                        to="pilots.pilot",
                        verbose_name="pilot",
                    ),
                ),
                ("known_on", coophub.web.model_fields.DayColumn()),
                ("started_on", coophub.web.model_fields.DayColumn()),
                ("until", coophub.web.model_fields.DayColumn()),
                ("programme", models.CharField(max_length=50)),
                ("form", models.CharField(max_length=20)),
                ("target_group", models.CharField(max_length=20)),
                ("province", models.CharField(max_length=30)),
                ("outcome", models.CharField(blank=True, max_length=20)),
                (
                    "days",
                    django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(null=True), size=None),
                ),
                (
                    "endings",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(null=True), size=None
                    ),
                ),
                ("moved_on", models.SmallIntegerField(null=True)),
                ("hours", models.DecimalField(decimal_places=1, default=Decimal("0"), max_digits=8)),
                ("hours_budget", models.DecimalField(decimal_places=1, max_digits=6)),
                ("closed_before", models.BooleanField(null=True)),
                ("closed_after", models.BooleanField(null=True)),
                ("gap_before", models.FloatField(null=True)),
                ("gap_after", models.FloatField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="PartyContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "party",
                    models.CharField(
                        choices=[
                            ("municipality", "Municipality"),
                            ("bank", "Bank or lender"),
                            ("corporation", "Housing corporation"),
                            ("adviser", "Hired adviser"),
                            ("other", "Somebody else"),
                        ],
                        max_length=20,
                        verbose_name="with whom",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="which one")),
                ("on", coophub.web.model_fields.DayColumn(verbose_name="day")),
                ("outcome", models.TextField(verbose_name="what came of it")),
                (
                    "submission_key",
                    models.UUIDField(editable=False, unique=True, verbose_name="key of the form that made it"),
                ),
                (
                    "advisor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="party_contacts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="advisor",
                    ),
                ),
                (
                    "pilot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="pilots.pilot",
                        verbose_name="pilot",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact with a party",
                "verbose_name_plural": "contacts with parties",
                "ordering": ["-on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="CoachingGoal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("goal", models.CharField(max_length=300, verbose_name="goal")),
                ("check_on", coophub.web.model_fields.DayColumn(verbose_name="look how it stands on")),
                (
                    "state",
                    models.CharField(
                        choices=[("at_work", "At work on it"), ("reached", "Reached"), ("dropped", "Dropped")],
                        default="at_work",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("how_it_stands", models.TextField(blank=True, verbose_name="how it stands")),
                ("checked_on", coophub.web.model_fields.DayColumn(blank=True, null=True, verbose_name="checked on")),
                (
                    "pilot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="goals",
                        to="pilots.pilot",
                        verbose_name="pilot",
                    ),
                ),
            ],
            options={
                "verbose_name": "goal of a pilot",
                "verbose_name_plural": "goals of pilots",
                "ordering": ["check_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "at_work")),
                        fields=("pilot", "goal"),
                        name="goal_once_while_at_work",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "at_work"), ("checked_on__isnull", False), _connector="OR"),
                        name="goal_was_checked_when_over",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChangedPilot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "pilot",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pilots.pilot",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("lead", "Lead advisor"),
                            ("second", "Second advisor"),
                            ("expert", "Expert on one subject"),
                        ],
                        default="second",
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                ("started_on", coophub.web.model_fields.DayColumn(verbose_name="since")),
                ("ended_on", coophub.web.model_fields.DayColumn(blank=True, null=True, verbose_name="until")),
                ("handover_note", models.TextField(blank=True, verbose_name="note for who takes over")),
                (
                    "advisor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="advisor",
                    ),
                ),
                (
                    "pilot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="pilots.pilot",
                        verbose_name="pilot",
                    ),
                ),
            ],
            options={
                "verbose_name": "assignment",
                "verbose_name_plural": "assignments",
                "ordering": ["started_on"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)),
                        fields=("pilot", "advisor"),
                        name="advisor_assigned_once_at_a_time",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None), ("role", "lead")),
                        fields=("pilot",),
                        name="one_lead_advisor_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AnonymousText",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key", models.SlugField(max_length=40, verbose_name="question")),
                ("text", models.TextField(blank=True, max_length=2000, verbose_name="text")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waits to be read"), ("released", "Released"), ("kept_back", "Kept back")],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "judged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="read by",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="pilots.evaluationround",
                        verbose_name="round",
                    ),
                ),
                (
                    "pilot",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="anonymous_texts",
                        to="pilots.pilot",
                        verbose_name="pilot",
                    ),
                ),
            ],
            options={
                "verbose_name": "text without a name",
                "verbose_name_plural": "texts without a name",
                "ordering": ["id"],
                "indexes": [
                    models.Index(condition=models.Q(("state", "waiting")), fields=["round"], name="texts_to_read")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("judged_by", None), ("pilot__isnull", False), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("judged_by__isnull", False),
                                ("pilot", None),
                            ),
                            _connector="OR",
                        ),
                        name="text_has_no_pilot_once_read",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "kept_back"), _negated=True), ("text", ""), _connector="OR"
                        ),
                        name="text_kept_back_is_gone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlannedSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", coophub.web.model_fields.MomentColumn(verbose_name="day and time")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("visit", "Visit"),
                            ("video", "Video call"),
                            ("phone", "Phone call"),
                            ("e_mail", "E-mail"),
                        ],
                        default="visit",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place or link")),
                ("about", models.CharField(max_length=200, verbose_name="what it is about")),
                (
                    "cancelled_at",
                    coophub.web.model_fields.MomentColumn(editable=False, null=True, verbose_name="cancelled at"),
                ),
                (
                    "revision",
                    models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="how often it was moved"),
                ),
                (
                    "changed_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="changed at"
                    ),
                ),
                (
                    "submission_key",
                    models.UUIDField(editable=False, unique=True, verbose_name="key of the form that made it"),
                ),
                (
                    "advisor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="planned_sessions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="advisor",
                    ),
                ),
                (
                    "held_as",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="planned",
                        to="pilots.coachingsession",
                        verbose_name="session that it became",
                    ),
                ),
                (
                    "pilot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="planned_sessions",
                        to="pilots.pilot",
                        verbose_name="pilot",
                    ),
                ),
            ],
            options={
                "verbose_name": "planned session",
                "verbose_name_plural": "planned sessions",
                "ordering": ["starts_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("cancelled_at", None), ("held_as", None)),
                        fields=["pilot", "starts_at"],
                        name="sessions_ahead",
                    ),
                    models.Index(
                        condition=models.Q(("cancelled_at", None), ("held_as", None)),
                        fields=["advisor", "starts_at"],
                        name="sessions_of_agenda",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("cancelled_at", None), ("held_as", None), _connector="OR"),
                        name="planned_session_cancelled_or_held",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(unique=True)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="name in English")),
                ("summary", models.TextField(blank=True, verbose_name="summary")),
                ("summary_en", models.TextField(blank=True, verbose_name="summary in English")),
                ("goals", models.TextField(blank=True, verbose_name="goals")),
                ("goals_en", models.TextField(blank=True, verbose_name="goals in English")),
                ("starts_on", coophub.web.model_fields.DayColumn(verbose_name="first day")),
                ("ends_on", coophub.web.model_fields.DayColumn(blank=True, null=True, verbose_name="last day")),
                ("only_years_known", models.BooleanField(default=False, verbose_name="only the years are known")),
                (
                    "target_groups",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("middle_incomes", "Middle incomes"),
                                ("older_people", "Older people"),
                                ("social", "Low incomes (social rent)"),
                                ("starters", "Young people and starters"),
                                ("mixed", "A mix of people"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="for whom",
                    ),
                ),
                (
                    "places",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(500),
                        ],
                        verbose_name="places",
                    ),
                ),
                (
                    "hours_per_pilot",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=6,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="hours of coaching for each pilot",
                    ),
                ),
                (
                    "coaching_budget",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="budget for coaching",
                    ),
                ),
                ("sources", models.TextField(blank=True, verbose_name="sources, one on a line")),
                ("is_public", models.BooleanField(default=True, verbose_name="everybody can read about it")),
                ("outcome", models.TextField(blank=True, verbose_name="what came of it")),
                ("outcome_en", models.TextField(blank=True, verbose_name="what came of it, in English")),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "programme",
                "verbose_name_plural": "programmes",
                "ordering": ["-starts_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                        name="programme_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("places", None), ("places__range", (1, 500)), _connector="OR"),
                        name="programme_places_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hours_per_pilot", None), ("hours_per_pilot__gte", 0), _connector="OR"),
                        name="programme_hours_not_below_zero",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("coaching_budget", None), ("coaching_budget__gte", 0), _connector="OR"),
                        name="programme_budget_not_below_zero",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="pilot",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="pilots",
                to="pilots.programme",
                verbose_name="programme",
            ),
        ),
        migrations.AddField(
            model_name="evaluationround",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="evaluation_rounds",
                to="pilots.programme",
                verbose_name="programme",
            ),
        ),
        migrations.CreateModel(
            name="EvaluationReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="number")),
                ("figures", models.JSONField(verbose_name="figures")),
                (
                    "started_at",
                    coophub.web.model_fields.MomentColumn(default=coophub.web.clock.now, verbose_name="begun at"),
                ),
                ("offered_at", coophub.web.model_fields.MomentColumn(null=True, verbose_name="offered as final at")),
                ("frozen_at", coophub.web.model_fields.MomentColumn(null=True, verbose_name="made final at")),
                ("content", models.JSONField(null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                (
                    "frozen_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made final by",
                    ),
                ),
                (
                    "offered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="offered as final by",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="begun by",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluation_reports",
                        to="pilots.programme",
                        verbose_name="programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "evaluation report",
                "verbose_name_plural": "evaluation reports",
                "ordering": ["-started_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("programme", "number"), name="report_number_once_in_a_programme"),
                    models.UniqueConstraint(
                        condition=models.Q(("frozen_at", None)),
                        fields=("programme",),
                        name="one_draft_of_a_report_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("offered_at", None), ("offered_by", None)),
                            models.Q(("offered_at__isnull", False), ("offered_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="report_offered_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("content", None), ("frozen_at", None), ("frozen_by", None), ("sha256", "")),
                            models.Q(
                                ("content__isnull", False),
                                ("frozen_at__isnull", False),
                                ("frozen_by__isnull", False),
                                ("offered_by__isnull", False),
                                ("sha256__regex", "^[0-9a-f]{64}$"),
                                models.Q(("frozen_by", models.F("offered_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="report_made_final_by_another",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="call",
            name="programme",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="call",
                to="pilots.programme",
                verbose_name="programme",
            ),
        ),
        migrations.CreateModel(
            name="ReportComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "chapter",
                    models.CharField(
                        choices=[
                            ("summary", "In short"),
                            ("programme", "What the programme was"),
                            ("pilots", "Who took part, and how it ended"),
                            ("time", "How long it took"),
                            ("bottlenecks", "What held pilots up"),
                            ("measures", "What helped"),
                            ("coaching", "Hours of coaching"),
                            ("plans", "Plans before and after the coaching"),
                            ("answers", "What people answered"),
                            ("lessons", "What we learnt"),
                            ("advice", "What we advise"),
                        ],
                        max_length=20,
                        verbose_name="chapter",
                    ),
                ),
                ("text", models.TextField(verbose_name="comment")),
                (
                    "written_at",
                    coophub.web.model_fields.MomentColumn(default=coophub.web.clock.now, verbose_name="written at"),
                ),
                ("resolved_at", coophub.web.model_fields.MomentColumn(null=True, verbose_name="resolved at")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="pilots.evaluationreport",
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="resolved by",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_comments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
                "ordering": ["written_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("resolved_at", None), ("resolved_by", None)),
                            models.Q(("resolved_at__isnull", False), ("resolved_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="comment_resolved_by_somebody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "chapter",
                    models.CharField(
                        choices=[
                            ("summary", "In short"),
                            ("programme", "What the programme was"),
                            ("pilots", "Who took part, and how it ended"),
                            ("time", "How long it took"),
                            ("bottlenecks", "What held pilots up"),
                            ("measures", "What helped"),
                            ("coaching", "Hours of coaching"),
                            ("plans", "Plans before and after the coaching"),
                            ("answers", "What people answered"),
                            ("lessons", "What we learnt"),
                            ("advice", "What we advise"),
                        ],
                        max_length=20,
                        verbose_name="chapter",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="text")),
                ("revision", models.PositiveIntegerField(default=1)),
                ("changed_at", coophub.web.model_fields.MomentColumn(verbose_name="changed at")),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="changed by",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="pilots.evaluationreport"
                    ),
                ),
            ],
            options={
                "verbose_name": "text of a report",
                "verbose_name_plural": "texts of reports",
                "ordering": ["report", "pk"],
                "constraints": [models.UniqueConstraint(fields=("report", "chapter"), name="one_text_for_a_chapter")],
            },
        ),
        migrations.CreateModel(
            name="Respondent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("has_answered", models.BooleanField(default=False, null=True, verbose_name="has answered")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluations",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "pilot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="respondents",
                        to="pilots.pilot",
                        verbose_name="pilot",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="respondents",
                        to="pilots.evaluationround",
                        verbose_name="round",
                    ),
                ),
            ],
            options={
                "verbose_name": "person asked",
                "verbose_name_plural": "people asked",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "round", "pilot"), name="asked_once_in_a_round")
                ],
            },
        ),
        migrations.CreateModel(
            name="NamedAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=40, verbose_name="question")),
                ("number", models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name="number")),
                ("option", models.SlugField(blank=True, max_length=40, verbose_name="choice")),
                ("text", models.TextField(blank=True, max_length=2000, verbose_name="text")),
                (
                    "respondent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="pilots.respondent",
                        verbose_name="person asked",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer with a name",
                "verbose_name_plural": "answers with a name",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("respondent", "key"), name="question_answered_once")],
            },
        ),
        migrations.CreateModel(
            name="Selection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("chosen", "Chosen"), ("reserve", "Reserve list"), ("not_chosen", "Not chosen")],
                        max_length=20,
                        verbose_name="choice",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "reserve_place",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="place on the reserve list"),
                ),
                (
                    "taken_from_reserve_at",
                    coophub.web.model_fields.MomentColumn(
                        editable=False, null=True, verbose_name="taken from the reserve list at"
                    ),
                ),
                ("changed_at_revision", models.PositiveIntegerField(editable=False)),
                ("told_at", coophub.web.model_fields.MomentColumn(editable=False, null=True, verbose_name="told at")),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "intake",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="selection", to="pilots.intake"
                    ),
                ),
            ],
            options={
                "verbose_name": "choice",
                "verbose_name_plural": "choices",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(condition=models.Q(("told_at", None)), fields=["told_at"], name="selections_to_tell")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reserve_place", None), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="reserve_place_with_a_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SubmittedIntake",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("submitted_at", coophub.web.model_fields.MomentColumn()),
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
                    "intake",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="submitted", to="pilots.intake"
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
                "verbose_name": "submitted application for a programme",
                "verbose_name_plural": "submitted applications for a programme",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ThreadMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_from_advisor", models.BooleanField(verbose_name="from an advisor")),
                ("text", models.TextField(max_length=4000, verbose_name="message")),
                (
                    "submission_key",
                    models.UUIDField(editable=False, unique=True, verbose_name="key of the form that made it"),
                ),
                (
                    "written_at",
                    coophub.web.model_fields.MomentColumn(
                        default=coophub.web.clock.now, editable=False, verbose_name="written at"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="thread_messages",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
                (
                    "pilot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="pilots.pilot",
                        verbose_name="pilot",
                    ),
                ),
            ],
            options={
                "verbose_name": "message in a thread",
                "verbose_name_plural": "messages in threads",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["pilot", "-id"], name="messages_of_a_pilot")],
                "constraints": [
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("text"), 4000
                        ),
                        name="message_not_too_long",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreedAction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agreed_in",
                        to="initiatives.task",
                        verbose_name="task",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="actions",
                        to="pilots.coachingsession",
                        verbose_name="session",
                    ),
                ),
                (
                    "message",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="action",
                        to="pilots.threadmessage",
                        verbose_name="message",
                    ),
                ),
            ],
            options={
                "verbose_name": "agreed action",
                "verbose_name_plural": "agreed actions",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("message__isnull", False), ("session", None)),
                            models.Q(("message", None), ("session__isnull", False)),
                            _connector="OR",
                        ),
                        name="agreed_in_a_session_or_a_message",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ThreadReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="thread_readings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "pilot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="thread_readings",
                        to="pilots.pilot",
                        verbose_name="pilot",
                    ),
                ),
                (
                    "up_to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="pilots.threadmessage",
                        verbose_name="last message read",
                    ),
                ),
            ],
            options={
                "verbose_name": "reading of a thread",
                "verbose_name_plural": "readings of threads",
                "constraints": [
                    models.UniqueConstraint(fields=("person", "pilot"), name="thread_read_by_somebody_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="UsefulAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=80, verbose_name="text")),
                ("reader", models.CharField(editable=False, max_length=64, verbose_name="code of the reader")),
                ("is_useful", models.BooleanField(verbose_name="useful")),
                (
                    "on",
                    coophub.web.model_fields.DayColumn(
                        default=coophub.web.clock.today, editable=False, verbose_name="day"
                    ),
                ),
            ],
            options={
                "verbose_name": "answer about a text",
                "verbose_name_plural": "answers about texts",
                "indexes": [models.Index(fields=["text", "on"], name="useful_of_a_day")],
                "constraints": [models.UniqueConstraint(fields=("text", "reader"), name="useful_once_a_reader")],
            },
        ),
        migrations.CreateModel(
            name="WrittenQuestionnaire",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(verbose_name="questionnaire")),
                ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                ("title", models.CharField(max_length=100, verbose_name="title")),
                ("title_en", models.CharField(blank=True, max_length=100, verbose_name="title in English")),
                ("introduction", models.TextField(blank=True, max_length=600, verbose_name="introduction")),
                (
                    "introduction_en",
                    models.TextField(blank=True, max_length=600, verbose_name="introduction in English"),
                ),
                (
                    "asked_of",
                    models.CharField(
                        choices=[("group", "Members of the groups"), ("advisor", "Advisors")],
                        default="group",
                        max_length=10,
                        verbose_name="asked of",
                    ),
                ),
                ("is_at_the_end", models.BooleanField(default=False, verbose_name="asked when a pilot has ended")),
                ("is_anonymous", models.BooleanField(default=True, verbose_name="without names")),
                ("questions", models.JSONField(default=list, verbose_name="questions")),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "frozen_at",
                    coophub.web.model_fields.MomentColumn(
                        editable=False, null=True, verbose_name="asked for the first time at"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "questionnaire",
                "verbose_name_plural": "questionnaires",
                "ordering": ["title", "slug", "-version"],
                "constraints": [
                    models.UniqueConstraint(fields=("slug", "version"), name="version_of_a_questionnaire_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("frozen_at", None)), fields=("slug",), name="one_draft_of_a_questionnaire"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CallInvitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="why this group")),
                ("invited_at", coophub.web.model_fields.MomentColumn(default=coophub.web.clock.now, editable=False)),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="invitations", to="pilots.call"
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="call_invitations",
                        to="initiatives.initiative",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation to apply",
                "verbose_name_plural": "invitations to apply",
                "ordering": ["-invited_at", "-pk"],
                "constraints": [models.UniqueConstraint(fields=("call", "initiative"), name="invited_once_to_a_call")],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="intakeinterest",
            trigger=pgtrigger.compiler.Trigger(
                name="said_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4a619195859bb1e32e92ccb738f731baec3500e9",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_said_stays_d6ff3",
                    table="pilots_intakeinterest",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lesson",
            trigger=pgtrigger.compiler.Trigger(
                name="as_approved",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state = 'published' AND NEW.state = 'published' AND ROW(OLD.title, OLD.problem, OLD.what_helped, OLD.title_en, OLD.problem_en, OLD.what_helped_en, OLD.category, OLD.kind, OLD.phase, OLD.form, OLD.check_again_by, OLD.approved_seal, OLD.approved_by_id) IS DISTINCT FROM ROW(NEW.title, NEW.problem, NEW.what_helped, NEW.title_en, NEW.problem_en, NEW.what_helped_en, NEW.category, NEW.kind, NEW.phase, NEW.form, NEW.check_again_by, NEW.approved_seal, NEW.approved_by_id))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="cf3cca41e2620dc5f3106a5b4769f4cdfa0b1942",
                    operation="UPDATE",
                    pgid="pgtrigger_as_approved_d555e",
                    table="pilots_lesson",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="modelversion",
            trigger=pgtrigger.compiler.Trigger(
                name="as_approved",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state = 'published' AND NEW.state = 'published' AND ROW(OLD.title, OLD.about, OLD.changed, OLD.title_en, OLD.about_en, OLD.changed_en, OLD.number, OLD.holds_from, OLD.source, OLD.source_on, OLD.check_again_by, OLD.filename, OLD.sha256, OLD.model_id, OLD.approved_seal, OLD.approved_by_id) IS DISTINCT FROM ROW(NEW.title, NEW.about, NEW.changed, NEW.title_en, NEW.about_en, NEW.changed_en, NEW.number, NEW.holds_from, NEW.source, NEW.source_on, NEW.check_again_by, NEW.filename, NEW.sha256, NEW.model_id, NEW.approved_seal, NEW.approved_by_id))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="905be5e735b036b642a76d43fdbce9afaac3a32d",
                    operation="UPDATE",
                    pgid="pgtrigger_as_approved_ae7e1",
                    table="pilots_modelversion",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="pilot",
            constraint=models.UniqueConstraint(fields=("programme", "initiative"), name="pilot_once_per_programme"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pilot",
            trigger=pgtrigger.compiler.Trigger(
                name="place_left",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE most integer;",
                    func="\n                    SELECT places INTO most FROM pilots_programme WHERE id = NEW.programme_id FOR NO KEY UPDATE;\n                    IF most IS NOT NULL AND most <= (\n                        SELECT count(*) FROM pilots_pilot\n                        WHERE programme_id = NEW.programme_id AND outcome <> 'withdrew'\n                    ) THEN\n                        RAISE EXCEPTION 'this programme has no place left';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="d43371da7dcb91299fcda052b128453baebd648a",
                    operation="INSERT",
                    pgid="pgtrigger_place_left_8feea",
                    table="pilots_pilot",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationround",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None)),
                fields=("programme", "questionnaire"),
                name="questionnaire_once_at_a_time",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evaluationreport",
            trigger=pgtrigger.compiler.Trigger(
                name="final_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.frozen_at IS NOT NULL)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1404e27f6d2692ad96bcdce8e199f5aaf14db002",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_final_is_frozen_58466",
                    table="pilots_evaluationreport",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="call",
            trigger=pgtrigger.compiler.Trigger(
                name="asks_the_same",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."published_at" IS NOT NULL AND (OLD."questions" IS DISTINCT FROM (NEW."questions") OR OLD."criteria" IS DISTINCT FROM (NEW."criteria")))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="3634cda32252fb0d433836ede44d2bb6db598bea",
                    operation="UPDATE",
                    pgid="pgtrigger_asks_the_same_cf28c",
                    table="pilots_call",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportcomment",
            trigger=pgtrigger.compiler.Trigger(
                name="stays_when_final",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE final_since timestamptz;",
                    func="\n    SELECT frozen_at INTO final_since FROM pilots_evaluationreport\n    WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.report_id ELSE NEW.report_id END FOR SHARE;\n    IF final_since IS NOT NULL THEN\n        RAISE EXCEPTION 'this report is final' USING ERRCODE = 'check_violation';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                    hash="24dbf61128c747a08c1c6dff983182601f30fbda",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_stays_when_final_f2c75",
                    table="pilots_reportcomment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reporttext",
            trigger=pgtrigger.compiler.Trigger(
                name="stays_when_final",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE final_since timestamptz;",
                    func="\n    SELECT frozen_at INTO final_since FROM pilots_evaluationreport\n    WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.report_id ELSE NEW.report_id END FOR SHARE;\n    IF final_since IS NOT NULL THEN\n        RAISE EXCEPTION 'this report is final' USING ERRCODE = 'check_violation';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n",
                    hash="7f32b0b0c8c909eb8b86721948dd148a525f2575",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_stays_when_final_ee027",
                    table="pilots_reporttext",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="submittedintake",
            trigger=pgtrigger.compiler.Trigger(
                name="submitted_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c278918a289b8fee5faaa7c19d5be844d599dcef",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_submitted_stays_104e9",
                    table="pilots_submittedintake",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="submittedintake",
            trigger=pgtrigger.compiler.Trigger(
                name="within_the_call",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF NOT EXISTS (\n                        SELECT 1 FROM pilots_call call JOIN pilots_intake intake ON intake.call_id = call.id\n                        WHERE intake.id = NEW.intake_id AND call.published_at IS NOT NULL\n                            AND (NEW.submitted_at AT TIME ZONE 'Europe/Amsterdam')::date\n                                BETWEEN call.opens_on AND call.closes_on\n                    ) THEN\n                        RAISE EXCEPTION 'the call is not open';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="244e7fdc55176227e6e1b34db56870bdef8881d2",
                    operation="INSERT",
                    pgid="pgtrigger_within_the_call_cd152",
                    table="pilots_submittedintake",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="threadmessage",
            trigger=pgtrigger.compiler.Trigger(
                name="written",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."pilot_id" IS DISTINCT FROM (NEW."pilot_id") OR OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."is_from_advisor" IS DISTINCT FROM (NEW."is_from_advisor") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."submission_key" IS DISTINCT FROM (NEW."submission_key") OR OLD."written_at" IS DISTINCT FROM (NEW."written_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="c095d6d2dba7d3eb2b50cf8c9fed98eb36113266",
                    operation="UPDATE",
                    pgid="pgtrigger_written_a618b",
                    table="pilots_threadmessage",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="writtenquestionnaire",
            trigger=pgtrigger.compiler.Trigger(
                name="asked",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."frozen_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6d91d30bdcacff81c4627db410528f4b2e09dff2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_asked_30dfc",
                    table="pilots_writtenquestionnaire",
                    when="BEFORE",
                ),
            ),
        ),
    ]
